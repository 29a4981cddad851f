package dev.millrace.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.inventory.BucketUnits;
import dev.millrace.avro.inventory.SplitPhase;
import dev.millrace.avro.inventory.SplitState;
import dev.millrace.avro.inventory.Stock;
import dev.millrace.avro.inventory.StockLevel;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SkuChangeTest {

  @Test
  void aSplitSkuIsInStockWhileItsBucketsMayHaveUnits() {
    var dealt = List.of(new BucketUnits("sel", "wh", 3));
    assertThat(stocked(0, SplitPhase.OPEN, dealt)).isEqualTo(List.of("sel"));
    assertThat(stocked(0, SplitPhase.DRAINED, List.of())).isEqualTo(List.of());
    assertThat(stocked(1, SplitPhase.DRAINED, List.of())).isEqualTo(List.of("sel"));
  }

  private static List<String> stocked(int onHand, SplitPhase phase, List<BucketUnits> dealt) {
    var level = new StockLevel("sel", "wh", onHand, 0, 0, 0, 0, List.of(), null);
    var split = new SplitState(4, 4, 1L, phase, 0, false, 0L, dealt, null);
    var stock = new Stock("SKU-1", 1L, Instant.EPOCH, List.of(level), List.of(), split);
    return ((SkuChange.Stocked) SkuChange.ofStock(stock)).sellers();
  }
}
