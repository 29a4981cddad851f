package dev.millrace.gateways.work;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls to somebody outside who may not answer: each has so long, and between attempts is a pause
 * that doubles.
 *
 * <p>Threading: any thread; blocks it.
 */
public final class OutsideCalls {

  /**
   * How long to be patient.
   *
   * @param call until a call counts as unanswered
   * @param backoffFirst the first pause between attempts
   * @param backoffMax the longest
   */
  public record Patience(Duration call, Duration backoffFirst, Duration backoffMax) {}

  /** Begins a call. */
  @FunctionalInterface
  public interface Call<T> {
    CompletableFuture<? extends T> begin();
  }

  private static final Logger LOG = LoggerFactory.getLogger(OutsideCalls.class);

  private final Patience patience;
  private final RandomGenerator jitter;
  private final Pause pause;

  public OutsideCalls(Patience patience, RandomGenerator jitter, Pause pause) {
    this.patience = patience;
    this.jitter = jitter;
    this.pause = pause;
  }

  /**
   * The answer, if it came in time. Nothing says nothing: what was asked for may have been done all
   * the same, so the next step is to ask what became of it.
   */
  public <T> Optional<T> inTime(Call<T> call) throws InterruptedException {
    try {
      return Optional.of(call.begin().get(patience.call().toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException | RuntimeException e) {
      LOG.debug("No answer from outside", e);
      return Optional.empty();
    }
  }

  /** Waits after an attempt, counted from one; false when the worker is closing. */
  public boolean pauseAfter(int attempt) throws InterruptedException {
    return pause.await(backoff(attempt));
  }

  /** Between half and the whole of a pause that doubles, so that failures do not come in step. */
  private Duration backoff(int attempt) {
    long wholeMs =
        Math.min(
            patience.backoffMax().toMillis(),
            patience.backoffFirst().toMillis() << Math.min(attempt - 1, 20));
    return Duration.ofMillis(wholeMs / 2 + jitter.nextLong(wholeMs / 2 + 1));
  }
}
