package dev.millrace.simulation;

import dev.millrace.avro.orders.AdditionTo;
import dev.millrace.avro.orders.Order;
import dev.millrace.avro.orders.OrderAddition;
import dev.millrace.avro.orders.UnitsOfLine;
import dev.millrace.gateways.payments.SandboxCharge;
import dev.millrace.simulation.Promises.Promise;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What Millrace promises of orders that hold further units of another one's lines. */
final class AdditionPromises {

  private AdditionPromises() {}

  static List<Promise<OrderBook>> atRest(Books books) {
    return List.of(
        new Promise<>("NeverTwoAdditionsForOneEdit", order -> placedTwice(books, order)),
        new Promise<>("AnAdditionIsPaidOnceAtItsPrice", order -> paidOtherwise(books, order)),
        new Promise<>("AnOrderKnowsItsAdditions", order -> unknown(books, order)));
  }

  private static List<OrderAddition> additions(OrderBook order) {
    List<OrderAddition> all = order.view().getAdditions();
    return all == null ? List.of() : all;
  }

  private static Optional<String> placedTwice(Books books, OrderBook order) {
    Set<String> edits = new HashSet<>();
    for (OrderAddition one : additions(order)) {
      long placed =
          books.orders().stream()
              .filter(other -> isOf(other.view().getAdditionTo(), order, one.getEditId()))
              .count();
      if (!edits.add(one.getEditId()) || placed != 1) {
        return Optional.of(placed + " orders were placed for the edit " + one.getEditId());
      }
    }
    return Optional.empty();
  }

  private static boolean isOf(@Nullable AdditionTo to, OrderBook first, String editId) {
    return to != null && to.getOrderId().equals(first.orderId()) && to.getEditId().equals(editId);
  }

  /** Beside {@code NoOrderWithoutItsMoney}, which holds of every order. */
  private static Optional<String> paidOtherwise(Books books, OrderBook order) {
    for (OrderAddition one : additions(order)) {
      Optional<OrderBook> addition = books.order(one.getOrderId());
      if (addition.isEmpty() || addition.get().isMoneyInDoubt()) {
        continue;
      }
      long takenMinor =
          addition.get().charges().stream().mapToLong(SandboxCharge::capturedMinor).sum();
      long charges =
          addition.get().charges().stream().filter(charge -> charge.capturedMinor() > 0).count();
      if (charges > 1
          || takenMinor > one.getTotalMinor()
          || addition.get().view().getTotalMinor() != one.getTotalMinor()) {
        return Optional.of("%d was taken in %d charges for %s".formatted(takenMinor, charges, one));
      }
    }
    return Optional.empty();
  }

  /** What an order says of an addition, the addition says of itself; and the other way round. */
  private static Optional<String> unknown(Books books, OrderBook order) {
    AdditionTo to = order.view().getAdditionTo();
    if (to == null) {
      return Optional.empty();
    }
    Optional<OrderAddition> known =
        books.order(to.getOrderId()).stream()
            .flatMap(first -> additions(first).stream())
            .filter(one -> one.getOrderId().equals(order.orderId()))
            .findFirst();
    boolean isKnown =
        known
            .filter(one -> one.getEditId().equals(to.getEditId()))
            .filter(one -> one.getStatus().equals(status(order.view())))
            .filter(one -> units(one) == units(order.view()))
            .isPresent();
    return isKnown ? Optional.empty() : Optional.of("the order it adds to says " + known);
  }

  private static String status(Order addition) {
    return switch (addition.getStatus()) {
      case "pending_stock", "pending_payment" -> "placed";
      case "rejected", "cancelled" -> addition.getStatus();
      default -> "confirmed";
    };
  }

  private static int units(OrderAddition one) {
    return one.getUnits().stream().mapToInt(UnitsOfLine::getQuantity).sum();
  }

  private static int units(Order addition) {
    boolean isOver = Set.of("rejected", "cancelled").contains(addition.getStatus());
    return isOver
        ? 0
        : addition.getLines().stream()
            .mapToInt(line -> line.getQuantity() - line.getCancelled())
            .sum();
  }
}
