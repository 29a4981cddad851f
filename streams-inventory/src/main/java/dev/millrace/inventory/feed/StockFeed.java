package dev.millrace.inventory.feed;

import dev.millrace.kit.query.Companion;
import dev.millrace.launch.run.SessionKeeper;
import dev.millrace.schemas.topics.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;

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

  private static final String NAME = "stock-feed";
  private static final Duration CLOSE_MAX = Duration.ofSeconds(12);

  private final SessionKeeper sessions;

  private StockFeed(SessionKeeper sessions) {
    this.sessions = sessions;
  }

  /**
   * Starts the feed, which runs until it is closed.
   *
   * @param meters where it counts
   */
  public static StockFeed start(StockFeedConfig config, Topics topics, MeterRegistry meters) {
    FeedMeters feedMeters = FeedMeters.in(meters);
    return new StockFeed(
        SessionKeeper.start(
            NAME,
            CLOSE_MAX,
            closing ->
                new FeedSession(config, topics, FeedClients.open(config), feedMeters, closing)));
  }

  /** Whether the feed's thread lives; for health checks. */
  public boolean isRunning() {
    return sessions.isRunning();
  }

  /** How a process reports it among its parts. */
  public Companion companion() {
    return new Companion(NAME, this::isRunning, Map.of());
  }

  /** Completes with the reason when it has ended although nobody closed it. */
  public CompletionStage<String> ended() {
    return sessions.ended();
  }

  /** Stops; rows that wait stay in the lane for the next feed. Bounded. */
  @Override
  public void close() {
    sessions.close();
  }
}
