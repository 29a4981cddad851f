package dev.millrace.pricing;

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
import org.jspecify.annotations.Nullable;

/** Offer commands and price questions in; facts, the offer table and replies out. */
final class PricingTopology {

  private PricingTopology() {}

  static Topology build(PricingConfig config, Topics topics) {
    var builder = new StreamsBuilder();
    builder.globalTable(
        topics.offerTable().name(),
        Wiring.read(topics.offerTable(), "read-offer-table"),
        PricingStores.offersEverywhere(topics));
    offers(builder, config, topics);
    quotes(builder, config, topics);
    return builder.build();
  }

  private static void offers(StreamsBuilder builder, PricingConfig config, Topics topics) {
    KStream<String, OfferOutcome> outcomes =
        builder.stream(
                topics.offerCommands().name(),
                Wiring.read(topics.offerCommands(), "read-offer-commands"))
            .process(new OfferProcessor.Supplier(config, topics), Named.as("decide-offer"));

    outcomes
        .flatMapValues(OfferOutcome::events, Named.as("unpack-offer-events"))
        .to(topics.offerEvents().name(), Wiring.write(topics.offerEvents(), "write-offer-events"));
    outcomes
        .flatMapValues(
            outcome -> outcome.changed() == null ? List.of() : List.of(outcome.changed()),
            Named.as("unpack-offers"))
        .to(topics.offerTable().name(), Wiring.write(topics.offerTable(), "write-offer-table"));
    outcomes
        .flatMap((sku, outcome) -> byCommand(outcome.reply()), Named.as("unpack-offer-reply"))
        .to(
            topics.replies().name(),
            Wiring.write(topics.replies(), "write-offer-replies")
                .withStreamPartitioner(Replies.toAskingEdge()));
  }

  private static void quotes(StreamsBuilder builder, PricingConfig config, Topics topics) {
    KStream<String, QuoteOutcome> outcomes =
        builder.stream(
                topics.quoteCommands().name(),
                Wiring.read(topics.quoteCommands(), "read-quote-commands"))
            .process(new QuoteProcessor.Supplier(config, topics), Named.as("decide-quote"));

    outcomes
        .flatMapValues(QuoteOutcome::events, Named.as("unpack-quote-events"))
        .to(topics.quoteEvents().name(), Wiring.write(topics.quoteEvents(), "write-quote-events"));
    outcomes
        .flatMap((quoteId, outcome) -> byCommand(outcome.reply()), Named.as("unpack-quote-reply"))
        .to(
            topics.replies().name(),
            Wiring.write(topics.replies(), "write-quote-replies")
                .withStreamPartitioner(Replies.toAskingEdge()));
  }

  private static List<KeyValue<String, Reply>> byCommand(@Nullable Reply reply) {
    return reply == null ? List.of() : List.of(KeyValue.pair(reply.getCommandId(), reply));
  }
}
