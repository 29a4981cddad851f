package dev.millrace.inventory.history;

import static dev.millrace.inventory.history.HistoryKeys.SEQUENCE_MAX;
import static dev.millrace.inventory.history.HistoryKeys.key;
import static dev.millrace.inventory.history.HistoryStores.GROUP;

import dev.millrace.avro.inventory.KeptHistory;
import dev.millrace.avro.inventory.Stock;
import dev.millrace.avro.inventory.StockEvent;
import dev.millrace.inventory.InventoryLedger;
import dev.millrace.kit.app.KeyQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one SKU, as a reader meets it. Its writer may forget a group meanwhile; a read
 * that misses something then says so.
 */
final class SkuPast {

  /** Something was forgotten between two looks; looking again finds out what is left. */
  static final class ForgottenMeanwhileException extends RuntimeException {
    ForgottenMeanwhileException(String sku, long sequence) {
      super("the history of %s at %d is being forgotten".formatted(sku, sequence));
    }
  }

  private final ReadOnlyKeyValueStore<String, Object> events;
  private final ReadOnlyKeyValueStore<String, Object> stocks;
  private final String sku;
  private final StockEvent last;

  /** Sequence of the oldest stock that is kept; 0 if the past is known from the first event on. */
  private final long base;

  private final Instant knownFrom;

  private SkuPast(
      ReadOnlyKeyValueStore<String, Object> events,
      ReadOnlyKeyValueStore<String, Object> stocks,
      String sku,
      StockEvent last) {
    this.events = events;
    this.stocks = stocks;
    this.sku = sku;
    this.last = last;
    if (events.get(key(sku, 1)) instanceof StockEvent first) {
      base = 0;
      knownFrom = first.getAt();
    } else {
      Stock oldest = oldestStock();
      base = oldest.getSequence();
      knownFrom = oldest.getAt();
    }
  }

  /**
   * The SKU's past; null if there is none.
   *
   * @throws ForgottenMeanwhileException if its oldest part was forgotten while this looked
   */
  static @Nullable SkuPast open(KeyQuery.PartitionStores stores, String sku) {
    ReadOnlyKeyValueStore<String, Object> events = stores.open(HistoryStores.EVENTS);
    try (var newestFirst = events.reverseRange(key(sku, 1), key(sku, SEQUENCE_MAX))) {
      return newestFirst.hasNext()
          ? new SkuPast(
              events, stores.open(HistoryStores.STOCKS), sku, (StockEvent) newestFirst.next().value)
          : null;
    }
  }

  long lastSequence() {
    return last.getSequence();
  }

  Instant lastAt() {
    return last.getAt();
  }

  KeptHistory kept() {
    return new KeptHistory(base + 1, last.getSequence(), knownFrom);
  }

  /**
   * The events behind a sequence, oldest first; the caller closes it.
   *
   * @throws ForgottenMeanwhileException if the first of them was forgotten since this was opened
   */
  KeyValueIterator<String, Object> eventsAfter(long sequence) {
    KeyValueIterator<String, Object> after =
        events.range(key(sku, sequence + 1), key(sku, SEQUENCE_MAX));
    if (after.hasNext() && !after.peekNextKey().equals(key(sku, sequence + 1))) {
      after.close();
      throw new ForgottenMeanwhileException(sku, sequence + 1);
    }
    return after;
  }

  /**
   * The stock after the last event that is not later than the moment; null if there is none.
   *
   * @throws ForgottenMeanwhileException if what it needs was forgotten since this was opened
   */
  @Nullable Stock stockAt(Instant moment) {
    long start = lastStockAt(moment);
    List<StockEvent> since = new ArrayList<>(GROUP);
    try (var entries = events.range(key(sku, start + 1), key(sku, start + GROUP))) {
      while (entries.hasNext()) {
        StockEvent event = (StockEvent) entries.next().value;
        if (event.getAt().isAfter(moment)) {
          break;
        }
        if (event.getSequence() != start + since.size() + 1) {
          throw new ForgottenMeanwhileException(sku, start + 1);
        }
        since.add(event);
      }
    }
    if (start > 0) {
      return InventoryLedger.fold(stock(start), since);
    }
    return since.isEmpty() ? null : InventoryLedger.fold(sku, since);
  }

  /** Sequence of the newest kept stock that is not later, or 0; found by halving. */
  private long lastStockAt(Instant moment) {
    long low = base / GROUP;
    long high = last.getSequence() / GROUP;
    while (low < high) {
      long middle = (low + high + 1) / 2;
      if (stock(middle * GROUP).getAt().isAfter(moment)) {
        high = middle - 1;
      } else {
        low = middle;
      }
    }
    return low * GROUP;
  }

  private Stock stock(long sequence) {
    if (stocks.get(key(sku, sequence)) instanceof Stock stock) {
      return stock;
    }
    throw new ForgottenMeanwhileException(sku, sequence);
  }

  private Stock oldestStock() {
    try (var kept = stocks.range(key(sku, 1), key(sku, SEQUENCE_MAX))) {
      if (kept.hasNext()) {
        return (Stock) kept.next().value;
      }
    }
    throw new ForgottenMeanwhileException(sku, 1);
  }
}
