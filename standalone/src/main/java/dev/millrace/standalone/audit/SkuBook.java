package dev.millrace.standalone.audit;

import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.inventory.BucketUnits;
import dev.millrace.avro.inventory.MovementType;
import dev.millrace.avro.inventory.Reservation;
import dev.millrace.avro.inventory.Stock;
import dev.millrace.avro.inventory.StockEvent;
import dev.millrace.avro.inventory.StockMoved;
import dev.millrace.inventory.InventoryLedger;
import dev.millrace.inventory.stock.Hold;
import dev.millrace.inventory.stock.StockLedger;
import dev.millrace.schemas.id.BucketKey;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the log says of one SKU. */
final class SkuBook {

  private final String sku;
  private final StockLedger ledger;

  /** Holds that the orders context asked for. */
  private final Set<String> ofOrders = new HashSet<>();

  /** Of these, the ones that an order has claimed in this audit. */
  private final Set<String> claimed = new HashSet<>();

  private long events;
  private long received;
  private long returned;
  private long returnedByOrders;

  /** Units on their way between the SKU and its buckets: those that left minus those that came. */
  private long underWay;

  SkuBook(String sku) {
    this.sku = sku;
    this.ledger = new StockLedger(sku);
  }

  /**
   * Enters the next event.
   *
   * @throws IllegalArgumentException if its kind is newer than this version
   */
  void enter(StockEvent event) {
    InventoryLedger.enter(ledger, event);
    events++;
    boolean byOrders =
        event.getActor().getRole() == ActorRole.SYSTEM
            && event.getActor().getSubject().equals("orders");
    StockMoved moved = event.getStockMoved();
    if (moved != null) {
      if (moved.getMovementType() == MovementType.RETURN_TO_STOCK) {
        returned += moved.getOnHandDelta();
        returnedByOrders += byOrders ? moved.getOnHandDelta() : 0;
      } else {
        received += moved.getOnHandDelta();
      }
    }
    underWay += left(event);
    if (event.getStockReserved() != null && byOrders) {
      ofOrders.add(event.getStockReserved().getReservationId());
    }
  }

  private static long left(StockEvent event) {
    if (event.getUnitsDealt() != null) {
      return units(event.getUnitsDealt().getUnits());
    }
    if (event.getUnitsGathered() != null) {
      return units(event.getUnitsGathered().getUnits());
    }
    if (event.getUnitsTaken() != null) {
      return -units(event.getUnitsTaken().getUnits());
    }
    return event.getUnitsReturned() == null ? 0 : -units(event.getUnitsReturned().getUnits());
  }

  private static long units(List<BucketUnits> units) {
    return units.stream().mapToLong(BucketUnits::getQuantity).sum();
  }

  /** Units that left for another bucket of the SKU, less those that came from one. */
  long underWay() {
    return underWay;
  }

  /** Whether the SKU is or was split into buckets, or this is one of them. */
  boolean isSplit() {
    return BucketKey.isBucket(sku) || ledger.stock().split() != null;
  }

  /** The SKU, or the key of one of its buckets. */
  String sku() {
    return sku;
  }

  StockLedger ledger() {
    return ledger;
  }

  long sequence() {
    return ledger.stock().sequence();
  }

  Stock stock() {
    return InventoryLedger.stock(ledger);
  }

  /** The hold as readers of the store would see it; null if there never was one. */
  @Nullable Reservation reservation(String reservationId) {
    Hold hold = ledger.hold(reservationId);
    return hold == null ? null : InventoryLedger.reservation(sku, hold);
  }

  long liveHolds() {
    return ledger.holds().stream().filter(Hold::isHeld).count();
  }

  /** An order knows this hold. */
  void claim(String reservationId) {
    claimed.add(reservationId);
  }

  /** Holds that the orders context asked for and that no order knows. */
  List<String> unclaimed() {
    return ofOrders.stream().filter(id -> !claimed.contains(id)).sorted().toList();
  }

  boolean isOfOrders(String reservationId) {
    return ofOrders.contains(reservationId);
  }

  long events() {
    return events;
  }

  /** Units that movements brought, but for those that came back from customers. */
  long received() {
    return received;
  }

  /** Units that came back from customers. */
  long returned() {
    return returned;
  }

  /** Of these, the ones that the orders context sent back. */
  long returnedByOrders() {
    return returnedByOrders;
  }

  long onHand() {
    return ledger.stock().levels().stream().mapToLong(level -> level.onHand()).sum();
  }
}
