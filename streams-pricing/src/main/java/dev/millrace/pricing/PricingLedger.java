package dev.millrace.pricing;

import dev.millrace.avro.pricing.OfferEvent;
import dev.millrace.avro.pricing.Offers;
import dev.millrace.avro.pricing.Quote;
import dev.millrace.avro.pricing.QuoteEvent;
import dev.millrace.pricing.offer.SkuOffers;
import java.time.Instant;

/** Offers and quotes from their published events alone, for audits. */
public final class PricingLedger {

  private PricingLedger() {}

  /**
   * The offers that events lead to.
   *
   * @param events of one SKU, from its first on, in the order of the topic
   * @throws IllegalArgumentException if one is newer than this version
   */
  public static Offers offers(String sku, Iterable<OfferEvent> events) {
    SkuOffers offers = SkuOffers.none(sku);
    Instant latestAt = Instant.EPOCH;
    for (OfferEvent record : events) {
      latestAt = record.getAt();
      offers = offers.evolve(event(record), latestAt);
    }
    return OfferAvro.view(offers, latestAt);
  }

  /**
   * The quote that an event issues, as it is computed and signed today; the same record unless the
   * quote was forged or the secret is another.
   *
   * @throws IllegalArgumentException if the event is newer than this version
   */
  public static Quote quote(QuoteEvent record, byte[] secret) {
    if (!record.getType().equals("quoteIssued")) {
      throw unknown(record.getEventId(), record.getType());
    }
    return QuoteAvro.signed(QuoteAvro.priced(record.getQuoteIssued()), secret);
  }

  private static dev.millrace.pricing.offer.OfferEvent event(OfferEvent record) {
    if (!record.getType().equals("offerSet")) {
      throw unknown(record.getEventId(), record.getType());
    }
    return new dev.millrace.pricing.offer.OfferEvent.OfferSet(
        OfferAvro.offer(record.getOfferSet()));
  }

  private static IllegalArgumentException unknown(String eventId, String type) {
    return new IllegalArgumentException(
        "event %s of type %s is not known here".formatted(eventId, type));
  }
}
