package dev.millrace.bench.load;

/**
 * When an open loop's requests are due: evenly spaced, whatever became of the ones before. A
 * request that is sent late counts from when it was due, so waiting that the system under test
 * caused cannot hide.
 *
 * @param perSecond requests in a second
 * @param warmUpSeconds requests of this first part are sent and not counted
 * @param seconds length of the part that counts
 */
public record Schedule(int perSecond, int warmUpSeconds, int seconds) {

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  public Schedule {
    if (perSecond < 1 || warmUpSeconds < 0 || seconds < 1) {
      throw new IllegalArgumentException(
          "a schedule needs at least one request in a second, for at least one second: %d/s, %d s, %d s"
              .formatted(perSecond, warmUpSeconds, seconds));
    }
  }

  /** All requests, the warm-up's included. */
  public long requests() {
    return (long) perSecond * (warmUpSeconds + seconds);
  }

  /** Whether the request counts. */
  public boolean isMeasured(long index) {
    return index >= (long) perSecond * warmUpSeconds;
  }

  /** How long after the start a request is due. */
  public long dueNanos(long index) {
    // Whole seconds apart from the rest: no rounding adds up, and nothing overflows.
    return index / perSecond * NANOS_PER_SECOND + index % perSecond * NANOS_PER_SECOND / perSecond;
  }
}
