package dev.millrace.kit.query;

import dev.millrace.kit.app.KeyQuery;
import dev.millrace.kit.app.QueryableStore;
import dev.millrace.kit.app.StreamsApp;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.StreamsNotStartedException;
import org.apache.kafka.streams.errors.StreamsStoppedException;
import org.apache.kafka.streams.errors.UnknownStateStoreException;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Reads by key: of one store, or what a question finds in several entries. Only the running owner
 * of a key answers, so whatever was committed before the question is in the answer.
 *
 * <p>Threading: safe to share; a read with a minimal position may park its thread.
 */
public final class StateQueries {

  /** A read waits at most this long for its minimal position. */
  static final Duration POSITION_WAIT_MAX = Duration.ofSeconds(2);

  private static final long POSITION_CHECK_NANOS = Duration.ofMillis(3).toNanos();
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
  private static final Serializer<String> KEYS = Serdes.String().serializer();

  private final StreamsApp app;
  private final KeyQuery query;

  /** The store that can be listed; empty for a question. */
  private final Optional<QueryableStore> listed;

  /** One look at the store; {@code behind} if looking again may be worth it. */
  private record Look(Lookup lookup, boolean behind) {
    static Look done(Lookup lookup) {
      return new Look(lookup, false);
    }
  }

  private StateQueries(StreamsApp app, KeyQuery query, Optional<QueryableStore> listed) {
    this.app = app;
    this.query = query;
    this.listed = listed;
  }

  /** Everything that the application answers, by the names under which it is asked. */
  public static Map<String, StateQueries> of(StreamsApp app) {
    Map<String, StateQueries> all = new HashMap<>();
    for (QueryableStore store : app.module().queryableStores()) {
      all.put(store.store(), new StateQueries(app, entriesOf(store), Optional.of(store)));
    }
    for (KeyQuery query : app.module().keyQueries()) {
      if (all.put(query.name(), new StateQueries(app, query, Optional.empty())) != null) {
        throw new IllegalArgumentException("two things are asked as " + query.name());
      }
    }
    return all;
  }

  public StreamsApp app() {
    return app;
  }

  /** Whether what is asked is a store, so that its entries can be listed. */
  boolean canBeListed() {
    return listed.isPresent();
  }

  /**
   * Reads a key.
   *
   * @param parameters of a question; a store has none
   * @param minPosition the answer must have seen the command that stands there; one in another
   *     partition than the key's is ignored
   * @throws IllegalArgumentException if a parameter is not what the question needs
   */
  public Lookup byKey(
      String key, Map<String, String> parameters, Optional<MinPosition> minPosition) {
    long startNanos = System.nanoTime();
    Look look = look(key, parameters, minPosition);
    while (look.behind() && System.nanoTime() - startNanos < POSITION_WAIT_MAX.toNanos()) {
      LockSupport.parkNanos(POSITION_CHECK_NANOS);
      if (Thread.currentThread().isInterrupted()) {
        break;
      }
      look = look(key, parameters, minPosition);
    }
    return look.lookup();
  }

  /**
   * A page of what this instance owns, or of one partition, which may be another instance's. A page
   * of a partition is never empty only because the partition is not here.
   */
  public PageLookup page(StorePage.Wanted wanted) {
    try {
      StorePage page = StorePage.read(app, listed.orElseThrow(), wanted);
      return wanted.partition().isPresent() && page.partitions().isEmpty()
          ? ownerOf(wanted.partition().orElseThrow())
          : new PageLookup.Found(page);
    } catch (InvalidStateStoreException e) {
      return new PageLookup.NotReady(stopped(app));
    }
  }

  private PageLookup ownerOf(int partition) {
    KeyQueryMetadata owner =
        app.streams()
            .queryMetadataForKey(
                query.store(),
                "",
                (topic, key, value, partitions) -> Optional.of(Set.of(partition)));
    if (owner.equals(KeyQueryMetadata.NOT_AVAILABLE) || isHere(owner.activeHost())) {
      return new PageLookup.NotReady(moving());
    }
    return new PageLookup.Elsewhere(text(owner.activeHost()));
  }

  /** Why nothing can be read. */
  static Lookup.NotReady stopped(StreamsApp app) {
    return new Lookup.NotReady(RETRY_AFTER, "the application is " + app.state());
  }

  private static KeyQuery entriesOf(QueryableStore store) {
    return new KeyQuery(
        store.store(),
        store.store(),
        (stores, key, parameters) -> {
          @Nullable Object value = stores.open(store.store()).get(key);
          return value == null
              ? new KeyQuery.Missing()
              : new KeyQuery.Found(store.view().apply(value));
        });
  }

  private Look look(String key, Map<String, String> parameters, Optional<MinPosition> minPosition) {
    try {
      KeyQueryMetadata owner = app.streams().queryMetadataForKey(query.store(), key, KEYS);
      if (owner.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
        return Look.done(moving());
      }
      if (!isHere(owner.activeHost())) {
        return Look.done(new Lookup.Elsewhere(text(owner.activeHost())));
      }
      return read(key, parameters, owner.partition(), minPosition);
    } catch (StreamsNotStartedException | StreamsStoppedException e) {
      return Look.done(stopped(app));
    }
  }

  private Look read(
      String key,
      Map<String, String> parameters,
      int partition,
      Optional<MinPosition> minPosition) {
    // Asked before the read: what was committed then is in what is read now.
    boolean seen =
        minPosition
            .map(
                min ->
                    min.partition().partition() != partition
                        || app.committed(min.partition(), min.offset()))
            .orElse(true);
    if (!seen) {
      return new Look(
          new Lookup.NotReady(
              RETRY_AFTER, "position %s is not reached".formatted(minPosition.orElseThrow())),
          true);
    }
    String position = text(app.lastCommitted(partition));
    try {
      KeyQuery.Answer answer =
          query.answering().answer(store -> open(app, store, partition), key, parameters);
      return switch (answer) {
        case KeyQuery.Found found -> Look.done(new Lookup.Found(found.value(), position));
        case KeyQuery.Missing missing -> Look.done(new Lookup.Missing(position));
        case KeyQuery.Behind behind ->
            new Look(new Lookup.NotReady(RETRY_AFTER, behind.reason()), true);
      };
    } catch (UnknownStateStoreException e) {
      throw new IllegalStateException("there is no store for " + query.name(), e);
    } catch (InvalidStateStoreException e) {
      return notReady("the partition moves or is restored");
    }
  }

  /**
   * A running store of one partition. Not by StateQueryRequest: in Kafka 4.3.1 such a query locks a
   * store's position and then the store, while a put locks the store and then its position, and the
   * two wait for each other for ever.
   */
  static ReadOnlyKeyValueStore<String, Object> open(StreamsApp app, String store, int partition) {
    return app.streams()
        .store(
            StoreQueryParameters.fromNameAndType(
                    store, QueryableStoreTypes.<String, Object>keyValueStore())
                .withPartition(partition));
  }

  private boolean isHere(HostInfo host) {
    return host.equals(HostInfo.buildFromEndpoint(app.config().applicationServer()));
  }

  private static Lookup.NotReady moving() {
    return new Lookup.NotReady(RETRY_AFTER, "the instances share out their partitions");
  }

  private static String text(HostInfo host) {
    return host.host() + ":" + host.port();
  }

  private static Look notReady(String reason) {
    return Look.done(new Lookup.NotReady(RETRY_AFTER, reason));
  }

  /** Offsets as topic:partition:offset, joined by commas, in no order. */
  private static String text(Map<TopicPartition, Long> offsets) {
    StringJoiner parts = new StringJoiner(",");
    offsets.forEach(
        (partition, offset) ->
            parts.add(partition.topic() + ":" + partition.partition() + ":" + offset));
    return parts.toString();
  }
}
