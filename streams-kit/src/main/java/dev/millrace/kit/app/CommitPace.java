package dev.millrace.kit.app;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.jspecify.annotations.Nullable;

/**
 * When a stream thread commits what somebody waits for: once the thread has done all there is to
 * do, but not before it has worked or rested for as long as its last commit took, and in any case
 * when the commit interval is over. So an idle thread answers at once, and all that came together
 * in one transaction; a slow machine is not flooded with transactions, and a busy thread spends at
 * most half its time in them.
 *
 * <p>Threading: one instance belongs to one stream thread, whose clients and processors all find it
 * there.
 */
public final class CommitPace {

  private static final ThreadLocal<@Nullable CommitPace> OF_THREAD = new ThreadLocal<>();
  private static final long SHORTEST_NANOS = Duration.ofMillis(1).toNanos();

  private final long longestNanos;
  private final LongSupplier clock;

  /** A task whose output somebody waits for, since when; its request makes all tasks commit. */
  private @Nullable ProcessingContext waiting;

  private long awaitedNanos;
  private boolean committing;
  private long beganNanos;
  private long endedNanos;
  private long pauseNanos = SHORTEST_NANOS;

  CommitPace(Duration longest, LongSupplier clockNanos) {
    this.longestNanos = longest.toNanos();
    this.clock = clockNanos;
    this.endedNanos = clock.getAsLong();
  }

  /** The pace of the calling thread, which has one from its first poll on. */
  static CommitPace ofThisThread(Duration commitInterval) {
    CommitPace pace = OF_THREAD.get();
    if (pace == null) {
      pace = new CommitPace(commitInterval, System::nanoTime);
      OF_THREAD.set(pace);
    }
    return pace;
  }

  /** Says that somebody waits for what a task is writing. Does nothing outside a stream thread. */
  public static void awaited(ProcessingContext context) {
    CommitPace pace = OF_THREAD.get();
    if (pace != null) {
      pace.await(context);
    }
  }

  void await(ProcessingContext context) {
    long nowNanos = clock.getAsLong();
    if (waiting == null) {
      awaitedNanos = nowNanos;
    } else if (nowNanos - awaitedNanos > longestNanos) {
      context.commit();
    }
    waiting = context;
  }

  /**
   * How long the thread, which has done all it could, may wait for more records. When it is time to
   * commit it may not wait at all: Streams commits between polls.
   */
  Duration patience(Duration wanted) {
    ProcessingContext context = waiting;
    if (context == null) {
      return wanted;
    }
    long leftNanos = pauseNanos - (clock.getAsLong() - endedNanos);
    if (leftNanos > 0) {
      // Whole milliseconds are all that a consumer counts; none at all would be a busy loop.
      Duration left = Duration.ofMillis(leftNanos / 1_000_000 + 1);
      return left.compareTo(wanted) < 0 ? left : wanted;
    }
    waiting = null;
    context.commit();
    return Duration.ZERO;
  }

  /** The thread begins to wait for its brokers. */
  void commitBegins() {
    if (!committing) {
      committing = true;
      beganNanos = clock.getAsLong();
    }
  }

  /** The transaction has ended, well or not. */
  void commitEnds() {
    endedNanos = clock.getAsLong();
    waiting = null;
    if (committing) {
      committing = false;
      pauseNanos = Math.clamp(endedNanos - beganNanos, SHORTEST_NANOS, longestNanos);
    }
  }
}
