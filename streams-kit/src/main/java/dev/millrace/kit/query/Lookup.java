package dev.millrace.kit.query;

import java.time.Duration;
import org.apache.avro.specific.SpecificRecord;

/** What became of a read by key. */
public sealed interface Lookup {

  /**
   * The key has a value.
   *
   * @param position how far the store had read, as topic:partition:offset parts with commas
   */
  record Found(SpecificRecord value, String position) implements Lookup {}

  /** The key has no value. */
  record Missing(String position) implements Lookup {}

  /** This instance is to answer, but cannot yet. */
  record NotReady(Duration retryAfter, String reason) implements Lookup {}

  /**
   * Another instance answers for this key.
   *
   * @param host host:port of its query server
   */
  record Elsewhere(String host) implements Lookup {}
}
