package dev.millrace.inventory;

import dev.millrace.avro.inventory.MovementType;
import dev.millrace.avro.inventory.StockMoved;
import dev.millrace.avro.inventory.state.FeedPosition;
import dev.millrace.avro.inventory.state.FeedPositions;
import dev.millrace.avro.inventory.state.TransferState;
import dev.millrace.inventory.stock.DamageReason;
import dev.millrace.inventory.stock.FeedMark;
import dev.millrace.inventory.stock.Level;
import dev.millrace.inventory.stock.StockCommand;
import dev.millrace.inventory.stock.StockEvent;
import dev.millrace.inventory.stock.Transfer;
import dev.millrace.inventory.stock.TransferLeg;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Movements as they are asked for and published, and what is stored about them. */
final class MovementAvro {

  private MovementAvro() {}

  /** Empty for a movement that is newer than this version, or half of a sender's count. */
  static Optional<StockCommand> command(dev.millrace.avro.inventory.MoveStock move) {
    Optional<dev.millrace.inventory.stock.MovementType> type = type(move.getMovementType());
    Optional<DamageReason> reason =
        Optional.ofNullable(move.getDamageReason()).flatMap(DamageAvro::reason);
    if (type.isEmpty()
        || (move.getDamageReason() != null && reason.isEmpty())
        || (move.getSource() == null) != (move.getSourceSequence() == null)) {
      return Optional.empty();
    }
    return Optional.of(
        new StockCommand.MoveStock(
            move.getSellerId(),
            move.getWarehouseId(),
            type.get(),
            move.getQuantity(),
            reason.orElse(null),
            move.getTransferId(),
            move.getToWarehouseId(),
            feed(move.getSource(), move.getSourceSequence()),
            move.getReason(),
            move.getMovementId(),
            move.getExpectedVersion()));
  }

  static StockMoved published(StockEvent.StockMoved e) {
    TransferLeg leg = e.transfer();
    FeedMark feed = e.feed();
    return new StockMoved(
        avro(e.type()),
        e.onHandDelta(),
        e.damagedDelta(),
        e.reason(),
        e.movementId(),
        e.damageReason() == null ? null : DamageAvro.avro(e.damageReason()),
        leg == null ? null : leg.transferId(),
        leg == null ? 0 : leg.inTransitDelta(),
        leg == null ? null : leg.toWarehouseId(),
        leg == null ? 0 : leg.lost(),
        feed == null ? null : feed.source(),
        feed == null ? null : feed.sequence());
  }

  /**
   * The event in a record.
   *
   * @param place the first of its levels
   * @throws IllegalArgumentException if the record is newer than this version
   */
  static StockEvent.StockMoved event(
      dev.millrace.avro.inventory.StockEvent record, StockMoved moved, Level place) {
    return new StockEvent.StockMoved(
        record.getAt(),
        place.sellerId(),
        place.warehouseId(),
        type(moved.getMovementType()).orElseThrow(() -> EventAvro.unknown(record)),
        moved.getOnHandDelta(),
        moved.getDamagedDelta(),
        moved.getDamageReason() == null
            ? null
            : DamageAvro.reason(moved.getDamageReason())
                .orElseThrow(() -> EventAvro.unknown(record)),
        leg(moved),
        feed(moved.getSource(), moved.getSourceSequence()),
        moved.getReason(),
        moved.getMovementId());
  }

  static Transfer transfer(TransferState stored) {
    return new Transfer(
        stored.getTransferId(),
        stored.getSellerId(),
        stored.getFromWarehouseId(),
        stored.getToWarehouseId(),
        stored.getSent(),
        stored.getReceived(),
        stored.getClosedAt());
  }

  static TransferState stored(Transfer transfer) {
    return new TransferState(
        transfer.transferId(),
        transfer.sellerId(),
        transfer.fromWarehouseId(),
        transfer.toWarehouseId(),
        transfer.sent(),
        transfer.received(),
        transfer.closedAt());
  }

  static Map<String, Long> feeds(@Nullable FeedPositions stored) {
    Map<String, Long> feeds = new HashMap<>();
    if (stored != null) {
      stored.getPositions().forEach(one -> feeds.put(one.getSource(), one.getSequence()));
    }
    return feeds;
  }

  static FeedPositions stored(Map<String, Long> feeds) {
    List<FeedPosition> positions = new ArrayList<>(feeds.size());
    feeds.forEach((source, sequence) -> positions.add(new FeedPosition(source, sequence)));
    return new FeedPositions(positions);
  }

  private static @Nullable TransferLeg leg(StockMoved moved) {
    return moved.getTransferId() == null || moved.getToWarehouseId() == null
        ? null
        : new TransferLeg(
            moved.getTransferId(),
            moved.getToWarehouseId(),
            moved.getInTransitDelta(),
            moved.getLost());
  }

  private static @Nullable FeedMark feed(@Nullable String source, @Nullable Long sequence) {
    return source == null || sequence == null ? null : new FeedMark(source, sequence);
  }

  private static Optional<dev.millrace.inventory.stock.MovementType> type(MovementType type) {
    return switch (type) {
      case UNKNOWN -> Optional.empty();
      case RECEIVE -> Optional.of(dev.millrace.inventory.stock.MovementType.RECEIVE);
      case ADJUST -> Optional.of(dev.millrace.inventory.stock.MovementType.ADJUST);
      case COUNT -> Optional.of(dev.millrace.inventory.stock.MovementType.COUNT);
      case DAMAGE -> Optional.of(dev.millrace.inventory.stock.MovementType.DAMAGE);
      case RETURN_TO_STOCK ->
          Optional.of(dev.millrace.inventory.stock.MovementType.RETURN_TO_STOCK);
      case TRANSFER_OUT -> Optional.of(dev.millrace.inventory.stock.MovementType.TRANSFER_OUT);
      case TRANSFER_IN -> Optional.of(dev.millrace.inventory.stock.MovementType.TRANSFER_IN);
      case RETURN_DAMAGED -> Optional.of(dev.millrace.inventory.stock.MovementType.RETURN_DAMAGED);
    };
  }

  private static MovementType avro(dev.millrace.inventory.stock.MovementType type) {
    return switch (type) {
      case RECEIVE -> MovementType.RECEIVE;
      case ADJUST -> MovementType.ADJUST;
      case COUNT -> MovementType.COUNT;
      case DAMAGE -> MovementType.DAMAGE;
      case RETURN_TO_STOCK -> MovementType.RETURN_TO_STOCK;
      case TRANSFER_OUT -> MovementType.TRANSFER_OUT;
      case TRANSFER_IN -> MovementType.TRANSFER_IN;
      case RETURN_DAMAGED -> MovementType.RETURN_DAMAGED;
    };
  }
}
