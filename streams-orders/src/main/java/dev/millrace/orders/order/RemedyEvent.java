package dev.millrace.orders.order;

/** What an order did about what came too late, or is not needed any more. */
public sealed interface RemedyEvent extends OrderEvent.OfRemedies {

  /** Units are held that the order does not wait for any more; they are released. */
  record LateHoldReleased(String reservationId, String sku) implements RemedyEvent {}

  /** Nothing more is to be taken of the promise, and what is left of it goes back. */
  record RemainderVoided(String requestId, long amountMinor) implements RemedyEvent {}
}
