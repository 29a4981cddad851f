package dev.millrace.search;

import dev.millrace.avro.search.HeldDocument;
import dev.millrace.avro.search.state.SkuFacts;
import dev.millrace.kit.process.TimeIndex;
import dev.millrace.schemas.registry.AvroSerde;
import dev.millrace.schemas.topics.Topics;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** What the search indexer keeps. */
final class SearchStores {

  /** By SKU: the products that carry it, its offers, who has it in stock, what was last told. */
  static final String SKU_FACTS = "sku-facts";

  /** SKUs in order of the next time at which one of their offers begins or ends. */
  static final String OFFER_BOUNDARIES = "sku-offer-boundaries";

  /** By product id: the document as it is or would be shown. */
  static final String SEARCH_DOCUMENT = "search-document";

  private SearchStores() {}

  /** In order of their names: the description of the topology must not depend on the run. */
  static Set<StoreBuilder<?>> ofSkus(Topics topics) {
    Set<StoreBuilder<?>> stores = new TreeSet<>(Comparator.comparing(StoreBuilder::name));
    stores.add(
        Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(SKU_FACTS),
            Serdes.String(),
            new AvroSerde<>(topics.registry(), SkuFacts.class)));
    stores.add(TimeIndex.store(OFFER_BOUNDARIES));
    return stores;
  }

  static StoreBuilder<KeyValueStore<String, HeldDocument>> ofDocuments(Topics topics) {
    return Stores.keyValueStoreBuilder(
        Stores.persistentKeyValueStore(SEARCH_DOCUMENT),
        Serdes.String(),
        new AvroSerde<>(topics.registry(), HeldDocument.class));
  }
}
