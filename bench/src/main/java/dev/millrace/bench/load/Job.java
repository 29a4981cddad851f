package dev.millrace.bench.load;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Work that a loop offers to a system, again and again. */
@FunctionalInterface
public interface Job {

  /**
   * Starts one request and returns at once.
   *
   * @return completes with what became of it; a failed future counts as failed
   */
  CompletableFuture<Outcome> start(Shot shot);

  /** A job that waits in a virtual thread of its own. */
  static Job blocking(Function<Shot, Outcome> work) {
    Executor threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory());
    return shot -> CompletableFuture.supplyAsync(() -> work.apply(shot), threads);
  }
}
