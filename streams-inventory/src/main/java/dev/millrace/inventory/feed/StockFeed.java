package dev.millrace.inventory.feed;

import dev.millrace.kit.query.Companion;
import dev.millrace.schemas.topics.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
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
 * Passes the rows of bulk feeds on to the inventory, never more than a few ahead of what it has
 * committed. A command that comes while a feed runs therefore waits for those few, and not for the
 * feed. Rows keep their order within a SKU; between the two lanes there is none, so a sender to
 * whom that matters counts its movements ({@code source}, {@code source_sequence}).
 *
 * <p>Rows are passed on at least once ({@link FeedSession} says why), so each needs a movement id
 * or must ask for a reply, as every command that may be repeated.
 */
public final class StockFeed implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StockFeed.class);
  private static final Duration SESSION_PAUSE = Duration.ofSeconds(1);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(12);

  private final StockFeedConfig config;
  private final Topics topics;
  private final FeedMeters meters;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicReference<@Nullable FeedSession> current = new AtomicReference<>();
  private final CompletableFuture<String> ended = new CompletableFuture<>();
  private final Thread thread;

  private StockFeed(StockFeedConfig config, Topics topics, FeedMeters meters) {
    this.config = config;
    this.topics = topics;
    this.meters = meters;
    this.thread = Thread.ofPlatform().name("stock-feed").unstarted(this::runToTheEnd);
  }

  /**
   * Starts the feed, which runs until it is closed.
   *
   * @param meters where it counts
   */
  public static StockFeed start(StockFeedConfig config, Topics topics, MeterRegistry meters) {
    var feed = new StockFeed(config, topics, FeedMeters.in(meters));
    feed.thread.start();
    return feed;
  }

  /** Whether the feed's thread lives; for health checks. */
  public boolean isRunning() {
    return thread.isAlive();
  }

  /** How a process reports it among its parts. */
  public Companion companion() {
    return new Companion("stock-feed", this::isRunning, Map.of());
  }

  /** Completes with the reason when it has ended although nobody closed it. */
  public CompletionStage<String> ended() {
    return ended.minimalCompletionStage();
  }

  private void runToTheEnd() {
    try {
      run();
    } finally {
      if (closing.getCount() > 0) {
        ended.complete("the stock feed ended by itself; see above for the reason");
      }
    }
  }

  private void run() {
    while (closing.getCount() > 0) {
      try (var session =
          new FeedSession(config, topics, FeedClients.open(config), meters, closing)) {
        current.set(session);
        session.run();
      } catch (KafkaException e) {
        if (closing.getCount() > 0) {
          LOG.warn("The stock feed's session ended and is opened again", e);
          pause();
        }
      } finally {
        current.set(null);
      }
    }
  }

  private void pause() {
    try {
      var unused = closing.await(SESSION_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      closing.countDown();
      Thread.currentThread().interrupt();
    }
  }

  /** Stops; rows that wait stay in the lane for the next feed. Bounded. */
  @Override
  public void close() {
    closing.countDown();
    FeedSession session = current.get();
    if (session != null) {
      session.wakeUp();
    }
    try {
      if (!thread.join(CLOSE_MAX)) {
        LOG.warn("The stock feed did not stop within {}", CLOSE_MAX);
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
