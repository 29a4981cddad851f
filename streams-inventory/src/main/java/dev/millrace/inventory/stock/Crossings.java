package dev.millrace.inventory.stock;

import dev.millrace.inventory.stock.StockEvent.BackInStock;
import dev.millrace.inventory.stock.StockEvent.Crossing;
import dev.millrace.inventory.stock.StockEvent.ReorderPointReached;
import dev.millrace.inventory.stock.StockEvent.SoldOut;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Which lines an event crossed: the only place that knows what is worth an event of its own. */
final class Crossings {

  private Crossings() {}

  /**
   * The crossings between two states of a SKU; an empty list, and no cost, for nearly all events.
   *
   * @param concerned the levels that the event between them concerns, as they are after it; all of
   *     one seller
   */
  static List<Crossing> between(
      SkuStock before, SkuStock after, List<Level> concerned, Instant at) {
    if (concerned.isEmpty()) {
      return List.of();
    }
    List<Crossing> crossings = new ArrayList<>(0);
    for (Level level : concerned) {
      Integer point = level.reorderPoint();
      if (point != null
          && level.isLow()
          && !before.level(level.sellerId(), level.warehouseId()).isLow()) {
        crossings.add(
            new ReorderPointReached(
                at, level.sellerId(), level.warehouseId(), point, level.available()));
      }
    }
    String seller = concerned.getFirst().sellerId();
    long had = before.available(seller);
    long has = after.available(seller);
    if (had > 0 && has == 0) {
      crossings.add(new SoldOut(at, seller));
    } else if (had == 0 && has > 0) {
      crossings.add(new BackInStock(at, seller, has));
    }
    return crossings;
  }
}
