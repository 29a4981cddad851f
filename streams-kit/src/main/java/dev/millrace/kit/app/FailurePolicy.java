package dev.millrace.kit.app;

import dev.millrace.schemas.registry.SchemaRegistryException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows when a stream thread dies. A fault outside (brokers, registry) may pass, so the
 * thread is replaced, a few times; anything else is a broken invariant, and the application stops
 * before it spreads. Nothing of the failed work was committed in either case.
 *
 * <p>Threading: called by any stream thread.
 */
final class FailurePolicy implements StreamsUncaughtExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(FailurePolicy.class);

  static final int REPLACEMENTS_MAX = 5;
  static final Duration WINDOW = Duration.ofMinutes(5);
  private static final int CAUSES_MAX = 20;

  private final String applicationId;
  private final InstantSource clock;
  private final Deque<Instant> replacements = new ArrayDeque<>();

  FailurePolicy(String applicationId, InstantSource clock) {
    this.applicationId = applicationId;
    this.clock = clock;
  }

  @Override
  public synchronized StreamThreadExceptionResponse handle(Throwable failure) {
    if (!mayPass(failure)) {
      LOG.error(
          "{} stops: a broken invariant or a fault that does not pass", applicationId, failure);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    Instant now = clock.instant();
    while (!replacements.isEmpty() && replacements.getFirst().isBefore(now.minus(WINDOW))) {
      replacements.removeFirst();
    }
    if (replacements.size() >= REPLACEMENTS_MAX) {
      LOG.error(
          "{} stops: {} threads died within {}, the last one of this",
          applicationId,
          REPLACEMENTS_MAX + 1,
          WINDOW,
          failure);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    replacements.addLast(now);
    LOG.warn("{} replaces a thread that died of a fault that may pass", applicationId, failure);
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  /** Whether the same work may succeed later: a fault of the brokers or the registry. */
  static boolean mayPass(Throwable failure) {
    @Nullable Throwable cause = failure;
    for (int depth = 0; cause != null && depth < CAUSES_MAX; depth++) {
      if (cause instanceof RetriableException
          || (cause instanceof SchemaRegistryException registry && registry.retriable())) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }
}
