package dev.millrace.inventory.stock;

import dev.millrace.schemas.id.Ids;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which ids and texts are allowed. */
public final class Wording {

  private Wording() {}

  /**
   * Ids are not blank, not too long and printable: control characters separate them in store keys.
   */
  public static boolean isId(String id) {
    return !id.isBlank()
        && id.length() <= Ids.LENGTH_MAX
        && id.chars().noneMatch(Character::isISOControl);
  }

  static boolean isWellFormed(StockCommand command) {
    return switch (command) {
      case StockCommand.MoveStock c ->
          isId(c.sellerId())
              && isId(c.warehouseId())
              && (c.movementId() == null || isId(c.movementId()))
              && isReason(c.reason())
              && (c.feed() == null || isId(c.feed().source()) && c.feed().sequence() >= 0)
              && (c.damageReason() == null || c.type().damages())
              && namesItsTransfer(c);
      case StockCommand.SetStockPolicy c -> isId(c.sellerId()) && isId(c.warehouseId());
      case StockCommand.WatchForStock c ->
          isId(c.watchId()) && isId(c.sellerId()) && isId(c.customerId());
      case StockCommand.UnwatchStock c -> isId(c.watchId()) && isId(c.sellerId());
      case StockCommand.EndWatches c -> c.watches().size() <= StockLimits.WATCHES_ENDED_AT_ONCE_MAX;
      case StockCommand.SetSalesTerms c ->
          isId(c.terms().sellerId())
              && (c.terms().preferredWarehouseId() == null
                  || isId(c.terms().preferredWarehouseId()));
      case StockCommand.ReserveStock c ->
          isId(c.reservationId()) && isWellFormed(c.request()) && isPlace(c.destination());
      case StockCommand.CommitReservation c -> isId(c.reservationId());
      case StockCommand.ReleaseReservation c -> isId(c.reservationId()) && isReason(c.reason());
      case StockCommand.WithdrawBackorder c -> isId(c.reservationId()) && isReason(c.reason());
      case StockCommand.ExtendReservation c -> isId(c.reservationId());
      case StockCommand.ExpireReservation c -> isId(c.reservationId());
      case StockCommand.FillBackorders c -> isId(c.sellerId());
      case StockCommand.SplitStock c -> true;
      case StockCommand.MergeStock c -> true;
      case StockCommand.TakeDeal c ->
          areSound(c.units()) && c.terms().size() <= StockLimits.SELLERS_MAX;
      case StockCommand.TakeBack c -> areSound(c.units());
      case StockCommand.Tour c ->
          areSound(c.carried()) && (c.request() == null || isWellFormed(c.request()));
      case StockCommand.Search c -> isWellFormed(c.request());
    };
  }

  private static boolean areSound(List<BucketUnits> units) {
    return units.size() <= StockLimits.LEVELS_MAX;
  }

  private static boolean namesItsTransfer(StockCommand.MoveStock move) {
    boolean sends = move.type() == MovementType.TRANSFER_OUT;
    boolean receives = move.type() == MovementType.TRANSFER_IN;
    return (sends || receives) == (move.transferId() != null)
        && sends == (move.toWarehouseId() != null)
        && (move.transferId() == null || isId(move.transferId()))
        && (move.toWarehouseId() == null || isId(move.toWarehouseId()));
  }

  private static boolean isWellFormed(HoldRequest request) {
    return isId(request.sellerId())
        && isId(request.owner())
        && (request.customerId() == null || isId(request.customerId()));
  }

  /** The region is free text of an address, and never a key. */
  private static boolean isPlace(@Nullable Destination destination) {
    return destination == null
        || (destination.country().length() <= Ids.LENGTH_MAX
            && destination.region().length() <= StockLimits.REASON_LENGTH_MAX);
  }

  private static boolean isReason(@Nullable String reason) {
    return reason == null || reason.length() <= StockLimits.REASON_LENGTH_MAX;
  }
}
