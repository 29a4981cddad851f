package dev.millrace.inventory;

import dev.millrace.inventory.stock.CarriedOut;
import dev.millrace.inventory.stock.SkuStock;
import dev.millrace.inventory.stock.StockCommand.FillBackorders;
import dev.millrace.inventory.stock.StockDecider;
import dev.millrace.inventory.stock.StockLimits;
import dev.millrace.inventory.stock.Supply;
import dev.millrace.kit.process.TimeIndex;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Notices units that have come for those who wait, and has the decider give them out: some at once,
 * and the rest, when many wait, with the sweep. Costs nothing for a SKU that nobody waits for.
 */
final class BackorderFills {

  private final InventoryStores stores;
  private final StockDecider decider;

  BackorderFills(InventoryStores stores, StockDecider decider) {
    this.stores = stores;
    this.decider = decider;
  }

  /**
   * What a command led to, with what it did for those who wait.
   *
   * @param before the stock before the command
   * @param done the command, stored already
   */
  CarriedOut after(SkuStock before, CarriedOut done, Instant now) {
    CarriedOut all = done;
    for (String sellerId : done.sellersToFill(before)) {
      all = all.followedBy(fill(before.sku(), sellerId, now));
    }
    return all;
  }

  /**
   * Goes on where there was too much for one command, a bounded piece at a time.
   *
   * @param fillsMax backorders to fill, at most
   * @param filled is told of each SKU that changed, after it was stored
   */
  void goOn(Instant now, int fillsMax, Consumer<CarriedOut> filled) {
    int sellersMax = Math.max(1, fillsMax / StockLimits.FILLED_MAX);
    TimeIndex toFill = stores.beside().toFill();
    for (TimeIndex.Entry entry : toFill.due(now, sellersMax)) {
      toFill.remove(entry);
      String[] skuAndSeller = StoreKeys.parts(entry.id());
      CarriedOut done = fill(skuAndSeller[0], skuAndSeller[1], now);
      if (!done.facts().isEmpty()) {
        filled.accept(done);
      }
    }
  }

  private CarriedOut fill(String sku, String sellerId, Instant now) {
    var fill = new FillBackorders(sellerId);
    var before = stores.load(sku, fill);
    Instant latest = before.stock().at();
    CarriedOut done = decider.carryOut(before, fill, latest.isAfter(now) ? latest : now);
    stores.save(done);
    SkuStock stock = done.state().stock();
    boolean mayBeMore =
        before.beside().holds().size() == StockLimits.FILLED_MAX && !done.facts().isEmpty();
    if (mayBeMore && Supply.of(stock, sellerId).available() > 0) {
      stores.beside().toFill().add(now, StoreKeys.of(sku, sellerId));
    }
    return done;
  }
}
