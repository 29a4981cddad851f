package dev.millrace.bench.load;

import org.HdrHistogram.Histogram;

/** How long a step took, in microseconds from when its request was due. */
public record Latency(
    long count, long p50Micros, long p90Micros, long p99Micros, long p999Micros, long maxMicros) {

  static Latency of(Histogram histogram) {
    return new Latency(
        histogram.getTotalCount(),
        histogram.getValueAtPercentile(50),
        histogram.getValueAtPercentile(90),
        histogram.getValueAtPercentile(99),
        histogram.getValueAtPercentile(99.9),
        histogram.getMaxValue());
  }
}
