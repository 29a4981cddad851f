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
        .given(received("wh_a", 5), new StockPolicySet(NOW, "sel", "wh_a", 2, null))
        .when(reserve("rsv", 4), NOW)
        .refused(StockRejection.INSUFFICIENT_STOCK);
    spec()
        .given(received("wh_a", 5))
        .when(new SetStockPolicy("sel", "wh_a", -1, null, null), NOW)
        .refused(StockRejection.INVALID_SAFETY_STOCK);
    spec()
        .given(received("wh_a", 5), new StockPolicySet(NOW, "sel", "wh_a", 2, null))
        .when(new SetStockPolicy("sel", "wh_a", 2, null, null), NOW)
        .nothingHappens();
  }

  @Test
  void theRulesOfALevelAreSetTogether() {
    spec()
        .given(received("wh_a", 5), new StockPolicySet(NOW, "sel", "wh_a", 2, 4))
        .when(new SetStockPolicy("sel", "wh_a", 2, null, null), NOW)
        .events(new StockPolicySet(NOW, "sel", "wh_a", 2, null));
    spec()
        .given(received("wh_a", 5), new StockPolicySet(NOW, "sel", "wh_a", 2, 4))
        .when(new SetStockPolicy("sel", "wh_a", 2, 4, null), NOW)
        .nothingHappens();
  }

  @Test
  void aReorderPointHasBounds() {
    for (int point : new int[] {-1, StockLimits.QUANTITY_MAX + 1}) {
      spec()
          .given(received("wh_a", 5))
          .when(new SetStockPolicy("sel", "wh_a", 0, point, null), NOW)
          .refused(StockRejection.INVALID_REORDER_POINT);
    }
  }
}
