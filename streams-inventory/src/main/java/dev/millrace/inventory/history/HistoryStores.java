package dev.millrace.inventory.history;

import static dev.millrace.inventory.history.HistoryKeys.SEQUENCE_MAX;
import static dev.millrace.inventory.history.HistoryKeys.key;

import dev.millrace.avro.inventory.Stock;
import dev.millrace.avro.inventory.StockEvent;
import dev.millrace.inventory.InventoryLedger;
import dev.millrace.kit.process.TimeIndex;
import dev.millrace.schemas.registry.AvroSerde;
import dev.millrace.schemas.topics.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * The stores of the history. A SKU's events fall into groups: sequences 1 to 64, 65 to 128 and so
 * on. The stock after a group's last event is kept beside it, so the stock at any time takes one
 * such stock and less than a group of events. Groups are forgotten whole, oldest first, and the
 * stock after the last forgotten one stays: the rest of the past is complete.
 *
 * <p>Threading: one instance belongs to one task.
 */
final class HistoryStores {

  /** Every event, by SKU and sequence. */
  static final String EVENTS = "stock-history-events";

  /** The stock after every 64th event, by SKU and that event's sequence. */
  static final String STOCKS = "stock-history-stocks";

  /** The same in order of time, to forget them. */
  static final String STOCKS_BY_AGE = "stock-history-stocks-by-age";

  /** Events in a group. */
  static final int GROUP = 64;

  /** Groups that one event may push out, so that a lowered bound is reached step by step. */
  private static final int GROUPS_PER_EVENT_MAX = 4;

  private final KeyValueStore<String, StockEvent> events;
  private final KeyValueStore<String, Stock> stocks;
  private final TimeIndex stocksByAge;
  private final int groupsPerSkuMax;

  /** Opens the stores of the task. */
  HistoryStores(ProcessingContext context, int groupsPerSkuMax) {
    this.events = context.getStateStore(EVENTS);
    this.stocks = context.getStateStore(STOCKS);
    this.stocksByAge = new TimeIndex(context.getStateStore(STOCKS_BY_AGE));
    this.groupsPerSkuMax = groupsPerSkuMax;
  }

  /** The stores to attach to the processor. */
  static Set<StoreBuilder<?>> builders(Topics topics) {
    Set<StoreBuilder<?>> builders = new TreeSet<>(Comparator.comparing(StoreBuilder::name));
    builders.add(store(EVENTS, StockEvent.class, topics));
    builders.add(store(STOCKS, Stock.class, topics));
    builders.add(TimeIndex.store(STOCKS_BY_AGE));
    return builders;
  }

  /**
   * Keeps the next event of a SKU; one that is kept already changes nothing.
   *
   * @throws IllegalStateException if the group that it ends has a gap
   */
  void keep(StockEvent event) {
    String sku = event.getSku();
    long sequence = event.getSequence();
    events.put(key(sku, sequence), event);
    if (sequence % GROUP == 0) {
      endGroup(sku, sequence);
      forgetUpTo(sku, sequence - (long) groupsPerSkuMax * GROUP, GROUPS_PER_EVENT_MAX);
    }
  }

  /** Forgets groups whose last event is older, a bounded number of them. */
  void forgetBefore(Instant time, int groupsMax) {
    for (TimeIndex.Entry entry : stocksByAge.due(time, groupsMax)) {
      forgetUpTo(HistoryKeys.sku(entry.id()), HistoryKeys.sequence(entry.id()), groupsMax);
      stocksByAge.remove(entry);
    }
  }

  private void endGroup(String sku, long end) {
    List<StockEvent> group = new ArrayList<>(GROUP);
    try (var entries = events.range(key(sku, end - GROUP + 1), key(sku, end))) {
      entries.forEachRemaining(entry -> group.add(entry.value));
    }
    @Nullable Stock before = stocks.get(key(sku, end - GROUP));
    if (group.size() != GROUP || (before == null && end != GROUP)) {
      throw new IllegalStateException(
          "the history of %s up to event %d has a gap".formatted(sku, end));
    }
    Stock stock =
        before == null ? InventoryLedger.fold(sku, group) : InventoryLedger.fold(before, group);
    stocks.put(key(sku, end), stock);
    stocksByAge.add(stock.getAt(), key(sku, end));
  }

  /** Forgets the oldest groups of a SKU up to the one that ends there. */
  private void forgetUpTo(String sku, long lastEnd, int groupsMax) {
    long end = lastEnd < GROUP ? Long.MAX_VALUE : oldestGroupEnd(sku);
    for (int groups = 0; end <= lastEnd && groups < groupsMax; groups++, end += GROUP) {
      // First what says where the known past begins: readers must not meet half a group.
      stocks.delete(key(sku, end - GROUP));
      for (long sequence = end - GROUP + 1; sequence <= end; sequence++) {
        events.delete(key(sku, sequence));
      }
      @Nullable Stock after = stocks.get(key(sku, end));
      if (after != null) {
        stocksByAge.remove(new TimeIndex.Entry(after.getAt(), key(sku, end)));
      }
    }
  }

  private long oldestGroupEnd(String sku) {
    if (events.get(key(sku, 1)) != null) {
      return GROUP;
    }
    try (KeyValueIterator<String, Stock> kept = stocks.range(key(sku, 1), key(sku, SEQUENCE_MAX))) {
      if (kept.hasNext()) {
        KeyValue<String, Stock> base = kept.next();
        return HistoryKeys.sequence(base.key) + GROUP;
      }
    }
    return Long.MAX_VALUE;
  }

  private static <V extends SpecificRecord> StoreBuilder<?> store(
      String name, Class<V> type, Topics topics) {
    return Stores.keyValueStoreBuilder(
        Stores.persistentKeyValueStore(name),
        Serdes.String(),
        new AvroSerde<>(topics.registry(), type));
  }
}
