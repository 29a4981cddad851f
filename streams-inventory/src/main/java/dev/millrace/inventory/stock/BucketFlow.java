package dev.millrace.inventory.stock;

import static dev.millrace.inventory.stock.StockRejection.INSUFFICIENT_STOCK;
import static dev.millrace.inventory.stock.StockRejection.MALFORMED_COMMAND;
import static dev.millrace.inventory.stock.StockRejection.RESERVATION_NOT_FOUND;

import dev.millrace.inventory.stock.StockCommand.CommitReservation;
import dev.millrace.inventory.stock.StockCommand.ExpireReservation;
import dev.millrace.inventory.stock.StockCommand.ExtendReservation;
import dev.millrace.inventory.stock.StockCommand.MergeStock;
import dev.millrace.inventory.stock.StockCommand.ReleaseReservation;
import dev.millrace.inventory.stock.StockCommand.ReserveStock;
import dev.millrace.inventory.stock.StockCommand.Search;
import dev.millrace.inventory.stock.StockCommand.SplitStock;
import dev.millrace.inventory.stock.StockCommand.TakeBack;
import dev.millrace.inventory.stock.StockCommand.TakeDeal;
import dev.millrace.inventory.stock.StockCommand.Tour;
import dev.millrace.inventory.stock.StockEvent.GatheringBegun;
import dev.millrace.inventory.stock.StockEvent.StockMerged;
import dev.millrace.inventory.stock.StockEvent.UnitsDealt;
import dev.millrace.inventory.stock.StockEvent.UnitsGathered;
import dev.millrace.inventory.stock.StockEvent.UnitsReturned;
import dev.millrace.kit.decide.Decision;
import dev.millrace.schemas.id.BucketKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Which writer of a split SKU decides what, and how units go where they are wanted. Pure.
 *
 * <p>A hold is decided by the bucket that the asker chose, if that has the units; else at home;
 * else after a tour of all buckets that brings their free units home, 1, 2, 3 and so on. It is
 * refused only there, or at home if what the last tour counted shows that all together have too few
 * units. What is said about a hold later takes the same way and cannot overtake it.
 */
final class BucketFlow {

  /** What a writer decides by itself. */
  interface Plain {
    Decision<StockEvent, StockRejection> decide(SkuState state, StockCommand command, Instant now);
  }

  /** Units of a seller that are worth dealing, for each bucket. */
  private static final int DEAL_MIN_PER_BUCKET = 4;

  private final Plain plain;

  BucketFlow(Plain plain) {
    this.plain = plain;
  }

  /** Whether the command needs more than one writer's decision. */
  boolean concern(SkuStock stock, StockCommand command) {
    return stock.split() != null
        || command instanceof SplitStock
        || BucketKey.isBucket(stock.sku());
  }

  /**
   * Decides a command or leaves it to another writer.
   *
   * @param before what came before it
   */
  CarriedOut carryOut(CarriedOut before, StockCommand command, Instant now) {
    return BucketKey.isBucket(before.state().stock().sku())
        ? withoutFreeUnits(atBucket(before, command, now), now)
        : spread(atHome(before, command, now), now);
  }

  private CarriedOut atHome(CarriedOut before, StockCommand command, Instant now) {
    String sku = before.state().stock().sku();
    String first = BucketKey.of(sku, 1);
    if (command instanceof Tour tour) {
      CarriedOut home = decided(before, tour, now);
      home = tour.request() == null ? home : decided(home, tour.request(), now);
      Split split = home.state().stock().split();
      return split != null && split.isGathered() ? home.andThen(new StockMerged(now)) : home;
    }
    CarriedOut done = decided(before, command, now);
    Split split = done.state().stock().split();
    if (split == null) {
      return done;
    }
    return switch (command) {
      case ReserveStock reserve ->
          done.refusal() == INSUFFICIENT_STOCK
                  && split.mayHaveUnitsOut()
                  && mayBeServed(before.state().stock(), split, reserve.request())
              ? before
                  .andThen(new GatheringBegun(now, false))
                  .passing(first, Tour.of(reserve, split))
              : done;
      case CommitReservation c -> searching(done, first, c, split);
      case ReleaseReservation c -> searching(done, first, c, split);
      case ExtendReservation c -> searching(done, first, c, split);
      case MergeStock merge ->
          before.facts().size() < done.facts().size() && split.merging()
              ? done.passing(first, Tour.of(null, split))
              : done;
      default -> done;
    };
  }

  /** Whether the home and all buckets together could have the units. */
  private static boolean mayBeServed(SkuStock home, Split split, HoldRequest request) {
    long away = split.atMostFreeAway(request.sellerId());
    return request.quantity() - home.available(request.sellerId()) <= away;
  }

  private static CarriedOut searching(
      CarriedOut done, String first, StockCommand request, Split split) {
    return done.refusal() == RESERVATION_NOT_FOUND && split.mostBuckets() > 1
        ? done.passing(first, new Search(request, split.mostBuckets()))
        : done;
  }

  private CarriedOut atBucket(CarriedOut before, StockCommand command, Instant now) {
    SkuState state = before.state();
    String key = state.stock().sku();
    String home = BucketKey.sku(key);
    return switch (command) {
      case TakeDeal deal -> decided(before, deal, now);
      case Tour tour -> {
        CarriedOut done = decided(before, tour, now);
        List<BucketUnits> given = List.of();
        for (Fact fact : done.facts()) {
          if (fact.event() instanceof UnitsGathered gathered) {
            given = BucketUnits.together(given, gathered.units());
          }
        }
        yield done.passing(
            next(key, tour.buckets()), tour.after(given, BucketUnits.heldIn(done.state().stock())));
      }
      case Search search ->
          state.hold() == null
              ? before.passing(next(key, search.buckets()), search)
              : decided(before, search.request(), now);
      case ReserveStock reserve -> {
        Hold hold = state.hold();
        Split split = state.stock().split();
        boolean isOpen = split != null && split.phase() == Split.Phase.OPEN;
        if (state.passedOn() || (hold == null && !isOpen)) {
          yield before.passing(home, reserve);
        }
        CarriedOut done = decided(before, reserve, now);
        yield done.refusal() == INSUFFICIENT_STOCK ? before.passing(home, reserve) : done;
      }
      case CommitReservation c -> aboutHold(before, c, home, now);
      case ReleaseReservation c -> aboutHold(before, c, home, now);
      case ExtendReservation c -> aboutHold(before, c, home, now);
      case ExpireReservation c -> decided(before, c, now);
      default -> before.then(Decision.reject(MALFORMED_COMMAND));
    };
  }

  private CarriedOut aboutHold(CarriedOut before, StockCommand request, String home, Instant now) {
    return before.state().passedOn() || before.state().hold() == null
        ? before.passing(home, request)
        : decided(before, request, now);
  }

  private CarriedOut decided(CarriedOut before, StockCommand command, Instant now) {
    return before.then(plain.decide(before.state(), command, now));
  }

  private static String next(String key, int buckets) {
    int next = BucketKey.bucket(key) + 1;
    return BucketKey.of(BucketKey.sku(key), next < buckets ? next : 0);
  }

  /** A bucket that is not open keeps no free units: they would be missing at home. */
  private static CarriedOut withoutFreeUnits(CarriedOut done, Instant now) {
    SkuStock stock = done.state().stock();
    Split split = stock.split();
    if (split == null || split.phase() == Split.Phase.OPEN) {
      return done;
    }
    List<BucketUnits> free = BucketUnits.freeIn(stock);
    return free.isEmpty()
        ? done
        : done.andThen(new UnitsGathered(now, split.epoch(), free))
            .passing(BucketKey.sku(stock.sku()), new TakeBack(free));
  }

  /**
   * When units have come, the buckets get their shares of them; the home keeps one, and the rest.
   */
  private static CarriedOut spread(CarriedOut done, Instant now) {
    SkuStock stock = done.state().stock();
    Split split = stock.split();
    if (split == null
        || !split.maySpread()
        || (split.phase() == Split.Phase.OPEN && !haveUnitsCome(done))) {
      return done;
    }
    List<BucketUnits> shares = shares(stock, split.buckets());
    if (shares.isEmpty()) {
      return done;
    }
    List<BucketUnits> all =
        shares.stream()
            .map(
                share ->
                    new BucketUnits(
                        share.sellerId(),
                        share.warehouseId(),
                        share.quantity() * (split.buckets() - 1)))
            .toList();
    long epoch = split.phase() == Split.Phase.OPEN ? split.epoch() : split.epoch() + 1;
    CarriedOut dealt = done.andThen(new UnitsDealt(now, epoch, all));
    List<SalesTerms> terms = new ArrayList<>();
    for (SellerStock seller : stock.sellers()) {
      if (shares.stream().anyMatch(s -> s.sellerId().equals(seller.terms().sellerId()))) {
        terms.add(seller.terms());
      }
    }
    long sequence = dealt.state().stock().sequence();
    for (int bucket = 1; bucket < split.buckets(); bucket++) {
      dealt =
          dealt.passing(
              BucketKey.of(stock.sku(), bucket),
              new TakeDeal(epoch, split.buckets(), sequence, shares, terms));
    }
    return dealt;
  }

  private static boolean haveUnitsCome(CarriedOut done) {
    for (Fact fact : done.facts()) {
      if (fact.event() instanceof StockEvent.StockMoved || fact.event() instanceof UnitsReturned) {
        return true;
      }
    }
    return false;
  }

  private static List<BucketUnits> shares(SkuStock stock, int buckets) {
    List<BucketUnits> shares = new ArrayList<>();
    for (Level level : stock.levels()) {
      int share = level.available() / buckets;
      if (share > 0
          && Supply.of(stock, level.sellerId()).free() >= (long) DEAL_MIN_PER_BUCKET * buckets) {
        shares.add(new BucketUnits(level.sellerId(), level.warehouseId(), share));
      }
    }
    return shares;
  }
}
