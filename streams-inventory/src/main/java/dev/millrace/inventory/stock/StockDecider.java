package dev.millrace.inventory.stock;

import static dev.millrace.inventory.stock.StockRejection.MALFORMED_COMMAND;
import static dev.millrace.kit.decide.Decision.reject;

import dev.millrace.inventory.stock.StockCommand.CommitReservation;
import dev.millrace.inventory.stock.StockCommand.EndWatches;
import dev.millrace.inventory.stock.StockCommand.ExpireReservation;
import dev.millrace.inventory.stock.StockCommand.ExtendReservation;
import dev.millrace.inventory.stock.StockCommand.FillBackorders;
import dev.millrace.inventory.stock.StockCommand.MergeStock;
import dev.millrace.inventory.stock.StockCommand.MoveStock;
import dev.millrace.inventory.stock.StockCommand.ReleaseReservation;
import dev.millrace.inventory.stock.StockCommand.ReserveStock;
import dev.millrace.inventory.stock.StockCommand.Search;
import dev.millrace.inventory.stock.StockCommand.SetSalesTerms;
import dev.millrace.inventory.stock.StockCommand.SetStockPolicy;
import dev.millrace.inventory.stock.StockCommand.SplitStock;
import dev.millrace.inventory.stock.StockCommand.TakeBack;
import dev.millrace.inventory.stock.StockCommand.TakeDeal;
import dev.millrace.inventory.stock.StockCommand.Tour;
import dev.millrace.inventory.stock.StockCommand.UnwatchStock;
import dev.millrace.inventory.stock.StockCommand.WatchForStock;
import dev.millrace.inventory.stock.StockCommand.WithdrawBackorder;
import dev.millrace.kit.decide.Decision;
import java.time.Instant;
import java.util.List;

/**
 * What one command does to one SKU. Pure and stateless; rules are checked in the order written, in
 * one decider per subject.
 */
public final class StockDecider {

  private final StockLimits limits;
  private final HoldDecider holds;
  private final HoldEndDecider ends;
  private final BackorderDecider backorders;
  private final BucketFlow buckets;

  public StockDecider(StockLimits limits, AllocationRules allocation) {
    var taking = new Taking(allocation);
    this.limits = limits;
    this.holds = new HoldDecider(limits, taking);
    this.ends = new HoldEndDecider(holds);
    this.backorders = new BackorderDecider(taking);
    this.buckets = new BucketFlow(this::decide);
  }

  /**
   * Decides a command and folds what follows. A hold that is overdue expires before the command
   * that names it is looked at, whether or not the sweep has come by: the deadline is exact for
   * everybody.
   */
  public CarriedOut carryOut(SkuState state, StockCommand command, Instant now) {
    CarriedOut done = CarriedOut.nothingYet(state);
    Hold hold = state.hold();
    if (hold != null && hold.isOverdue(now)) {
      done = done.then(decide(state, new ExpireReservation(hold.reservationId()), now));
    }
    return buckets.concern(done.state().stock(), command)
        ? buckets.carryOut(done, command, now)
        : done.then(decide(done.state(), command, now));
  }

  /**
   * Goes on with what a decision led to: those who waited for stock that it brought back are told.
   *
   * @param waiting the watches of the sellers that are {@link CarriedOut#sellersBackInStock}
   */
  public CarriedOut tell(CarriedOut done, List<Watch> waiting, Instant now) {
    StockRejection refusal = done.refusal();
    CarriedOut told = done.then(decide(done.state(), new EndWatches(waiting), now));
    return new CarriedOut(told.state(), told.facts(), told.holdChanges(), refusal, told.passedOn());
  }

  /** What follows from a command; changes nothing. */
  public Decision<StockEvent, StockRejection> decide(
      SkuState state, StockCommand command, Instant now) {
    if (!Wording.isWellFormed(command)) {
      return reject(MALFORMED_COMMAND);
    }
    return switch (command) {
      case MoveStock move -> MovementDecider.decide(state, move, now);
      case SetStockPolicy policy -> PolicyDecider.decide(state.stock(), policy, now);
      case WatchForStock watch -> WatchDecider.decide(state, watch, now);
      case UnwatchStock unwatch -> WatchDecider.decide(state, unwatch, now);
      case EndWatches end -> WatchDecider.decide(state, end, now);
      case SetSalesTerms set -> TermsDecider.decide(state.stock(), set, limits, now);
      case ReserveStock reserve -> holds.decide(state, reserve, now);
      case CommitReservation commit -> ends.decide(state, commit, now);
      case ReleaseReservation release -> HoldEndDecider.decide(state.hold(), release, now);
      case WithdrawBackorder withdraw -> HoldEndDecider.decide(state.hold(), withdraw, now);
      case ExtendReservation extend -> holds.decide(state.hold(), extend, now);
      case ExpireReservation expire -> HoldEndDecider.decide(state.hold(), expire, now);
      case FillBackorders fill -> backorders.decide(state, fill, now);
      case SplitStock split -> SplitDecider.decide(state.stock(), split, now);
      case MergeStock merge -> SplitDecider.decide(state.stock(), merge, now);
      case TakeDeal deal -> SplitDecider.decide(state.stock(), deal, now);
      case TakeBack back -> SplitDecider.decide(state.stock(), back, now);
      case Tour tour -> SplitDecider.decide(state.stock(), tour, now);
      case Search search -> decide(state, search.request(), now);
    };
  }
}
