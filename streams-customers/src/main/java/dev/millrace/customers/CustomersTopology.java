package dev.millrace.customers;

import dev.millrace.avro.customers.Cart;
import dev.millrace.avro.customers.CartEvent;
import dev.millrace.kit.process.CommandProcessor;
import dev.millrace.kit.process.Outcome;
import dev.millrace.kit.process.Wiring;
import dev.millrace.schemas.topics.Topics;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/** Cart commands in; facts and replies out. */
final class CustomersTopology {

  private static final String DECIDE_CART = "decide-cart";

  private CustomersTopology() {}

  static Topology build(CustomersConfig config, Topics topics) {
    var builder = new StreamsBuilder();
    var writer =
        CommandProcessor.remembering(
            config.outcomes(),
            topics,
            DECIDE_CART,
            CartHandler::new,
            CustomersStores.cartState(topics));

    KStream<String, Outcome<CartEvent, Cart>> outcomes =
        builder.stream(
                topics.cartCommands().name(),
                Wiring.read(topics.cartCommands(), "read-cart-commands"))
            .process(writer, Named.as(DECIDE_CART));

    outcomes
        .flatMapValues(Outcome::events, Named.as("unpack-cart-events"))
        .to(topics.cartEvents().name(), Wiring.write(topics.cartEvents(), "write-cart-events"));
    outcomes
        .flatMap((cartId, outcome) -> outcome.repliesByCommand(), Named.as("unpack-cart-reply"))
        .to(topics.replies().name(), Wiring.writeReplies(topics, "write-cart-replies"));

    return builder.build();
  }
}
