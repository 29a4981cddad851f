package dev.millrace.inventory;

import dev.millrace.avro.inventory.Stock;
import dev.millrace.inventory.stock.SkuStock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The stock of each SKU, and those of the SKUs used last as objects beside the store: a hot SKU is
 * decoded once, not at every command. Every change goes to the store at once, so whatever reads the
 * store sees it, and a task that is closed takes nothing along that the store does not have.
 *
 * <p>Threading: one instance belongs to one task, the only writer of its store.
 */
final class RecentStock {

  /** Some megabytes for each task. */
  static final int SKUS_MAX = 4_096;

  /** As a hash table of this load wants it. */
  private static final float LOAD = 0.75f;

  private final KeyValueStore<String, Stock> store;
  private final Map<String, SkuStock> recent =
      new LinkedHashMap<>(SKUS_MAX, LOAD, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SkuStock> eldest) {
          return size() > SKUS_MAX;
        }
      };

  RecentStock(KeyValueStore<String, Stock> store) {
    this.store = store;
  }

  /** The stock of a SKU, or that of one that is not known yet. */
  SkuStock of(String sku) {
    SkuStock known = recent.get(sku);
    if (known != null) {
      return known;
    }
    Stock stored = store.get(sku);
    if (stored == null) {
      return SkuStock.unknown(sku);
    }
    SkuStock loaded = StockAvro.stock(stored);
    recent.put(sku, loaded);
    return loaded;
  }

  void keep(SkuStock stock) {
    store.put(stock.sku(), StockAvro.stock(stock));
    recent.put(stock.sku(), stock);
  }
}
