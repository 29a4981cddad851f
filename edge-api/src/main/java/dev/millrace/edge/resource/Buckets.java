package dev.millrace.edge.resource;

import dev.millrace.avro.inventory.MergeStock;
import dev.millrace.avro.inventory.SplitState;
import dev.millrace.avro.inventory.SplitStock;
import dev.millrace.avro.inventory.Stock;
import dev.millrace.avro.inventory.StockLevel;
import dev.millrace.edge.http.Answer;
import dev.millrace.edge.http.Call;
import dev.millrace.edge.http.Fields;
import dev.millrace.edge.state.StateStore;
import dev.millrace.schemas.id.BucketKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** /v1/inventory/{sku}/buckets: the stock of a hot SKU, spread so that several writers sell it. */
public final class Buckets {

  private final StockRequests requests;

  public Buckets(StockRequests requests) {
    this.requests = requests;
  }

  /** Spreads it. */
  public Answer put(Call call) {
    Fields body = call.body();
    var split =
        new SplitStock(body.integer("buckets", BucketKey.BUCKETS_MIN, BucketKey.BUCKETS_MAX));
    body.done();
    return requests.change(call, 200, command -> command.setSplit(split));
  }

  /** Brings it together again. */
  public Answer remove(Call call) {
    call.body().done();
    return requests.change(call, 200, command -> command.setMerge(new MergeStock()));
  }

  /**
   * The stock with what is in its buckets. Each is read by itself, so units on their way from one
   * to another are missing or counted twice for a moment.
   */
  static Stock together(Stock home, Reads reads, @Nullable String minPosition) {
    SplitState split = home.getSplit();
    List<Stock> buckets = new ArrayList<>();
    for (int bucket = 1; split != null && bucket < split.getMostBuckets(); bucket++) {
      reads
          .find(StateStore.STOCK, BucketKey.of(home.getSku(), bucket), minPosition)
          .ifPresent(buckets::add);
    }
    return together(home, buckets);
  }

  /** The home's stock with the units of these buckets. */
  static Stock together(Stock home, List<Stock> buckets) {
    if (buckets.isEmpty()) {
      return home;
    }
    List<StockLevel> levels = new ArrayList<>(home.getLevels());
    buckets.forEach(bucket -> bucket.getLevels().forEach(level -> add(levels, level)));
    return Stock.newBuilder(home).setLevels(levels).build();
  }

  private static void add(List<StockLevel> levels, StockLevel more) {
    for (int i = 0; i < levels.size(); i++) {
      StockLevel level = levels.get(i);
      if (level.getSellerId().equals(more.getSellerId())
          && level.getWarehouseId().equals(more.getWarehouseId())) {
        levels.set(
            i,
            StockLevel.newBuilder(level)
                .setOnHand(Math.addExact(level.getOnHand(), more.getOnHand()))
                .setReserved(Math.addExact(level.getReserved(), more.getReserved()))
                .build());
        return;
      }
    }
    levels.add(more);
  }
}
