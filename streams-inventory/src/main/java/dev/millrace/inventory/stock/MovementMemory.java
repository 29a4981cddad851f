package dev.millrace.inventory.stock;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of earlier movements, as far as the one at hand names it.
 *
 * @param known whether its movement id was seen before
 * @param transfer the transfer that it names, if that is known
 * @param feeds the last count seen of each sender to its level; at most {@link
 *     StockLimits#SOURCES_MAX}
 */
public record MovementMemory(boolean known, @Nullable Transfer transfer, Map<String, Long> feeds) {

  /** Nothing that is remembered is named. */
  public static final MovementMemory NONE = new MovementMemory(false, null, Map.of());

  public MovementMemory {
    feeds = Map.copyOf(feeds);
  }

  /** The memory after one more event. */
  MovementMemory evolve(StockEvent event) {
    if (!(event instanceof StockEvent.StockMoved moved)) {
      return this;
    }
    return new MovementMemory(
        known || moved.movementId() != null,
        Transfer.evolve(transfer, moved),
        moved.feed() == null ? feeds : with(moved.feed()));
  }

  private Map<String, Long> with(FeedMark mark) {
    Map<String, Long> more = new HashMap<>(feeds);
    more.put(mark.source(), mark.sequence());
    return more;
  }
}
