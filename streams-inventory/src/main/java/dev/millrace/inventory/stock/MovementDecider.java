package dev.millrace.inventory.stock;

import static dev.millrace.inventory.stock.StockRejection.INVALID_QUANTITY;
import static dev.millrace.inventory.stock.StockRejection.LATE_UPDATE;
import static dev.millrace.inventory.stock.StockRejection.NEGATIVE_STOCK;
import static dev.millrace.inventory.stock.StockRejection.STOCK_IS_SPLIT;
import static dev.millrace.inventory.stock.StockRejection.STOCK_LIMIT_EXCEEDED;
import static dev.millrace.inventory.stock.StockRejection.TOO_MANY_LEVELS;
import static dev.millrace.inventory.stock.StockRejection.TOO_MANY_SOURCES;
import static dev.millrace.inventory.stock.StockRejection.VERSION_CONFLICT;
import static dev.millrace.inventory.stock.StockRejection.WOULD_BREAK_RESERVATIONS;
import static dev.millrace.kit.decide.Decision.accept;
import static dev.millrace.kit.decide.Decision.reject;

import dev.millrace.inventory.stock.StockCommand.MoveStock;
import dev.millrace.inventory.stock.StockEvent.StockMoved;
import dev.millrace.kit.decide.Decision;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What movements of stock by hand do: units that arrive, are corrected, counted, damaged, sent. */
final class MovementDecider {

  private MovementDecider() {}

  static Decision<StockEvent, StockRejection> decide(SkuState state, MoveStock move, Instant now) {
    if (move.movementId() != null && state.movements().known()) {
      return accept();
    }
    if (!quantityIsAllowed(move)) {
      return reject(INVALID_QUANTITY);
    }
    return switch (move.type()) {
      case TRANSFER_OUT -> TransferDecider.send(state, move, now);
      case TRANSFER_IN -> TransferDecider.receive(state, move, now);
      case RECEIVE, ADJUST, COUNT, DAMAGE, RETURN_TO_STOCK, RETURN_DAMAGED ->
          change(state, move, now);
    };
  }

  /** Why the command comes too late; null if it does not. */
  static @Nullable StockRejection lateness(SkuState state, MoveStock move) {
    if (move.feed() != null) {
      var feeds = state.movements().feeds();
      Long latest = feeds.get(move.feed().source());
      if (latest != null && move.feed().sequence() <= latest) {
        return LATE_UPDATE;
      }
      if (latest == null && feeds.size() >= StockLimits.SOURCES_MAX) {
        return TOO_MANY_SOURCES;
      }
    }
    return state.stock().isOtherThan(move.expectedVersion()) ? VERSION_CONFLICT : null;
  }

  /** Why a level cannot change by so many units; null if it can. */
  static @Nullable StockRejection impossibility(SkuStock stock, Level level, int onHandDelta) {
    StockRejection impossible = impossibility(level, onHandDelta);
    return stock.isSplit() && impossible != null && impossible != STOCK_LIMIT_EXCEEDED
        // The units may be in the buckets.
        ? STOCK_IS_SPLIT
        : impossible;
  }

  private static @Nullable StockRejection impossibility(Level level, int onHandDelta) {
    // No overflow: both operands are below half of what an int holds.
    int onHand = level.onHand() + onHandDelta;
    if (onHand < 0) {
      return NEGATIVE_STOCK;
    }
    if (onHand < level.reserved()) {
      return WOULD_BREAK_RESERVATIONS;
    }
    return onHand > StockLimits.UNITS_MAX ? STOCK_LIMIT_EXCEEDED : null;
  }

  private static Decision<StockEvent, StockRejection> change(
      SkuState state, MoveStock move, Instant now) {
    StockRejection late = lateness(state, move);
    if (late != null) {
      return reject(late);
    }
    SkuStock stock = state.stock();
    if (stock.hasNoRoomFor(move.sellerId(), move.warehouseId())) {
      return reject(TOO_MANY_LEVELS);
    }
    Level level = stock.level(move.sellerId(), move.warehouseId());
    boolean damages = move.type().damages();
    int onHandDelta =
        switch (move.type()) {
          case RECEIVE, RETURN_TO_STOCK, ADJUST, TRANSFER_IN -> move.quantity();
          case COUNT -> move.quantity() - level.onHand();
          case DAMAGE, TRANSFER_OUT -> -move.quantity();
          case RETURN_DAMAGED -> 0;
        };
    if (move.type() == MovementType.COUNT && stock.isSplit()) {
      return reject(STOCK_IS_SPLIT);
    }
    StockRejection impossible = impossibility(stock, level, onHandDelta);
    if (impossible != null) {
      return reject(impossible);
    }
    if (damages && level.damaged() + move.quantity() > StockLimits.UNITS_MAX) {
      return reject(STOCK_LIMIT_EXCEEDED);
    }
    return accept(
        new StockMoved(
            now,
            move.sellerId(),
            move.warehouseId(),
            move.type(),
            onHandDelta,
            damages ? move.quantity() : 0,
            damages ? reasonOf(move) : null,
            null,
            move.feed(),
            move.reason(),
            move.movementId()));
  }

  private static DamageReason reasonOf(MoveStock move) {
    return move.damageReason() == null ? DamageReason.OTHER : move.damageReason();
  }

  private static boolean quantityIsAllowed(MoveStock move) {
    int quantity = move.quantity();
    return switch (move.type()) {
      case RECEIVE, DAMAGE, RETURN_TO_STOCK, RETURN_DAMAGED, TRANSFER_OUT ->
          quantity >= 1 && quantity <= StockLimits.QUANTITY_MAX;
      case ADJUST ->
          quantity != 0
              && quantity >= -StockLimits.QUANTITY_MAX
              && quantity <= StockLimits.QUANTITY_MAX;
      case COUNT -> quantity >= 0 && quantity <= StockLimits.UNITS_MAX;
      case TRANSFER_IN -> quantity >= 0 && quantity <= StockLimits.QUANTITY_MAX;
    };
  }
}
