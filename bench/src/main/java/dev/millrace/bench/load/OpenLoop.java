package dev.millrace.bench.load;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends requests when they are due, never waiting for answers. How many can be on their way at once
 * is bounded by the schedule's length.
 */
public final class OpenLoop {

  private OpenLoop() {}

  /**
   * Runs the schedule.
   *
   * @param warm runs before the first request that counts
   * @param patience how long to wait for answers after the last request
   */
  public static LoadResult run(Schedule schedule, Duration patience, Runnable warm, Job job)
      throws InterruptedException {
    var recording = new Recording();
    int requests = Math.toIntExact(schedule.requests());
    var answered = new Semaphore(0);
    long startedAt = System.nanoTime();
    for (int i = 0; i < requests; i++) {
      long dueAt = startedAt + schedule.dueNanos(i);
      sleepUntil(dueAt);
      boolean measured = schedule.isMeasured(i);
      if (measured) {
        if (i == 0 || !schedule.isMeasured(i - 1)) {
          warm.run();
        }
        recording.offered();
      }
      var shot = new Shot(i, dueAt, measured, recording);
      offer(job, shot, answered::release);
    }
    // Requests that never come back are counted as unanswered, so the verdict is not needed here.
    boolean all = answered.tryAcquire(requests, patience.toMillis(), TimeUnit.MILLISECONDS);
    long offeredFor = TimeUnit.SECONDS.toNanos(schedule.seconds());
    long measuredFrom = startedAt + TimeUnit.SECONDS.toNanos(schedule.warmUpSeconds());
    LoadResult result = recording.result(measuredFrom, offeredFor);
    return all ? result : result.lasting(offeredFor + patience.toNanos());
  }

  /**
   * Starts a request so that it ends in an outcome whatever the job does.
   *
   * @param then runs after the outcome is recorded
   */
  static void offer(Job job, Shot shot, Runnable then) {
    CompletableFuture<Outcome> answer;
    try {
      answer = job.start(shot);
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    // Nobody waits for the future: a failure has become an outcome by then.
    var unused =
        answer
            .exceptionally(OpenLoop::failed)
            .thenAccept(
                outcome -> {
                  shot.ended(outcome);
                  then.run();
                });
  }

  private static Outcome failed(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return new Outcome.Failed(cause.getClass().getSimpleName());
  }

  private static void sleepUntil(long dueAt) throws InterruptedException {
    long left = dueAt - System.nanoTime();
    while (left > 0) {
      LockSupport.parkNanos(left);
      if (Thread.interrupted()) {
        throw new InterruptedException("the load was stopped");
      }
      left = dueAt - System.nanoTime();
    }
  }
}
