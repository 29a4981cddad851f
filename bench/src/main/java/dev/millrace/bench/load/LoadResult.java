package dev.millrace.bench.load;

import java.util.Map;

/**
 * What one run measured, the warm-up left out.
 *
 * @param offered requests that count
 * @param done carried out
 * @param refused answered with a named no, by name
 * @param failed by reason
 * @param unanswered still on their way when the patience ended
 * @param lastedMicros from the first request to the end of the run, or to the last answer if that
 *     came later
 * @param latencies by step
 */
public record LoadResult(
    long offered,
    long done,
    Map<String, Long> refused,
    Map<String, Long> failed,
    long unanswered,
    long lastedMicros,
    Map<String, Latency> latencies) {

  private static final long MICROS_PER_SECOND = 1_000_000L;

  public LoadResult {
    refused = Map.copyOf(refused);
    failed = Map.copyOf(failed);
    latencies = Map.copyOf(latencies);
  }

  /** The same, having lasted at least this long. */
  LoadResult lasting(long nanos) {
    return new LoadResult(
        offered,
        done,
        refused,
        failed,
        unanswered,
        Math.max(lastedMicros, nanos / 1_000),
        latencies);
  }

  /** Requests carried out in a second. */
  public long donePerSecond() {
    return lastedMicros == 0 ? 0 : done * MICROS_PER_SECOND / lastedMicros;
  }
}
