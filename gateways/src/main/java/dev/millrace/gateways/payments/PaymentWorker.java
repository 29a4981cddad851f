package dev.millrace.gateways.payments;

import dev.millrace.gateways.work.WorkSession;
import dev.millrace.launch.run.SessionKeeper;
import dev.millrace.schemas.topics.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Carries payment requests to a provider and its answers back. One thread talks to Kafka; the calls
 * run on virtual threads. A session that Kafka ended (fenced, expired) is replaced by a new one,
 * which continues from the committed offsets; the provider's idempotency keys make repeated calls
 * harmless.
 */
public final class PaymentWorker implements AutoCloseable {

  private static final Duration CLOSE_MAX = Duration.ofSeconds(10);

  private final SessionKeeper sessions;

  private PaymentWorker(SessionKeeper sessions) {
    this.sessions = sessions;
  }

  /**
   * Starts a worker, which runs until it is closed.
   *
   * @param meters where it counts
   */
  public static PaymentWorker start(
      PaymentWorkerConfig config, Topics topics, PaymentProvider provider, MeterRegistry meters) {
    return new PaymentWorker(
        SessionKeeper.start(
            "payment-worker",
            CLOSE_MAX,
            closing ->
                WorkSession.open(
                    config.terms(),
                    new PaymentErrands(
                        topics,
                        new ProviderDialogue(
                            provider,
                            config.retries(),
                            Clock.systemUTC(),
                            RandomGenerator.getDefault(),
                            pause -> !closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)),
                        meters),
                    meters,
                    closing)));
  }

  /** Whether the worker's thread lives; for health checks. */
  public boolean isRunning() {
    return sessions.isRunning();
  }

  /** Completes with the reason when it has ended although nobody closed it. */
  public CompletionStage<String> ended() {
    return sessions.ended();
  }

  /** Stops; requests that are under way are continued by the next worker. Bounded. */
  @Override
  public void close() {
    sessions.close();
  }
}
