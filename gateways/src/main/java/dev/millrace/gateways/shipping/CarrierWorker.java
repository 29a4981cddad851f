package dev.millrace.gateways.shipping;

import dev.millrace.gateways.work.WorkSession;
import dev.millrace.launch.run.SessionKeeper;
import dev.millrace.schemas.topics.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Carries orders' requests to a carrier and its answers back, as the payment worker does. */
public final class CarrierWorker implements AutoCloseable {

  private static final Duration CLOSE_MAX = Duration.ofSeconds(10);

  private final SessionKeeper sessions;

  private CarrierWorker(SessionKeeper sessions) {
    this.sessions = sessions;
  }

  /**
   * Starts a worker, which runs until it is closed.
   *
   * @param meters where it counts
   */
  public static CarrierWorker start(
      CarrierWorkerConfig config, Topics topics, Carrier carrier, MeterRegistry meters) {
    return new CarrierWorker(
        SessionKeeper.start(
            "carrier-worker",
            CLOSE_MAX,
            closing ->
                WorkSession.open(
                    config.terms(),
                    new CarrierErrands(
                        topics,
                        new CarrierDialogue(
                            carrier,
                            config.retries(),
                            Clock.systemUTC(),
                            RandomGenerator.getDefault(),
                            pause -> !closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)),
                        meters),
                    meters,
                    closing)));
  }

  /** The carrier that an installation has; the caller closes it after the workers that use it. */
  public static Carrier carrier(CarrierWorkerConfig config, Clock clock) {
    return switch (config.carrier()) {
      case SANDBOX -> new SandboxCarrier(clock, config.sandboxPace());
      case EASYPOST -> new EasyPostCarrier(config.easyPost());
    };
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
