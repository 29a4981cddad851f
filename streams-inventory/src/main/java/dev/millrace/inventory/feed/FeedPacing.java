package dev.millrace.inventory.feed;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rows that wait, by partition, and which of them may go on. Each partition has a window of its
 * own, so the rows of one never wait for those of another.
 *
 * <p>Threading: one thread.
 */
final class FeedPacing<R> {

  /** Rows of one partition and how many may go. */
  private record Partition<R>(Deque<R> rows, FeedWindow window) {

    boolean waitsForRoom(long nowNanos) {
      return rows.size() > window.room(nowNanos) && window.restNanos(nowNanos) == 0;
    }
  }

  private final FeedWindow.Allowance allowance;
  private final int rowsWaitingMax;
  private final Map<Integer, Partition<R>> partitions = new TreeMap<>();

  /**
   * @param allowance of each partition
   * @param rowsWaitingMax from so many rows on a partition is full; the caller stops reading it
   */
  FeedPacing(FeedWindow.Allowance allowance, int rowsWaitingMax) {
    this.allowance = allowance;
    this.rowsWaitingMax = rowsWaitingMax;
  }

  /**
   * A partition is this feed's from now on.
   *
   * @param lastPassedOn offset of the last row that another feed passed on, or {@link
   *     FeedWindow#NONE}
   */
  void begin(int partition, long lastPassedOn) {
    partitions.put(
        partition, new Partition<>(new ArrayDeque<>(), new FeedWindow(allowance, lastPassedOn)));
  }

  /** Partitions are another feed's from now on; their rows are forgotten. */
  void end(Collection<Integer> lost) {
    lost.forEach(partitions::remove);
  }

  /** A row that was read; ignored if its partition is not this feed's. */
  void add(int partition, R row) {
    Partition<R> its = partitions.get(partition);
    if (its != null) {
      its.rows().addLast(row);
    }
  }

  /** Up to where the inventory has come. */
  void committed(int partition, long next, long nowNanos) {
    Partition<R> its = partitions.get(partition);
    if (its != null) {
      its.window().committed(next, nowNanos);
    }
  }

  /** Takes out the rows that may go on now, oldest first, by partition. */
  Map<Integer, List<R>> take(long nowNanos) {
    Map<Integer, List<R>> taken = new TreeMap<>();
    partitions.forEach(
        (partition, its) -> {
          int count = Math.min(its.window().room(nowNanos), its.rows().size());
          if (count > 0) {
            List<R> rows = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
              rows.add(its.rows().removeFirst());
            }
            taken.put(partition, rows);
          }
        });
    return taken;
  }

  /** A row that was taken stands at this offset before the inventory. */
  void passedOn(int partition, long offset, long nowNanos) {
    Partition<R> its = partitions.get(partition);
    if (its != null) {
      its.window().passedOn(offset, nowNanos);
    }
  }

  /** Whether to stop reading the partition until more of its rows have gone on. */
  boolean isFull(int partition) {
    Partition<R> its = partitions.get(partition);
    return its != null && its.rows().size() >= rowsWaitingMax;
  }

  /** Whether some row waits for what the inventory commits. */
  boolean waitsForRoom(long nowNanos) {
    return partitions.values().stream().anyMatch(its -> its.waitsForRoom(nowNanos));
  }

  /** How long every row that waits has to rest from now on; 0 if one need not. */
  long restNanos(long nowNanos) {
    return partitions.values().stream()
        .filter(its -> !its.rows().isEmpty())
        .mapToLong(its -> its.window().restNanos(nowNanos))
        .min()
        .orElse(0);
  }

  /** Rows that were read and have not gone on. */
  int rowsWaiting() {
    return partitions.values().stream().mapToInt(its -> its.rows().size()).sum();
  }
}
