package dev.millrace.gateways.shipping;

import dev.millrace.gateways.work.WorkSession;
import dev.millrace.launch.config.Settings;
import java.time.Duration;

/**
 * Settings of the carrier worker.
 *
 * @param terms as the payment worker's, in a group of its own
 * @param carrier who carries the parcels
 * @param sandboxPace how long each step of a sandbox parcel takes
 * @param easyPost how EasyPost is reached, if it is the carrier
 */
public record CarrierWorkerConfig(
    WorkSession.Terms terms,
    Retries retries,
    CarrierName carrier,
    Duration sandboxPace,
    EasyPostConfig easyPost) {

  /** The consumer group; never changes: offsets hang on it. */
  static final String GROUP = "gateways-carriers";

  /**
   * How a request is pursued, until its outcome is known.
   *
   * @param callTimeout of each call to the carrier
   * @param backoffFirst pause after the first failure; doubles up to {@code backoffMax}
   */
  public record Retries(Duration callTimeout, Duration backoffFirst, Duration backoffMax) {}

  /**
   * Reads the settings; the caller ends with {@link Settings#orThrow}.
   *
   * @param payments how the payment worker of the same process works
   */
  public static CarrierWorkerConfig from(Settings settings, WorkSession.Terms payments) {
    CarrierName carrier =
        settings.choice("MILLRACE_GATEWAYS_CARRIER", "who carries parcels", CarrierName.SANDBOX);
    EasyPostConfig easyPost = EasyPostConfig.from(settings);
    settings.require(
        carrier != CarrierName.EASYPOST || !easyPost.apiKey().isEmpty(),
        "MILLRACE_GATEWAYS_CARRIER=EASYPOST needs " + EasyPostConfig.API_KEY);
    settings.require(
        carrier != CarrierName.EASYPOST || !easyPost.senders().isEmpty(),
        "MILLRACE_GATEWAYS_CARRIER=EASYPOST needs " + EasyPostConfig.SENDERS);
    return new CarrierWorkerConfig(
        new WorkSession.Terms(
            payments.brokers(),
            GROUP,
            payments.instance(),
            payments.inFlightMax(),
            payments.queueMax()),
        new Retries(
            settings.duration(
                "MILLRACE_GATEWAYS_CARRIER_CALL_TIMEOUT",
                "how long one call to the carrier may take",
                Duration.ofSeconds(5),
                Duration.ofMillis(10),
                Duration.ofMinutes(1)),
            settings.duration(
                "MILLRACE_GATEWAYS_CARRIER_BACKOFF_FIRST",
                "pause after the carrier's first failure; doubles with each",
                Duration.ofMillis(250),
                Duration.ofMillis(1),
                Duration.ofSeconds(10)),
            settings.duration(
                "MILLRACE_GATEWAYS_CARRIER_BACKOFF_MAX",
                "longest pause between two calls for the same label",
                Duration.ofMinutes(1),
                Duration.ofMillis(1),
                Duration.ofHours(1))),
        carrier,
        settings.duration(
            "MILLRACE_GATEWAYS_CARRIER_SANDBOX_PACE",
            "how long each step of a parcel of the sandbox carrier takes",
            Duration.ofSeconds(2),
            Duration.ofMillis(1),
            Duration.ofDays(7)),
        easyPost);
  }
}
