package dev.millrace.orders.order;

import dev.millrace.orders.fraud.FraudPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The step of a checkout between the last hold and the money: what the fraud check makes of it. */
final class FraudStep {

  private final FraudPolicy policy;

  FraudStep(FraudPolicy policy) {
    this.policy = policy;
  }

  /**
   * What follows when all stock is held.
   *
   * @param payment what follows if the money may be asked for
   */
  List<OrderEvent> before(Order order, List<OrderEvent> payment, Instant now) {
    FraudPolicy.Verdict verdict =
        policy.check(
            new FraudPolicy.Subject(
                order.attempt().placement().customerId(),
                order.totalMinor(),
                order.attempt().placement().quote().currency(),
                order.attempt().placement().shippingAddress().country(),
                order.care().facts(),
                now));
    String name = verdict.outcome().name().toLowerCase(Locale.ROOT);
    return switch (verdict.outcome()) {
      case ALLOW -> payment;
      case REVIEW -> {
        List<OrderEvent> events = new ArrayList<>();
        events.add(
            new OrderEvent.FraudFlagged(
                name,
                verdict.findings(),
                RequestIds.fraudHold(order.orderId(), order.attempt().number())));
        events.addAll(payment);
        yield events;
      }
      case REFUSE ->
          List.of(
              new OrderEvent.FraudFlagged(name, verdict.findings(), null),
              new OrderEvent.OrderRejected(Reasons.FRAUD_REFUSED));
    };
  }
}
