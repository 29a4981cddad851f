package dev.millrace.pricing;

import dev.millrace.avro.pricing.OfferEvent;
import dev.millrace.avro.pricing.Offers;
import dev.millrace.avro.pricing.Quote;
import dev.millrace.avro.pricing.QuoteCommand;
import dev.millrace.avro.pricing.QuoteEvent;
import dev.millrace.kit.process.CommandProcessor;
import dev.millrace.kit.process.Outcome;
import dev.millrace.kit.process.Wiring;
import dev.millrace.schemas.topics.Topics;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/** Offer commands and price questions in; facts, the offer table and replies out. */
final class PricingTopology {

  private static final String DECIDE_OFFER = "decide-offer";
  private static final String DECIDE_QUOTE = "decide-quote";

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
    var writer =
        CommandProcessor.remembering(
            config.outcomes(),
            topics,
            DECIDE_OFFER,
            OfferHandler::new,
            PricingStores.offerState(topics));
    KStream<String, Outcome<OfferEvent, Offers>> outcomes =
        builder.stream(
                topics.offerCommands().name(),
                Wiring.read(topics.offerCommands(), "read-offer-commands"))
            .process(writer, Named.as(DECIDE_OFFER));

    outcomes
        .flatMapValues(Outcome::events, Named.as("unpack-offer-events"))
        .to(topics.offerEvents().name(), Wiring.write(topics.offerEvents(), "write-offer-events"));
    outcomes
        .flatMapValues(Outcome::changes, Named.as("unpack-offers"))
        .to(topics.offerTable().name(), Wiring.write(topics.offerTable(), "write-offer-table"));
    outcomes
        .flatMap((sku, outcome) -> outcome.repliesByCommand(), Named.as("unpack-offer-reply"))
        .to(topics.replies().name(), Wiring.writeReplies(topics, "write-offer-replies"));
  }

  private static void quotes(StreamsBuilder builder, PricingConfig config, Topics topics) {
    CommandProcessor.Supplier<QuoteCommand, QuoteEvent, Quote> writer =
        CommandProcessor.of(
            DECIDE_QUOTE,
            context -> new QuoteHandler(config, context),
            PricingStores.quoteState(topics),
            PricingStores.quoteDeadlines());
    KStream<String, Outcome<QuoteEvent, Quote>> outcomes =
        builder.stream(
                topics.quoteCommands().name(),
                Wiring.read(topics.quoteCommands(), "read-quote-commands"))
            .process(writer, Named.as(DECIDE_QUOTE));

    outcomes
        .flatMapValues(Outcome::events, Named.as("unpack-quote-events"))
        .to(topics.quoteEvents().name(), Wiring.write(topics.quoteEvents(), "write-quote-events"));
    outcomes
        .flatMap((quoteId, outcome) -> outcome.repliesByCommand(), Named.as("unpack-quote-reply"))
        .to(topics.replies().name(), Wiring.writeReplies(topics, "write-quote-replies"));
  }
}
