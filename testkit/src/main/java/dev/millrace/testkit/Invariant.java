package dev.millrace.testkit;

import java.util.Optional;

/**
 * Something that must hold after every step.
 *
 * @param name a sentence in camel case, for example StockNeverNegative
 */
public record Invariant<M>(String name, Check<M> check) {

  /** Says what is wrong, or nothing. */
  @FunctionalInterface
  public interface Check<M> {
    Optional<String> violation(M model);
  }

  public static <M> Invariant<M> of(String name, Check<M> check) {
    return new Invariant<>(name, check);
  }
}
