package dev.millrace.bench.load;

/** One request on its way: its number, and the clock that has run since it was due. */
public final class Shot {

  private final long index;
  private final long dueAtNanos;
  private final boolean measured;
  private final Recording recording;

  Shot(long index, long dueAtNanos, boolean measured, Recording recording) {
    this.index = index;
    this.dueAtNanos = dueAtNanos;
    this.measured = measured;
    this.recording = recording;
  }

  /** Counts from 0, the warm-up included. */
  public long index() {
    return index;
  }

  /** Records that the request has come this far. */
  public void mark(String step) {
    if (measured) {
      recording.latency(step, System.nanoTime() - dueAtNanos);
    }
  }

  void ended(Outcome outcome) {
    if (measured) {
      recording.outcome(outcome, System.nanoTime());
    }
  }
}
