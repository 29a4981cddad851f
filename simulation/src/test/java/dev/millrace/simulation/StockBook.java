package dev.millrace.simulation;

import dev.millrace.avro.inventory.Allocation;
import dev.millrace.avro.inventory.BucketUnits;
import dev.millrace.avro.inventory.MovementType;
import dev.millrace.avro.inventory.StockEvent;
import dev.millrace.inventory.InventoryLedger;
import dev.millrace.inventory.stock.Hold;
import dev.millrace.inventory.stock.Level;
import dev.millrace.inventory.stock.SellerStock;
import dev.millrace.inventory.stock.StockLedger;
import dev.millrace.inventory.stock.Supply;
import dev.millrace.schemas.id.BucketKey;
import java.util.List;
import java.util.Optional;

/** One SKU, or one bucket of it, as its events tell it: the audit's books, and the sums beside. */
final class StockBook {

  private final StockLedger ledger;
  private long received;
  private long sold;
  private long owed;
  private long returned;
  private long between;

  StockBook(String sku) {
    ledger = new StockLedger(sku);
  }

  void enter(StockEvent event) {
    InventoryLedger.enter(ledger, event);
    var moved = event.getStockMoved();
    if (moved != null && moved.getMovementType() == MovementType.RETURN_TO_STOCK) {
      returned += moved.getOnHandDelta();
    } else if (moved != null && moved.getMovementType() == MovementType.RETURN_DAMAGED) {
      // No longer with the customer, and as little there to sell as what was damaged on the shelf.
      returned += moved.getDamagedDelta();
      received -= moved.getDamagedDelta();
    } else if (moved != null) {
      received += moved.getOnHandDelta();
    }
    movedBetweenBuckets(event);
    if (event.getReservationCommitted() != null) {
      sold += event.getReservationCommitted().getQuantity();
      sold -= event.getReservationCommitted().getOwed();
      owed += event.getReservationCommitted().getOwed();
    }
    var filled = event.getBackorderFilled();
    if (filled != null && filled.getCommitted()) {
      int came = filled.getAllocations().stream().mapToInt(Allocation::getQuantity).sum();
      sold += came;
      owed -= came;
    }
    if (event.getBackorderWithdrawn() != null) {
      owed -= event.getBackorderWithdrawn().getQuantity();
    }
  }

  private void movedBetweenBuckets(StockEvent event) {
    long left = 0;
    if (event.getUnitsDealt() != null) {
      left += units(event.getUnitsDealt().getUnits());
    }
    if (event.getUnitsGathered() != null) {
      left += units(event.getUnitsGathered().getUnits());
    }
    if (event.getUnitsTaken() != null) {
      left -= units(event.getUnitsTaken().getUnits());
    }
    if (event.getUnitsReturned() != null) {
      left -= units(event.getUnitsReturned().getUnits());
    }
    received -= left;
    between += left;
  }

  private static long units(List<BucketUnits> all) {
    return all.stream().mapToLong(BucketUnits::getQuantity).sum();
  }

  /** The SKU, or its bucket. */
  String key() {
    return ledger.stock().sku();
  }

  /** The SKU to which it belongs. */
  String sku() {
    return BucketKey.sku(key());
  }

  /** Whether it has a bucket's share of the units, or had. */
  boolean isOfSplit() {
    return BucketKey.isBucket(key()) || ledger.stock().split() != null;
  }

  /** Units that left for other buckets, less those that came from them. */
  long between() {
    return between;
  }

  long received() {
    return received;
  }

  /** Units that left for customers and have not come back. */
  long away() {
    return sold - returned;
  }

  /** Units that were sold and have yet to come. */
  long owed() {
    return owed;
  }

  /** Units on the shelf that belong to nobody, although a customer waits and would take some. */
  long keptFromCustomers() {
    if (owed == 0) {
      return 0;
    }
    long free = 0;
    for (SellerStock seller : ledger.stock().sellers()) {
      if (seller.owed() > 0 && seller.terms().splitAllowed()) {
        free += Supply.of(ledger.stock(), seller.terms().sellerId()).available();
      }
    }
    return free;
  }

  long onHand() {
    return ledger.stock().levels().stream().mapToLong(Level::onHand).sum();
  }

  Optional<Hold> hold(String reservationId) {
    return Optional.ofNullable(ledger.hold(reservationId));
  }

  /** Holds that have not ended. */
  List<Hold> live() {
    return ledger.holds().stream().filter(Hold::isHeld).toList();
  }

  /** What an event says against those before it. */
  List<String> entryDifferences() {
    return ledger.entryDifferences();
  }

  /** The same, and what holds do not explain. */
  List<String> differences() {
    return ledger.differences();
  }
}
