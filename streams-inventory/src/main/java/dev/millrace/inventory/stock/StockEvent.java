package dev.millrace.inventory.stock;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A fact about the stock of one SKU; holds everything that is needed to fold it. */
public sealed interface StockEvent {

  /** When it was decided. */
  Instant at();

  /**
   * Units arrived, were corrected, counted, damaged, returned or sent.
   *
   * @param damageReason of the damaged units; null when there are none
   * @param transfer what it does to a transfer; null when it is about none
   * @param feed the sender's count, if it counts
   */
  record StockMoved(
      Instant at,
      String sellerId,
      String warehouseId,
      MovementType type,
      int onHandDelta,
      int damagedDelta,
      @Nullable DamageReason damageReason,
      @Nullable TransferLeg transfer,
      @Nullable FeedMark feed,
      @Nullable String reason,
      @Nullable String movementId)
      implements StockEvent {}

  /** New rules are in force. */
  record StockPolicySet(
      Instant at,
      String sellerId,
      String warehouseId,
      int safetyStock,
      @Nullable Integer reorderPoint)
      implements StockEvent {}

  /**
   * Something about the stock is worth telling that the event before it brought about. It is said
   * once per crossing and changes nothing.
   */
  sealed interface Crossing extends StockEvent {}

  /**
   * A level fell to its reorder point, or the point was raised to it.
   *
   * @param available units now; not above the point
   */
  record ReorderPointReached(
      Instant at, String sellerId, String warehouseId, int reorderPoint, int available)
      implements Crossing {}

  /** A seller's last available unit is gone. */
  record SoldOut(Instant at, String sellerId) implements Crossing {}

  /**
   * A seller, who had none, has available units.
   *
   * @param available units now; at least 1
   */
  record BackInStock(Instant at, String sellerId, long available) implements Crossing {}

  /** Somebody wants to be told when stock is back. */
  record StockWatched(Instant at, String watchId, String sellerId, String customerId)
      implements StockEvent {}

  /**
   * A wish to be told has ended.
   *
   * @param backInStock whether the stock came back, so that the customer is to be told
   */
  record StockWatchEnded(
      Instant at, String watchId, String sellerId, String customerId, boolean backInStock)
      implements StockEvent {}

  /** Units are held. */
  record StockReserved(
      Instant at,
      String reservationId,
      String sellerId,
      int quantity,
      List<Allocation> allocations,
      Instant expiresAt,
      String owner)
      implements StockEvent {
    public StockReserved {
      allocations = List.copyOf(allocations);
    }
  }

  /**
   * Held units were sold and left the stock.
   *
   * @param quantity units sold
   * @param released held units that were not sold and are free again
   */
  record ReservationCommitted(
      Instant at,
      String reservationId,
      String sellerId,
      int quantity,
      List<Allocation> committed,
      List<Allocation> released,
      String owner)
      implements StockEvent {
    public ReservationCommitted {
      committed = List.copyOf(committed);
      released = List.copyOf(released);
    }
  }

  /** Held units are free again because somebody said so. */
  record ReservationReleased(
      Instant at,
      String reservationId,
      String sellerId,
      List<Allocation> released,
      String reason,
      String owner)
      implements StockEvent {
    public ReservationReleased {
      released = List.copyOf(released);
    }
  }

  /** Held units are free again because the deadline passed. */
  record ReservationExpired(
      Instant at, String reservationId, String sellerId, List<Allocation> released, String owner)
      implements StockEvent {
    public ReservationExpired {
      released = List.copyOf(released);
    }
  }

  /** A hold has a later deadline. */
  record ReservationExtended(Instant at, String reservationId, Instant expiresAt)
      implements StockEvent {}
}
