package dev.millrace.kit.app;

import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * A question about one key that takes more than one entry to answer. Readers ask it like a store,
 * by its name; the instance that owns the key's partition answers.
 *
 * @param name unique among the stores and questions of the whole backbone
 * @param store any store of the context; its partitions say who owns a key
 */
public record KeyQuery(String name, String store, Answering answering) {

  /** How the answer is found. Reads while the task writes, so two reads may see two moments. */
  @FunctionalInterface
  public interface Answering {

    /**
     * Answers.
     *
     * @param parameters as the asker wrote them
     * @throws IllegalArgumentException if a parameter is not what it must be; the message is for
     *     the asker
     */
    Answer answer(PartitionStores stores, String key, Map<String, String> parameters);
  }

  /** The stores of the key's partition. */
  @FunctionalInterface
  public interface PartitionStores {

    /** One of the context's stores by its name; entries are of the type that it was made for. */
    ReadOnlyKeyValueStore<String, Object> open(String store);
  }

  /** What the stores say. */
  public sealed interface Answer {}

  /** There is an answer. */
  public record Found(SpecificRecord value) implements Answer {}

  /** Nothing is known of the key. */
  public record Missing() implements Answer {}

  /**
   * The stores have not seen yet what the asker has; asking again soon may help.
   *
   * @param reason what is waited for
   */
  public record Behind(String reason) implements Answer {}
}
