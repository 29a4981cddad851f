package dev.millrace.standalone.audit;

import dev.millrace.avro.orders.AdditionTo;
import dev.millrace.avro.orders.OrderAddition;
import dev.millrace.orders.order.Additions;
import dev.millrace.orders.order.Order;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Orders that hold further units of another one's lines: both know each other, and think alike of
 * what has become of it. The other order may stand in another partition, so it is read from the
 * store.
 */
final class AdditionRules {

  private AdditionRules() {}

  /**
   * What contradicts the links of an order, in sentences.
   *
   * @param settledBefore what had happened by then must be known to both
   */
  static List<String> broken(Order order, OrderStore store, Instant settledBefore) {
    List<String> found = new ArrayList<>(0);
    for (Additions.Addition one : order.care().additions().all()) {
      checkAddition(order, one, store, settledBefore, found);
    }
    Additions.To to = order.care().additions().to();
    if (to != null) {
      checkFirst(order, to, store, found);
    }
    return found;
  }

  private static void checkAddition(
      Order order,
      Additions.Addition one,
      OrderStore store,
      Instant settledBefore,
      List<String> found) {
    Optional<dev.millrace.avro.orders.Order> stored = store.order(one.orderId());
    if (stored.isEmpty()) {
      found.add("there is no order " + one.orderId() + ", which is to add to it");
      return;
    }
    dev.millrace.avro.orders.Order addition = stored.get();
    AdditionTo to = addition.getAdditionTo();
    if (to == null
        || !to.getOrderId().equals(order.orderId())
        || !to.getEditId().equals(one.editId())) {
      found.add("its addition %s adds to %s".formatted(one.orderId(), to));
    }
    if (addition.getTotalMinor() != one.totalMinor()) {
      found.add(
          "its addition %s costs %,d, not %,d"
              .formatted(one.orderId(), addition.getTotalMinor(), one.totalMinor()));
    }
    String status = one.state().status().name().toLowerCase(Locale.ROOT);
    if (addition.getAt().isBefore(settledBefore) && !status.equals(statusOf(addition))) {
      found.add(
          "its addition %s is %s, it believes %s"
              .formatted(one.orderId(), addition.getStatus(), status));
    }
  }

  private static void checkFirst(
      Order order, Additions.To to, OrderStore store, List<String> found) {
    List<OrderAddition> known =
        store.order(to.orderId()).map(dev.millrace.avro.orders.Order::getAdditions).orElse(null);
    boolean isKnown =
        known != null
            && known.stream()
                .anyMatch(
                    one ->
                        one.getOrderId().equals(order.orderId())
                            && one.getEditId().equals(to.editId()));
    if (!isKnown) {
      found.add("it adds to %s, which knows nothing of it".formatted(to.orderId()));
    }
  }

  /** As {@link Additions.State} has it. */
  private static String statusOf(dev.millrace.avro.orders.Order addition) {
    return switch (addition.getStatus()) {
      case "pending_stock", "pending_payment" -> "placed";
      case "rejected", "cancelled" -> addition.getStatus();
      default -> "confirmed";
    };
  }
}
