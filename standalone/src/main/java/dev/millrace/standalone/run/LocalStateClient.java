package dev.millrace.standalone.run;

import dev.millrace.edge.state.Lookup;
import dev.millrace.edge.state.StateClient;
import dev.millrace.edge.state.StatePage;
import dev.millrace.edge.state.StateStore;
import dev.millrace.kit.app.StreamsApp;
import dev.millrace.kit.query.MinPosition;
import dev.millrace.kit.query.PageLookup;
import dev.millrace.kit.query.StateQueries;
import dev.millrace.kit.query.StorePage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads the stores of this process directly: an edge beside its contexts needs no HTTP between
 * them.
 */
final class LocalStateClient implements StateClient {

  private final Map<String, StreamsApp> apps = new HashMap<>();
  private final Map<String, StateQueries> stores = new HashMap<>();

  LocalStateClient(List<StreamsApp> running) {
    for (StreamsApp app : running) {
      apps.put(app.applicationId(), app);
      stores.putAll(StateQueries.of(app));
    }
  }

  @Override
  public <T extends SpecificRecord> Lookup<T> find(
      StateStore<T> store,
      String key,
      Map<String, String> parameters,
      @Nullable String minPosition) {
    StateQueries queries = stores.get(store.name());
    if (queries == null) {
      throw new IllegalStateException("no context has a store " + store.name());
    }
    Optional<MinPosition> min =
        minPosition == null ? Optional.empty() : MinPosition.parse(minPosition);
    return switch (queries.byKey(key, parameters, min)) {
      case dev.millrace.kit.query.Lookup.Found found ->
          new Lookup.Found<>(store.type().cast(found.value()), found.position());
      case dev.millrace.kit.query.Lookup.Missing missing -> new Lookup.Missing<>();
      // Elsewhere cannot be for long: there is no other process.
      case dev.millrace.kit.query.Lookup.NotReady notReady -> new Lookup.NotReady<>();
      case dev.millrace.kit.query.Lookup.Elsewhere elsewhere -> new Lookup.NotReady<>();
    };
  }

  @Override
  public <T extends SpecificRecord> Optional<StatePage<T>> page(
      StateStore<T> store, int partition, String prefix, @Nullable String after, int limit) {
    StateQueries queries = stores.get(store.name());
    if (queries == null) {
      throw new IllegalStateException("no context has a store " + store.name());
    }
    var wanted =
        new StorePage.Wanted(prefix, Optional.ofNullable(after), Optional.of(partition), limit);
    return switch (queries.page(wanted)) {
      case PageLookup.Found found ->
          Optional.of(
              new StatePage<>(
                  found.page().items().stream()
                      .map(
                          item ->
                              new StatePage.Entry<>(item.key(), store.type().cast(item.value())))
                      .toList(),
                  found.page().next().isPresent()));
      case PageLookup.NotReady notReady -> Optional.empty();
      case PageLookup.Elsewhere elsewhere -> Optional.empty();
    };
  }

  @Override
  public boolean has(String context) {
    return apps.containsKey(context);
  }

  @Override
  public boolean ready(String context) {
    StreamsApp app = apps.get(context);
    return app != null && app.ready();
  }

  @Override
  public void close() {
    // The applications belong to whoever started them.
  }
}
