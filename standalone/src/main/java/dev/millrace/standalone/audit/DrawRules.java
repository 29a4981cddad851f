package dev.millrace.standalone.audit;

import dev.millrace.orders.order.Draws;
import dev.millrace.orders.order.Draws.Draw;
import dev.millrace.orders.order.Draws.Step;
import dev.millrace.orders.order.Order;
import dev.millrace.orders.order.Payment.RefundStep;
import java.util.List;
import java.util.Set;

/** What is true of an order that draws on gift cards, store credit or coupons. */
final class DrawRules {

  private static final Set<Step> OF_CONFIRMED =
      Set.of(Step.TAKING, Step.TAKEN, Step.LOST, Step.RELEASED);
  private static final Set<Step> OF_GIVEN_UP = Set.of(Step.RELEASED, Step.REFUSED);

  private DrawRules() {}

  /** Adds what contradicts what the order draws, in sentences. */
  static void check(Order order, List<String> found) {
    Draws draws = order.draws();
    long totalMinor = order.attempt().placement().quote().totalMinor();
    if (draws.drawnMinor(totalMinor) > totalMinor) {
      found.add(
          "%,d is drawn on accounts of a total of %,d"
              .formatted(draws.drawnMinor(totalMinor), totalMinor));
    }
    Set<Step> allowed =
        switch (order.status()) {
          case CONFIRMED, FULFILLING, SHIPPED, DELIVERED, EXCEPTION -> OF_CONFIRMED;
          case CANCELLED -> order.wasConfirmed() ? OF_CONFIRMED : OF_GIVEN_UP;
          case REJECTED -> OF_GIVEN_UP;
          case PENDING_STOCK, PENDING_PAYMENT -> Set.of(Step.values());
        };
    for (Draw one : draws.all()) {
      if (!allowed.contains(one.step())) {
        found.add(
            "it is %s, but its draw on %s is %s"
                .formatted(order.status(), one.accountId(), one.step()));
      }
      if (one.drawn() > one.held()) {
        found.add(
            "%,d is drawn on %s, which kept %,d"
                .formatted(one.drawn(), one.accountId(), one.held()));
      }
    }
    boolean isRefused = draws.giveBacks().stream().anyMatch(one -> one.step() == RefundStep.FAILED);
    if (order.status() == Order.Status.CANCELLED && draws.refundableMinor() > 0 && !isRefused) {
      found.add(
          "it has ended, but %,d of its credit is not given back"
              .formatted(draws.refundableMinor()));
    }
  }

  /** Whether nobody else is asked for money. */
  static boolean paysAll(Order order) {
    return order.dueMinor() == 0 && order.draws().paysAny();
  }

  /** Whether some account has yet to answer. */
  static boolean waits(Order order) {
    return order.draws().all().stream().anyMatch(one -> one.step() == Step.TAKING)
        || order.draws().giveBacks().stream().anyMatch(one -> one.step() == RefundStep.ASKED);
  }
}
