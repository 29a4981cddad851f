package dev.millrace.orders.order;

import dev.millrace.orders.order.Order.LineStock;
import java.time.Instant;
import java.util.Objects;

/** What the inventory and the accounts have answered to an order that asked for holds. */
final class Answers {

  private Answers() {}

  /** Whether all have answered. */
  static boolean areIn(Order order) {
    return !order.draws().isAwaited()
        && order.lines().stream().noneMatch(one -> one.stock() == LineStock.REQUESTED);
  }

  /** Whether the inventory refused a line. */
  static boolean refuseALine(Order order) {
    return order.lines().stream().anyMatch(line -> line.stock() == LineStock.REFUSED);
  }

  /** When the first of the holds ends. */
  static Instant holdsEnd(Order order) {
    return order.lines().stream()
        .map(Order.Line::expiresAt)
        .filter(Objects::nonNull)
        .min(Instant::compareTo)
        .filter(one -> one.isBefore(order.draws().holdsEnd()))
        .orElse(order.draws().holdsEnd());
  }
}
