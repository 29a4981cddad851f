package dev.millrace.inventory.stock;

import static dev.millrace.inventory.stock.StockRejection.INVALID_QUANTITY;
import static dev.millrace.inventory.stock.StockRejection.NEGATIVE_STOCK;
import static dev.millrace.inventory.stock.StockRejection.STOCK_LIMIT_EXCEEDED;
import static dev.millrace.inventory.stock.StockRejection.TOO_MANY_LEVELS;
import static dev.millrace.inventory.stock.StockRejection.VERSION_CONFLICT;
import static dev.millrace.inventory.stock.StockRejection.WOULD_BREAK_RESERVATIONS;
import static dev.millrace.kit.decide.Decision.accept;
import static dev.millrace.kit.decide.Decision.reject;

import dev.millrace.inventory.stock.StockCommand.MoveStock;
import dev.millrace.inventory.stock.StockEvent.StockMoved;
import dev.millrace.kit.decide.Decision;
import java.time.Instant;

/** What movements of stock by hand do: units that arrive, are corrected, counted or damaged. */
final class MovementDecider {

  private MovementDecider() {}

  static Decision<StockEvent, StockRejection> decide(SkuState state, MoveStock move, Instant now) {
    if (move.movementId() != null && state.movementKnown()) {
      return accept();
    }
    if (!quantityIsAllowed(move)) {
      return reject(INVALID_QUANTITY);
    }
    SkuStock stock = state.stock();
    if (stock.isOtherThan(move.expectedVersion())) {
      return reject(VERSION_CONFLICT);
    }
    if (stock.hasNoRoomFor(move.sellerId(), move.warehouseId())) {
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
}
