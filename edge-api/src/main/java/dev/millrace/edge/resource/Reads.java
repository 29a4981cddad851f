package dev.millrace.edge.resource;

import dev.millrace.edge.http.Answer;
import dev.millrace.edge.http.Call;
import dev.millrace.edge.http.Headers;
import dev.millrace.edge.http.Problem;
import dev.millrace.edge.state.Lookup;
import dev.millrace.edge.state.StateClient;
import dev.millrace.edge.state.StatePage;
import dev.millrace.edge.state.StateStore;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Reads by key with the conventions: positions, versions, not ready. */
public final class Reads {

  private final StateClient state;

  public Reads(StateClient state) {
    this.state = state;
  }

  /** What is there; ends the call when the owner cannot say. */
  <T extends SpecificRecord> Optional<T> find(StateStore<T> store, String key) {
    return find(store, key, null);
  }

  <T extends SpecificRecord> Optional<T> find(
      StateStore<T> store, String key, @Nullable String minPosition) {
    return switch (state.find(store, key, Map.of(), minPosition)) {
      case Lookup.Found<T> found -> Optional.of(found.value());
      case Lookup.Missing<T> missing -> Optional.empty();
      case Lookup.NotReady<T> notReady ->
          throw (minPosition == null
                  ? Problem.unavailable(
                      "state_not_ready", "The owner of this state starts or moves.")
                  : Problem.unavailable("not_caught_up", "The state has not reached the position."))
              .exception();
    };
  }

  /** The answer to a question that says itself what it must have seen. */
  <T extends SpecificRecord> Optional<T> ask(
      StateStore<T> question, String key, Map<String, String> parameters) {
    return switch (state.find(question, key, parameters, null)) {
      case Lookup.Found<T> found -> Optional.of(found.value());
      case Lookup.Missing<T> missing -> Optional.empty();
      case Lookup.NotReady<T> notReady ->
          throw Problem.unavailable(
                  "not_caught_up", "What was seen elsewhere has not arrived here yet.")
              .exception();
    };
  }

  /** Entries of one partition whose keys begin alike. */
  <T extends SpecificRecord> StatePage<T> page(
      StateStore<T> store, int partition, String prefix, @Nullable String after, int limit) {
    return state
        .page(store, partition, prefix, after, limit)
        .orElseThrow(
            () ->
                Problem.unavailable("state_not_ready", "The owner of this state starts or moves.")
                    .exception());
  }

  /** Whether there is such an application at all. */
  boolean has(String context) {
    return state.has(context);
  }

  /** What is there, or nothing when the owner cannot say; for extras of an answer. */
  <T extends SpecificRecord> Optional<T> glance(StateStore<T> store, String key) {
    return state.find(store, key, Map.of(), null) instanceof Lookup.Found<T> found
        ? Optional.of(found.value())
        : Optional.empty();
  }

  /** Ends the call with 412 when the client saw another version. */
  static void requireVersion(Call call, long version) {
    Long seen = call.ifMatch();
    if (seen != null && seen != version) {
      throw Problem.of(412, "version_conflict", "The resource is at version " + version + ".")
          .exception();
    }
  }

  /** 304 when the client has this version already. */
  static Answer versioned(Call call, Answer answer, long version) {
    return Headers.noneMatches(call.header("If-None-Match"), version)
        ? Answer.empty(304).withVersion(version)
        : answer.withVersion(version);
  }
}
