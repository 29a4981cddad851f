package dev.millrace.gateways.payments;

import dev.millrace.launch.config.Settings;
import java.time.Duration;
import java.util.Optional;

/**
 * How Stripe is reached.
 *
 * @param secretKey of the account; empty while another provider is used
 * @param baseUrl root of the API
 * @param connectTimeout until a connection stands
 * @param readTimeout until an answer comes; what it did is unknown then
 * @param returnUrl where the shopper comes back to after a step at the bank
 * @param multicapture whether the account may capture one payment in several parts
 */
public record StripeConfig(
    String secretKey,
    String baseUrl,
    Duration connectTimeout,
    Duration readTimeout,
    Optional<String> returnUrl,
    boolean multicapture) {

  static final String SECRET_KEY = "MILLRACE_GATEWAYS_STRIPE_SECRET_KEY";

  private static final String WEB_ADDRESS = "https?://[A-Za-z0-9.:_/?=&%-]{1,500}";

  static StripeConfig from(Settings settings) {
    return new StripeConfig(
        settings.optionalSecret(SECRET_KEY, "the Stripe account's secret key").orElse(""),
        settings.text(
            "MILLRACE_GATEWAYS_STRIPE_URL",
            "root of Stripe's API",
            "https://api.stripe.com",
            "https?://[A-Za-z0-9.\\[\\]:_-]{1,300}",
            "http or https, host and port"),
        settings.duration(
            "MILLRACE_GATEWAYS_STRIPE_CONNECT_TIMEOUT",
            "how long a connection to Stripe may take",
            Duration.ofSeconds(2),
            Duration.ofMillis(10),
            Duration.ofMinutes(1)),
        settings.duration(
            "MILLRACE_GATEWAYS_STRIPE_READ_TIMEOUT",
            "how long Stripe may take to answer one HTTP request",
            Duration.ofSeconds(8),
            Duration.ofMillis(10),
            Duration.ofMinutes(2)),
        settings.optional(
            "MILLRACE_GATEWAYS_STRIPE_RETURN_URL",
            "page to which shoppers come back from their bank; without it Stripe gives no address"
                + " to send them to",
            WEB_ADDRESS,
            "an http or https address"),
        settings.flag(
            "MILLRACE_GATEWAYS_STRIPE_MULTICAPTURE",
            "whether the Stripe account may capture one payment in several parts; without it only"
                + " the last capture of a payment is carried out",
            false));
  }

  /** Without the key: configurations end up in logs. */
  @Override
  public String toString() {
    return "StripeConfig[baseUrl=%s, connectTimeout=%s, readTimeout=%s]"
        .formatted(baseUrl, connectTimeout, readTimeout);
  }
}
