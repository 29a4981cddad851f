package dev.millrace.edge;

import dev.millrace.edge.state.StateClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the edge.
 *
 * @param port 0 takes a free one
 * @param metricsPort where /metrics is served, on loopback; 0 takes a free one, -1 serves none
 * @param instanceId identity that survives restarts: one that was killed takes its place in the
 *     group back at once; empty for none
 * @param states base addresses of the contexts' query servers, by context; search is one of them
 * @param keyFile the key pair that signs tokens; created when missing
 * @param tokenTimeToLive of guests' tokens
 * @param waitDefault how long a write waits for its outcome when the client does not say
 * @param deliveryMax after it a command that the log did not confirm counts as failed
 * @param pendingMax how many requests may wait for outcomes or changes at once
 * @param anonymousPerMinute requests of one address without a token
 * @param customerPerMinute requests of one guest or shopper
 * @param trustedPerMinute requests of one seller, support or ops caller
 */
public record EdgeConfig(
    String host,
    int port,
    int metricsPort,
    String bootstrapServers,
    String groupId,
    String instanceId,
    Map<String, URI> states,
    Path keyFile,
    Duration tokenTimeToLive,
    Duration waitDefault,
    Duration deliveryMax,
    int pendingMax,
    int anonymousPerMinute,
    int customerPerMinute,
    int trustedPerMinute) {

  public static final String SEARCH = "search";

  /** The contexts that the edge asks. */
  public static final List<String> CONTEXTS =
      List.of("inventory", "pricing", "catalog", "customers", "orders", SEARCH);

  /** Contexts that an installation may do without; reads that need them then say so. */
  public static final List<String> OPTIONAL_CONTEXTS = List.of(StateClient.STOCK_HISTORY);

  private static final String PREFIX = "MILLRACE_EDGE_";

  public EdgeConfig {
    states = Map.copyOf(states);
  }

  /** Defaults for everything but where the others are and where the key is. */
  public static EdgeConfig of(String bootstrapServers, Map<String, URI> states, Path keyFile) {
    return new EdgeConfig(
        "127.0.0.1",
        8080,
        -1,
        bootstrapServers,
        "edge",
        "",
        states,
        keyFile,
        Duration.ofMinutes(15),
        Duration.ofSeconds(5),
        Duration.ofSeconds(4),
        10_000,
        60_000,
        6_000,
        600_000);
  }

  public EdgeConfig withPort(int newPort) {
    return new EdgeConfig(
        host,
        newPort,
        metricsPort,
        bootstrapServers,
        groupId,
        instanceId,
        states,
        keyFile,
        tokenTimeToLive,
        waitDefault,
        deliveryMax,
        pendingMax,
        anonymousPerMinute,
        customerPerMinute,
        trustedPerMinute);
  }

  public EdgeConfig withHost(String newHost) {
    return new EdgeConfig(
        newHost,
        port,
        metricsPort,
        bootstrapServers,
        groupId,
        instanceId,
        states,
        keyFile,
        tokenTimeToLive,
        waitDefault,
        deliveryMax,
        pendingMax,
        anonymousPerMinute,
        customerPerMinute,
        trustedPerMinute);
  }

  /** The setting that says where a context's query server is. */
  public static String addressOf(String context) {
    return PREFIX + context.toUpperCase(java.util.Locale.ROOT).replace('-', '_') + "_URL";
  }

  /**
   * Reads MILLRACE_EDGE_* and MILLRACE_BOOTSTRAP_SERVERS.
   *
   * @throws IllegalArgumentException listing every setting that breaks its bounds
   */
  public static EdgeConfig from(Map<String, String> environment) {
    var read = new Reading(environment);
    Map<String, URI> states = new java.util.HashMap<>();
    for (String context : CONTEXTS) {
      URI address = read.address(addressOf(context));
      if (address != null) {
        states.put(context, address);
      }
    }
    for (String context : OPTIONAL_CONTEXTS) {
      if (!read.text(addressOf(context), "").isEmpty()) {
        URI address = read.address(addressOf(context));
        if (address != null) {
          states.put(context, address);
        }
      }
    }
    Duration wait = Duration.ofMillis(read.number(PREFIX + "WAIT_MS", 5_000, 100, 30_000));
    Duration delivery = Duration.ofMillis(read.number(PREFIX + "DELIVERY_MS", 4_000, 200, 30_000));
    var config =
        new EdgeConfig(
            read.text(PREFIX + "HOST", "127.0.0.1"),
            read.number(PREFIX + "PORT", 8_080, 0, 65_535),
            read.number(PREFIX + "METRICS_PORT", -1, -1, 65_535),
            read.text("MILLRACE_BOOTSTRAP_SERVERS", "127.0.0.1:9092"),
            read.text(PREFIX + "GROUP_ID", "edge"),
            read.text(PREFIX + "INSTANCE_ID", ""),
            states,
            Path.of(read.text(PREFIX + "KEY_FILE", "data/edge/signing-key.json")),
            Duration.ofSeconds(read.number(PREFIX + "TOKEN_SECONDS", 900, 60, 86_400)),
            wait,
            delivery,
            read.number(PREFIX + "PENDING_MAX", 10_000, 1, 1_000_000),
            read.number(PREFIX + "ANONYMOUS_PER_MINUTE", 60_000, 1, 10_000_000),
            read.number(PREFIX + "CUSTOMER_PER_MINUTE", 6_000, 1, 10_000_000),
            read.number(PREFIX + "TRUSTED_PER_MINUTE", 600_000, 1, 10_000_000));
    read.orThrow();
    return config;
  }

  private static final class Reading {
    private final Map<String, String> environment;
    private final List<String> problems = new ArrayList<>();

    Reading(Map<String, String> environment) {
      this.environment = environment;
    }

    String text(String name, String defaultValue) {
      String value = environment.getOrDefault(name, "").strip();
      return value.isEmpty() ? defaultValue : value;
    }

    int number(String name, int defaultValue, int min, int max) {
      String value = text(name, Integer.toString(defaultValue));
      if (value.matches("-?\\d{1,9}")) {
        int number = Integer.parseInt(value);
        if (number >= min && number <= max) {
          return number;
        }
      }
      problems.add("%s=%s is not allowed: %d to %d".formatted(name, value, min, max));
      return defaultValue;
    }

    @Nullable URI address(String name) {
      String value = text(name, "");
      if (value.matches("https?://[A-Za-z0-9.\\[\\]:-]+")) {
        return URI.create(value);
      }
      problems.add(
          "%s=%s is not allowed: an address such as http://127.0.0.1:7001".formatted(name, value));
      return null;
    }

    void orThrow() {
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(
            "The settings of the edge are not valid:\n  - " + String.join("\n  - ", problems));
      }
    }
  }
}
