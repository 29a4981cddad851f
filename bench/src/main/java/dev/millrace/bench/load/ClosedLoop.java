package dev.millrace.bench.load;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a fixed number of requests on their way, so the system sets the pace: this finds how much
 * it carries, not how fast it answers when it is not full.
 */
public final class ClosedLoop {

  private ClosedLoop() {}

  /**
   * Runs until the time is over or the work is used up.
   *
   * @param window requests on their way at once
   * @param requestsMax how many there are to send at most, the warm-up included
   * @param warm runs before the first request that counts
   * @param patience how long to wait for answers after the end
   */
  public static LoadResult run(
      int window,
      long requestsMax,
      int warmUpSeconds,
      int seconds,
      Duration patience,
      Runnable warm,
      Job job)
      throws InterruptedException {
    var recording = new Recording();
    var free = new Semaphore(window);
    long startedAt = System.nanoTime();
    long measuredFrom = startedAt + TimeUnit.SECONDS.toNanos(warmUpSeconds);
    long endsAt = measuredFrom + TimeUnit.SECONDS.toNanos(seconds);
    long index = 0;
    long now = startedAt;
    boolean warmedUp = false;
    while (now < endsAt && index < requestsMax) {
      if (free.tryAcquire(endsAt - now, TimeUnit.NANOSECONDS)) {
        now = System.nanoTime();
        boolean measured = now >= measuredFrom;
        if (measured) {
          if (!warmedUp) {
            warm.run();
            warmedUp = true;
          }
          recording.offered();
        }
        OpenLoop.offer(job, new Shot(index, now, measured, recording), free::release);
        index++;
      } else {
        now = System.nanoTime();
      }
    }
    long offeredFor = Math.max(1, System.nanoTime() - measuredFrom);
    boolean all = free.tryAcquire(window, patience.toMillis(), TimeUnit.MILLISECONDS);
    LoadResult result = recording.result(measuredFrom, offeredFor);
    return all ? result : result.lasting(offeredFor + patience.toNanos());
  }
}
