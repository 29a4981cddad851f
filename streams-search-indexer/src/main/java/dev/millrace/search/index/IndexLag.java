package dev.millrace.search.index;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long changes of stock, prices and products take until search shows them. The document topic
 * carries the time at which the change was decided where it came from.
 *
 * <p>Threading: one thread at a time.
 */
public final class IndexLag {

  /** Changes measured with one refresh; of more, the ones behind them are left out. */
  static final int SAMPLES_MAX = 1_000;

  /** Borders of the histogram; the goal of one second is one of them. */
  private static final Duration[] BORDERS = {
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2_500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(60)
  };

  private final Timer timer;
  private final LongSupplier clockMs;
  private final long[] decidedAtMs = new long[SAMPLES_MAX];
  private int waiting;

  private IndexLag(Timer timer, LongSupplier clockMs) {
    this.timer = timer;
    this.clockMs = clockMs;
  }

  /**
   * Measures into a histogram of these meters.
   *
   * @param clockMs {@code System::currentTimeMillis}; a clock that is behind the writer's counts as
   *     no lag
   */
  public static IndexLag in(MeterRegistry meters, LongSupplier clockMs) {
    return new IndexLag(
        Timer.builder("millrace.search.lag")
            .description(
                "From the decision about stock, a price or a product until search shows it")
            .serviceLevelObjectives(BORDERS)
            .register(meters),
        clockMs);
  }

  /** A change was applied, and is not shown yet. */
  void applied(long atMs) {
    if (waiting < SAMPLES_MAX) {
      decidedAtMs[waiting] = atMs;
      waiting++;
    }
  }

  /** All that was applied is shown from now on. */
  void shown() {
    long nowMs = clockMs.getAsLong();
    for (int i = 0; i < waiting; i++) {
      timer.record(Duration.ofMillis(Math.max(0, nowMs - decidedAtMs[i])));
    }
    waiting = 0;
  }
}
