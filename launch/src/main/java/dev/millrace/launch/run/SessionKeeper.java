package dev.millrace.launch.run;

import dev.millrace.schemas.registry.SchemaRegistryException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that works with the brokers in sessions. One that the brokers, the schema registry or a
 * disk ended is opened again after a pause, until the keeper is closed; any other failure is a bug
 * and ends it.
 *
 * <p>Threading: safe to share.
 */
public final class SessionKeeper implements AutoCloseable {

  /** What a thread works with for as long as the brokers let it. */
  public interface Session extends AutoCloseable {

    /** Works until the keeper closes, or fails. */
    void run();

    /** Ends a wait of {@link #run} early; from any thread. */
    void wakeUp();

    /** On the thread that ran. */
    @Override
    void close();
  }

  /** Opens the next session. */
  @FunctionalInterface
  public interface Opener {

    /**
     * @param closing at zero once the session must end
     */
    Session open(CountDownLatch closing);
  }

  private static final Logger LOG = LoggerFactory.getLogger(SessionKeeper.class);
  private static final Duration SESSION_PAUSE = Duration.ofSeconds(1);

  private final String name;
  private final Opener opener;
  private final Duration closeMax;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicReference<@Nullable Session> current = new AtomicReference<>();
  private final CompletableFuture<String> ended = new CompletableFuture<>();
  private final Thread thread;

  private SessionKeeper(String name, Opener opener, Duration closeMax) {
    this.name = name;
    this.opener = opener;
    this.closeMax = closeMax;
    this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::runToTheEnd);
  }

  /**
   * Starts the work, which goes on until it is closed.
   *
   * @param name of the thread, and of the work in the log
   * @param closeMax how long {@link #close} waits for a session to end
   */
  public static SessionKeeper start(String name, Duration closeMax, Opener opener) {
    var keeper = new SessionKeeper(name, opener, closeMax);
    keeper.thread.start();
    return keeper;
  }

  /** Whether the thread lives; for health checks. */
  public boolean isRunning() {
    return thread.isAlive();
  }

  /** Completes with the reason when it has ended although nobody closed it. */
  public CompletionStage<String> ended() {
    return ended.minimalCompletionStage();
  }

  private void runToTheEnd() {
    try {
      run();
    } finally {
      if (isOpen()) {
        ended.complete(name + " ended by itself; see above for the reason");
      }
    }
  }

  private void run() {
    while (isOpen()) {
      try (Session session = opener.open(closing)) {
        current.set(session);
        session.run();
      } catch (KafkaException | SchemaRegistryException | UncheckedIOException e) {
        if (isOpen()) {
          LOG.warn("The session of {} ended and is opened again", name, e);
          pause();
        }
      } finally {
        current.set(null);
      }
    }
  }

  private boolean isOpen() {
    return closing.getCount() > 0;
  }

  private void pause() {
    try {
      var unused = closing.await(SESSION_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      closing.countDown();
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the session, and the thread with it. Bounded. */
  @Override
  public void close() {
    closing.countDown();
    Session session = current.get();
    if (session != null) {
      session.wakeUp();
    }
    try {
      if (!thread.join(closeMax)) {
        LOG.warn("{} did not stop within {}", name, closeMax);
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
