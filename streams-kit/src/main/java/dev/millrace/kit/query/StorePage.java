package dev.millrace.kit.query;

import dev.millrace.kit.app.QueryableStore;
import dev.millrace.kit.app.StreamsApp;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * A piece of what this instance owns of a store, in the order of the keys' UTF-8 bytes.
 *
 * @param partitions the ones that were read; a key of another partition is in another instance
 * @param next ask for the keys after this one; empty at the end
 */
public record StorePage(List<Item> items, List<Integer> partitions, Optional<String> next) {

  /** One entry. */
  public record Item(String key, SpecificRecord value) {}

  /**
   * Which keys to list.
   *
   * @param prefix of the keys; may be empty
   * @param after only keys behind this one; empty for all
   * @param partition only what is in this one; empty for all that this instance owns
   */
  public record Wanted(
      String prefix, Optional<String> after, Optional<Integer> partition, int limit) {}

  /** What is left of one partition; the head is already taken from the iterator. */
  private record Rest(KeyValue<String, Object> head, KeyValueIterator<String, Object> tail) {}

  private static final Comparator<Rest> BY_KEY_BYTES =
      Comparator.comparing(rest -> bytes(rest.head().key), Arrays::compareUnsigned);

  /** Reads the page from all running partitions of this instance. */
  static StorePage read(StreamsApp app, QueryableStore store, Wanted wanted) {
    String from =
        wanted
            .after()
            .filter(after -> after.compareTo(wanted.prefix()) > 0)
            .orElse(wanted.prefix());
    List<KeyValueIterator<String, Object>> iterators = new ArrayList<>();
    List<Integer> partitions =
        app.activePartitions(store.store()).stream()
            .filter(one -> wanted.partition().map(one::equals).orElse(true))
            .toList();
    try {
      for (int partition : partitions) {
        ReadOnlyKeyValueStore<String, Object> part =
            StateQueries.open(app, store.store(), partition);
        iterators.add(from.isEmpty() ? part.all() : part.range(from, null));
      }
      return merge(iterators, store, wanted, partitions);
    } finally {
      iterators.forEach(KeyValueIterator::close);
    }
  }

  private static StorePage merge(
      List<KeyValueIterator<String, Object>> iterators,
      QueryableStore store,
      Wanted wanted,
      List<Integer> partitions) {
    PriorityQueue<Rest> rests = new PriorityQueue<>(BY_KEY_BYTES);
    iterators.forEach(iterator -> advance(iterator, wanted, rests));
    List<Item> items = new ArrayList<>();
    while (!rests.isEmpty() && items.size() < wanted.limit()) {
      Rest least = rests.remove();
      items.add(new Item(least.head().key, store.view().apply(least.head().value)));
      advance(least.tail(), wanted, rests);
    }
    Optional<String> next =
        rests.isEmpty() || items.isEmpty() ? Optional.empty() : Optional.of(items.getLast().key());
    return new StorePage(items, partitions, next);
  }

  private static void advance(
      KeyValueIterator<String, Object> iterator, Wanted wanted, PriorityQueue<Rest> rests) {
    while (iterator.hasNext()) {
      KeyValue<String, Object> head = iterator.next();
      if (wanted.after().filter(head.key::equals).isPresent()) {
        continue;
      }
      if (head.key.startsWith(wanted.prefix())) {
        rests.add(new Rest(head, iterator));
      }
      return;
    }
  }

  private static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }
}
