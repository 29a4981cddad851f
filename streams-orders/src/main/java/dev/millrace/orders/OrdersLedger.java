package dev.millrace.orders;

import dev.millrace.avro.orders.OrderEvent;
import dev.millrace.avro.orders.state.OrderState;
import dev.millrace.orders.order.Order;
import dev.millrace.orders.order.OrderFold;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Orders from their published events alone, for audits. */
public final class OrdersLedger {

  private OrdersLedger() {}

  /**
   * What the writer of an order remembers after its events, but for requests that still wait for an
   * answer: those are no facts.
   *
   * @param events of one order, from its first on, in the order of the topic
   * @throws IllegalArgumentException if there is none, or one is newer than this version
   */
  public static OrderState fold(Iterable<OrderEvent> events) {
    Order order = null;
    for (OrderEvent event : events) {
      order = evolve(order, event);
    }
    if (order == null) {
      throw new IllegalArgumentException("an order begins with an event");
    }
    return OrderStateAvro.stored(order, List.of());
  }

  /**
   * The order after its next event.
   *
   * @param before null before the first
   * @throws IllegalArgumentException if the event is newer than this version
   * @throws NullPointerException if the first event places no order
   */
  public static Order evolve(@Nullable Order before, OrderEvent event) {
    return OrderFold.evolve(before, EventAvro.recorded(event));
  }

  /**
   * An event without its record.
   *
   * @throws IllegalArgumentException if the event is newer than this version
   */
  public static dev.millrace.orders.order.OrderEvent.Recorded recorded(OrderEvent event) {
    return EventAvro.recorded(event);
  }

  /** The order as readers of its store see it. */
  public static dev.millrace.avro.orders.Order view(Order order) {
    return OrderStateAvro.view(order);
  }
}
