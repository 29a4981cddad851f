package dev.millrace.catalog;

import dev.millrace.avro.catalog.Product;
import dev.millrace.kit.process.CommandOutcomes;
import dev.millrace.schemas.registry.AvroSerde;
import dev.millrace.schemas.topics.Topics;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** What the catalogue keeps. */
final class CatalogStores {

  /** Each product as it stands, by product id: what a put is decided against. */
  static final String PRODUCT_STATE = "product-state";

  private CatalogStores() {}

  /** In order of their names: the description of the topology must not depend on the run. */
  static Set<StoreBuilder<?>> all(Topics topics) {
    Set<StoreBuilder<?>> stores = new TreeSet<>(Comparator.comparing(StoreBuilder::name));
    stores.addAll(CommandOutcomes.stores(topics));
    stores.add(
        Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(PRODUCT_STATE),
            Serdes.String(),
            new AvroSerde<>(topics.registry(), Product.class)));
    return stores;
  }
}
