package dev.millrace.inventory.stock;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a SKU's stock is spread over buckets, as its own writer (its home) knows it; or, in a bucket,
 * what that knows of itself.
 *
 * @param buckets how many there are, the home included
 * @param mostBuckets the most there ever were: holds may be in any of them
 * @param epoch counts the times that the buckets were opened
 * @param touring tours of the buckets that have begun and are not home yet
 * @param merging whether the split ends with the last of them
 * @param latestDeal in a bucket: the last deal seen
 * @param dealt units that open buckets were given, sold ones included; for judging whether the SKU
 *     is short of units, not for promising any
 * @param heldThere what the last tour found held in the buckets; null while none has counted
 */
public record Split(
    int buckets,
    int mostBuckets,
    long epoch,
    Phase phase,
    int touring,
    boolean merging,
    long latestDeal,
    List<BucketUnits> dealt,
    @Nullable List<BucketUnits> heldThere) {

  /** Where the free units are. */
  public enum Phase {
    /** In the buckets, and some at home. */
    OPEN,
    /** A tour is on its way to bring them home. */
    GATHERING,
    /** At home. */
    DRAINED,
    /** At home, and there they stay: the stock is not split any more. */
    ENDED
  }

  public Split {
    dealt = List.copyOf(dealt);
    heldThere = heldThere == null ? null : List.copyOf(heldThere);
  }

  /** Whether buckets may have units, or a tour may still bring some. */
  boolean mayHaveUnitsOut() {
    return phase == Phase.OPEN || phase == Phase.GATHERING;
  }

  boolean isActive() {
    return phase != Phase.ENDED;
  }

  /** Whether units may be dealt: while a tour is out, it would miss them. */
  boolean maySpread() {
    return !merging && (phase == Phase.OPEN || (phase == Phase.DRAINED && touring == 0));
  }

  /** Whether the time has come to end it. */
  boolean isGathered() {
    return merging && touring == 0 && phase == Phase.DRAINED;
  }

  /** Units of a seller that were dealt and not yet gathered. */
  long dealtOf(String sellerId) {
    return BucketUnits.of(sellerId, dealt);
  }

  /**
   * The most units of a seller that could be free outside the home, now and until more are dealt:
   * what was dealt since the last tour, and what that found held and may have been given back
   * since. Sales make it less and are not known here, until the next tour.
   */
  long atMostFreeAway(String sellerId) {
    return heldThere == null
        ? Long.MAX_VALUE
        : dealtOf(sellerId) + BucketUnits.of(sellerId, heldThere);
  }

  /** The same of one warehouse. */
  int dealtAt(String sellerId, String warehouseId) {
    for (BucketUnits one : dealt) {
      if (one.isAt(sellerId, warehouseId)) {
        return one.quantity();
      }
    }
    return 0;
  }

  /** What a hold could have at most of a seller's units at home and of those that were dealt. */
  long mostWith(SkuStock home, String sellerId, Supply supply) {
    long together = supply.free() + dealtOf(sellerId);
    if (supply.splitAllowed()) {
      return together;
    }
    long largest = 0;
    for (Level level : home.levels()) {
      if (level.sellerId().equals(sellerId)) {
        long units = (long) level.available() + dealtAt(sellerId, level.warehouseId());
        largest = Math.max(largest, units);
      }
    }
    return Math.min(together, largest);
  }

  /** The split after an event; null stays null unless the event is about one. */
  static @Nullable Split after(@Nullable Split split, StockEvent event) {
    return event instanceof StockEvent.OfSplit e ? evolve(split, e) : split;
  }

  private static Split evolve(@Nullable Split before, StockEvent.OfSplit event) {
    Split is =
        before == null ? new Split(1, 1, 0, Phase.DRAINED, 0, false, 0, List.of(), null) : before;
    return switch (event) {
      case StockEvent.StockSplit e ->
          new Split(
              e.buckets(),
              Math.max(is.mostBuckets, e.buckets()),
              is.epoch,
              Phase.DRAINED,
              is.touring,
              false,
              is.latestDeal,
              List.of(),
              // Among the buckets may be some from an earlier split, which no tour has passed.
              null);
      case StockEvent.UnitsDealt e ->
          is.with(e.epoch(), Phase.OPEN, BucketUnits.together(is.dealt, e.units()));
      case StockEvent.UnitsTaken e -> is.taken(e);
      case StockEvent.GatheringBegun e ->
          is.touring(is.touring + 1, is.phase == Phase.OPEN ? Phase.GATHERING : is.phase, e);
      case StockEvent.UnitsGathered e ->
          is.with(Math.max(is.epoch, e.epoch()), Phase.DRAINED, List.of());
      case StockEvent.UnitsReturned e -> e.tour() ? is.tourIsHome(e.heldThere()) : is;
      case StockEvent.StockMerged e ->
          new Split(
              1,
              is.mostBuckets,
              is.epoch,
              Phase.ENDED,
              is.touring,
              false,
              is.latestDeal,
              List.of(),
              null);
    };
  }

  /** A deal that a tour has overtaken does not open the bucket again. */
  private Split taken(StockEvent.UnitsTaken event) {
    boolean isOvertaken = phase != Phase.OPEN && event.epoch() <= epoch;
    return new Split(
        event.buckets(),
        Math.max(mostBuckets, event.buckets()),
        Math.max(epoch, event.epoch()),
        isOvertaken ? phase : Phase.OPEN,
        touring,
        merging,
        event.dealSequence(),
        dealt,
        heldThere);
  }

  private Split tourIsHome(@Nullable List<BucketUnits> found) {
    boolean isFirst = phase == Phase.GATHERING;
    return new Split(
        buckets,
        mostBuckets,
        epoch,
        isFirst ? Phase.DRAINED : phase,
        touring - 1,
        merging,
        latestDeal,
        isFirst ? List.of() : dealt,
        found);
  }

  private Split touring(int tours, Phase next, StockEvent.GatheringBegun event) {
    return new Split(
        buckets,
        mostBuckets,
        epoch,
        next,
        tours,
        merging || event.merging(),
        latestDeal,
        dealt,
        heldThere);
  }

  private Split with(long newEpoch, Phase next, List<BucketUnits> nowDealt) {
    return new Split(
        buckets, mostBuckets, newEpoch, next, touring, merging, latestDeal, nowDealt, heldThere);
  }
}
