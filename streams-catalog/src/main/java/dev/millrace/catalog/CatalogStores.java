package dev.millrace.catalog;

import dev.millrace.avro.catalog.Product;
import dev.millrace.kit.process.ProcessorStores;
import dev.millrace.schemas.topics.Topics;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/** What the catalogue keeps. */
final class CatalogStores {

  /** Each product as it stands, by product id: what a put is decided against. */
  static final String PRODUCT_STATE = "product-state";

  private CatalogStores() {}

  static StoreBuilder<KeyValueStore<String, Product>> productState(Topics topics) {
    return ProcessorStores.records(PRODUCT_STATE, Product.class, topics);
  }
}
