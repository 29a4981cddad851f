package dev.millrace.inventory;

import dev.millrace.avro.inventory.state.HoldPassedOn;
import dev.millrace.kit.process.ProcessorStores;
import dev.millrace.kit.process.TimeIndex;
import dev.millrace.schemas.topics.Topics;
import java.time.Instant;
import java.util.Set;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Holds that a bucket left to the SKU's home: if it is asked again it must leave them to it again,
 * even if it has units now. A SKU that is not split has none.
 *
 * <p>Threading: one instance belongs to one task.
 */
final class PassedOnStores {

  /** Such holds, by {@link StoreKeys#of}. */
  static final String PASSED_ON = "passed-on";

  /** The same in order of time, to forget them. */
  static final String PASSED_ON_BY_AGE = "passed-on-by-age";

  private final KeyValueStore<String, HoldPassedOn> passedOn;
  private final TimeIndex byAge;

  /** Opens the stores of the task. */
  PassedOnStores(ProcessingContext context) {
    this.passedOn = context.getStateStore(PASSED_ON);
    this.byAge = new TimeIndex(context.getStateStore(PASSED_ON_BY_AGE));
  }

  /** The stores to attach to the processor. */
  static Set<StoreBuilder<?>> builders(Topics topics) {
    return Set.of(
        ProcessorStores.records(PASSED_ON, HoldPassedOn.class, topics),
        TimeIndex.store(PASSED_ON_BY_AGE));
  }

  boolean has(String bucket, String reservationId) {
    return passedOn.get(StoreKeys.of(bucket, reservationId)) != null;
  }

  void remember(String bucket, String reservationId, Instant now) {
    String key = StoreKeys.of(bucket, reservationId);
    if (passedOn.get(key) == null) {
      passedOn.put(key, new HoldPassedOn(now));
      byAge.add(now, key);
    }
  }

  /** Forgets those passed on before a time, a bounded piece at a time. */
  void forget(Instant passedBefore, int entriesMax) {
    for (TimeIndex.Entry entry : byAge.due(passedBefore, entriesMax)) {
      passedOn.delete(entry.id());
      byAge.remove(entry);
    }
  }
}
