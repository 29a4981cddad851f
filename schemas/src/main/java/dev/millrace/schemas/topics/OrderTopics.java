package dev.millrace.schemas.topics;

import dev.millrace.avro.orders.OrderCommand;
import dev.millrace.avro.orders.OrderEvent;
import java.util.List;

/** The topics about orders. */
record OrderTopics(Topic<OrderCommand> orderCommands, Topic<OrderEvent> orderEvents) {

  static OrderTopics of(TopicFactory topics) {
    return new OrderTopics(
        topics.passing(
            "orders.order-commands.v1",
            OrderCommand.class,
            "order id",
            "Requests to the writer of an order."),
        topics.history(
            "orders.order-events.v1",
            OrderEvent.class,
            "order id",
            "Everything that ever happened to an order; folds to the order."));
  }

  List<Topic<?>> all() {
    return List.of(orderCommands, orderEvents);
  }
}
