package dev.millrace.testkit;

import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.internals.InternalTopologyBuilder;
import org.apache.kafka.streams.processor.internals.StoreBuilderWrapper;
import org.apache.kafka.streams.processor.internals.StoreFactory;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.InMemoryKeyValueStore;
import org.apache.kafka.streams.state.internals.KeyValueStoreBuilder;

/**
 * Keeps the stores of a topology in memory, and keeps them when its driver is closed: what was
 * committed outlives a process, whatever else the process had in mind does not.
 *
 * <p>The test driver flushes every store after every record, which takes RocksDB milliseconds.
 * There is no public way to give a finished topology other stores, hence the reflection. Changelogs
 * are off: nothing is restored from them here, and nobody would take their records.
 */
final class KeptStores {

  private final Map<String, InMemoryKeyValueStore> kept = new HashMap<>();

  /** Replaces the suppliers of the key-value stores that processors bring. */
  void supply(Topology topology) {
    var builder =
        (InternalTopologyBuilder) value(Topology.class, "internalTopologyBuilder", topology);
    for (StoreFactory factory : builder.stateStores().values()) {
      if (factory instanceof StoreBuilderWrapper wrapper
          && wrapper.builder() instanceof KeyValueStoreBuilder<?, ?> stores) {
        StoreBuilder<?> unlogged = stores.withLoggingDisabled();
        set(KeyValueStoreBuilder.class, "storeSupplier", unlogged, new Supplier(stores.name()));
      }
    }
  }

  private final class Supplier implements KeyValueBytesStoreSupplier {
    private final String name;

    Supplier(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public KeyValueStore<Bytes, byte[]> get() {
      return kept.computeIfAbsent(name, Kept::new);
    }

    @Override
    public String metricsScope() {
      return "kept";
    }
  }

  /** Forgets nothing when it is closed. */
  private static final class Kept extends InMemoryKeyValueStore {
    Kept(String name) {
      super(name);
    }

    @Override
    public void close() {
      // The next driver goes on with what is there.
    }
  }

  private static Object value(Class<?> type, String field, Object of) {
    try {
      return accessible(type, field).get(of);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("Kafka Streams has changed: " + field, e);
    }
  }

  private static void set(Class<?> type, String field, Object of, Object value) {
    try {
      accessible(type, field).set(of, value);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("Kafka Streams has changed: " + field, e);
    }
  }

  private static Field accessible(Class<?> type, String field) throws NoSuchFieldException {
    Field found = type.getDeclaredField(field);
    found.setAccessible(true);
    return found;
  }
}
