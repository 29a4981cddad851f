package dev.millrace.simulation;

import dev.millrace.avro.inventory.Allocation;
import dev.millrace.avro.inventory.MovementType;
import dev.millrace.avro.inventory.StockEvent;
import dev.millrace.inventory.InventoryLedger;
import dev.millrace.inventory.stock.Hold;
import dev.millrace.inventory.stock.Level;
import dev.millrace.inventory.stock.SellerStock;
import dev.millrace.inventory.stock.StockLedger;
import dev.millrace.inventory.stock.Supply;
import java.util.List;
import java.util.Optional;

/** One SKU as its events tell it: the audit's books, and the sums beside them. */
final class StockBook {

  private final StockLedger ledger;
  private long received;
  private long sold;
  private long owed;
  private long returned;

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

  String sku() {
    return ledger.stock().sku();
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
