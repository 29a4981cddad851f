package dev.millrace.edge.state;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** Asks the search index. Safe for many threads. */
public interface SearchClient extends AutoCloseable {

  /** What the index said. */
  sealed interface Result {
    record Found(JsonNode body) implements Result {}

    /** The query was not understood. */
    record Refused(String detail) implements Result {}

    record NotReady() implements Result {}
  }

  /**
   * @param path /search or /search/suggest
   */
  Result ask(String path, Map<String, String> parameters);

  boolean ready();

  @Override
  void close();
}
