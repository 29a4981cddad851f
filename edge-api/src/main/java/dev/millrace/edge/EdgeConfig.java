package dev.millrace.edge;

import dev.millrace.edge.bus.ReplyGroup;
import dev.millrace.edge.http.Pipeline;
import dev.millrace.edge.state.StateClient;
import dev.millrace.launch.config.Brokers;
import dev.millrace.launch.config.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of the edge.
 *
 * @param http where requests come in
 * @param metrics where /metrics is served; port -1 serves none
 * @param replies how replies are read
 * @param states base addresses of the contexts' query servers, by context; search is one of them
 * @param tokens how callers prove who they are
 * @param waits how long requests wait, and how many may
 * @param quotas how many requests a caller may make
 * @param callbacks how payment providers and carriers prove who they are
 */
public record EdgeConfig(
    Listen http,
    Listen metrics,
    Brokers brokers,
    ReplyGroup replies,
    Map<String, URI> states,
    TokenTerms tokens,
    Waits waits,
    Pipeline.Quotas quotas,
    Callbacks callbacks) {

  public static final String SEARCH = "search";

  /** The contexts that the edge asks. */
  public static final List<String> CONTEXTS =
      List.of("inventory", "pricing", "catalog", "customers", "orders", SEARCH);

  /** Contexts that an installation may do without; reads that need them then say so. */
  public static final List<String> OPTIONAL_CONTEXTS =
      List.of(
          StateClient.STOCK_HISTORY,
          StateClient.ORDER_VIEWS,
          StateClient.ACCOUNTS,
          StateClient.LEDGER);

  /**
   * An address to listen on.
   *
   * @param port 0 takes a free one
   */
  public record Listen(String host, int port) {}

  /**
   * About tokens.
   *
   * @param keyFile the key pair that signs them; created when missing
   * @param timeToLive of guests' tokens
   */
  public record TokenTerms(Path keyFile, Duration timeToLive) {}

  /**
   * Bounds on waiting.
   *
   * @param outcome how long a write waits for its outcome when the client does not say
   * @param deliveryMax after it a command that the log did not confirm counts as failed
   * @param pendingMax how many requests may wait for outcomes or changes at once
   * @param streamsMax how many streams of events may be open at once
   */
  public record Waits(Duration outcome, Duration deliveryMax, int pendingMax, int streamsMax) {}

  /**
   * About callbacks of payment providers and carriers.
   *
   * @param stripeSecret of Stripe's webhook endpoint; without it there are no callbacks of Stripe
   * @param sandboxSecret the same for the sandbox
   * @param easyPostSecret the same for the carriers behind EasyPost
   * @param tolerance how old a signature may be
   */
  public record Callbacks(
      Optional<String> stripeSecret,
      Optional<String> sandboxSecret,
      Optional<String> easyPostSecret,
      Duration tolerance) {

    /** Without the secrets: configurations end up in logs. */
    @Override
    public String toString() {
      return "Callbacks[tolerance=%s]".formatted(tolerance);
    }
  }

  public EdgeConfig {
    states = Map.copyOf(states);
  }

  /** The setting that says where a context's query server is. */
  public static String addressOf(String context) {
    return "MILLRACE_EDGE_%s_URL".formatted(context.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** Reads the settings; the caller ends the reading with {@link Settings#orThrow}. */
  public static EdgeConfig from(Settings settings) {
    return new EdgeConfig(
        new Listen(
            host(settings, "MILLRACE_EDGE_HOST", "address that the HTTP API listens on"),
            settings.integer(
                "MILLRACE_EDGE_PORT", "its port; 0 takes a free one", 8_080, 0, 65_535)),
        new Listen(
            host(settings, "MILLRACE_EDGE_METRICS_HOST", "address that serves /metrics"),
            settings.integer(
                "MILLRACE_EDGE_METRICS_PORT",
                "its port; 0 takes a free one, -1 serves none",
                7_070,
                -1,
                65_535)),
        Brokers.from(settings),
        replies(settings),
        states(settings),
        new TokenTerms(
            settings.path(
                "MILLRACE_EDGE_KEY_FILE",
                "key pair that signs access tokens; made when missing",
                "data/edge/signing-key.json"),
            settings.duration(
                "MILLRACE_EDGE_TOKEN_LIFE",
                "how long a guest's token is good for",
                Duration.ofMinutes(15),
                Duration.ofMinutes(1),
                Duration.ofDays(1))),
        waits(settings),
        quotas(settings),
        callbacks(settings));
  }

  private static String host(Settings settings, String name, String meaning) {
    return settings.text(
        name, meaning, "127.0.0.1", "[A-Za-z0-9.:_-]{1,255}", "a host or an address");
  }

  private static ReplyGroup replies(Settings settings) {
    return new ReplyGroup(
        settings.text(
            "MILLRACE_EDGE_GROUP_ID",
            "consumer group of the edge's instances",
            "edge",
            "[A-Za-z0-9._-]{1,100}",
            "letters, digits, dots, hyphens"),
        settings.optional(
            "MILLRACE_EDGE_INSTANCE_ID",
            "identity of this edge; one that restarts under it gets its replies at once",
            "[A-Za-z0-9._-]{0,100}",
            "letters, digits, dots, hyphens"));
  }

  private static Map<String, URI> states(Settings settings) {
    Map<String, URI> states = new HashMap<>();
    for (String context : CONTEXTS) {
      settings
          .address(addressOf(context), "query server that answers for " + context)
          .ifPresent(address -> states.put(context, address));
    }
    for (String context : OPTIONAL_CONTEXTS) {
      settings
          .optionalAddress(addressOf(context), "query server that answers for " + context)
          .ifPresent(address -> states.put(context, address));
    }
    return states;
  }

  private static Waits waits(Settings settings) {
    return new Waits(
        settings.duration(
            "MILLRACE_EDGE_WAIT",
            "how long a write waits for its outcome when the client does not say",
            Duration.ofSeconds(5),
            Duration.ofMillis(100),
            Duration.ofSeconds(30)),
        settings.duration(
            "MILLRACE_EDGE_DELIVERY_MAX",
            "a command that Kafka did not confirm by then counts as failed",
            Duration.ofSeconds(4),
            Duration.ofMillis(200),
            Duration.ofSeconds(30)),
        settings.integer(
            "MILLRACE_EDGE_PENDING_MAX", "requests that may wait at a time", 10_000, 1, 1_000_000),
        settings.integer(
            "MILLRACE_EDGE_STREAMS_MAX",
            "streams of order events that may be open at a time",
            1_000,
            1,
            100_000));
  }

  private static Pipeline.Quotas quotas(Settings settings) {
    return new Pipeline.Quotas(
        perMinute(
            settings,
            "MILLRACE_EDGE_ANONYMOUS_PER_MINUTE",
            "requests of one address without token",
            60_000),
        perMinute(
            settings,
            "MILLRACE_EDGE_CUSTOMER_PER_MINUTE",
            "requests of one guest or shopper",
            6_000),
        perMinute(
            settings,
            "MILLRACE_EDGE_TRUSTED_PER_MINUTE",
            "requests of one seller, support or ops caller",
            600_000));
  }

  private static Callbacks callbacks(Settings settings) {
    return new Callbacks(
        settings.optionalSecret(
            "MILLRACE_EDGE_STRIPE_CALLBACK_SECRET",
            "signing secret of Stripe's webhook endpoint; without it Stripe's callbacks are"
                + " refused"),
        settings.optionalSecret(
            "MILLRACE_EDGE_SANDBOX_CALLBACK_SECRET",
            "the same for callbacks of the sandbox provider and the sandbox carrier"),
        settings.optionalSecret(
            "MILLRACE_EDGE_EASYPOST_CALLBACK_SECRET",
            "webhook secret that EasyPost signs with; without it EasyPost's callbacks are"
                + " refused"),
        settings.duration(
            "MILLRACE_EDGE_CALLBACK_AGE_MAX",
            "how old the signature of a callback may be",
            Duration.ofMinutes(5),
            Duration.ofSeconds(1),
            Duration.ofHours(1)));
  }

  private static int perMinute(Settings settings, String name, String meaning, int usual) {
    return settings.integer(name, meaning, usual, 1, 10_000_000);
  }
}
