package dev.millrace.inventory.stock;

import static dev.millrace.inventory.stock.StockSpec.DECIDER;
import static dev.millrace.inventory.stock.StockSpec.NOW;
import static dev.millrace.inventory.stock.StockSpec.fold;
import static dev.millrace.inventory.stock.StockSpec.move;
import static dev.millrace.inventory.stock.StockSpec.received;
import static dev.millrace.inventory.stock.StockSpec.reserved;
import static dev.millrace.inventory.stock.StockSpec.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.inventory.stock.StockCommand.EndWatches;
import dev.millrace.inventory.stock.StockCommand.UnwatchStock;
import dev.millrace.inventory.stock.StockCommand.WatchForStock;
import dev.millrace.inventory.stock.StockEvent.StockWatchEnded;
import dev.millrace.inventory.stock.StockEvent.StockWatched;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchDeciderTest {

  private static final Watch WATCH = new Watch("wch", "sel", "cus");
  private static final WatchForStock ASK = new WatchForStock("wch", "sel", "cus");

  @Test
  void whoFindsNothingMayWait() {
    StockWatched watched = new StockWatched(NOW, "wch", "sel", "cus");
    spec().given().when(ASK, NOW).events(watched);
    spec().given(received("wh_a", 3), reserved(3)).when(ASK, NOW).events(watched);
    spec().given(watched).when(ASK, NOW).nothingHappens();
  }

  @Test
  void whoCanBuyNeedNotWait() {
    spec().given(received("wh_a", 3)).when(ASK, NOW).refused(StockRejection.IN_STOCK);
  }

  @Test
  void onlySoManyWaitForOneSku() {
    SkuState crowded = fold().withWatches(new WatchMemory(null, StockLimits.WATCHES_MAX));
    spec().givenState(crowded).when(ASK, NOW).refused(StockRejection.TOO_MANY_WATCHES);
    SkuState among = fold().withWatches(new WatchMemory(WATCH, StockLimits.WATCHES_MAX));
    spec().givenState(among).when(ASK, NOW).nothingHappens();
  }

  @Test
  void aWishIsTakenBackOnce() {
    UnwatchStock unwatch = new UnwatchStock("wch", "sel");
    spec()
        .given(new StockWatched(NOW, "wch", "sel", "cus"))
        .when(unwatch, NOW)
        .events(new StockWatchEnded(NOW, "wch", "sel", "cus", false));
    spec().given().when(unwatch, NOW).nothingHappens();
  }

  @Test
  void thoseWhoWaitAreToldWhenStockIsBack() {
    CarriedOut done = DECIDER.carryOut(fold(), move(MovementType.RECEIVE, 1), NOW);
    assertThat(done.sellersBackInStock()).containsExactly("sel");
    CarriedOut told = DECIDER.tell(done, List.of(WATCH), NOW);
    assertThat(told.facts().getLast())
        .isEqualTo(new Fact(3, new StockWatchEnded(NOW, "wch", "sel", "cus", true), List.of()));
  }

  @Test
  void nobodyIsToldOfUnitsThatAreGoneAgain() {
    spec()
        .given(received("wh_a", 3), reserved(3))
        .when(new EndWatches(List.of(WATCH)), NOW)
        .nothingHappens();
  }

  @Test
  void tellingKeepsTheAnswerOfTheCommand() {
    CarriedOut refused = DECIDER.carryOut(fold(), move(MovementType.DAMAGE, 1), NOW);
    CarriedOut told = DECIDER.tell(refused, List.of(WATCH), NOW);
    assertThat(told.refusal()).isEqualTo(StockRejection.NEGATIVE_STOCK);
    assertThat(told.facts()).isEmpty();
  }

  @Test
  void oneCommandTellsABoundedNumber() {
    List<Watch> many = Collections.nCopies(StockLimits.WATCHES_ENDED_AT_ONCE_MAX + 1, WATCH);
    spec()
        .given(received("wh_a", 3))
        .when(new EndWatches(many), NOW)
        .refused(StockRejection.MALFORMED_COMMAND);
  }
}
