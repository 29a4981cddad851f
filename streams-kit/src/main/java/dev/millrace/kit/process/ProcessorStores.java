package dev.millrace.kit.process;

import dev.millrace.schemas.registry.AvroSerde;
import dev.millrace.schemas.topics.Topics;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** Builders of the stores that a processor brings. */
public final class ProcessorStores {

  private ProcessorStores() {}

  /** A persistent store of records by text keys, with a changelog. */
  public static <V extends SpecificRecord> StoreBuilder<KeyValueStore<String, V>> records(
      String name, Class<V> type, Topics topics) {
    return Stores.keyValueStoreBuilder(
        Stores.persistentKeyValueStore(name),
        Serdes.String(),
        new AvroSerde<>(topics.registry(), type));
  }

  /** The same, for stores that are also walked for their keys. */
  public static <V extends SpecificRecord>
      StoreBuilder<KeyValueStore<String, LazyValue<V>>> lazyRecords(
          String name, Class<V> type, Topics topics) {
    return Stores.keyValueStoreBuilder(
        Stores.persistentKeyValueStore(name),
        Serdes.String(),
        LazyValue.serde(new AvroSerde<>(topics.registry(), type)));
  }

  /** In the order of their names, so that a topology describes itself alike in every process. */
  public static Set<StoreBuilder<?>> inOrder(StoreBuilder<?>... stores) {
    Set<StoreBuilder<?>> ordered = new TreeSet<>(Comparator.comparing(StoreBuilder::name));
    ordered.addAll(List.of(stores));
    return ordered;
  }
}
