package dev.millrace.standalone.run;

import dev.millrace.embedded.EmbeddedRegistry;
import dev.millrace.embedded.StartFailedException;
import dev.millrace.kit.query.Companion;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The instance's schema registry, started again whenever it ends by itself. Ids survive that, and
 * whoever needs no schema that is new to him does not notice.
 *
 * <p>Threading: safe to share.
 */
final class RegistryKeeper implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RegistryKeeper.class);
  private static final Duration PAUSE_FIRST = Duration.ofMillis(500);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(30);

  /** A registry that lived so long does not inherit the pauses of the ones before. */
  private static final Duration SETTLED = Duration.ofMinutes(1);

  private static final Duration CLOSE_MAX = Duration.ofSeconds(15);

  private final EmbeddedRegistry.Options options;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile EmbeddedRegistry current;
  private volatile boolean away;

  private RegistryKeeper(EmbeddedRegistry first, EmbeddedRegistry.Options options) {
    this.current = first;
    this.options = options;
    this.thread = Thread.ofPlatform().name("registry-keeper").daemon().unstarted(this::keep);
  }

  /** Returns once the registry answers; every later one takes the same port. */
  static RegistryKeeper start(EmbeddedRegistry.Options options) {
    EmbeddedRegistry first = EmbeddedRegistry.start(options);
    var keeper = new RegistryKeeper(first, options.withPort(URI.create(first.url()).getPort()));
    keeper.thread.start();
    return keeper;
  }

  String url() {
    return current.url();
  }

  /** Process id of the registry that runs, or ran last. */
  long pid() {
    return current.pid();
  }

  boolean ready() {
    return !away && current.isAlive();
  }

  /** How the process's readiness report tells of it. */
  Companion companion() {
    return new Companion("schema-registry", this::ready, Map.of());
  }

  /** Stops watching, then the registry. Bounded. */
  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
    try {
      if (!thread.join(CLOSE_MAX)) {
        LOG.warn("The registry's keeper did not stop within {}", CLOSE_MAX);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    current.close();
  }

  private void keep() {
    try {
      Duration pause = PAUSE_FIRST;
      while (true) {
        long startNanos = System.nanoTime();
        current.ended().get();
        away = true;
        LOG.error("The schema registry (process {}) ended by itself; it is started again", pid());
        current.close();
        if (System.nanoTime() - startNanos > SETTLED.toNanos()) {
          pause = PAUSE_FIRST;
        }
        do {
          if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            return;
          }
          pause =
              pause.multipliedBy(2).compareTo(PAUSE_MAX) < 0 ? pause.multipliedBy(2) : PAUSE_MAX;
        } while (!startAgain());
        away = false;
      }
    } catch (InterruptedException e) {
      LOG.debug("The registry is closing");
    } catch (ExecutionException e) {
      throw new IllegalStateException("waiting for a process cannot fail", e);
    }
  }

  private boolean startAgain() {
    try {
      current = EmbeddedRegistry.start(options);
      LOG.info("The schema registry answers again, as process {}", pid());
      return true;
    } catch (StartFailedException | UncheckedIOException e) {
      LOG.warn("The schema registry did not start again", e);
      return false;
    }
  }
}
