package dev.millrace.gateways.payments;

import dev.millrace.schemas.registry.SchemaRegistryException;
import dev.millrace.schemas.topics.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries payment requests to a provider and its answers back. One thread talks to Kafka; the calls
 * run on virtual threads. A session that Kafka ended (fenced, expired) is replaced by a new one,
 * which continues from the committed offsets; the provider's idempotency keys make repeated calls
 * harmless.
 */
public final class PaymentWorker implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PaymentWorker.class);
  private static final Duration SESSION_PAUSE = Duration.ofSeconds(1);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(10);

  /** Opens what a worker needs for as long as Kafka lets it. */
  @FunctionalInterface
  interface SessionOpener {
    PaymentSession open(CountDownLatch closing);
  }

  private final SessionOpener opener;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicReference<@Nullable PaymentSession> current = new AtomicReference<>();
  private final CompletableFuture<String> ended = new CompletableFuture<>();
  private final Thread thread;

  private PaymentWorker(SessionOpener opener) {
    this.opener = opener;
    this.thread = Thread.ofPlatform().name("payment-worker").unstarted(this::runToTheEnd);
  }

  /**
   * Starts a worker, which runs until it is closed.
   *
   * @param meters where it counts
   */
  public static PaymentWorker start(
      PaymentWorkerConfig config, Topics topics, PaymentProvider provider, MeterRegistry meters) {
    return start(
        closing ->
            PaymentSession.open(
                config,
                topics,
                new ProviderDialogue(
                    provider,
                    config.retries(),
                    Clock.systemUTC(),
                    RandomGenerator.getDefault(),
                    pause -> !closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)),
                meters,
                closing));
  }

  static PaymentWorker start(SessionOpener opener) {
    var worker = new PaymentWorker(opener);
    worker.thread.start();
    return worker;
  }

  /** Whether the worker's thread lives; for health checks. */
  public boolean isRunning() {
    return thread.isAlive();
  }

  /** Completes with the reason when it has ended although nobody closed it. */
  public CompletionStage<String> ended() {
    return ended.minimalCompletionStage();
  }

  private void runToTheEnd() {
    try {
      run();
    } finally {
      if (closing.getCount() > 0) {
        ended.complete("the payment worker ended by itself; see above for the reason");
      }
    }
  }

  private void run() {
    while (closing.getCount() > 0) {
      try (PaymentSession session = opener.open(closing)) {
        current.set(session);
        session.run();
      } catch (KafkaException | SchemaRegistryException | UncheckedIOException e) {
        LOG.warn("The payment worker's session ended and is opened again", e);
        pause();
      } finally {
        current.set(null);
      }
    }
  }

  private void pause() {
    try {
      var unused = closing.await(SESSION_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      closing.countDown();
      Thread.currentThread().interrupt();
    }
  }

  /** Stops; requests that are under way are continued by the next worker. Bounded. */
  @Override
  public void close() {
    closing.countDown();
    PaymentSession session = current.get();
    if (session != null) {
      session.wakeUp();
    }
    try {
      if (!thread.join(CLOSE_MAX)) {
        LOG.warn("The payment worker did not stop within {}", CLOSE_MAX);
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
