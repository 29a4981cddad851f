package dev.millrace.edge.state;

import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Reads the contexts' state by key. Safe for many threads; calls block and are bounded in time. */
public interface StateClient extends AutoCloseable {

  /**
   * What is under the key.
   *
   * @param minPosition topic:partition:offset that the answer must have seen; null if any will do
   */
  <T extends SpecificRecord> Lookup<T> find(
      StateStore<T> store, String key, @Nullable String minPosition);

  /** Whether the context answers queries now. */
  boolean ready(String context);

  @Override
  void close();
}
