package dev.millrace.inventory.stock;

import static dev.millrace.inventory.stock.StockSpec.DEADLINE;
import static dev.millrace.inventory.stock.StockSpec.DECIDER;
import static dev.millrace.inventory.stock.StockSpec.NOW;
import static dev.millrace.inventory.stock.StockSpec.after;
import static dev.millrace.inventory.stock.StockSpec.fold;
import static dev.millrace.inventory.stock.StockSpec.move;
import static dev.millrace.inventory.stock.StockSpec.moving;
import static dev.millrace.inventory.stock.StockSpec.received;
import static dev.millrace.inventory.stock.StockSpec.reserve;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.inventory.stock.StockCommand.CommitReservation;
import dev.millrace.inventory.stock.StockCommand.ReleaseReservation;
import dev.millrace.inventory.stock.StockCommand.SetStockPolicy;
import dev.millrace.inventory.stock.StockEvent.BackInStock;
import dev.millrace.inventory.stock.StockEvent.Crossing;
import dev.millrace.inventory.stock.StockEvent.ReorderPointReached;
import dev.millrace.inventory.stock.StockEvent.SoldOut;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrossingsTest {

  @Test
  void theFirstUnitsOfASellerAreStockToBuy() {
    CarriedOut done = DECIDER.carryOut(fold(), move(MovementType.RECEIVE, 5), NOW);
    assertThat(crossings(done)).containsExactly(new BackInStock(NOW, "sel", 5));
    assertThat(done.facts()).extracting(Fact::sequence).containsExactly(1L, 2L);
    assertThat(done.state().stock().sequence()).isEqualTo(2);
  }

  @Test
  void theLastUnitIsGoneOnce() {
    SkuState five = fold(received("wh_a", 5));
    assertThat(crossings(five, reserve("rsv", 4), NOW)).isEmpty();
    assertThat(crossings(five, reserve("rsv", 5), NOW)).containsExactly(new SoldOut(NOW, "sel"));
    // Selling what was held makes nothing less available.
    SkuState held = after(five, reserve("rsv", 5), NOW);
    assertThat(crossings(held, new CommitReservation("rsv", null, false), NOW)).isEmpty();
  }

  @Test
  void anotherWarehouseHelps() {
    SkuState both = fold(received("wh_a", 5), received("wh_b", 1));
    assertThat(crossings(both, reserve("rsv", 5), NOW)).isEmpty();
    assertThat(crossings(both, reserve("rsv", 6), NOW)).containsExactly(new SoldOut(NOW, "sel"));
  }

  @Test
  void unitsThatAreFreeAgainAreBack() {
    SkuState held = after(fold(received("wh_a", 5)), reserve("rsv", 5), NOW);
    assertThat(crossings(held, new ReleaseReservation("rsv", "test"), NOW))
        .containsExactly(new BackInStock(NOW, "sel", 5));
  }

  @Test
  void anExpiryAndTheCommandThatMeetsItCrossOneAfterTheOther() {
    SkuState held = after(fold(received("wh_a", 5)), reserve("rsv", 5), NOW);
    CarriedOut done = DECIDER.carryOut(held, new CommitReservation("rsv", null, false), DEADLINE);
    assertThat(done.refusal()).isEqualTo(StockRejection.RESERVATION_EXPIRED);
    assertThat(crossings(done)).containsExactly(new BackInStock(DEADLINE, "sel", 5));
  }

  @Test
  void theReorderPointIsReachedOncePerCrossingNotPerMovement() {
    SkuState state = policy(fold(received("wh_a", 9)), 0, 5);
    assertThat(crossings(state, move(MovementType.ADJUST, -3), NOW)).isEmpty();
    state = after(state, move(MovementType.ADJUST, -3), NOW);
    assertThat(crossings(state, move(MovementType.ADJUST, -1), NOW))
        .containsExactly(new ReorderPointReached(NOW, "sel", "wh_a", 5, 5));
    state = after(state, move(MovementType.ADJUST, -1), NOW);
    assertThat(crossings(state, move(MovementType.ADJUST, -1), NOW)).isEmpty();
    // Above it again, and down again.
    state = after(state, move(MovementType.RECEIVE, 1), NOW);
    assertThat(crossings(state, move(MovementType.DAMAGE, 2), NOW))
        .containsExactly(new ReorderPointReached(NOW, "sel", "wh_a", 5, 4));
  }

  @Test
  void raisingThePointToTheStockReachesIt() {
    SkuState state = fold(received("wh_a", 9));
    assertThat(crossings(state, new SetStockPolicy("sel", "wh_a", 0, 9, null), NOW))
        .containsExactly(new ReorderPointReached(NOW, "sel", "wh_a", 9, 9));
    assertThat(crossings(policy(state, 0, 9), new SetStockPolicy("sel", "wh_a", 0, 10, null), NOW))
        .isEmpty();
  }

  @Test
  void safetyStockTakesUnitsAwayAsABuyerDoes() {
    SkuState state = policy(fold(received("wh_a", 9)), 0, 5);
    assertThat(crossings(state, new SetStockPolicy("sel", "wh_a", 9, 5, null), NOW))
        .containsExactly(
            new ReorderPointReached(NOW, "sel", "wh_a", 5, 0), new SoldOut(NOW, "sel"));
  }

  @Test
  void anotherSellersStockIsNoneOfOurs() {
    SkuState state = fold(received("wh_a", 1));
    var others =
        new StockCommand.MoveStock(
            "other", "wh_a", MovementType.RECEIVE, 3, null, null, null, null, null, null, null);
    assertThat(crossings(state, others, NOW)).containsExactly(new BackInStock(NOW, "other", 3));
    assertThat(
            crossings(
                after(state, others, NOW), moving("wh_a", MovementType.COUNT, 0, null, null), NOW))
        .containsExactly(new SoldOut(NOW, "sel"));
  }

  @Test
  void booksNoticeACrossingThatIsNotToldOrHasNoCause() {
    CarriedOut done = DECIDER.carryOut(fold(), move(MovementType.RECEIVE, 5), NOW);
    Fact back = done.facts().getLast();
    var silent = new StockLedger("SKU");
    silent.enter(done.facts().getFirst());
    silent.enter(new Fact(2, received("wh_a", 1), List.of(level(6))));
    assertThat(silent.entryDifferences())
        .singleElement()
        .asString()
        .contains("leads to BackInStock");
    var talkative = new StockLedger("SKU");
    done.facts().forEach(talkative::enter);
    talkative.enter(new Fact(3, back.event(), List.of()));
    assertThat(talkative.entryDifferences())
        .singleElement()
        .asString()
        .contains("leads to nothing");
  }

  private static Level level(int onHand) {
    return new Level("sel", "wh_a", onHand, 0, Damages.NONE, 0, 0, null);
  }

  private static SkuState policy(SkuState state, int safety, int point) {
    return after(state, new SetStockPolicy("sel", "wh_a", safety, point, null), NOW);
  }

  private static List<Crossing> crossings(SkuState state, StockCommand command, Instant now) {
    CarriedOut done = DECIDER.carryOut(state, command, now);
    assertThat(done.refusal()).isNull();
    return crossings(done);
  }

  private static List<Crossing> crossings(CarriedOut done) {
    return done.facts().stream()
        .map(Fact::event)
        .filter(Crossing.class::isInstance)
        .map(Crossing.class::cast)
        .toList();
  }
}
