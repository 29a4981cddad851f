package dev.millrace.orders.order;

import java.time.Duration;

/**
 * How long each step of a checkout may take.
 *
 * @param hold how long stock is held; longer than all deadlines together
 * @param stockDeadline for all lines to be held
 * @param paymentDeadline for the provider to answer
 * @param actionDeadline for the shopper to act when the provider asks for it
 * @param cashOnDelivery whether orders may be paid in cash when they arrive
 * @param partial whether orders may go on with fewer units, if the shopper agreed
 */
public record CheckoutTerms(
    Duration hold,
    Duration stockDeadline,
    Duration paymentDeadline,
    Duration actionDeadline,
    Capture capture,
    boolean cashOnDelivery,
    boolean partial) {

  /** Terms that let shoppers agree to fewer units. */
  public CheckoutTerms(
      Duration hold,
      Duration stockDeadline,
      Duration paymentDeadline,
      Duration actionDeadline,
      Capture capture,
      boolean cashOnDelivery) {
    this(hold, stockDeadline, paymentDeadline, actionDeadline, capture, cashOnDelivery, true);
  }

  /** When promised money is taken. */
  public enum Capture {
    ON_CONFIRMATION,
    /** Each shipment's share when it is handed over. */
    ON_SHIPMENT,
    /** Only on command. */
    MANUAL
  }
}
