package dev.millrace.inventory.stock;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request to the writer of one SKU. */
public sealed interface StockCommand {

  /**
   * Changes the stock of one seller in one warehouse.
   *
   * @param quantity signed for ADJUST, the total for COUNT, from 0 on for TRANSFER_IN, else at
   *     least 1
   * @param damageReason for DAMAGE only; null stands for OTHER
   * @param transferId the transfer that TRANSFER_OUT begins and TRANSFER_IN ends; with those only
   * @param toWarehouseId where TRANSFER_OUT goes; with that only
   * @param feed the sender's count; one that is not above the last one seen is refused
   * @param movementId a second movement of the same id changes nothing
   * @param expectedVersion refuse unless the SKU's sequence is still this
   */
  record MoveStock(
      String sellerId,
      String warehouseId,
      MovementType type,
      int quantity,
      @Nullable DamageReason damageReason,
      @Nullable String transferId,
      @Nullable String toWarehouseId,
      @Nullable FeedMark feed,
      @Nullable String reason,
      @Nullable String movementId,
      @Nullable Long expectedVersion)
      implements StockCommand {}

  /**
   * Sets the rules of one level, all of them.
   *
   * @param reorderPoint with so many units available, or fewer, it is time to order; null for never
   */
  record SetStockPolicy(
      String sellerId,
      String warehouseId,
      int safetyStock,
      @Nullable Integer reorderPoint,
      @Nullable Long expectedVersion)
      implements StockCommand {}

  /** Sets how one seller sells the SKU; replaces what was set before. */
  record SetSalesTerms(SalesTerms terms, @Nullable Long expectedVersion) implements StockCommand {}

  /**
   * Asks to be told once when a seller, who has nothing available now, has units again.
   *
   * @param watchId made by the client; a second one with it changes nothing
   */
  record WatchForStock(String watchId, String sellerId, String customerId)
      implements StockCommand {}

  /** Takes such a wish back. */
  record UnwatchStock(String watchId, String sellerId) implements StockCommand {}

  /**
   * Tells those who wait that stock is back; made when it is, never by a client.
   *
   * @param watches at most {@link StockLimits#WATCHES_ENDED_AT_ONCE_MAX}
   */
  record EndWatches(List<Watch> watches) implements StockCommand {
    public EndWatches {
      watches = List.copyOf(watches);
    }
  }

  /**
   * Holds units for somebody until a deadline.
   *
   * @param reservationId made by the client, one per attempt
   * @param holdMs how long, from the moment of the decision; 0 for what the terms or settings say
   * @param destination where the units will go; null when nobody said
   * @param resultKey who is to hear when promised units come; null for nobody
   */
  record ReserveStock(
      String reservationId,
      HoldRequest request,
      long holdMs,
      @Nullable Destination destination,
      @Nullable String resultKey)
      implements StockCommand {}

  /**
   * Turns a hold into a sale.
   *
   * @param quantity units to sell, the rest is freed; null sells them all
   * @param evenIfExpired whether an expired hold is taken again, if there is stock, and sold
   */
  record CommitReservation(String reservationId, @Nullable Integer quantity, boolean evenIfExpired)
      implements StockCommand {}

  /** Gives held units back. */
  record ReleaseReservation(String reservationId, String reason) implements StockCommand {}

  /**
   * Takes back what a sale is still owed: nothing comes for it any more, and what has come stays
   * sold. Changes nothing when nothing is owed.
   */
  record WithdrawBackorder(String reservationId, String reason) implements StockCommand {}

  /** Makes a hold last at least so long from now; never shortens it. */
  record ExtendReservation(String reservationId, long holdMs) implements StockCommand {}

  /** Ends a hold whose deadline has passed; made by the sweep, never by a client. */
  record ExpireReservation(String reservationId) implements StockCommand {}

  /**
   * Gives units that have become available to the holds that wait for them, first come first
   * served; made by the inventory itself, never by a client.
   */
  record FillBackorders(String sellerId) implements StockCommand {}

  /** Spreads the stock over buckets, so that several writers can sell it. */
  record SplitStock(int buckets) implements StockCommand {}

  /** Ends that. */
  record MergeStock() implements StockCommand {}

  /**
   * Brings units to a bucket; made at home, never by a client.
   *
   * @param dealSequence rises from deal to deal
   * @param terms of the sellers whose units they are
   */
  record TakeDeal(
      long epoch, int buckets, long dealSequence, List<BucketUnits> units, List<SalesTerms> terms)
      implements StockCommand {
    public TakeDeal {
      units = List.copyOf(units);
      terms = List.copyOf(terms);
    }
  }

  /** Brings units home that became free in a bucket that is not open; made by the bucket. */
  record TakeBack(List<BucketUnits> units) implements StockCommand {
    public TakeBack {
      units = List.copyOf(units);
    }
  }

  /**
   * Goes from bucket to bucket, takes the free units of each, and comes home; made at home.
   *
   * @param request the hold for which there were too few units; null when none asked
   * @param epoch which opening of the buckets it ends
   * @param carried units taken so far
   * @param heldThere units that are held in the buckets it has passed; null if it does not count
   */
  record Tour(
      @Nullable ReserveStock request,
      long epoch,
      int buckets,
      List<BucketUnits> carried,
      @Nullable List<BucketUnits> heldThere)
      implements StockCommand {
    public Tour {
      carried = List.copyOf(carried);
      heldThere = heldThere == null ? null : List.copyOf(heldThere);
    }

    /** One that begins at home. */
    static Tour of(@Nullable ReserveStock request, Split split) {
      return new Tour(request, split.epoch(), split.buckets(), List.of(), List.of());
    }

    /** The same behind a bucket that gave these units and keeps what is held there. */
    Tour after(List<BucketUnits> given, List<BucketUnits> held) {
      return new Tour(
          request,
          epoch,
          buckets,
          BucketUnits.together(carried, given),
          heldThere == null ? null : BucketUnits.together(heldThere, held));
    }

    /** The same for a request that has been answered meanwhile. */
    public Tour withoutRequest() {
      return new Tour(null, epoch, buckets, carried, heldThere);
    }
  }

  /**
   * Goes from bucket to bucket until one knows the hold, and ends at home; made at home.
   *
   * @param request a commit, a release or an extension
   */
  record Search(StockCommand request, int buckets) implements StockCommand {}
}
