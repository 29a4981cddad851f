package dev.millrace.inventory.history;

import dev.millrace.inventory.StoreKeys;

/** Keys of a SKU's entries, in the order of their sequences. */
final class HistoryKeys {

  /** Enough for an event every millisecond during thirty years. */
  private static final int DIGITS = 12;

  /** The highest sequence that keeps its place in the order. */
  static final long SEQUENCE_MAX = 999_999_999_999L;

  private HistoryKeys() {}

  /**
   * The key of what belongs to one event.
   *
   * @throws IllegalArgumentException if the sequence is not from 0 to {@link #SEQUENCE_MAX}
   */
  static String key(String sku, long sequence) {
    if (sequence < 0 || sequence > SEQUENCE_MAX) {
      throw new IllegalArgumentException("no sequence of a SKU: " + sequence);
    }
    String number = Long.toString(sequence);
    return StoreKeys.of(sku, "0".repeat(DIGITS - number.length()) + number);
  }

  /** The SKU in a key. */
  static String sku(String key) {
    return key.substring(0, key.length() - DIGITS - 1);
  }

  /** The sequence in a key. */
  static long sequence(String key) {
    return Long.parseLong(key, key.length() - DIGITS, key.length(), 10);
  }
}
