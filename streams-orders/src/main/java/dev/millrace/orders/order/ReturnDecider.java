package dev.millrace.orders.order;

import static dev.millrace.kit.decide.Decision.accept;
import static dev.millrace.kit.decide.Decision.reject;

import dev.millrace.kit.decide.Decision;
import dev.millrace.orders.order.OrderCommand.Item;
import dev.millrace.orders.order.OrderCommand.ReturnItems;
import dev.millrace.schemas.id.Ids;
import java.math.BigInteger;
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
    if (taken.isPresent()) {
      return taken.get().items().equals(command.items())
          ? accept()
          : refuse(
              OrderRejection.RETURN_ID_REUSED,
              command.returnId(),
              "This return has been taken with other items.");
    }
    if (order.status() != Order.Status.CONFIRMED) {
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
      Optional<Order.Line> found = order.line(item.lineId());
      if (found.isEmpty()) {
        return refuse(OrderRejection.LINE_UNKNOWN, item.lineId(), "The order has no such line.");
      }
      Order.Line line = found.get();
      if (!lineIds.add(item.lineId())) {
        return refuse(
            OrderRejection.DUPLICATE_LINE, item.lineId(), "A line stands once in a return.");
      }
      int cancelled = order.care().cancelledUnits(item.lineId());
      int left = line.priced().quantity() - line.returned() - cancelled;
      if (item.quantity() < 1 || item.quantity() > left) {
        return reject(
            new Refusal(
                OrderRejection.RETURN_EXCEEDS_ORDERED,
                "At least 1 and at most what has not come back yet.",
                item.lineId(),
                (long) item.quantity(),
                (long) left));
      }
      if (line.stock() != Order.LineStock.COMMITTED
          && line.stock() != Order.LineStock.BACKORDERED) {
        return refuse(
            OrderRejection.LINE_NOT_COMMITTED,
            item.lineId(),
            "The line's units have not left the stock yet.");
      }
      int there = line.delivered() - line.returned() - cancelled;
      if (item.quantity() > there) {
        return reject(
            new Refusal(
                OrderRejection.RETURN_EXCEEDS_DELIVERED,
                "Some of the line's units have yet to come; only those that came can come back.",
                item.lineId(),
                (long) item.quantity(),
                (long) there));
      }
      refundMinor += refundMinor(line, cancelled, item.quantity());
    }
    return accept(
        new OrderEvent.ItemsReturned(
            command.returnId(),
            command.items(),
            command.reason(),
            command.warehouseId(),
            refundMinor,
            RequestIds.refundOfReturn(order.orderId(), command.returnId())));
  }

  /**
   * The share of all units back so far, less what earlier returns and cancellations got: shares
   * always add up.
   */
  private static long refundMinor(Order.Line line, int cancelled, int quantity) {
    int before = line.returned() + cancelled;
    return shareMinor(line, before + quantity) - shareMinor(line, before);
  }

  static long shareMinor(Order.Line line, int units) {
    return BigInteger.valueOf(line.priced().totalMinor())
        .multiply(BigInteger.valueOf(units))
        .divide(BigInteger.valueOf(line.priced().quantity()))
        .longValueExact();
  }

  private static boolean isBlankOrLong(String id) {
    return id.isBlank() || id.length() > Ids.LENGTH_MAX;
  }

  private static Decision<OrderEvent, Refusal> refuse(
      OrderRejection name, String pointer, String detail) {
    return reject(Refusal.about(name, pointer, detail));
  }
}
