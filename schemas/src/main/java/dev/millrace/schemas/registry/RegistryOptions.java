package dev.millrace.schemas.registry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How patiently a registry is asked.
 *
 * @param attempts how often one request is tried in all, 1 to 20
 * @param firstRetryDelay wait before the second try; doubles for each further one
 * @param maxRetryDelay longest wait between two tries
 * @param connectTimeout longest wait for a connection
 * @param requestTimeout longest wait for one whole answer, body included
 * @param autoRegister if false, unknown schemas are refused instead of registered: the setting for
 *     clusters where releases register schemas and applications may not
 */
public record RegistryOptions(
    int attempts,
    Duration firstRetryDelay,
    Duration maxRetryDelay,
    Duration connectTimeout,
    Duration requestTimeout,
    boolean autoRegister) {

  private static final int ATTEMPTS_MAX = 20;
  private static final Duration DURATION_MAX = Duration.ofMinutes(5);

  public RegistryOptions {
    List<String> problems = new ArrayList<>();
    if (attempts < 1 || attempts > ATTEMPTS_MAX) {
      problems.add("attempts must be 1 to %d but is %d".formatted(ATTEMPTS_MAX, attempts));
    }
    requireBounded("firstRetryDelay", firstRetryDelay, problems);
    requireBounded("maxRetryDelay", maxRetryDelay, problems);
    requireBounded("connectTimeout", connectTimeout, problems);
    requireBounded("requestTimeout", requestTimeout, problems);
    if (firstRetryDelay.compareTo(maxRetryDelay) > 0) {
      problems.add(
          "firstRetryDelay must not exceed maxRetryDelay but is %s and that is %s"
              .formatted(firstRetryDelay, maxRetryDelay));
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("Registry options: " + String.join("; ", problems));
    }
  }

  /** Five tries over about three seconds, registering what is new. */
  public static RegistryOptions defaults() {
    return new RegistryOptions(
        5,
        Duration.ofMillis(200),
        Duration.ofSeconds(2),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10),
        true);
  }

  public RegistryOptions withAttempts(int newAttempts) {
    return new RegistryOptions(
        newAttempts, firstRetryDelay, maxRetryDelay, connectTimeout, requestTimeout, autoRegister);
  }

  public RegistryOptions withRetryDelays(Duration newFirst, Duration newMax) {
    return new RegistryOptions(
        attempts, newFirst, newMax, connectTimeout, requestTimeout, autoRegister);
  }

  public RegistryOptions withRequestTimeout(Duration newTimeout) {
    return new RegistryOptions(
        attempts, firstRetryDelay, maxRetryDelay, connectTimeout, newTimeout, autoRegister);
  }

  public RegistryOptions withAutoRegister(boolean newAutoRegister) {
    return new RegistryOptions(
        attempts, firstRetryDelay, maxRetryDelay, connectTimeout, requestTimeout, newAutoRegister);
  }

  /** The wait after the given failed try (counted from 1), before jitter shortens it. */
  Duration delayAfter(int failedTry) {
    Duration doubled = firstRetryDelay.multipliedBy(1L << (failedTry - 1));
    return doubled.compareTo(maxRetryDelay) < 0 ? doubled : maxRetryDelay;
  }

  private static void requireBounded(String name, Duration value, List<String> problems) {
    if (!value.isPositive() || value.compareTo(DURATION_MAX) > 0) {
      problems.add(
          "%s must be above zero and at most %s but is %s".formatted(name, DURATION_MAX, value));
    }
  }
}
