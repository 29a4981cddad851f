package dev.millrace.inventory;

import dev.millrace.inventory.stock.Allocation;
import dev.millrace.inventory.stock.CarriedOut;
import dev.millrace.inventory.stock.CustomerUnits;
import dev.millrace.inventory.stock.Hold;
import dev.millrace.inventory.stock.Level;
import dev.millrace.inventory.stock.SellerStock;
import dev.millrace.inventory.stock.SkuStock;
import dev.millrace.inventory.stock.StockCommand;
import dev.millrace.inventory.stock.StockLimits;
import dev.millrace.inventory.stock.Supply;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The stored holds and counts of one SKU, and what must be true of them beside the stock. */
final class StoredHolds {

  /** Whom the seller's limits concern. */
  static final List<String> CUSTOMERS = List.of("cus_0", "cus_1");

  private static final String SKU = "SKU";

  private final Map<String, Hold> holds = new LinkedHashMap<>();
  private final Map<CustomerUnits.Of, CustomerUnits> customers = new LinkedHashMap<>();

  void keep(CarriedOut done) {
    for (CarriedOut.HoldChange change : done.holdChanges()) {
      // What is stored is what comes back: the mapping takes part in every step.
      Hold stored = HoldAvro.hold(HoldAvro.stored(SKU, change.hold()));
      holds.put(stored.reservationId(), stored);
    }
    for (CustomerUnits count : done.state().beside().customers().values()) {
      customers.put(count.of(), count);
    }
  }

  Collection<Hold> all() {
    return List.copyOf(holds.values());
  }

  @Nullable Hold find(String reservationId) {
    return holds.get(reservationId);
  }

  /** What the owner of a request may give up for it, the oldest first. */
  List<Hold> replaceable(StockCommand.ReserveStock reserve) {
    return holds.values().stream()
        .filter(hold -> reserve.request().replaceable() && hold.request().replaceable())
        .filter(hold -> hold.isHeld() && hold.owner().equals(reserve.request().owner()))
        .filter(hold -> hold.sellerId().equals(reserve.request().sellerId()))
        .filter(hold -> !hold.reservationId().equals(reserve.reservationId()))
        .sorted(Comparator.comparingLong(Hold::sequence))
        .limit(StockLimits.REPLACED_MAX)
        .toList();
  }

  /** Those who wait for a seller's units, the oldest first. */
  List<Hold> inLine(String sellerId) {
    return holds.values().stream()
        .filter(hold -> hold.isWaiting() && hold.sellerId().equals(sellerId))
        .sorted(Comparator.comparingLong(Hold::sequence))
        .toList();
  }

  /** The stored counts of all customers of sellers with a limit. */
  Map<CustomerUnits.Of, CustomerUnits> counts(SkuStock stock) {
    Map<CustomerUnits.Of, CustomerUnits> counts = new LinkedHashMap<>();
    for (SellerStock seller : stock.sellers()) {
      if (seller.terms().perCustomerMax() != null) {
        for (String customer : CUSTOMERS) {
          var of = new CustomerUnits.Of(seller.terms().sellerId(), customer);
          counts.put(of, customers.getOrDefault(of, CustomerUnits.none(of)));
        }
      }
    }
    return counts;
  }

  Optional<String> reservedDiffer(SkuStock stock) {
    for (Level level : stock.levels()) {
      long held = 0;
      for (Hold hold : holds.values()) {
        if (hold.isHeld() && hold.sellerId().equals(level.sellerId())) {
          for (Allocation allocation : hold.allocations()) {
            held +=
                allocation.warehouseId().equals(level.warehouseId()) ? allocation.quantity() : 0;
          }
        }
      }
      if (held != level.reserved()) {
        return Optional.of("%s, live holds have %d".formatted(level, held));
      }
    }
    return Optional.empty();
  }

  Optional<String> missingUnitsDiffer(SkuStock stock) {
    for (SellerStock seller : stock.sellers()) {
      int backordered = 0;
      int owed = 0;
      for (Hold hold : inLine(seller.terms().sellerId())) {
        backordered += hold.isHeld() ? hold.backordered() : 0;
        owed += hold.isHeld() ? 0 : hold.backordered();
      }
      if (backordered != seller.backordered() || owed != seller.owed()) {
        return Optional.of("%s, holds miss %d and %d".formatted(seller, backordered, owed));
      }
    }
    return Optional.empty();
  }

  /** Whoever is first in line would have got its units, had they been there. */
  Optional<String> somebodyWaitsInVain(SkuStock stock, Instant now) {
    for (SellerStock seller : stock.sellers()) {
      List<Hold> line = inLine(seller.terms().sellerId());
      if (line.isEmpty() || line.stream().anyMatch(hold -> hold.isOverdue(now))) {
        continue;
      }
      Supply supply = Supply.of(stock, seller.terms().sellerId());
      int needed = seller.terms().splitAllowed() ? 1 : line.getFirst().backordered();
      if (supply.available() > 0 && supply.largest() >= needed) {
        return Optional.of("%s, though there is %s".formatted(line.getFirst(), supply));
      }
    }
    return Optional.empty();
  }

  Optional<String> countsDiffer(SkuStock stock) {
    for (CustomerUnits count : customers.values()) {
      SellerStock seller = stock.seller(count.of().sellerId());
      if (seller != null && count.termsSequence() == seller.termsSequence()) {
        int units =
            holds.values().stream()
                .filter(hold -> count.of().equals(hold.request().customer()))
                .filter(hold -> hold.sequence() > count.termsSequence())
                .mapToInt(hold -> hold.isHeld() ? hold.quantity() : hold.committedQuantity())
                .sum();
        if (units != count.units()) {
          return Optional.of("%s, holds have %d".formatted(count, units));
        }
      }
    }
    return Optional.empty();
  }
}
