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

  /** A seller sells on new terms. */
  record SalesTermsSet(Instant at, SalesTerms terms) implements StockEvent {}

  /** Something about one hold. */
  sealed interface OfHold extends StockEvent {
    String reservationId();
  }

  /**
   * Units are held.
   *
   * @param allocations where; together with {@code backordered} all units of the request
   * @param backordered units that are promised beyond stock
   * @param promisedAt when those are expected; null when nobody knows, or there are none
   * @param resultKey who hears when promised units come; null for nobody
   */
  record StockReserved(
      Instant at,
      String reservationId,
      HoldRequest request,
      List<Allocation> allocations,
      int backordered,
      @Nullable Instant promisedAt,
      Instant expiresAt,
      @Nullable String resultKey)
      implements OfHold {
    public StockReserved {
      allocations = List.copyOf(allocations);
    }
  }

  /**
   * Held units were sold and left the stock.
   *
   * @param quantity units sold
   * @param released held units that were not sold and are free again
   * @param owed units of the quantity that were promised beyond stock and have yet to come
   * @param withdrawn units that were promised beyond stock and were not sold
   */
  record ReservationCommitted(
      Instant at,
      String reservationId,
      String sellerId,
      int quantity,
      List<Allocation> committed,
      List<Allocation> released,
      int owed,
      int withdrawn,
      String owner)
      implements OfHold {
    public ReservationCommitted {
      committed = List.copyOf(committed);
      released = List.copyOf(released);
    }
  }

  /**
   * Held units are free again because somebody said so.
   *
   * @param withdrawn units that were promised beyond stock and are promised no longer
   */
  record ReservationReleased(
      Instant at,
      String reservationId,
      String sellerId,
      List<Allocation> released,
      int withdrawn,
      String reason,
      String owner)
      implements OfHold {
    public ReservationReleased {
      released = List.copyOf(released);
    }
  }

  /**
   * Held units are free again because the deadline passed.
   *
   * @param withdrawn units that were promised beyond stock and are promised no longer
   */
  record ReservationExpired(
      Instant at,
      String reservationId,
      String sellerId,
      List<Allocation> released,
      int withdrawn,
      String owner)
      implements OfHold {
    public ReservationExpired {
      released = List.copyOf(released);
    }
  }

  /**
   * A hold has a later deadline.
   *
   * @param sellerId whose stock; empty in events of the time before it was named
   */
  record ReservationExtended(Instant at, String reservationId, String sellerId, Instant expiresAt)
      implements OfHold {}

  /**
   * Units that were promised beyond stock are there now.
   *
   * @param allocations units that came: held if the hold is live, sold if it was committed
   * @param committed whether the hold was committed before
   * @param missing units of the hold that have yet to come
   */
  record BackorderFilled(
      Instant at,
      String reservationId,
      String sellerId,
      List<Allocation> allocations,
      boolean committed,
      int missing,
      String owner)
      implements OfHold {
    public BackorderFilled {
      allocations = List.copyOf(allocations);
    }

    /** Units that came. */
    int units() {
      return Allocation.units(allocations);
    }
  }

  /**
   * Units that were sold beyond stock are owed no longer; those that have come stay sold.
   *
   * @param quantity units that were owed
   */
  record BackorderWithdrawn(
      Instant at, String reservationId, String sellerId, int quantity, String reason, String owner)
      implements OfHold {}

  /** Something about the buckets of the SKU, or what a bucket does. */
  sealed interface OfSplit extends StockEvent {
    /** Units that come here or leave. */
    List<BucketUnits> units();
  }

  /** The stock is spread over buckets from now on. */
  record StockSplit(Instant at, int buckets) implements OfSplit {
    @Override
    public List<BucketUnits> units() {
      return List.of();
    }
  }

  /**
   * Units left the home for the buckets.
   *
   * @param units of all buckets together
   */
  record UnitsDealt(Instant at, long epoch, List<BucketUnits> units) implements OfSplit {
    public UnitsDealt {
      units = List.copyOf(units);
    }
  }

  /**
   * Units came to a bucket.
   *
   * @param terms of the sellers whose units they are
   */
  record UnitsTaken(
      Instant at,
      long epoch,
      int buckets,
      long dealSequence,
      List<BucketUnits> units,
      List<SalesTerms> terms)
      implements OfSplit {
    public UnitsTaken {
      units = List.copyOf(units);
      terms = List.copyOf(terms);
    }
  }

  /**
   * A tour of the buckets has left the home.
   *
   * @param merging whether the split ends with it
   */
  record GatheringBegun(Instant at, boolean merging) implements OfSplit {
    @Override
    public List<BucketUnits> units() {
      return List.of();
    }
  }

  /** Free units left a bucket, which is not open any more. */
  record UnitsGathered(Instant at, long epoch, List<BucketUnits> units) implements OfSplit {
    public UnitsGathered {
      units = List.copyOf(units);
    }
  }

  /**
   * Units came home from buckets.
   *
   * @param tour whether a tour of all buckets brought them
   * @param heldThere what the tour found held in the buckets; null if it did not count them all
   */
  record UnitsReturned(
      Instant at, List<BucketUnits> units, boolean tour, @Nullable List<BucketUnits> heldThere)
      implements OfSplit {
    public UnitsReturned {
      units = List.copyOf(units);
      heldThere = heldThere == null ? null : List.copyOf(heldThere);
    }
  }

  /** The stock is not split any more. */
  record StockMerged(Instant at) implements OfSplit {
    @Override
    public List<BucketUnits> units() {
      return List.of();
    }
  }
}
