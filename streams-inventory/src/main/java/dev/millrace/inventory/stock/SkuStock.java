package dev.millrace.inventory.stock;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The stock of one SKU.
 *
 * @param sequence of the latest event; 0 before the first
 * @param at when that was
 * @param levels every (seller, warehouse) that ever had stock or a rule, in the order they came
 * @param sellers those that set terms, in the order they came
 * @param split how it is spread over buckets; null as long as it never was
 */
public record SkuStock(
    String sku,
    long sequence,
    Instant at,
    List<Level> levels,
    List<SellerStock> sellers,
    @Nullable Split split) {
  public SkuStock {
    levels = List.copyOf(levels);
    sellers = List.copyOf(sellers);
  }

  /** A SKU nobody has heard of yet. */
  public static SkuStock unknown(String sku) {
    return new SkuStock(sku, 0, Instant.EPOCH, List.of(), List.of(), null);
  }

  /** The level there, or an empty one. */
  public Level level(String sellerId, String warehouseId) {
    int index = indexOf(levels, sellerId, warehouseId);
    return index < 0 ? Level.empty(sellerId, warehouseId) : levels.get(index);
  }

  public boolean hasLevel(String sellerId, String warehouseId) {
    return indexOf(levels, sellerId, warehouseId) >= 0;
  }

  /** Whether somebody expected another version than this one; null expects none. */
  boolean isOtherThan(@Nullable Long expectedVersion) {
    return expectedVersion != null && expectedVersion != sequence;
  }

  /** Whether the SKU is kept in so many places that this one cannot be added. */
  boolean hasNoRoomFor(String sellerId, String warehouseId) {
    return levels.size() >= StockLimits.LEVELS_MAX && !hasLevel(sellerId, warehouseId);
  }

  /** The terms and promises of a seller; null for one that set no terms. */
  public @Nullable SellerStock seller(String sellerId) {
    for (SellerStock seller : sellers) {
      if (seller.terms().sellerId().equals(sellerId)) {
        return seller;
      }
    }
    return null;
  }

  /** Units that a seller may still promise to newcomers from its warehouses. */
  public long available(String sellerId) {
    return Supply.of(this, sellerId).free();
  }

  /** Whether the stock is spread over buckets now. */
  boolean isSplit() {
    return split != null && split.isActive();
  }

  /** What a seller offers in all: the available units and those that open buckets were given. */
  long offered(String sellerId) {
    long here = available(sellerId);
    return split == null ? here : here + split.dealtOf(sellerId);
  }

  /** The same of one level. */
  int offered(Level level) {
    int here = level.available();
    return split == null ? here : here + split.dealtAt(level.sellerId(), level.warehouseId());
  }

  /** The stock after one more event. */
  public SkuStock evolve(StockEvent event) {
    List<Level> after = new ArrayList<>(levels);
    switch (event) {
      case StockEvent.StockMoved e -> move(after, e);
      case StockEvent.StockPolicySet e ->
          change(
              after,
              e.sellerId(),
              e.warehouseId(),
              level -> level.withPolicy(e.safetyStock(), e.reorderPoint()));
      case StockEvent.Crossing e -> {
        // It tells of the stock and is none.
      }
      case StockEvent.SalesTermsSet e -> {
        // Terms are no stock; see the sellers.
      }
      case StockEvent.StockReserved e -> hold(after, e.request().sellerId(), e.allocations());
      case StockEvent.ReservationCommitted e -> {
        sell(after, e.sellerId(), e.committed());
        free(after, e.sellerId(), e.released());
      }
      case StockEvent.ReservationReleased e -> free(after, e.sellerId(), e.released());
      case StockEvent.ReservationExpired e -> free(after, e.sellerId(), e.released());
      case StockEvent.ReservationExtended e -> {
        // A deadline is not stock; only the sequence and the time move on.
      }
      case StockEvent.BackorderFilled e -> {
        hold(after, e.sellerId(), e.allocations());
        if (e.committed()) {
          sell(after, e.sellerId(), e.allocations());
        }
      }
      case StockEvent.BackorderWithdrawn e -> {
        // What never came was no stock; see the sellers.
      }
      case StockEvent.StockWatched e -> {
        // Who waits takes nothing.
      }
      case StockEvent.StockWatchEnded e -> {
        // Who waited took nothing.
      }
      case StockEvent.OfSplit e -> carry(after, e);
    }
    return new SkuStock(
        sku,
        sequence + 1,
        event.at(),
        after,
        Promises.after(sellers, event, sequence + 1),
        Split.after(split, event));
  }

  /** The levels an event concerns, as they are now. */
  List<Level> levelsOf(StockEvent event) {
    return switch (event) {
      case StockEvent.StockMoved e -> levelsOf(e);
      case StockEvent.StockPolicySet e -> List.of(level(e.sellerId(), e.warehouseId()));
      case StockEvent.SalesTermsSet e -> List.of();
      case StockEvent.StockReserved e ->
          levelsOf(e.request().sellerId(), e.allocations(), List.of());
      case StockEvent.ReservationCommitted e -> levelsOf(e.sellerId(), e.committed(), e.released());
      case StockEvent.ReservationReleased e -> levelsOf(e.sellerId(), e.released(), List.of());
      case StockEvent.ReservationExpired e -> levelsOf(e.sellerId(), e.released(), List.of());
      case StockEvent.ReservationExtended e -> List.of();
      case StockEvent.ReorderPointReached e -> List.of(level(e.sellerId(), e.warehouseId()));
      case StockEvent.SoldOut e -> List.of();
      case StockEvent.BackInStock e -> List.of();
      case StockEvent.StockWatched e -> List.of();
      case StockEvent.StockWatchEnded e -> List.of();
      case StockEvent.BackorderFilled e -> levelsOf(e.sellerId(), e.allocations(), List.of());
      case StockEvent.BackorderWithdrawn e -> List.of();
      case StockEvent.OfSplit e ->
          e.units().stream().map(one -> level(one.sellerId(), one.warehouseId())).toList();
    };
  }

  private List<Level> levelsOf(String sellerId, List<Allocation> some, List<Allocation> more) {
    List<Level> found = new ArrayList<>(some.size() + more.size());
    for (List<Allocation> allocations : List.of(some, more)) {
      for (Allocation allocation : allocations) {
        Level level = level(sellerId, allocation.warehouseId());
        // A partial sale names the warehouse where it was split twice.
        if (!found.contains(level)) {
          found.add(level);
        }
      }
    }
    return found;
  }

  private List<Level> levelsOf(StockEvent.StockMoved moved) {
    Level here = level(moved.sellerId(), moved.warehouseId());
    TransferLeg leg = moved.transfer();
    return leg == null || here.isAt(moved.sellerId(), leg.toWarehouseId())
        ? List.of(here)
        : List.of(here, level(moved.sellerId(), leg.toWarehouseId()));
  }

  private static void move(List<Level> levels, StockEvent.StockMoved moved) {
    String seller = moved.sellerId();
    change(levels, seller, moved.warehouseId(), level -> level.moved(moved.onHandDelta()));
    DamageReason reason = moved.damageReason();
    if (reason != null) {
      change(
          levels,
          seller,
          moved.warehouseId(),
          level -> level.damaged(reason, moved.damagedDelta()));
    }
    TransferLeg leg = moved.transfer();
    if (leg != null) {
      change(levels, seller, leg.toWarehouseId(), level -> level.expecting(leg.inTransitDelta()));
    }
  }

  private static void carry(List<Level> levels, StockEvent.OfSplit event) {
    boolean leave =
        event instanceof StockEvent.UnitsDealt || event instanceof StockEvent.UnitsGathered;
    for (BucketUnits one : event.units()) {
      int delta = leave ? -one.quantity() : one.quantity();
      change(levels, one.sellerId(), one.warehouseId(), level -> level.moved(delta));
    }
  }

  private static void hold(List<Level> levels, String sellerId, List<Allocation> held) {
    for (Allocation a : held) {
      change(levels, sellerId, a.warehouseId(), level -> level.held(a.quantity()));
    }
  }

  private static void sell(List<Level> levels, String sellerId, List<Allocation> sold) {
    for (Allocation a : sold) {
      change(levels, sellerId, a.warehouseId(), level -> level.sold(a.quantity()));
    }
  }

  private static void free(List<Level> levels, String sellerId, List<Allocation> released) {
    released.forEach(
        a -> change(levels, sellerId, a.warehouseId(), level -> level.freed(a.quantity())));
  }

  private static void change(
      List<Level> levels, String sellerId, String warehouseId, UnaryOperator<Level> change) {
    int index = indexOf(levels, sellerId, warehouseId);
    if (index < 0) {
      levels.add(change.apply(Level.empty(sellerId, warehouseId)));
    } else {
      levels.set(index, change.apply(levels.get(index)));
    }
  }

  private static int indexOf(List<Level> levels, String sellerId, String warehouseId) {
    for (int i = 0; i < levels.size(); i++) {
      if (levels.get(i).isAt(sellerId, warehouseId)) {
        return i;
      }
    }
    return -1;
  }
}
