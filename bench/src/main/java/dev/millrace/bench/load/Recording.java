package dev.millrace.bench.load;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Collects what the requests of one run report. Safe for many threads. */
final class Recording {

  /** Longer ones count as this long. */
  private static final long LATENCY_MICROS_MAX = TimeUnit.MINUTES.toMicros(2);

  private static final int SIGNIFICANT_DIGITS = 3;

  /** More kinds of refusal or failure than this are counted as one. */
  private static final int KINDS_MAX = 20;

  private static final String OTHER_KINDS = "others";

  private final Map<String, Histogram> latencies = new ConcurrentHashMap<>();
  private final LongAdder offered = new LongAdder();
  private final LongAdder done = new LongAdder();
  private final LongAdder ended = new LongAdder();
  private final Map<String, LongAdder> refused = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> failed = new ConcurrentHashMap<>();
  private final LongAccumulator lastEndNanos = new LongAccumulator(Math::max, Long.MIN_VALUE);

  void offered() {
    offered.increment();
  }

  void latency(String step, long nanos) {
    latencies
        .computeIfAbsent(
            step, s -> new ConcurrentHistogram(1, LATENCY_MICROS_MAX, SIGNIFICANT_DIGITS))
        .recordValue(Math.clamp(TimeUnit.NANOSECONDS.toMicros(nanos), 1, LATENCY_MICROS_MAX));
  }

  void outcome(Outcome outcome, long atNanos) {
    switch (outcome) {
      case Outcome.Done() -> done.increment();
      case Outcome.Refused(String name) -> count(refused, name);
      case Outcome.Failed(String reason) -> count(failed, reason);
    }
    ended.increment();
    lastEndNanos.accumulate(atNanos);
  }

  /** Answers may still arrive while this is read; what it says was true a moment ago. */
  LoadResult result(long startedAtNanos, long offeredForNanos) {
    Map<String, Latency> steps = new TreeMap<>();
    latencies.forEach((step, histogram) -> steps.put(step, Latency.of(histogram.copy())));
    long lastEnd = lastEndNanos.get();
    long lasted =
        lastEnd == Long.MIN_VALUE
            ? offeredForNanos
            : Math.max(offeredForNanos, lastEnd - startedAtNanos);
    return new LoadResult(
        offered.sum(),
        done.sum(),
        sums(refused),
        sums(failed),
        Math.max(0, offered.sum() - ended.sum()),
        TimeUnit.NANOSECONDS.toMicros(lasted),
        steps);
  }

  private static void count(Map<String, LongAdder> kinds, String kind) {
    String counted = kinds.containsKey(kind) || kinds.size() < KINDS_MAX ? kind : OTHER_KINDS;
    kinds.computeIfAbsent(counted, k -> new LongAdder()).increment();
  }

  private static Map<String, Long> sums(Map<String, LongAdder> kinds) {
    Map<String, Long> sums = new TreeMap<>();
    kinds.forEach((kind, count) -> sums.put(kind, count.sum()));
    return sums;
  }
}
