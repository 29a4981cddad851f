package dev.millrace.inventory.stock;

import static dev.millrace.inventory.stock.StockRejection.ALREADY_SPLIT;
import static dev.millrace.inventory.stock.StockRejection.INVALID_BUCKETS;
import static dev.millrace.inventory.stock.StockRejection.MALFORMED_COMMAND;
import static dev.millrace.inventory.stock.StockRejection.NOT_SPLITTABLE;
import static dev.millrace.kit.decide.Decision.accept;
import static dev.millrace.kit.decide.Decision.reject;

import dev.millrace.inventory.stock.StockCommand.MergeStock;
import dev.millrace.inventory.stock.StockCommand.SplitStock;
import dev.millrace.inventory.stock.StockCommand.TakeBack;
import dev.millrace.inventory.stock.StockCommand.TakeDeal;
import dev.millrace.inventory.stock.StockCommand.Tour;
import dev.millrace.kit.decide.Decision;
import dev.millrace.schemas.id.BucketKey;
import java.time.Instant;
import java.util.List;

/** What begins and ends a split, and what units that change their bucket do where they come by. */
final class SplitDecider {

  private SplitDecider() {}

  static Decision<StockEvent, StockRejection> decide(
      SkuStock stock, SplitStock command, Instant now) {
    int buckets = command.buckets();
    if (buckets < BucketKey.BUCKETS_MIN || buckets > BucketKey.BUCKETS_MAX) {
      return reject(INVALID_BUCKETS);
    }
    Split split = stock.split();
    if (split != null && split.isActive()) {
      return split.buckets() == buckets && !split.merging() ? accept() : reject(ALREADY_SPLIT);
    }
    for (SellerStock seller : stock.sellers()) {
      // A customer's units and a line of those who wait need one writer who knows them all.
      if (seller.terms().perCustomerMax() != null
          || seller.terms().backorderMax() > 0
          || seller.waiting() > 0) {
        return reject(NOT_SPLITTABLE);
      }
    }
    return accept(new StockEvent.StockSplit(now, buckets));
  }

  static Decision<StockEvent, StockRejection> decide(
      SkuStock stock, MergeStock command, Instant now) {
    Split split = stock.split();
    if (split == null || !split.isActive() || split.merging()) {
      return accept();
    }
    return split.phase() == Split.Phase.DRAINED && split.touring() == 0
        ? accept(new StockEvent.StockMerged(now))
        : accept(new StockEvent.GatheringBegun(now, true));
  }

  static Decision<StockEvent, StockRejection> decide(SkuStock stock, TakeDeal deal, Instant now) {
    if (!BucketKey.isBucket(stock.sku())) {
      return reject(MALFORMED_COMMAND);
    }
    Split split = stock.split();
    if (split != null && deal.dealSequence() <= split.latestDeal()) {
      return accept();
    }
    return accept(
        new StockEvent.UnitsTaken(
            now, deal.epoch(), deal.buckets(), deal.dealSequence(), deal.units(), deal.terms()));
  }

  static Decision<StockEvent, StockRejection> decide(SkuStock stock, TakeBack back, Instant now) {
    return BucketKey.isBucket(stock.sku()) || stock.split() == null
        ? reject(MALFORMED_COMMAND)
        : accept(new StockEvent.UnitsReturned(now, back.units(), false, null));
  }

  /** In a bucket its free units leave; at home they all arrive. */
  static Decision<StockEvent, StockRejection> decide(SkuStock stock, Tour tour, Instant now) {
    Split split = stock.split();
    if (!BucketKey.isBucket(stock.sku())) {
      return split == null || split.touring() == 0
          ? reject(MALFORMED_COMMAND)
          : accept(
              new StockEvent.UnitsReturned(
                  now,
                  tour.carried(),
                  true,
                  tour.buckets() == split.buckets() ? tour.heldThere() : null));
    }
    List<BucketUnits> free = BucketUnits.freeIn(stock);
    boolean changes =
        split == null
            || split.epoch() < tour.epoch()
            || (split.epoch() == tour.epoch() && split.phase() == Split.Phase.OPEN);
    return changes ? accept(new StockEvent.UnitsGathered(now, tour.epoch(), free)) : accept();
  }
}
