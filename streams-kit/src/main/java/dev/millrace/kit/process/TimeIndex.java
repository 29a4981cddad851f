package dev.millrace.kit.process;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Ids in order of a time, in a key-value store: deadlines to sweep, answers to forget. Finding what
 * is due costs what is due, however many entries wait behind it.
 *
 * <p>Threading: one instance belongs to one task.
 */
public final class TimeIndex {

  /** An id and the time it stands under. */
  public record Entry(Instant at, String id) {}

  private static final byte[] PRESENT = {1};

  private final KeyValueStore<Bytes, byte[]> store;

  /**
   * Nothing stands before this key, so a scan does not walk the tombstones of what was removed: not
   * even when a million entries stand under one moment.
   */
  private Bytes floor = key(0, "");

  public TimeIndex(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  /** The store behind an index. */
  public static StoreBuilder<KeyValueStore<Bytes, byte[]>> store(String name) {
    return Stores.keyValueStoreBuilder(
        Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray());
  }

  public void add(Instant at, String id) {
    Bytes key = key(at.toEpochMilli(), id);
    store.put(key, PRESENT);
    if (key.compareTo(floor) < 0) {
      floor = key;
    }
  }

  public void remove(Entry entry) {
    store.delete(key(entry));
  }

  /** The earliest entries that stand at or before a time, at most {@code entriesMax} of them. */
  public List<Entry> due(Instant now, int entriesMax) {
    List<Entry> due = new ArrayList<>();
    Bytes to = key(now.toEpochMilli() + 1, "");
    if (floor.compareTo(to) > 0) {
      // The clock stepped back.
      return due;
    }
    try (KeyValueIterator<Bytes, byte[]> entries = store.range(floor, to)) {
      while (entries.hasNext() && due.size() < entriesMax) {
        due.add(entry(entries.next().key));
      }
    }
    floor = due.isEmpty() ? key(now.toEpochMilli(), "") : key(due.getFirst());
    return due;
  }

  /** How many entries there are; walks them all, for start-up only. */
  public long count() {
    long count = 0;
    try (KeyValueIterator<Bytes, byte[]> entries = store.all()) {
      while (entries.hasNext()) {
        entries.next();
        count++;
      }
    }
    return count;
  }

  private static Bytes key(Entry entry) {
    return key(entry.at().toEpochMilli(), entry.id());
  }

  /** Orders by time, then by id. */
  static Bytes key(long epochMs, String id) {
    byte[] idBytes = id.getBytes(StandardCharsets.UTF_8);
    return Bytes.wrap(
        ByteBuffer.allocate(Long.BYTES + idBytes.length)
            .putLong(Math.max(0, epochMs))
            .put(idBytes)
            .array());
  }

  static Entry entry(Bytes key) {
    ByteBuffer buffer = ByteBuffer.wrap(key.get());
    Instant at = Instant.ofEpochMilli(buffer.getLong());
    return new Entry(at, StandardCharsets.UTF_8.decode(buffer).toString());
  }
}
