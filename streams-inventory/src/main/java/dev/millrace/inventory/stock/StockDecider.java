package dev.millrace.inventory.stock;

import static dev.millrace.inventory.stock.StockRejection.ALREADY_COMMITTED;
import static dev.millrace.inventory.stock.StockRejection.ALREADY_RELEASED;
import static dev.millrace.inventory.stock.StockRejection.COMMIT_EXCEEDS_HOLD;
import static dev.millrace.inventory.stock.StockRejection.INSUFFICIENT_STOCK;
import static dev.millrace.inventory.stock.StockRejection.INVALID_HOLD_TIME;
import static dev.millrace.inventory.stock.StockRejection.INVALID_QUANTITY;
import static dev.millrace.inventory.stock.StockRejection.INVALID_SAFETY_STOCK;
import static dev.millrace.inventory.stock.StockRejection.MALFORMED_COMMAND;
import static dev.millrace.inventory.stock.StockRejection.NEGATIVE_STOCK;
import static dev.millrace.inventory.stock.StockRejection.RESERVATION_EXPIRED;
import static dev.millrace.inventory.stock.StockRejection.RESERVATION_ID_REUSED;
import static dev.millrace.inventory.stock.StockRejection.RESERVATION_NOT_DUE;
import static dev.millrace.inventory.stock.StockRejection.RESERVATION_NOT_FOUND;
import static dev.millrace.inventory.stock.StockRejection.STOCK_LIMIT_EXCEEDED;
import static dev.millrace.inventory.stock.StockRejection.TOO_MANY_LEVELS;
import static dev.millrace.inventory.stock.StockRejection.VERSION_CONFLICT;
import static dev.millrace.inventory.stock.StockRejection.WOULD_BREAK_RESERVATIONS;
import static dev.millrace.kit.decide.Decision.accept;
import static dev.millrace.kit.decide.Decision.reject;

import dev.millrace.inventory.stock.StockCommand.CommitReservation;
import dev.millrace.inventory.stock.StockCommand.ExpireReservation;
import dev.millrace.inventory.stock.StockCommand.ExtendReservation;
import dev.millrace.inventory.stock.StockCommand.MoveStock;
import dev.millrace.inventory.stock.StockCommand.ReleaseReservation;
import dev.millrace.inventory.stock.StockCommand.ReserveStock;
import dev.millrace.inventory.stock.StockCommand.SetStockPolicy;
import dev.millrace.inventory.stock.StockEvent.ReservationCommitted;
import dev.millrace.inventory.stock.StockEvent.ReservationExpired;
import dev.millrace.inventory.stock.StockEvent.ReservationExtended;
import dev.millrace.inventory.stock.StockEvent.ReservationReleased;
import dev.millrace.inventory.stock.StockEvent.StockMoved;
import dev.millrace.inventory.stock.StockEvent.StockPolicySet;
import dev.millrace.inventory.stock.StockEvent.StockReserved;
import dev.millrace.kit.decide.Decision;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one command does to one SKU. Pure and stateless; rules are checked in the order written. */
public final class StockDecider {

  private final StockLimits limits;
  private final AllocationStrategy allocation;

  public StockDecider(StockLimits limits, AllocationStrategy allocation) {
    this.limits = limits;
    this.allocation = allocation;
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
    return done.then(decide(done.state(), command, now));
  }

  /** What follows from a command; changes nothing. */
  public Decision<StockEvent, StockRejection> decide(
      SkuState state, StockCommand command, Instant now) {
    if (!Wording.isWellFormed(command)) {
      return reject(MALFORMED_COMMAND);
    }
    return switch (command) {
      case MoveStock move -> decide(state, move, now);
      case SetStockPolicy policy -> decide(state.stock(), policy, now);
      case ReserveStock reserve -> decide(state, reserve, now);
      case CommitReservation commit -> decide(state.hold(), commit, now);
      case ReleaseReservation release -> decide(state.hold(), release, now);
      case ExtendReservation extend -> decide(state.hold(), extend, now);
      case ExpireReservation e -> decideExpiry(state.hold(), now);
    };
  }

  private static Decision<StockEvent, StockRejection> decide(
      SkuState state, MoveStock move, Instant now) {
    if (move.movementId() != null && state.movementKnown()) {
      return accept();
    }
    if (!quantityIsAllowed(move)) {
      return reject(INVALID_QUANTITY);
    }
    SkuStock stock = state.stock();
    if (isStale(stock, move.expectedVersion())) {
      return reject(VERSION_CONFLICT);
    }
    if (needsTooManyLevels(stock, move.sellerId(), move.warehouseId())) {
      return reject(TOO_MANY_LEVELS);
    }
    Level level = stock.level(move.sellerId(), move.warehouseId());
    int onHandDelta =
        switch (move.type()) {
          case RECEIVE, RETURN_TO_STOCK, ADJUST -> move.quantity();
          case COUNT -> move.quantity() - level.onHand();
          case DAMAGE -> -move.quantity();
        };
    int damagedDelta = move.type() == MovementType.DAMAGE ? move.quantity() : 0;
    // No overflow: both operands are below half of what an int holds.
    int onHand = level.onHand() + onHandDelta;
    if (onHand < 0) {
      return reject(NEGATIVE_STOCK);
    }
    if (onHand < level.reserved()) {
      return reject(WOULD_BREAK_RESERVATIONS);
    }
    if (onHand > StockLimits.UNITS_MAX || level.damaged() + damagedDelta > StockLimits.UNITS_MAX) {
      return reject(STOCK_LIMIT_EXCEEDED);
    }
    return accept(
        new StockMoved(
            now,
            move.sellerId(),
            move.warehouseId(),
            move.type(),
            onHandDelta,
            damagedDelta,
            move.reason(),
            move.movementId()));
  }

  private static Decision<StockEvent, StockRejection> decide(
      SkuStock stock, SetStockPolicy policy, Instant now) {
    if (policy.safetyStock() < 0 || policy.safetyStock() > StockLimits.QUANTITY_MAX) {
      return reject(INVALID_SAFETY_STOCK);
    }
    if (isStale(stock, policy.expectedVersion())) {
      return reject(VERSION_CONFLICT);
    }
    if (needsTooManyLevels(stock, policy.sellerId(), policy.warehouseId())) {
      return reject(TOO_MANY_LEVELS);
    }
    Level level = stock.level(policy.sellerId(), policy.warehouseId());
    if (level.safetyStock() == policy.safetyStock()) {
      return accept();
    }
    return accept(
        new StockPolicySet(now, policy.sellerId(), policy.warehouseId(), policy.safetyStock()));
  }

  private Decision<StockEvent, StockRejection> decide(
      SkuState state, ReserveStock reserve, Instant now) {
    if (reserve.quantity() < 1 || reserve.quantity() > StockLimits.QUANTITY_MAX) {
      return reject(INVALID_QUANTITY);
    }
    if (!holdTimeIsAllowed(reserve.holdMs())) {
      return reject(INVALID_HOLD_TIME);
    }
    Hold hold = state.hold();
    if (hold != null) {
      return switch (hold.status()) {
        case HELD -> isSame(hold, reserve) ? accept() : reject(RESERVATION_ID_REUSED);
        case COMMITTED -> reject(ALREADY_COMMITTED);
        case RELEASED -> reject(ALREADY_RELEASED);
        case EXPIRED -> reject(RESERVATION_EXPIRED);
      };
    }
    SkuStock stock = state.stock();
    if (stock.available(reserve.sellerId()) < reserve.quantity()) {
      return reject(INSUFFICIENT_STOCK);
    }
    List<Level> levels =
        stock.levels().stream()
            .filter(level -> level.sellerId().equals(reserve.sellerId()))
            .toList();
    return accept(
        new StockReserved(
            now,
            reserve.reservationId(),
            reserve.sellerId(),
            reserve.quantity(),
            allocation.allocate(levels, reserve.quantity()),
            now.plusMillis(reserve.holdMs()),
            reserve.owner()));
  }

  private static Decision<StockEvent, StockRejection> decide(
      @Nullable Hold hold, CommitReservation commit, Instant now) {
    if (commit.quantity() != null && commit.quantity() < 1) {
      return reject(INVALID_QUANTITY);
    }
    if (hold == null) {
      return reject(RESERVATION_NOT_FOUND);
    }
    int quantity = commit.quantity() == null ? hold.quantity() : commit.quantity();
    return switch (hold.status()) {
      case COMMITTED -> quantity == hold.committedQuantity() ? accept() : reject(ALREADY_COMMITTED);
      case RELEASED -> reject(ALREADY_RELEASED);
      case EXPIRED -> reject(RESERVATION_EXPIRED);
      case HELD ->
          quantity > hold.quantity()
              ? reject(COMMIT_EXCEEDS_HOLD)
              : accept(
                  new ReservationCommitted(
                      now,
                      hold.reservationId(),
                      hold.sellerId(),
                      quantity,
                      Allocation.first(hold.allocations(), quantity),
                      Allocation.afterFirst(hold.allocations(), quantity),
                      hold.owner()));
    };
  }

  private static Decision<StockEvent, StockRejection> decide(
      @Nullable Hold hold, ReleaseReservation release, Instant now) {
    if (hold == null) {
      return reject(RESERVATION_NOT_FOUND);
    }
    return switch (hold.status()) {
      case COMMITTED -> reject(ALREADY_COMMITTED);
      case RELEASED -> reject(ALREADY_RELEASED);
      case EXPIRED -> reject(RESERVATION_EXPIRED);
      case HELD ->
          accept(
              new ReservationReleased(
                  now,
                  hold.reservationId(),
                  hold.sellerId(),
                  hold.allocations(),
                  release.reason(),
                  hold.owner()));
    };
  }

  private Decision<StockEvent, StockRejection> decide(
      @Nullable Hold hold, ExtendReservation extend, Instant now) {
    if (!holdTimeIsAllowed(extend.holdMs())) {
      return reject(INVALID_HOLD_TIME);
    }
    if (hold == null) {
      return reject(RESERVATION_NOT_FOUND);
    }
    Instant deadline = now.plusMillis(extend.holdMs());
    return switch (hold.status()) {
      case COMMITTED -> reject(ALREADY_COMMITTED);
      case RELEASED -> reject(ALREADY_RELEASED);
      case EXPIRED -> reject(RESERVATION_EXPIRED);
      case HELD ->
          deadline.isAfter(hold.expiresAt())
              ? accept(new ReservationExtended(now, hold.reservationId(), deadline))
              : accept();
    };
  }

  private static Decision<StockEvent, StockRejection> decideExpiry(
      @Nullable Hold hold, Instant now) {
    if (hold == null) {
      return reject(RESERVATION_NOT_FOUND);
    }
    return switch (hold.status()) {
      case COMMITTED -> reject(ALREADY_COMMITTED);
      case RELEASED -> reject(ALREADY_RELEASED);
      case EXPIRED -> accept();
      case HELD ->
          hold.isOverdue(now)
              ? accept(
                  new ReservationExpired(
                      now, hold.reservationId(), hold.sellerId(), hold.allocations(), hold.owner()))
              : reject(RESERVATION_NOT_DUE);
    };
  }

  private static boolean quantityIsAllowed(MoveStock move) {
    int quantity = move.quantity();
    return switch (move.type()) {
      case RECEIVE, DAMAGE, RETURN_TO_STOCK ->
          quantity >= 1 && quantity <= StockLimits.QUANTITY_MAX;
      case ADJUST ->
          quantity != 0
              && quantity >= -StockLimits.QUANTITY_MAX
              && quantity <= StockLimits.QUANTITY_MAX;
      case COUNT -> quantity >= 0 && quantity <= StockLimits.UNITS_MAX;
    };
  }

  private boolean holdTimeIsAllowed(long holdMs) {
    return holdMs >= limits.holdMin().toMillis() && holdMs <= limits.holdMax().toMillis();
  }

  private static boolean isStale(SkuStock stock, @Nullable Long expectedVersion) {
    return expectedVersion != null && expectedVersion != stock.sequence();
  }

  private static boolean needsTooManyLevels(SkuStock stock, String sellerId, String warehouseId) {
    return stock.levels().size() >= StockLimits.LEVELS_MAX
        && !stock.hasLevel(sellerId, warehouseId);
  }

  private static boolean isSame(Hold hold, ReserveStock reserve) {
    return hold.quantity() == reserve.quantity()
        && hold.sellerId().equals(reserve.sellerId())
        && hold.owner().equals(reserve.owner());
  }
}
