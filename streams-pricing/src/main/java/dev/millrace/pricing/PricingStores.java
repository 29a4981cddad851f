package dev.millrace.pricing;

import dev.millrace.avro.pricing.Offers;
import dev.millrace.avro.pricing.Quote;
import dev.millrace.kit.process.ProcessorStores;
import dev.millrace.kit.process.TimeIndex;
import dev.millrace.schemas.registry.AvroSerde;
import dev.millrace.schemas.topics.Topics;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/** The stores of the pricing context. */
final class PricingStores {

  /** The offers of each SKU, for their one writer. */
  static final String OFFER_STATE = "offer-state";

  /** The offers of all SKUs on every instance: a quote reads many and may wait for none. */
  static final String OFFERS_EVERYWHERE = "offers-everywhere";

  /** Quotes by their id until they expire. */
  static final String QUOTE_STATE = "quote-state";

  /** Which quotes expire when. */
  static final String QUOTE_DEADLINES = "quote-deadlines";

  private PricingStores() {}

  static StoreBuilder<KeyValueStore<String, Offers>> offerState(Topics topics) {
    return ProcessorStores.records(OFFER_STATE, Offers.class, topics);
  }

  static Materialized<String, Offers, KeyValueStore<Bytes, byte[]>> offersEverywhere(
      Topics topics) {
    return Materialized.<String, Offers, KeyValueStore<Bytes, byte[]>>as(OFFERS_EVERYWHERE)
        .withKeySerde(Serdes.String())
        .withValueSerde(new AvroSerde<>(topics.registry(), Offers.class))
        .withCachingDisabled();
  }

  static StoreBuilder<KeyValueStore<String, Quote>> quoteState(Topics topics) {
    return ProcessorStores.records(QUOTE_STATE, Quote.class, topics);
  }

  static StoreBuilder<KeyValueStore<Bytes, byte[]>> quoteDeadlines() {
    return TimeIndex.store(QUOTE_DEADLINES);
  }
}
