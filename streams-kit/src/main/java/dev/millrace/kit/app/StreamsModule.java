package dev.millrace.kit.app;

import java.util.List;
import org.apache.kafka.streams.Topology;

/**
 * One bounded context, ready to run.
 *
 * @param applicationId never changes: offsets, changelogs and transactions hang on it
 */
public record StreamsModule(
    String applicationId, Topology topology, List<QueryableStore> queryableStores) {
  public StreamsModule {
    queryableStores = List.copyOf(queryableStores);
  }
}
