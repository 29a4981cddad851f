package dev.millrace.kit.process;

import dev.millrace.avro.edge.Problem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a context makes of one command. {@link CommandProcessor} turns it into facts, an answer and
 * counts.
 *
 * @param <E> facts as data teams read them
 * @param <V> the aggregate as its readers see it
 */
public sealed interface Verdict<E, V> {

  /** No decider can read it: its key or an id is none, or it does not set exactly one request. */
  record Malformed<E, V>() implements Verdict<E, V> {}

  /** The state says that it was carried out before; the answer is given again. */
  record Repeated<E, V>(V state) implements Verdict<E, V> {}

  /**
   * It is carried out, and what it changes is in the stores.
   *
   * @param at when it was decided
   * @param events what happened, in order; empty when the state already said so
   * @param state the aggregate after the events
   */
  record Accepted<E, V>(Instant at, List<E> events, V state) implements Verdict<E, V> {}

  /**
   * It is refused, and nothing happened.
   *
   * @param at when it was decided
   * @param code stable snake-case name
   * @param detail for people
   * @param problems what is wrong, item by item; empty when it concerns the whole
   */
  record Refused<E, V>(Instant at, String code, String detail, List<Problem> problems)
      implements Verdict<E, V> {}

  /** A refusal that concerns the whole command. */
  static <E, V> Verdict<E, V> refused(Instant at, String code, String detail) {
    return new Refused<>(at, code, detail, List.of());
  }

  /** A refusal that names the version there is beside the one that was expected. */
  static <E, V> Verdict<E, V> versionConflict(
      Instant at, String code, String detail, @Nullable Long expected, long version) {
    return new Refused<>(
        at, code, detail, List.of(new Problem("version", code, detail, expected, version)));
  }
}
