package dev.millrace.orders.order;

import static dev.millrace.kit.decide.Decision.accept;
import static dev.millrace.kit.decide.Decision.reject;

import dev.millrace.kit.decide.Decision;
import dev.millrace.orders.order.OrderCommand.Item;
import dev.millrace.orders.order.OrderCommand.ReturnItems;
import dev.millrace.schemas.id.Ids;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Takes units back. */
final class ReturnDecider {

  static final int RETURNS_MAX = 500;

  private ReturnDecider() {}

  static Decision<OrderEvent, Refusal> decide(Order order, ReturnItems command) {
    if (isBlankOrLong(command.returnId())
        || isBlankOrLong(command.warehouseId())
        || command.reason().length() > PlacementRules.TEXT_LENGTH_MAX
        || command.items().isEmpty()
        || command.items().size() > PlacementRules.LINES_MAX) {
      return refuse(
          OrderRejection.MALFORMED_COMMAND,
          order.orderId(),
          "A return has an id, a warehouse and 1 to %d items.".formatted(PlacementRules.LINES_MAX));
    }
    Optional<Order.Return> taken =
        order.returns().stream()
            .filter(one -> one.returnId().equals(command.returnId()))
            .findFirst();
    if (order.returnBook().of(command.returnId()).isPresent()) {
      return refuse(
          OrderRejection.RETURN_ID_REUSED, command.returnId(), "This return goes step by step.");
    }
    if (taken.isPresent()) {
      return taken.get().items().equals(command.items())
          ? accept()
          : refuse(
              OrderRejection.RETURN_ID_REUSED,
              command.returnId(),
              "This return has been taken with other items.");
    }
    if (!order.stands()) {
      return refuse(
          OrderRejection.ORDER_NOT_RETURNABLE,
          order.orderId(),
          "Only a confirmed order takes returns.");
    }
    if (order.returns().size() >= RETURNS_MAX) {
      return refuse(
          OrderRejection.TOO_MANY_RETURNS,
          order.orderId(),
          "An order takes at most %d returns.".formatted(RETURNS_MAX));
    }
    return take(order, command);
  }

  private static Decision<OrderEvent, Refusal> take(Order order, ReturnItems command) {
    Set<String> lineIds = new HashSet<>();
    long refundMinor = 0;
    for (Item item : command.items()) {
      Optional<Refusal> refusal = refusalOf(order, lineIds, item.lineId(), item.quantity());
      if (refusal.isPresent()) {
        return reject(refusal.get());
      }
      Order.Line line = order.line(item.lineId()).orElseThrow();
      refundMinor += ReturnMoney.ofUnits(order, line, item.quantity());
    }
    return accept(
        new OrderEvent.ItemsReturned(
            command.returnId(),
            command.items(),
            command.reason(),
            command.warehouseId(),
            Math.min(refundMinor, order.grantableMinor(order.toCaptureMinor())),
            RequestIds.refundOfReturn(order.orderId(), command.returnId())));
  }

  /**
   * Why units of a line cannot come back: at once or step by step, the same units come back once.
   *
   * @param lineIds of the lines that were looked at before; this one is added
   */
  static Optional<Refusal> refusalOf(
      Order order, Set<String> lineIds, String lineId, int quantity) {
    Optional<Order.Line> found = order.line(lineId);
    if (found.isEmpty()) {
      return about(OrderRejection.LINE_UNKNOWN, lineId, "The order has no such line.");
    }
    Order.Line line = found.get();
    if (!lineIds.add(lineId)) {
      return about(OrderRejection.DUPLICATE_LINE, lineId, "A line stands once in a return.");
    }
    int gone = order.returnBook().claimed(lineId) + order.care().cancelledUnits(lineId);
    int left = line.priced().quantity() - line.returned() - gone;
    if (quantity < 1 || quantity > left) {
      return Optional.of(
          new Refusal(
              OrderRejection.RETURN_EXCEEDS_ORDERED,
              "At least 1 and at most what has not come back yet and no other return has claimed.",
              lineId,
              (long) quantity,
              (long) left));
    }
    if (line.stock() != Order.LineStock.COMMITTED && line.stock() != Order.LineStock.BACKORDERED) {
      return about(
          OrderRejection.LINE_NOT_COMMITTED,
          lineId,
          "The line's units have not left the stock yet.");
    }
    int there = line.delivered() - line.returned() - gone;
    return quantity > there
        ? Optional.of(
            new Refusal(
                OrderRejection.RETURN_EXCEEDS_DELIVERED,
                "Some of the line's units have yet to come; only those that came can come back.",
                lineId,
                (long) quantity,
                (long) there))
        : Optional.empty();
  }

  private static Optional<Refusal> about(OrderRejection name, String pointer, String detail) {
    return Optional.of(Refusal.about(name, pointer, detail));
  }

  private static boolean isBlankOrLong(String id) {
    return id.isBlank() || id.length() > Ids.LENGTH_MAX;
  }

  private static Decision<OrderEvent, Refusal> refuse(
      OrderRejection name, String pointer, String detail) {
    return reject(Refusal.about(name, pointer, detail));
  }
}
