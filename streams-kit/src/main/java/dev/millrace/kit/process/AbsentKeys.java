package dev.millrace.kit.process;

import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Knows of nearly every key that a store does not have, without asking the store: most commands and
 * holds are new, and RocksDB takes longer to find nothing than a decision takes.
 *
 * <p>Behind it is a Bloom filter of the keys that were put. It is made from the store a piece at a
 * time, while the task works; until it is complete, no key is known to be absent. Keys that the
 * store forgets stay in the filter, so it is made again once as many were put as it has room for.
 *
 * <p>Threading: one instance belongs to one task, the only writer of the store.
 */
public final class AbsentKeys {

  /** Room of the smallest filter, which takes 160 KB. */
  static final int ROOM_MIN = 1 << 17;

  /** Room of the largest, which takes 10 MB; with more keys it knows fewer of the absent ones. */
  static final int ROOM_MAX = 1 << 23;

  private final KeyValueStore<String, ?> store;

  /** Has every key of the store; none before the store was walked for the first time. */
  private @Nullable Filter complete;

  /** How many keys may be put before the store is walked again. */
  private int putsLeft;

  /** Has every key before {@link #walkFrom}, and those put since the walk began. */
  private @Nullable Filter next;

  /** The first key that the walk has not seen; null at its beginning. */
  private @Nullable String walkFrom;

  public AbsentKeys(KeyValueStore<String, ?> store) {
    this.store = store;
  }

  /** Whether the store certainly has nothing under this key. */
  public boolean contains(String key) {
    return complete != null && !complete.mayContain(key);
  }

  /** To be told of every key that is put. */
  public void put(String key) {
    if (complete != null) {
      complete.add(key);
      putsLeft--;
    }
    if (next != null) {
      next.add(key);
    }
  }

  /** Walks a bounded piece of the store if there is need; call it from a punctuator. */
  public void goOn(int entriesMax) {
    if (next == null) {
      if (complete != null && putsLeft > 0) {
        return;
      }
      next = new Filter(room(store.approximateNumEntries()));
    }
    try (KeyValueIterator<String, ?> entries = store.range(walkFrom, null)) {
      for (int i = 0; i < entriesMax && entries.hasNext(); i++) {
        next.add(entries.next().key);
      }
      if (entries.hasNext()) {
        walkFrom = entries.peekNextKey();
      } else {
        complete = next;
        putsLeft = next.putsLeft();
        next = null;
        walkFrom = null;
      }
    }
  }

  /** Three times as many as there are may come before the store is walked again. */
  static int room(long keys) {
    return (int) Math.clamp(4 * Math.max(0, Math.min(keys, ROOM_MAX)), ROOM_MIN, ROOM_MAX);
  }

  /** Ten bits and four probes a key: one absent key in eighty passes for present. */
  private static final class Filter {
    private static final int BITS_PER_KEY = 10;
    private static final int PROBES = 4;

    private final int room;
    private final long[] words;
    private int added;

    Filter(int room) {
      this.room = room;
      this.words = new long[Math.ceilDiv(room * BITS_PER_KEY, Long.SIZE)];
    }

    /** A store with more keys than there is room for is not walked without end. */
    int putsLeft() {
      return Math.max(room - added, room / 2);
    }

    void add(String key) {
      long hash = hash(key);
      for (int i = 0; i < PROBES; i++) {
        int bit = bit(hash, i);
        words[bit / Long.SIZE] |= 1L << bit;
      }
      added++;
    }

    boolean mayContain(String key) {
      long hash = hash(key);
      for (int i = 0; i < PROBES; i++) {
        int bit = bit(hash, i);
        if ((words[bit / Long.SIZE] & 1L << bit) == 0) {
          return false;
        }
      }
      return true;
    }

    private int bit(long hash, int probe) {
      int mixed = (int) hash + probe * (int) (hash >>> Integer.SIZE);
      // The upper half of a product maps an int to a range without a division.
      return (int)
          (Integer.toUnsignedLong(mixed) * (words.length * (long) Long.SIZE) >>> Integer.SIZE);
    }

    /** Spreads the text's own hash over 64 bits, as SplitMix64 does. */
    private static long hash(String key) {
      long z = key.hashCode() * 0x9E3779B97F4A7C15L;
      z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
      z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
      return z ^ z >>> 31;
    }
  }
}
