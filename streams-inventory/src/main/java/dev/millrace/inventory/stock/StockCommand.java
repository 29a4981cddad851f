package dev.millrace.inventory.stock;

import org.jspecify.annotations.Nullable;

/** A request to the writer of one SKU. */
public sealed interface StockCommand {

  /**
   * Changes the stock of one seller in one warehouse.
   *
   * @param quantity signed for ADJUST, the total for COUNT, else at least 1
   * @param movementId a second movement of the same id changes nothing
   * @param expectedVersion refuse unless the SKU's sequence is still this
   */
  record MoveStock(
      String sellerId,
      String warehouseId,
      MovementType type,
      int quantity,
      @Nullable String reason,
      @Nullable String movementId,
      @Nullable Long expectedVersion)
      implements StockCommand {}

  /** Sets the rules that bound what may be sold. */
  record SetStockPolicy(
      String sellerId, String warehouseId, int safetyStock, @Nullable Long expectedVersion)
      implements StockCommand {}

  /**
   * Holds units for somebody until a deadline.
   *
   * @param reservationId made by the client, one per attempt
   * @param holdMs how long, from the moment of the decision
   */
  record ReserveStock(
      String reservationId, String sellerId, int quantity, long holdMs, String owner)
      implements StockCommand {}

  /**
   * Turns a hold into a sale.
   *
   * @param quantity units to sell, the rest is freed; null sells them all
   */
  record CommitReservation(String reservationId, @Nullable Integer quantity)
      implements StockCommand {}

  /** Gives held units back. */
  record ReleaseReservation(String reservationId, String reason) implements StockCommand {}

  /** Makes a hold last at least so long from now; never shortens it. */
  record ExtendReservation(String reservationId, long holdMs) implements StockCommand {}

  /** Ends a hold whose deadline has passed; made by the sweep, never by a client. */
  record ExpireReservation(String reservationId) implements StockCommand {}
}
