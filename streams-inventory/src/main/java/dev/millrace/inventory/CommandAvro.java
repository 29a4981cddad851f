package dev.millrace.inventory;

import dev.millrace.avro.inventory.CommitReservation;
import dev.millrace.avro.inventory.ExtendReservation;
import dev.millrace.avro.inventory.MoveStock;
import dev.millrace.avro.inventory.ReleaseReservation;
import dev.millrace.avro.inventory.ReserveStock;
import dev.millrace.avro.inventory.SetStockPolicy;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.inventory.stock.MovementType;
import dev.millrace.inventory.stock.Wording;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Commands as they come from the topic. */
final class CommandAvro {

  private CommandAvro() {}

  /**
   * The command, or nothing if the record is not one: wrong key, bad ids, none or several requests.
   */
  static Optional<dev.millrace.inventory.stock.StockCommand> command(
      @Nullable String key, StockCommand record) {
    if (!record.getSku().equals(key)
        || !Wording.isId(record.getSku())
        || !Wording.isId(record.getCommandId())
        || requests(record) != 1) {
      return Optional.empty();
    }
    if (record.getMove() != null) {
      return move(record.getMove());
    }
    if (record.getSetPolicy() != null) {
      return Optional.of(setPolicy(record.getSetPolicy()));
    }
    if (record.getReserve() != null) {
      return Optional.of(reserve(record.getReserve()));
    }
    if (record.getCommit() != null) {
      return Optional.of(commit(record.getCommit()));
    }
    if (record.getRelease() != null) {
      return Optional.of(release(record.getRelease()));
    }
    return Optional.of(extend(record.getExtend()));
  }

  private static long requests(StockCommand record) {
    return Stream.of(
            record.getMove(),
            record.getSetPolicy(),
            record.getReserve(),
            record.getCommit(),
            record.getRelease(),
            record.getExtend())
        .filter(Objects::nonNull)
        .count();
  }

  private static Optional<dev.millrace.inventory.stock.StockCommand> move(MoveStock move) {
    return movementType(move.getMovementType())
        .map(
            type ->
                new dev.millrace.inventory.stock.StockCommand.MoveStock(
                    move.getSellerId(),
                    move.getWarehouseId(),
                    type,
                    move.getQuantity(),
                    move.getReason(),
                    move.getMovementId(),
                    move.getExpectedVersion()));
  }

  private static dev.millrace.inventory.stock.StockCommand setPolicy(SetStockPolicy policy) {
    return new dev.millrace.inventory.stock.StockCommand.SetStockPolicy(
        policy.getSellerId(),
        policy.getWarehouseId(),
        policy.getSafetyStock(),
        policy.getExpectedVersion());
  }

  private static dev.millrace.inventory.stock.StockCommand reserve(ReserveStock reserve) {
    return new dev.millrace.inventory.stock.StockCommand.ReserveStock(
        reserve.getReservationId(),
        reserve.getSellerId(),
        reserve.getQuantity(),
        reserve.getHoldMs(),
        reserve.getOwner());
  }

  private static dev.millrace.inventory.stock.StockCommand commit(CommitReservation commit) {
    return new dev.millrace.inventory.stock.StockCommand.CommitReservation(
        commit.getReservationId(), commit.getQuantity());
  }

  private static dev.millrace.inventory.stock.StockCommand release(ReleaseReservation release) {
    return new dev.millrace.inventory.stock.StockCommand.ReleaseReservation(
        release.getReservationId(), release.getReason());
  }

  private static dev.millrace.inventory.stock.StockCommand extend(ExtendReservation extend) {
    return new dev.millrace.inventory.stock.StockCommand.ExtendReservation(
        extend.getReservationId(), extend.getHoldMs());
  }

  /** Empty for a type that is newer than this version. */
  static Optional<MovementType> movementType(dev.millrace.avro.inventory.MovementType type) {
    return switch (type) {
      case UNKNOWN -> Optional.empty();
      case RECEIVE -> Optional.of(MovementType.RECEIVE);
      case ADJUST -> Optional.of(MovementType.ADJUST);
      case COUNT -> Optional.of(MovementType.COUNT);
      case DAMAGE -> Optional.of(MovementType.DAMAGE);
      case RETURN_TO_STOCK -> Optional.of(MovementType.RETURN_TO_STOCK);
      case TRANSFER_OUT, TRANSFER_IN -> Optional.empty();
    };
  }
}
