package dev.millrace.inventory.history;

import dev.millrace.launch.config.Settings;
import java.time.Duration;

/**
 * Settings of the history.
 *
 * @param kept how long events are kept at least; whole groups of {@link HistoryStores#GROUP} go
 *     together, so the last events of a SKU stay however old they are
 * @param eventsPerSkuMax how many of a SKU's events are kept at most, give or take a group; of more
 *     the oldest go early
 */
public record InventoryHistoryConfig(Duration kept, int eventsPerSkuMax) {

  /** Reads the settings; the caller ends the reading with {@link Settings#orThrow}. */
  public static InventoryHistoryConfig from(Settings settings) {
    return new InventoryHistoryConfig(
        settings.duration(
            "MILLRACE_INVENTORY_HISTORY_KEPT",
            "how long the events of a SKU can be asked for, and its stock as it was",
            Duration.ofDays(90),
            Duration.ofMinutes(1),
            Duration.ofDays(3_650)),
        settings.integer(
            "MILLRACE_INVENTORY_HISTORY_EVENTS_MAX",
            "how many events of one SKU can be asked for; when there are more, the oldest go early",
            100_000,
            128,
            10_000_000));
  }
}
