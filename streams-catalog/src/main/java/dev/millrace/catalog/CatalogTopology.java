package dev.millrace.catalog;

import dev.millrace.kit.process.Replies;
import dev.millrace.kit.process.Wiring;
import dev.millrace.schemas.topics.Topics;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/** Commands in; events, the table of products and replies out. */
public final class CatalogTopology {

  private CatalogTopology() {}

  public static Topology build(CatalogConfig config, Topics topics) {
    var builder = new StreamsBuilder();
    var commands = topics.productCommands();
    KStream<String, CatalogOutcome> outcomes =
        builder.stream(commands.name(), Wiring.read(commands, "read-product-commands"))
            .process(new CatalogProcessor.Supplier(config, topics), Named.as("decide-product"));

    outcomes
        .flatMapValues(CatalogOutcome::events, Named.as("unpack-product-events"))
        .to(
            topics.productEvents().name(),
            Wiring.write(topics.productEvents(), "write-product-events"));
    outcomes
        .flatMapValues(CatalogOutcome::products, Named.as("unpack-product"))
        .to(
            topics.productTable().name(),
            Wiring.write(topics.productTable(), "write-product-table"));
    outcomes
        .flatMap(
            (productId, outcome) ->
                outcome.replies().stream()
                    .map(reply -> KeyValue.pair(reply.getCommandId(), reply))
                    .toList(),
            Named.as("unpack-reply"))
        .to(
            topics.replies().name(),
            Wiring.write(topics.replies(), "write-replies")
                .withStreamPartitioner(Replies.toAskingEdge()));
    return builder.build();
  }
}
