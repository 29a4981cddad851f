package dev.millrace.orders.order;

import static dev.millrace.kit.decide.Decision.accept;
import static dev.millrace.kit.decide.Decision.reject;

import dev.millrace.kit.decide.Decision;
import dev.millrace.orders.order.OrderCommand.CancelLines;
import dev.millrace.orders.order.OrderCommand.EditOrder;
import dev.millrace.orders.order.OrderCommand.Item;
import dev.millrace.orders.order.OrderEvent.CancelledLine;
import dev.millrace.orders.order.Payment.Progress;
import dev.millrace.schemas.id.Ids;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Takes from an order before it is on its way: gives units up, sends it elsewhere. More units are
 * {@link AdditionDecider}'s.
 */
final class EditDecider {

  static final int CANCELLATIONS_MAX = 500;

  private EditDecider() {}

  static Decision<OrderEvent, Refusal> cancel(Order order, CancelLines command, Caller caller) {
    if (isMalformed(command.cancellationId(), command.reason(), command.items())
        || command.items().isEmpty()) {
      return refuse(
          OrderRejection.MALFORMED_COMMAND,
          order.orderId(),
          "A cancellation has an id and 1 to %d lines.".formatted(PlacementRules.LINES_MAX));
    }
    if (order.care().cancellations().contains(command.cancellationId())) {
      return accept();
    }
    return give(order, command.cancellationId(), command.items(), command.reason(), caller);
  }

  static boolean isMalformed(EditOrder command) {
    String method = command.terms().paymentMethodId();
    return isMalformed(command.editId(), command.reason(), command.quantities())
        || (command.shippingAddress() == null && command.quantities().isEmpty())
        || (command.shippingAddress() != null
            && !PlacementRules.isBounded(command.shippingAddress()))
        || (method != null && !Ids.isId(method));
  }

  static Decision<OrderEvent, Refusal> malformed(Order order) {
    return refuse(
        OrderRejection.MALFORMED_COMMAND,
        order.orderId(),
        "An edit has an id, and an address or lines with their new quantities.");
  }

  /** Units of a line that were ordered and not given up; 0 if there is no such line. */
  static int ordered(Order order, String lineId) {
    return order
        .line(lineId)
        .map(line -> line.priced().quantity() - order.care().cancelledUnits(lineId))
        .orElse(0);
  }

  /** The price of what these events take away. */
  static long givenUpMinor(Order order, List<OrderEvent> events) {
    long givenUpMinor = 0;
    for (OrderEvent event : events) {
      if (event instanceof OrderEvent.LinesCancelled cancelled) {
        givenUpMinor += cancelled.lines().stream().mapToLong(CancelledLine::amountMinor).sum();
      } else if (event instanceof OrderEvent.OrderCancelled) {
        givenUpMinor += order.totalMinor() - order.care().cancelledMinor();
      }
    }
    return givenUpMinor;
  }

  /** An edit that wants no more units than there are. */
  static Decision<OrderEvent, Refusal> edit(Order order, EditOrder command, Caller caller) {
    if (!order.stands()) {
      return notEditable(order);
    }
    List<OrderEvent> events = new ArrayList<>();
    Placement.Address now = order.attempt().placement().shippingAddress();
    Placement.Address wanted = command.shippingAddress();
    if (wanted != null && !wanted.equals(now)) {
      if (!wanted.country().equals(now.country())
          || !Objects.equals(wanted.region(), now.region())) {
        return refuse(
            OrderRejection.ADDRESS_CHANGES_PRICE,
            order.orderId(),
            "Another country or region has another price; cancel and order again.");
      }
      if (order.shipments().isAnyAddressed()) {
        return refuse(
            OrderRejection.ADDRESS_ON_PARCEL,
            order.orderId(),
            "A parcel of the order has its label; it goes where that says.");
      }
      if (hasTooMany(order)) {
        return tooMany(order);
      }
      events.add(new OrderEvent.ShippingAddressChanged(command.editId(), wanted, true));
    }
    List<Item> fewer = new ArrayList<>();
    for (Item item : command.quantities()) {
      if (order.line(item.lineId()).isEmpty()) {
        return lineUnknown(item);
      }
      int ordered = ordered(order, item.lineId());
      if (item.quantity() < ordered) {
        fewer.add(new Item(item.lineId(), ordered - item.quantity()));
      }
    }
    if (fewer.isEmpty()) {
      return accept(events);
    }
    return switch (give(order, command.editId(), fewer, command.reason(), caller)) {
      case Decision.Rejected<OrderEvent, Refusal> rejected -> rejected;
      case Decision.Accepted<OrderEvent, Refusal> accepted -> {
        events.addAll(accepted.events());
        yield accept(events);
      }
    };
  }

  private static Decision<OrderEvent, Refusal> give(
      Order order, String cancellationId, List<Item> items, String reason, Caller caller) {
    if (!order.stands()) {
      return notEditable(order);
    }
    if (hasTooMany(order)) {
      return tooMany(order);
    }
    Set<String> lineIds = new HashSet<>();
    List<CancelledLine> cancelled = new ArrayList<>();
    long amountMinor = 0;
    for (Item item : items) {
      Optional<Order.Line> found = order.line(item.lineId());
      if (found.isEmpty()) {
        return lineUnknown(item);
      }
      Order.Line line = found.get();
      if (!lineIds.add(item.lineId())) {
        return refuse(
            OrderRejection.DUPLICATE_LINE, item.lineId(), "A line stands once in a cancellation.");
      }
      if (caller.role() == Caller.Role.SELLER
          && !line.priced().sellerId().equals(caller.subject())) {
        return refuse(
            OrderRejection.NOT_LINE_OWNER, item.lineId(), "The line is another seller's.");
      }
      int cancellable = cancellableUnits(order, line);
      if (item.quantity() < 1 || item.quantity() > cancellable) {
        return reject(
            new Refusal(
                OrderRejection.UNITS_NOT_CANCELLABLE,
                "At least 1, and at most what is sold, there, and not being sent or returned.",
                item.lineId(),
                (long) item.quantity(),
                (long) cancellable));
      }
      CancelledLine one = line(order, line, item.quantity());
      amountMinor += one.amountMinor();
      cancelled.add(one);
    }
    if (isAllThatIsLeft(order, items)) {
      return accept(new OrderEvent.OrderCancelled(caller, reason));
    }
    long waivedMinor = Math.min(amountMinor, waivableMinor(order));
    long grantableMinor = order.grantableMinor(order.toCaptureMinor() - waivedMinor);
    return accept(
        new OrderEvent.LinesCancelled(
            cancellationId,
            cancelled,
            reason,
            Math.min(amountMinor - waivedMinor, grantableMinor),
            waivedMinor,
            RequestIds.refundOfLines(order.orderId(), cancellationId)));
  }

  /**
   * Units of a line that may still be given up: they are sold, there, with us, claimed by no
   * return, and nobody has begun to pick them.
   */
  private static int cancellableUnits(Order order, Order.Line line) {
    if (line.stock() != Order.LineStock.COMMITTED) {
      return 0;
    }
    String lineId = line.priced().lineId();
    int unpicked =
        line.allocations().stream()
            .mapToInt(from -> order.shipments().unpicked(lineId, from))
            .sum();
    int gone =
        line.returned() + order.returnBook().claimed(lineId) + order.care().cancelledUnits(lineId);
    return Math.max(0, Math.min(unpicked, line.delivered() - gone));
  }

  /**
   * What need not be taken first to be given back. While a capture has failed nobody knows whether
   * its money is taken, and cash lets itself off.
   */
  private static long waivableMinor(Order order) {
    boolean isFailed =
        order.payment().captures().all().stream().anyMatch(one -> one.step() == Progress.FAILED);
    return isFailed ? 0 : order.capturableMinor();
  }

  /**
   * The units leave from the last warehouses first, because parcels are made from the first ones;
   * but only those that nobody has begun to pick.
   */
  private static CancelledLine line(Order order, Order.Line line, int quantity) {
    List<Order.Allocation> back = new ArrayList<>();
    int left = quantity;
    for (int i = line.allocations().size() - 1; i >= 0 && left > 0; i--) {
      Order.Allocation one = line.allocations().get(i);
      int units = Math.min(left, order.shipments().unpicked(line.priced().lineId(), one));
      if (units > 0) {
        back.add(new Order.Allocation(one.warehouseId(), units));
        left -= units;
      }
    }
    return new CancelledLine(
        line.priced().lineId(), quantity, ReturnMoney.ofUnits(order, line, quantity), back);
  }

  /** Then nothing is left to send, and the order ends with its shipping. */
  private static boolean isAllThatIsLeft(Order order, List<Item> items) {
    return order.lines().stream()
        .allMatch(
            line -> {
              String lineId = line.priced().lineId();
              int now =
                  items.stream()
                      .filter(item -> item.lineId().equals(lineId))
                      .mapToInt(Item::quantity)
                      .sum();
              return order.care().cancelledUnits(lineId) + now == line.priced().quantity();
            });
  }

  private static boolean hasTooMany(Order order) {
    return order.care().cancellations().size() >= CANCELLATIONS_MAX;
  }

  private static Decision<OrderEvent, Refusal> tooMany(Order order) {
    return refuse(
        OrderRejection.TOO_MANY_CANCELLATIONS,
        order.orderId(),
        "An order takes at most %d partial cancellations and edits.".formatted(CANCELLATIONS_MAX));
  }

  private static boolean isMalformed(String id, String reason, List<Item> items) {
    return id.isBlank()
        || id.length() > Ids.LENGTH_MAX
        || reason.length() > PlacementRules.TEXT_LENGTH_MAX
        || items.size() > PlacementRules.LINES_MAX
        || items.stream().anyMatch(item -> item.quantity() < 0);
  }

  private static Decision<OrderEvent, Refusal> lineUnknown(Item item) {
    return refuse(OrderRejection.LINE_UNKNOWN, item.lineId(), "The order has no such line.");
  }

  private static Decision<OrderEvent, Refusal> notEditable(Order order) {
    return refuse(
        OrderRejection.ORDER_NOT_EDITABLE,
        order.orderId(),
        "Only a confirmed order is changed, and only before it is on its way.");
  }

  private static Decision<OrderEvent, Refusal> refuse(
      OrderRejection name, String pointer, String detail) {
    return reject(Refusal.about(name, pointer, detail));
  }
}
