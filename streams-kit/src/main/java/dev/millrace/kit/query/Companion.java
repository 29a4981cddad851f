package dev.millrace.kit.query;

import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Something that a process answers from beside its stores, such as a search index.
 *
 * @param name stands in the readiness report
 * @param ready whether its answers are complete
 * @param routes by path: query parameters to an answer
 */
public record Companion(
    String name, BooleanSupplier ready, Map<String, Function<Map<String, String>, Answer>> routes) {

  public Companion {
    routes = Map.copyOf(routes);
  }

  /**
   * What a route answers.
   *
   * @param body written as JSON
   */
  public record Answer(int status, Object body) {}
}
