package dev.millrace.schemas.topics;

import dev.millrace.schemas.registry.AvroSerde;
import dev.millrace.schemas.registry.SchemaRegistry;
import java.time.Duration;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Makes topics of the few kinds there are. */
record TopicFactory(SchemaRegistry registry, int partitions) {

  private static final @Nullable Duration FOR_EVER = null;
  private static final Duration WEEK = Duration.ofDays(7);

  /** Requests and results, which whoever they are for reads soon. */
  <V extends SpecificRecord> Topic<V> passing(
      String name, Class<V> type, String keyIs, String purpose) {
    return passing(WEEK, name, type, keyIs, purpose);
  }

  <V extends SpecificRecord> Topic<V> passing(
      Duration retention, String name, Class<V> type, String keyIs, String purpose) {
    return topic(name, type, Cleanup.DELETE, retention, keyIs, purpose);
  }

  /** What happened, all of it. */
  <V extends SpecificRecord> Topic<V> history(
      String name, Class<V> type, String keyIs, String purpose) {
    return topic(name, type, Cleanup.DELETE, FOR_EVER, keyIs, purpose);
  }

  /** The last record of each key. */
  <V extends SpecificRecord> Topic<V> table(
      String name, Class<V> type, String keyIs, String purpose) {
    return topic(name, type, Cleanup.COMPACT, FOR_EVER, keyIs, purpose);
  }

  private <V extends SpecificRecord> Topic<V> topic(
      String name,
      Class<V> type,
      Cleanup cleanup,
      @Nullable Duration retention,
      String keyIs,
      String purpose) {
    return new Topic<>(
        name,
        type,
        new AvroSerde<>(registry, type),
        partitions,
        cleanup,
        retention,
        keyIs,
        purpose);
  }
}
