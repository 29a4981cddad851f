package dev.millrace.inventory;

import dev.millrace.avro.inventory.state.WatchCount;
import dev.millrace.avro.inventory.state.WatchState;
import dev.millrace.inventory.stock.CarriedOut;
import dev.millrace.inventory.stock.Fact;
import dev.millrace.inventory.stock.StockEvent.StockWatchEnded;
import dev.millrace.inventory.stock.StockEvent.StockWatched;
import dev.millrace.inventory.stock.StockLimits;
import dev.millrace.inventory.stock.Watch;
import dev.millrace.inventory.stock.WatchMemory;
import dev.millrace.kit.process.ProcessorStores;
import dev.millrace.kit.process.TimeIndex;
import dev.millrace.schemas.topics.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Who waits for which SKU of which seller. Nothing here is read unless a command is about a watch
 * or a seller is back in stock.
 *
 * <p>Threading: one instance belongs to one task.
 */
final class WatchStores {

  /** Those who wait, by SKU, seller and watch. */
  static final String WATCH_STATE = "watch-state";

  /** How many wait, by SKU. */
  static final String WATCH_COUNTS = "watch-counts";

  /** SKUs and sellers whose stock is back, with more who wait than one command may tell. */
  static final String WATCHES_DUE = "watches-due";

  private final KeyValueStore<String, WatchState> watches;
  private final KeyValueStore<String, WatchCount> counts;
  private final TimeIndex due;

  /** Opens the stores of the task. */
  WatchStores(ProcessingContext context) {
    this.watches = context.getStateStore(WATCH_STATE);
    this.counts = context.getStateStore(WATCH_COUNTS);
    this.due = new TimeIndex(context.getStateStore(WATCHES_DUE));
  }

  /** The stores to attach to the processor. */
  static Set<StoreBuilder<?>> builders(Topics topics) {
    return Set.of(
        ProcessorStores.records(WATCH_STATE, WatchState.class, topics),
        ProcessorStores.records(WATCH_COUNTS, WatchCount.class, topics),
        TimeIndex.store(WATCHES_DUE));
  }

  /** What is known of a watch. */
  WatchMemory load(String sku, String sellerId, String watchId) {
    WatchState stored = watches.get(StoreKeys.of(sku, sellerId, watchId));
    return new WatchMemory(stored == null ? null : watch(stored), count(sku));
  }

  /** Some of those who wait for a seller's SKU, at most {@code watchesMax}. */
  List<Watch> waiting(String sku, String sellerId, int watchesMax) {
    List<Watch> waiting = new ArrayList<>();
    String prefix = StoreKeys.of(sku, sellerId);
    try (KeyValueIterator<String, WatchState> all =
        watches.range(StoreKeys.first(prefix), StoreKeys.afterLast(prefix))) {
      while (all.hasNext() && waiting.size() < watchesMax) {
        waiting.add(watch(all.next().value));
      }
    }
    return waiting;
  }

  /** Keeps what became of watches. */
  void save(CarriedOut done) {
    String sku = done.state().stock().sku();
    int more = 0;
    Map<String, Integer> toldOfSeller = new HashMap<>(0);
    for (Fact fact : done.facts()) {
      if (fact.event() instanceof StockWatched e) {
        watches.put(
            StoreKeys.of(sku, e.sellerId(), e.watchId()),
            new WatchState(e.watchId(), e.sellerId(), e.customerId()));
        more++;
      } else if (fact.event() instanceof StockWatchEnded e) {
        watches.delete(StoreKeys.of(sku, e.sellerId(), e.watchId()));
        more--;
        int told = toldOfSeller.merge(e.sellerId(), 1, Integer::sum);
        if (told == StockLimits.WATCHES_ENDED_AT_ONCE_MAX) {
          // There may be more of them; the sweep looks.
          due.add(e.at(), StoreKeys.of(sku, e.sellerId()));
        }
      }
    }
    if (more != 0) {
      counts.put(sku, new WatchCount(count(sku) + more));
    }
  }

  /** SKUs and sellers whose stock came back with more who wait than could be told at once. */
  TimeIndex due() {
    return due;
  }

  private int count(String sku) {
    WatchCount stored = counts.get(sku);
    return stored == null ? 0 : stored.getWatches();
  }

  private static Watch watch(WatchState stored) {
    return new Watch(stored.getWatchId(), stored.getSellerId(), stored.getCustomerId());
  }
}
