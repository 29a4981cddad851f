package dev.millrace.inventory.stock;

import static dev.millrace.inventory.stock.StockRejection.INVALID_QUANTITY;
import static dev.millrace.inventory.stock.StockRejection.INVALID_TRANSFER;
import static dev.millrace.inventory.stock.StockRejection.STOCK_LIMIT_EXCEEDED;
import static dev.millrace.inventory.stock.StockRejection.TOO_MANY_LEVELS;
import static dev.millrace.inventory.stock.StockRejection.TRANSFER_CLOSED;
import static dev.millrace.inventory.stock.StockRejection.TRANSFER_ID_REUSED;
import static dev.millrace.inventory.stock.StockRejection.TRANSFER_NOT_FOUND;
import static dev.millrace.kit.decide.Decision.accept;
import static dev.millrace.kit.decide.Decision.reject;

import dev.millrace.inventory.stock.StockCommand.MoveStock;
import dev.millrace.inventory.stock.StockEvent.StockMoved;
import dev.millrace.kit.decide.Decision;
import java.time.Instant;
import java.util.Objects;

/**
 * How units go from one warehouse to another: they leave the one and are in transit to the other
 * until somebody there says how many arrived. Both ends may be told again without harm.
 */
final class TransferDecider {

  private TransferDecider() {}

  /** The units leave. */
  static Decision<StockEvent, StockRejection> send(SkuState state, MoveStock move, Instant now) {
    Transfer known = state.movements().transfer();
    if (known != null) {
      return known.isWhatBegan(move) ? accept() : reject(TRANSFER_ID_REUSED);
    }
    String to = Objects.requireNonNull(move.toWarehouseId(), "toWarehouseId");
    if (to.equals(move.warehouseId())) {
      return reject(INVALID_TRANSFER);
    }
    StockRejection late = MovementDecider.lateness(state, move);
    if (late != null) {
      return reject(late);
    }
    SkuStock stock = state.stock();
    if (stock.hasNoRoomFor(move.sellerId(), to)) {
      return reject(TOO_MANY_LEVELS);
    }
    StockRejection impossible =
        MovementDecider.impossibility(
            stock, stock.level(move.sellerId(), move.warehouseId()), -move.quantity());
    if (impossible != null) {
      return reject(impossible);
    }
    if (stock.level(move.sellerId(), to).inTransit() + move.quantity() > StockLimits.UNITS_MAX) {
      return reject(STOCK_LIMIT_EXCEEDED);
    }
    return accept(moved(move, to, -move.quantity(), move.quantity(), 0, now));
  }

  /** What arrived is on hand; what did not is lost. */
  static Decision<StockEvent, StockRejection> receive(SkuState state, MoveStock move, Instant now) {
    Transfer known = state.movements().transfer();
    if (known == null || !known.sellerId().equals(move.sellerId())) {
      return reject(TRANSFER_NOT_FOUND);
    }
    if (!known.toWarehouseId().equals(move.warehouseId())) {
      return reject(INVALID_TRANSFER);
    }
    if (!known.isOpen()) {
      return known.received() == move.quantity() ? accept() : reject(TRANSFER_CLOSED);
    }
    if (move.quantity() > known.sent()) {
      return reject(INVALID_QUANTITY);
    }
    StockRejection late = MovementDecider.lateness(state, move);
    if (late != null) {
      return reject(late);
    }
    StockRejection impossible =
        MovementDecider.impossibility(
            state.stock(),
            state.stock().level(move.sellerId(), move.warehouseId()),
            move.quantity());
    if (impossible != null) {
      return reject(impossible);
    }
    int lost = known.sent() - move.quantity();
    return accept(moved(move, known.toWarehouseId(), move.quantity(), -known.sent(), lost, now));
  }

  private static StockMoved moved(
      MoveStock move, String to, int onHandDelta, int inTransitDelta, int lost, Instant now) {
    return new StockMoved(
        now,
        move.sellerId(),
        move.warehouseId(),
        move.type(),
        onHandDelta,
        0,
        null,
        new TransferLeg(
            Objects.requireNonNull(move.transferId(), "transferId"), to, inTransitDelta, lost),
        move.feed(),
        move.reason(),
        move.movementId());
  }
}
