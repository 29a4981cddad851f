package dev.millrace.schemas.topics;

import dev.millrace.avro.pricing.OfferCommand;
import dev.millrace.avro.pricing.OfferEvent;
import dev.millrace.avro.pricing.Offers;
import dev.millrace.avro.pricing.QuoteCommand;
import dev.millrace.avro.pricing.QuoteEvent;
import java.util.List;

/** The topics about offers and quotes. */
record PricingTopics(
    Topic<OfferCommand> offerCommands,
    Topic<OfferEvent> offerEvents,
    Topic<Offers> offerTable,
    Topic<QuoteCommand> quoteCommands,
    Topic<QuoteEvent> quoteEvents) {

  static PricingTopics of(TopicFactory topics) {
    return new PricingTopics(
        topics.passing(
            "pricing.offer-commands.v1",
            OfferCommand.class,
            "SKU",
            "Requests to the writer of a SKU's offers."),
        topics.history(
            "pricing.offer-events.v1", OfferEvent.class, "SKU", "Every price a seller ever set."),
        topics.table("pricing.offer-table.v1", Offers.class, "SKU", "The offers of each SKU now."),
        topics.passing(
            "pricing.quote-commands.v1", QuoteCommand.class, "quote id", "Questions for a price."),
        topics.history(
            "pricing.quote-events.v1",
            QuoteEvent.class,
            "quote id",
            "Every quote with the rules that made it."));
  }

  List<Topic<?>> all() {
    return List.of(offerCommands, offerEvents, offerTable, quoteCommands, quoteEvents);
  }
}
