package dev.millrace.inventory.feed;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many rows of one partition may go on now. A row counts from the moment it is passed on until
 * the inventory has committed an offset behind it; commands of others in between do not count.
 */
final class FeedWindow {

  /** Stands for no offset. */
  static final long NONE = -1;

  private final int rowsMax;

  /** What a feed before this one passed on last: until that is decided, the window is closed. */
  private final long closedUntil;

  private final Deque<Long> ahead = new ArrayDeque<>();
  private long committed;

  /**
   * @param rowsMax at least 1
   * @param closedUntil offset of the last row that was passed on before, or {@link #NONE}
   */
  FeedWindow(int rowsMax, long closedUntil) {
    this.rowsMax = rowsMax;
    this.closedUntil = closedUntil;
  }

  /** Rows that may be passed on now, from 0. */
  int room() {
    return committed > closedUntil ? rowsMax - ahead.size() : 0;
  }

  /**
   * A row has got its offset.
   *
   * @throws IllegalStateException if there was no room, or if offsets do not rise
   */
  void passedOn(long offset) {
    if (room() <= 0 || offset <= lastPassedOn()) {
      throw new IllegalStateException(
          "offset %d after %d with room for %d".formatted(offset, lastPassedOn(), room()));
    }
    ahead.addLast(offset);
  }

  /** The inventory goes on at this offset; an older one than was told before says nothing. */
  void committed(long next) {
    committed = Math.max(committed, next);
    while (!ahead.isEmpty() && ahead.getFirst() < committed) {
      ahead.removeFirst();
    }
  }

  private long lastPassedOn() {
    return ahead.isEmpty() ? closedUntil : ahead.getLast();
  }
}
