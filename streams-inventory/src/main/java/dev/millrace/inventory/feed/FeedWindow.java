package dev.millrace.inventory.feed;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many rows of one partition may go on now. A row counts from the moment it is passed on until
 * the inventory has committed an offset behind it; commands of others in between do not count.
 *
 * <p>As long as the inventory works for the feed alone, rows follow one another. Once it meets
 * commands of others among them, rows go in rounds, and after each round the feed rests in
 * proportion to how long the round took: a busy inventory takes longer for it and so is left alone
 * for longer.
 */
final class FeedWindow {

  /** Stands for no offset. */
  static final long NONE = -1;

  /** However slow a round was, the feed goes on after so long. */
  static final long REST_NANOS_MAX = 2_000_000_000L;

  /**
   * How much of the inventory a feed may have.
   *
   * @param rowsMax before the inventory at a time, at least 1
   * @param sharePercent of the time, 1 to 100, in which it may have any while others want something
   */
  record Allowance(int rowsMax, int sharePercent) {}

  private record Row(long offset, long passedOnNanos) {}

  private final Allowance allowance;

  /** What a feed before this one passed on last: until that is decided, the window is closed. */
  private final long closedUntil;

  private final Deque<Row> ahead = new ArrayDeque<>();
  private long lastPassedOn;
  private long committed = NONE;

  /** Commands of others that the inventory has decided since the last round. */
  private long others;

  private boolean resting;
  private long restUntilNanos;

  /**
   * @param closedUntil offset of the last row that was passed on before, or {@link #NONE}
   */
  FeedWindow(Allowance allowance, long closedUntil) {
    this.allowance = allowance;
    this.closedUntil = closedUntil;
    this.lastPassedOn = closedUntil;
  }

  /** Rows that may be passed on now, from 0. */
  int room(long nowNanos) {
    boolean isClosed = closedUntil != NONE && committed <= closedUntil;
    if (isClosed || restNanos(nowNanos) > 0) {
      return 0;
    }
    return isInCompany() && !ahead.isEmpty() ? 0 : allowance.rowsMax() - ahead.size();
  }

  /** How long the feed leaves the inventory alone from now on. */
  long restNanos(long nowNanos) {
    return resting ? Math.max(0, restUntilNanos - nowNanos) : 0;
  }

  /**
   * A row has got its offset.
   *
   * @throws IllegalStateException if there was no room, or if offsets do not rise
   */
  void passedOn(long offset, long nowNanos) {
    if (ahead.size() >= allowance.rowsMax() || offset <= lastPassedOn) {
      throw new IllegalStateException(
          "offset %d after %d with %d before it".formatted(offset, lastPassedOn, ahead.size()));
    }
    lastPassedOn = offset;
    ahead.addLast(new Row(offset, nowNanos));
  }

  /** The inventory goes on at this offset; an older one than was told before says nothing. */
  void committed(long next, long nowNanos) {
    if (next <= committed) {
      return;
    }
    long decided = committed == NONE ? 0 : next - committed;
    committed = next;
    long oldestNanos = nowNanos;
    long mine = 0;
    while (!ahead.isEmpty() && ahead.getFirst().offset() < committed) {
      Row row = ahead.removeFirst();
      oldestNanos = mine == 0 ? row.passedOnNanos() : oldestNanos;
      mine++;
    }
    others += Math.max(0, decided - mine);
    if (mine > 0 && ahead.isEmpty()) {
      roundEnds(nowNanos, nowNanos - oldestNanos);
    }
  }

  private void roundEnds(long nowNanos, long tookNanos) {
    resting = isInCompany();
    int share = allowance.sharePercent();
    restUntilNanos = nowNanos + Math.min(REST_NANOS_MAX, tookNanos / share * (100 - share));
    others = 0;
  }

  private boolean isInCompany() {
    return others > 0 && allowance.sharePercent() < 100;
  }
}
