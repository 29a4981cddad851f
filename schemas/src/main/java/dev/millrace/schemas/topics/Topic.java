package dev.millrace.schemas.topics;

import java.time.Duration;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * One topic of the contract. Keys are UTF-8 strings, partitioned by murmur2.
 *
 * @param keyIs what the key is, for people
 * @param retention how long records stay; null means for ever (or until compacted)
 */
public record Topic<V extends SpecificRecord>(
    String name,
    Class<V> type,
    Serde<V> valueSerde,
    int partitions,
    Cleanup cleanup,
    @Nullable Duration retention,
    String keyIs,
    String purpose) {

  /** The registry subject of the values. */
  public String subject() {
    return name + "-value";
  }
}
