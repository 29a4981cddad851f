package dev.millrace.gateways.shipping;

import dev.millrace.launch.config.Settings;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How EasyPost is reached, and what it has to know of every parcel.
 *
 * @param apiKey of the account; empty while another carrier is used
 * @param baseUrl root of the API
 * @param timeouts of each HTTP request
 * @param senders EasyPost's ids of the addresses that parcels leave from, by warehouse
 * @param services that may be bought, by shipping option; of other options the cheapest of all is
 * @param weights of parcels
 */
public record EasyPostConfig(
    String apiKey,
    String baseUrl,
    Timeouts timeouts,
    Map<String, String> senders,
    Map<String, List<String>> services,
    Weights weights) {

  static final String API_KEY = "MILLRACE_GATEWAYS_EASYPOST_API_KEY";
  static final String SENDERS = "MILLRACE_GATEWAYS_EASYPOST_FROM";

  /** Stands for every warehouse that is not named. */
  private static final String ANY = "*";

  private static final String SENDER = "([A-Za-z0-9._-]{1,64}|\\*)=adr_[A-Za-z0-9]{1,64}";
  private static final String SERVICE = "[A-Za-z0-9]{1,64}:[A-Za-z0-9_-]{1,64}";
  private static final String OPTION =
      "[A-Za-z0-9._-]{1,64}=" + SERVICE + "(/" + SERVICE + "){0,19}";

  /**
   * Bounds on waiting.
   *
   * @param connect until a connection stands
   * @param read until an answer comes; what it did is unknown then
   */
  public record Timeouts(Duration connect, Duration read) {}

  /** What a parcel is taken to weigh: so much, and so much more for each unit. */
  public record Weights(int packagingGrams, int unitGrams) {}

  public EasyPostConfig {
    senders = Map.copyOf(senders);
    services = Map.copyOf(services);
  }

  static EasyPostConfig from(Settings settings) {
    return new EasyPostConfig(
        settings.optionalSecret(API_KEY, "the EasyPost account's API key").orElse(""),
        settings.text(
            "MILLRACE_GATEWAYS_EASYPOST_URL",
            "root of EasyPost's API",
            "https://api.easypost.com",
            "https?://[A-Za-z0-9.\\[\\]:_-]{1,300}",
            "http or https, host and port"),
        timeouts(settings),
        senders(settings),
        services(settings),
        weights(settings));
  }

  /** EasyPost's id of a warehouse's address. */
  Optional<String> sender(String warehouseId) {
    return Optional.ofNullable(senders.getOrDefault(warehouseId, senders.get(ANY)));
  }

  /** Without the key: configurations end up in logs. */
  @Override
  public String toString() {
    return "EasyPostConfig[baseUrl=%s, timeouts=%s, senders=%s, services=%s, weights=%s]"
        .formatted(baseUrl, timeouts, senders, services, weights);
  }

  private static Timeouts timeouts(Settings settings) {
    return new Timeouts(
        settings.duration(
            "MILLRACE_GATEWAYS_EASYPOST_CONNECT_TIMEOUT",
            "how long a connection to EasyPost may take",
            Duration.ofSeconds(2),
            Duration.ofMillis(10),
            Duration.ofMinutes(1)),
        settings.duration(
            "MILLRACE_GATEWAYS_EASYPOST_READ_TIMEOUT",
            "how long EasyPost may take to answer one HTTP request",
            Duration.ofSeconds(20),
            Duration.ofMillis(10),
            Duration.ofMinutes(2)));
  }

  private static Map<String, String> senders(Settings settings) {
    Map<String, String> senders = new LinkedHashMap<>();
    settings
        .optional(
            SENDERS,
            "EasyPost's ids of the addresses that parcels leave from, by warehouse; * is every"
                + " other warehouse",
            SENDER + "(," + SENDER + "){0,199}",
            "WAREHOUSE=adr_ID, several with commas")
        .ifPresent(text -> pairs(text).forEach(pair -> senders.put(pair[0], pair[1])));
    return senders;
  }

  private static Map<String, List<String>> services(Settings settings) {
    Map<String, List<String>> services = new LinkedHashMap<>();
    settings
        .optional(
            "MILLRACE_GATEWAYS_EASYPOST_SERVICES",
            "which services may be bought for a shipping option, the cheapest of them is; for"
                + " options that are not named the cheapest of all",
            OPTION + "(," + OPTION + "){0,49}",
            "OPTION=CARRIER:SERVICE, more services with /, several options with commas")
        .ifPresent(
            text ->
                pairs(text)
                    .forEach(
                        pair ->
                            services.put(pair[0], Arrays.stream(pair[1].split("/", -1)).toList())));
    return services;
  }

  private static Weights weights(Settings settings) {
    return new Weights(
        settings.integer(
            "MILLRACE_GATEWAYS_EASYPOST_PACKAGING_GRAMS",
            "what an empty parcel is taken to weigh",
            100,
            0,
            100_000),
        settings.integer(
            "MILLRACE_GATEWAYS_EASYPOST_UNIT_GRAMS",
            "what each unit in a parcel is taken to weigh",
            500,
            1,
            1_000_000));
  }

  private static Stream<String[]> pairs(String text) {
    return Arrays.stream(text.split(",", -1)).map(pair -> pair.split("=", 2));
  }
}
