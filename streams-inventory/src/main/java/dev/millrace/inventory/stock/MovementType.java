package dev.millrace.inventory.stock;

/** Why stock changes by hand. */
public enum MovementType {
  /** Units arrived. */
  RECEIVE,
  /** The books were wrong by a signed number of units. */
  ADJUST,
  /** Somebody counted; the quantity is the total. */
  COUNT,
  /** Units are in the warehouse but can no longer be sold. */
  DAMAGE,
  /** A customer's return is fit to sell again. */
  RETURN_TO_STOCK,
  /** Units leave for another warehouse. */
  TRANSFER_OUT,
  /** Units arrive from another warehouse; it ends the transfer. */
  TRANSFER_IN,
  /** A customer's return is there, but cannot be sold: it is never available, not for a moment. */
  RETURN_DAMAGED;

  /** Whether it tells why units cannot be sold. */
  boolean damages() {
    return this == DAMAGE || this == RETURN_DAMAGED;
  }
}
