package dev.millrace.edge.state;

import org.jspecify.annotations.Nullable;

/** The outcome of a read by key. */
public sealed interface Lookup<T> {

  /**
   * @param position topic:partition:offset up to which the answer has seen the log, if the owner
   *     says so
   */
  record Found<T>(T value, @Nullable String position) implements Lookup<T> {}

  record Missing<T>() implements Lookup<T> {}

  /** The owner cannot answer now: it starts, moves, is away, or has not caught up. */
  record NotReady<T>() implements Lookup<T> {}
}
