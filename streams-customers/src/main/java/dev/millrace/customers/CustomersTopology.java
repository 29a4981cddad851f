package dev.millrace.customers;

import dev.millrace.avro.edge.Reply;
import dev.millrace.kit.process.Replies;
import dev.millrace.kit.process.Wiring;
import dev.millrace.schemas.topics.Topics;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/** Cart commands in; facts and replies out. */
final class CustomersTopology {

  private CustomersTopology() {}

  static Topology build(CustomersConfig config, Topics topics) {
    var builder = new StreamsBuilder();

    KStream<String, CartOutcome> outcomes =
        builder.stream(
                topics.cartCommands().name(),
                Wiring.read(topics.cartCommands(), "read-cart-commands"))
            .process(new CartProcessor.Supplier(config, topics), Named.as("decide-cart"));

    outcomes
        .flatMapValues(CartOutcome::events, Named.as("unpack-cart-events"))
        .to(topics.cartEvents().name(), Wiring.write(topics.cartEvents(), "write-cart-events"));
    outcomes
        .flatMap((cartId, outcome) -> byCommand(outcome), Named.as("unpack-cart-reply"))
        .to(
            topics.replies().name(),
            Wiring.write(topics.replies(), "write-cart-replies")
                .withStreamPartitioner(Replies.toAskingEdge()));

    return builder.build();
  }

  private static List<KeyValue<String, Reply>> byCommand(CartOutcome outcome) {
    Reply reply = outcome.reply();
    return reply == null ? List.of() : List.of(KeyValue.pair(reply.getCommandId(), reply));
  }
}
