package dev.millrace.gateways.payments;

import dev.millrace.gateways.work.WorkSession;
import dev.millrace.launch.config.Brokers;
import dev.millrace.launch.config.PaymentProviderName;
import dev.millrace.launch.config.Settings;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Settings of the payment worker.
 *
 * @param instance identity of this worker, which survives its restarts; unique among those that run
 *     at a time
 * @param inFlightMax calls to the provider at a time
 * @param queueMax requests that wait for their turn before the worker stops reading
 * @param provider who moves the money
 * @param sandboxDirectory where the sandbox provider keeps its journal
 * @param stripe how Stripe is reached, if it is the provider
 */
public record PaymentWorkerConfig(
    Brokers brokers,
    String instance,
    int inFlightMax,
    int queueMax,
    Retries retries,
    PaymentProviderName provider,
    Path sandboxDirectory,
    StripeConfig stripe) {

  /** The consumer group; never changes: offsets hang on it. */
  static final String GROUP = "gateways-payments";

  /**
   * How long one request is pursued.
   *
   * @param callTimeout of each call to the provider
   * @param total from the first call until the request is given up as unresolved
   * @param attemptsMax calls and questions, together
   * @param backoffFirst pause after the first failure; doubles up to {@code backoffMax}
   */
  public record Retries(
      Duration callTimeout,
      Duration total,
      int attemptsMax,
      Duration backoffFirst,
      Duration backoffMax) {}

  /** How the worker works with Kafka. */
  public WorkSession.Terms terms() {
    return new WorkSession.Terms(brokers, GROUP, instance, inFlightMax, queueMax);
  }

  /** Reads the settings; the caller ends with {@link Settings#orThrow}. */
  public static PaymentWorkerConfig from(Settings settings) {
    Retries retries = retries(settings);
    settings.require(
        retries.total().compareTo(retries.callTimeout()) > 0,
        "MILLRACE_GATEWAYS_TOTAL_TIME must be longer than MILLRACE_GATEWAYS_CALL_TIMEOUT");
    PaymentProviderName provider = PaymentProviderName.from(settings);
    StripeConfig stripe = StripeConfig.from(settings);
    settings.require(
        provider != PaymentProviderName.STRIPE || !stripe.secretKey().isEmpty(),
        "MILLRACE_GATEWAYS_PROVIDER=STRIPE needs " + StripeConfig.SECRET_KEY);
    return new PaymentWorkerConfig(
        Brokers.from(settings),
        settings.text(
            "MILLRACE_GATEWAYS_INSTANCE_ID",
            "identity of this worker; one that restarts under it goes on at once; unique among the"
                + " workers that run at a time",
            "1",
            "[A-Za-z0-9._-]{1,64}",
            "letters, digits, dots, hyphens"),
        settings.integer(
            "MILLRACE_GATEWAYS_IN_FLIGHT_MAX", "calls to the provider at a time", 64, 1, 4_096),
        settings.integer(
            "MILLRACE_GATEWAYS_QUEUE_MAX",
            "requests that wait for their turn before the worker stops reading",
            2_000,
            1,
            100_000),
        retries,
        provider,
        settings.path(
            "MILLRACE_GATEWAYS_SANDBOX_DIR",
            "where the sandbox provider keeps its journal",
            "data/sandbox-payments"),
        stripe);
  }

  private static Retries retries(Settings settings) {
    return new Retries(
        settings.duration(
            "MILLRACE_GATEWAYS_CALL_TIMEOUT",
            "how long one call to the provider may take",
            Duration.ofSeconds(2),
            Duration.ofMillis(10),
            Duration.ofMinutes(1)),
        settings.duration(
            "MILLRACE_GATEWAYS_TOTAL_TIME",
            "how long one request is pursued until it is given up as unresolved",
            Duration.ofSeconds(20),
            Duration.ofMillis(20),
            Duration.ofMinutes(30)),
        settings.integer(
            "MILLRACE_GATEWAYS_ATTEMPTS_MAX",
            "calls and questions to the provider for one request",
            30,
            1,
            1_000),
        settings.duration(
            "MILLRACE_GATEWAYS_BACKOFF_FIRST",
            "pause after the first failure; doubles with each",
            Duration.ofMillis(100),
            Duration.ofMillis(1),
            Duration.ofSeconds(10)),
        settings.duration(
            "MILLRACE_GATEWAYS_BACKOFF_MAX",
            "longest pause between two attempts",
            Duration.ofSeconds(2),
            Duration.ofMillis(1),
            Duration.ofMinutes(1)));
  }
}
