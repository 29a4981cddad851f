package dev.millrace.schemas.topics;

import dev.millrace.avro.customers.CartCommand;
import dev.millrace.avro.customers.CartEvent;
import java.util.List;

/** The topics about carts. */
record CustomerTopics(Topic<CartCommand> cartCommands, Topic<CartEvent> cartEvents) {

  static CustomerTopics of(TopicFactory topics) {
    return new CustomerTopics(
        topics.passing(
            "customers.cart-commands.v1",
            CartCommand.class,
            "cart id",
            "Requests to the writer of a cart."),
        topics.history(
            "customers.cart-events.v1",
            CartEvent.class,
            "cart id",
            "Everything that ever happened to a cart."));
  }

  List<Topic<?>> all() {
    return List.of(cartCommands, cartEvents);
  }
}
