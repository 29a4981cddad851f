package dev.millrace.edge.state;

import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Reads the contexts' state by key. Safe for many threads; calls block and are bounded in time. */
public interface StateClient extends AutoCloseable {

  /** The application that keeps the past of the stock; one may do without. */
  String STOCK_HISTORY = "inventory-history";

  /**
   * What is under the key.
   *
   * @param parameters of a question; empty for a store
   * @param minPosition topic:partition:offset that the answer must have seen; null if any will do
   */
  <T extends SpecificRecord> Lookup<T> find(
      StateStore<T> store,
      String key,
      Map<String, String> parameters,
      @Nullable String minPosition);

  /** Whether there is such an application at all, ready or not. */
  boolean has(String context);

  /** Whether the context answers queries now. */
  boolean ready(String context);

  @Override
  void close();
}
