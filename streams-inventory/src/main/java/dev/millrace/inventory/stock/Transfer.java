package dev.millrace.inventory.stock;

import dev.millrace.inventory.stock.StockCommand.MoveStock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Units of one seller on their way from one warehouse to another. It is open from the moment they
 * leave until somebody says what arrived: the units are in transit, neither lost nor for sale.
 *
 * @param sent units that left; at least 1
 * @param received units that arrived; 0 while it is open
 * @param closedAt when it ended; null while it is open
 */
public record Transfer(
    String transferId,
    String sellerId,
    String fromWarehouseId,
    String toWarehouseId,
    int sent,
    int received,
    @Nullable Instant closedAt) {

  public boolean isOpen() {
    return closedAt == null;
  }

  /** Whether a command asks for what this transfer already is. */
  boolean isWhatBegan(MoveStock move) {
    return sellerId.equals(move.sellerId())
        && fromWarehouseId.equals(move.warehouseId())
        && toWarehouseId.equals(move.toWarehouseId())
        && sent == move.quantity();
  }

  /** The transfer after an event that may concern it. */
  static @Nullable Transfer evolve(@Nullable Transfer transfer, StockEvent event) {
    if (!(event instanceof StockEvent.StockMoved moved) || moved.transfer() == null) {
      return transfer;
    }
    TransferLeg leg = moved.transfer();
    if (moved.type() == MovementType.TRANSFER_OUT) {
      return new Transfer(
          leg.transferId(),
          moved.sellerId(),
          moved.warehouseId(),
          leg.toWarehouseId(),
          leg.inTransitDelta(),
          0,
          null);
    }
    if (transfer == null || !transfer.transferId.equals(leg.transferId())) {
      throw new IllegalStateException(
          "the end of a transfer that is not there: " + leg.transferId());
    }
    return new Transfer(
        transfer.transferId,
        transfer.sellerId,
        transfer.fromWarehouseId,
        transfer.toWarehouseId,
        transfer.sent,
        moved.onHandDelta(),
        moved.at());
  }
}
