package dev.millrace.inventory;

import dev.millrace.avro.inventory.state.QueuedHold;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Holds that stand in line, many lines in one store: who waits for units of a seller, which holds
 * an owner might give up. First come, first in line.
 *
 * <p>Threading: one instance belongs to one task.
 */
final class HoldLines {

  /** As many digits as the highest sequence has, so that keys sort by it. */
  private static final String PLACE = "%019d";

  private final KeyValueStore<String, QueuedHold> store;

  HoldLines(KeyValueStore<String, QueuedHold> store) {
    this.store = store;
  }

  /**
   * Puts a hold into a line.
   *
   * @param sequence of the event that made the hold: its place
   */
  void add(String line, long sequence, String reservationId) {
    store.put(key(line, sequence), new QueuedHold(reservationId));
  }

  void remove(String line, long sequence) {
    store.delete(key(line, sequence));
  }

  /** The first holds of a line, at most {@code holdsMax}. */
  List<String> first(String line, int holdsMax) {
    List<String> first = new ArrayList<>();
    try (KeyValueIterator<String, QueuedHold> holds =
        store.range(StoreKeys.first(line), StoreKeys.afterLast(line))) {
      while (holds.hasNext() && first.size() < holdsMax) {
        KeyValue<String, QueuedHold> next = holds.next();
        first.add(next.value.getReservationId());
      }
    }
    return first;
  }

  private static String key(String line, long sequence) {
    return StoreKeys.of(line, PLACE.formatted(sequence));
  }
}
