package dev.millrace.kit.app;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.Topology;

/**
 * One Streams application of a bounded context, ready to run.
 *
 * @param applicationId never changes: offsets, changelogs and transactions hang on it
 * @param keyQueries what may be asked beside single entries of the stores
 * @param commitInterval time between commits of an application whose output no shopper waits for:
 *     rare commits cost little. Empty: the process's own, which is short
 * @param inBackground whether a process need not wait for it when it starts
 */
public record StreamsModule(
    String applicationId,
    Topology topology,
    List<QueryableStore> queryableStores,
    List<KeyQuery> keyQueries,
    Optional<Duration> commitInterval,
    boolean inBackground) {
  public StreamsModule {
    queryableStores = List.copyOf(queryableStores);
    keyQueries = List.copyOf(keyQueries);
  }

  /** An application that somebody waits for, and that is asked for single entries. */
  public StreamsModule(
      String applicationId, Topology topology, List<QueryableStore> queryableStores) {
    this(applicationId, topology, queryableStores, List.of(), Optional.empty(), false);
  }

  /** The same application, which commits that often. */
  public StreamsModule committingEvery(Duration interval) {
    return new StreamsModule(
        applicationId, topology, queryableStores, keyQueries, Optional.of(interval), inBackground);
  }
}
