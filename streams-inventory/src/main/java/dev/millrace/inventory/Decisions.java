package dev.millrace.inventory;

import dev.millrace.inventory.stock.CarriedOut;
import dev.millrace.inventory.stock.SkuState;
import dev.millrace.inventory.stock.StockCommand;
import dev.millrace.inventory.stock.StockDecider;
import dev.millrace.inventory.stock.StockLimits;
import dev.millrace.inventory.stock.Watch;
import java.time.Instant;
import java.util.List;

/**
 * Decides, and goes on with what a decision leads to: reads those whom it concerns besides the one
 * who asked, if there are any. Writes nothing.
 */
final class Decisions {

  private final StockDecider decider;
  private final InventoryStores stores;

  Decisions(StockDecider decider, InventoryStores stores) {
    this.decider = decider;
    this.stores = stores;
  }

  CarriedOut carryOut(SkuState before, StockCommand command, Instant now) {
    CarriedOut done = decider.carryOut(before, command, now);
    for (String seller : done.sellersBackInStock()) {
      List<Watch> waiting =
          stores
              .watches()
              .waiting(before.stock().sku(), seller, StockLimits.WATCHES_ENDED_AT_ONCE_MAX);
      if (!waiting.isEmpty()) {
        done = decider.tell(done, waiting, now);
      }
    }
    return done;
  }
}
