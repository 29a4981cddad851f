package dev.millrace.inventory;

import dev.millrace.inventory.stock.CarriedOut;
import dev.millrace.inventory.stock.SkuState;
import dev.millrace.inventory.stock.StockCommand.EndWatches;
import dev.millrace.inventory.stock.StockLimits;
import dev.millrace.kit.process.TimeIndex;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Tells those who wait for stock that is back, where they were too many for the command that
 * brought it. Should it be gone again before all are told, the others wait for the next time.
 */
final class WatchSweep {

  private final InventoryStores stores;
  private final Decisions decisions;
  private final Consumer<CarriedOut> told;

  /** SKUs and sellers in one tick. */
  private final int entriesMax;

  /**
   * @param watchesMax how many one tick may tell, roughly; at least one command's worth
   * @param told learns of each piece that was done, after it was stored
   */
  WatchSweep(
      int watchesMax, InventoryStores stores, Decisions decisions, Consumer<CarriedOut> told) {
    this.entriesMax = Math.max(1, watchesMax / StockLimits.WATCHES_ENDED_AT_ONCE_MAX);
    this.stores = stores;
    this.decisions = decisions;
    this.told = told;
  }

  void tellTheRest(Instant now) {
    TimeIndex due = stores.watches().due();
    for (TimeIndex.Entry entry : due.due(now, entriesMax)) {
      // Saving files it again if there are still more.
      due.remove(entry);
      String[] skuAndSeller = StoreKeys.parts(entry.id());
      String sku = skuAndSeller[0];
      var end =
          new EndWatches(
              stores
                  .watches()
                  .waiting(sku, skuAndSeller[1], StockLimits.WATCHES_ENDED_AT_ONCE_MAX));
      SkuState before = stores.load(sku, end);
      Instant latest = before.stock().at();
      CarriedOut done = decisions.carryOut(before, end, latest.isAfter(now) ? latest : now);
      stores.save(done);
      told.accept(done);
    }
  }
}
