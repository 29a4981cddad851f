package dev.millrace.inventory.stock;

import static dev.millrace.inventory.stock.StockSpec.NOW;
import static dev.millrace.inventory.stock.StockSpec.received;
import static dev.millrace.inventory.stock.StockSpec.reserve;
import static dev.millrace.inventory.stock.StockSpec.spec;

import dev.millrace.inventory.stock.StockCommand.SetStockPolicy;
import dev.millrace.inventory.stock.StockEvent.StockPolicySet;
import org.junit.jupiter.api.Test;

class PolicyDeciderTest {

  @Test
  void safetyStockIsNeverSold() {
    spec()
        .given(received("wh_a", 5), new StockPolicySet(NOW, "sel", "wh_a", 2))
        .when(reserve("rsv", 4), NOW)
        .refused(StockRejection.INSUFFICIENT_STOCK);
    spec()
        .given(received("wh_a", 5))
        .when(new SetStockPolicy("sel", "wh_a", -1, null), NOW)
        .refused(StockRejection.INVALID_SAFETY_STOCK);
    spec()
        .given(received("wh_a", 5), new StockPolicySet(NOW, "sel", "wh_a", 2))
        .when(new SetStockPolicy("sel", "wh_a", 2, null), NOW)
        .nothingHappens();
  }
}
