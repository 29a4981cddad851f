package dev.millrace.orders.order;

import dev.millrace.kit.decide.Decision;
import dev.millrace.orders.order.Order.LineStock;
import dev.millrace.orders.order.OrderCommand.Item;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps shipments in step with what is sold: every unit that came stands in one shipment, and the
 * order says how far they all are.
 */
final class ShipmentPlan {

  private record From(String warehouseId, String sellerId) {}

  private ShipmentPlan() {}

  /**
   * What follows from events that were just decided about a confirmed order.
   *
   * @return those events and what follows
   */
  static Decision<OrderEvent, Refusal> follow(
      Order before,
      Decision<OrderEvent, Refusal> decision,
      OrderCommand command,
      Caller caller,
      Instant now) {
    if (!before.wasConfirmed()
        || !(decision instanceof Decision.Accepted<OrderEvent, Refusal> accepted)
        || (accepted.events().isEmpty() && !isWish(command))) {
      return decision;
    }
    List<OrderEvent> events = new ArrayList<>(accepted.events());
    Order after = before;
    for (OrderEvent event : events) {
      after = fold(after, event, command, caller, now);
    }
    if (!after.stands()) {
      return decision;
    }
    boolean isDue =
        !before.stands()
            || !before.shipments().all().isEmpty()
            || isWish(command)
            || events.stream().anyMatch(ShipmentPlan::isSale);
    if (isDue) {
      for (OrderEvent planned : missing(after)) {
        events.add(planned);
        after = fold(after, planned, command, caller, now);
      }
    }
    Order.Status progress = after.shipments().progress(after.lines());
    if (progress != after.status()) {
      events.add(new OrderEvent.OrderProgressed(progress));
    }
    return Decision.accept(events);
  }

  /** Orders of earlier versions have no shipments: they are planned when somebody asks. */
  private static boolean isWish(OrderCommand command) {
    return command instanceof OrderCommand.CreateShipment wish && wish.isWholePlan();
  }

  private static boolean isSale(OrderEvent event) {
    return event instanceof OrderEvent.LineStockCommitted
        || event instanceof OrderEvent.LineBackorderFilled
        || event instanceof ReturnEvent.ExchangeSold;
  }

  private static Order fold(
      Order order, OrderEvent event, OrderCommand command, Caller caller, Instant now) {
    return OrderFold.evolve(
        order,
        new OrderEvent.Recorded(event, order.sequence() + 1, now, command.commandId(), caller));
  }

  /** Plans together what is sold together: nothing before all sales are answered. */
  private static List<OrderEvent> missing(Order order) {
    if (order.lines().stream().anyMatch(line -> line.stock() == LineStock.COMMITTING)) {
      return List.of();
    }
    Map<From, List<Item>> groups = new LinkedHashMap<>();
    for (Order.Line line : order.lines()) {
      if (line.stock() == LineStock.COMMITTED || line.stock() == LineStock.BACKORDERED) {
        String lineId = line.priced().lineId();
        for (Order.Allocation from : line.allocations()) {
          int units = from.quantity() - order.shipments().units(lineId, from.warehouseId());
          if (units > 0) {
            groups
                .computeIfAbsent(
                    new From(from.warehouseId(), line.priced().sellerId()),
                    key -> new ArrayList<>())
                .add(new Item(lineId, units));
          }
        }
      }
    }
    exchanges(order, groups);
    List<OrderEvent> planned = new ArrayList<>();
    int number = order.shipments().all().size();
    for (Map.Entry<From, List<Item>> group : groups.entrySet()) {
      From from = group.getKey();
      Optional<Shipment> open = open(order.shipments(), from);
      if (open.isEmpty()) {
        number++;
      }
      planned.add(
          new OrderEvent.ShipmentPlanned(
              open.isEmpty()
                  ? ShipmentIds.planned(order.orderId(), number)
                  : open.get().shipmentId(),
              from.warehouseId(),
              from.sellerId(),
              group.getValue(),
              null));
    }
    return planned;
  }

  /** What was sold instead of units that came back goes out as well. */
  private static void exchanges(Order order, Map<From, List<Item>> groups) {
    order
        .returnBook()
        .exchanges()
        .filter(one -> one.step() == Exchange.Step.SOLD)
        .forEach(
            one -> {
              String sellerId = order.line(one.lineId()).orElseThrow().priced().sellerId();
              for (Order.Allocation from : one.allocations()) {
                int units =
                    from.quantity() - order.shipments().units(one.exchangeId(), from.warehouseId());
                if (units > 0) {
                  groups
                      .computeIfAbsent(
                          new From(from.warehouseId(), sellerId), key -> new ArrayList<>())
                      .add(new Item(one.exchangeId(), units));
                }
              }
            });
  }

  private static Optional<Shipment> open(Shipments shipments, From from) {
    return shipments.all().stream()
        .filter(
            one ->
                one.status() == Shipment.Status.ALLOCATED
                    && one.warehouseId().equals(from.warehouseId())
                    && one.sellerId().equals(from.sellerId()))
        .findFirst();
  }
}
