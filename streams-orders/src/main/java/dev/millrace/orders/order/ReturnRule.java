package dev.millrace.orders.order;

import java.time.Instant;
import java.util.Optional;

/**
 * One condition under which a customer's units may come back. Pure: the claim holds all there is.
 */
@FunctionalInterface
public interface ReturnRule {

  /**
   * Units of one line that a customer wants to send back.
   *
   * @param ownSince since when the customer has had them, as far as the order knows
   */
  record Case(Order.Line line, ReturnReason reason, Instant ownSince, Instant now) {}

  /** Why these units may not come back; empty if this rule has nothing against it. */
  Optional<Refusal> refusal(Case units);
}
