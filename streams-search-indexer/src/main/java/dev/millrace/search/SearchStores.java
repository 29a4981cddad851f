package dev.millrace.search;

import dev.millrace.avro.search.HeldDocument;
import dev.millrace.avro.search.state.SkuFacts;
import dev.millrace.kit.process.ProcessorStores;
import dev.millrace.kit.process.TimeIndex;
import dev.millrace.schemas.topics.Topics;
import java.util.Set;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/** What the search indexer keeps. */
final class SearchStores {

  /** By SKU: the products that carry it, its offers, who has it in stock, what was last told. */
  static final String SKU_FACTS = "sku-facts";

  /** SKUs in order of the next time at which one of their offers begins or ends. */
  static final String OFFER_BOUNDARIES = "sku-offer-boundaries";

  /** By product id: the document as it is or would be shown. */
  static final String SEARCH_DOCUMENT = "search-document";

  private SearchStores() {}

  static Set<StoreBuilder<?>> ofSkus(Topics topics) {
    return ProcessorStores.inOrder(
        ProcessorStores.records(SKU_FACTS, SkuFacts.class, topics),
        TimeIndex.store(OFFER_BOUNDARIES));
  }

  static StoreBuilder<KeyValueStore<String, HeldDocument>> ofDocuments(Topics topics) {
    return ProcessorStores.records(SEARCH_DOCUMENT, HeldDocument.class, topics);
  }
}
