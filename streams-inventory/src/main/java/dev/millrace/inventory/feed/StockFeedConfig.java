package dev.millrace.inventory.feed;

import dev.millrace.launch.config.Brokers;
import dev.millrace.launch.config.Settings;
import java.util.Optional;

/**
 * Settings of the stock feed.
 *
 * @param instanceId identity of this process that survives its restarts: one that was killed takes
 *     its partitions back at once; empty: a new identity each time
 * @param allowance how much of each partition's inventory a feed may have
 */
public record StockFeedConfig(
    Brokers brokers, Optional<String> instanceId, FeedWindow.Allowance allowance) {

  /** The consumer group; never changes: offsets hang on it. */
  static final String GROUP = "inventory-stock-feed";

  /** Reads the settings; the caller ends the reading with {@link Settings#orThrow}. */
  public static StockFeedConfig from(Settings settings) {
    return new StockFeedConfig(
        Brokers.from(settings),
        settings.optional(
            "MILLRACE_INSTANCE_ID",
            "identity of this process; one that restarts under it takes its place back at once",
            "[A-Za-z0-9._-]{0,100}",
            "letters, digits, dots, hyphens"),
        new FeedWindow.Allowance(
            settings.integer(
                "MILLRACE_INVENTORY_FEED_ROWS_IN_FLIGHT",
                "rows of bulk feeds that the inventory may have before it in each partition; more"
                    + " make feeds faster and urgent commands slower",
                32,
                1,
                10_000),
            settings.integer(
                "MILLRACE_INVENTORY_FEED_SHARE_PERCENT",
                "share of the time in which a bulk feed may have rows before the inventory while"
                    + " others send commands there; without others it goes on without a rest",
                20,
                1,
                100)));
  }
}
