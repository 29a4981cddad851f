package dev.millrace.catalog;

import dev.millrace.avro.catalog.Product;
import dev.millrace.avro.catalog.ProductEvent;
import dev.millrace.kit.process.CommandProcessor;
import dev.millrace.kit.process.Outcome;
import dev.millrace.kit.process.Wiring;
import dev.millrace.schemas.topics.Topics;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/** Commands in; events, the table of products and replies out. */
public final class CatalogTopology {

  private static final String DECIDE_PRODUCT = "decide-product";

  private CatalogTopology() {}

  public static Topology build(CatalogConfig config, Topics topics) {
    var builder = new StreamsBuilder();
    var commands = topics.productCommands();
    var writer =
        CommandProcessor.remembering(
            config.retention(),
            topics,
            DECIDE_PRODUCT,
            ProductHandler::new,
            CatalogStores.productState(topics));

    KStream<String, Outcome<ProductEvent, Product>> outcomes =
        builder.stream(commands.name(), Wiring.read(commands, "read-product-commands"))
            .process(writer, Named.as(DECIDE_PRODUCT));

    outcomes
        .flatMapValues(Outcome::events, Named.as("unpack-product-events"))
        .to(
            topics.productEvents().name(),
            Wiring.write(topics.productEvents(), "write-product-events"));
    outcomes
        .flatMapValues(Outcome::changes, Named.as("unpack-product"))
        .to(
            topics.productTable().name(),
            Wiring.write(topics.productTable(), "write-product-table"));
    outcomes
        .flatMap((productId, outcome) -> outcome.repliesByCommand(), Named.as("unpack-reply"))
        .to(topics.replies().name(), Wiring.writeReplies(topics, "write-replies"));
    return builder.build();
  }
}
