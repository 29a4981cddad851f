package dev.millrace.kit.decide;

import java.util.List;

/**
 * What a command leads to: facts, or a named refusal. Deciders return it and change nothing; state
 * changes only by folding the events.
 *
 * @param <E> the aggregate's events
 * @param <R> the aggregate's refusals
 */
public sealed interface Decision<E, R> {

  /**
   * The command is carried out.
   *
   * @param events what happened, in order; empty when the command had been carried out before and
   *     the state already says so
   */
  record Accepted<E, R>(List<E> events) implements Decision<E, R> {
    public Accepted {
      events = List.copyOf(events);
    }
  }

  /** The command is refused and nothing happened. */
  record Rejected<E, R>(R reason) implements Decision<E, R> {}

  @SafeVarargs
  static <E, R> Decision<E, R> accept(E... events) {
    return new Accepted<>(List.of(events));
  }

  static <E, R> Decision<E, R> accept(List<E> events) {
    return new Accepted<>(events);
  }

  static <E, R> Decision<E, R> reject(R reason) {
    return new Rejected<>(reason);
  }
}
