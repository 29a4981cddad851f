package dev.millrace.inventory.stock;

import org.jspecify.annotations.Nullable;

/**
 * What is known of those who wait for the SKU, as far as a command about one of them needs it.
 *
 * @param named the watch that the command names, if it is known
 * @param count all watches of the SKU; at most {@link StockLimits#WATCHES_MAX}
 */
public record WatchMemory(@Nullable Watch named, int count) {

  /** Nobody that the command names waits. */
  public static final WatchMemory NONE = new WatchMemory(null, 0);

  /** The memory after one more event. */
  WatchMemory evolve(StockEvent event) {
    return switch (event) {
      case StockEvent.StockWatched e ->
          new WatchMemory(new Watch(e.watchId(), e.sellerId(), e.customerId()), count + 1);
      case StockEvent.StockWatchEnded e ->
          new WatchMemory(
              named != null && named.watchId().equals(e.watchId()) ? null : named,
              Math.max(0, count - 1));
      default -> this;
    };
  }
}
