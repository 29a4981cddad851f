package dev.millrace.inventory.stock;

import static dev.millrace.inventory.stock.StockSpec.DEADLINE;
import static dev.millrace.inventory.stock.StockSpec.DECIDER;
import static dev.millrace.inventory.stock.StockSpec.NOW;
import static dev.millrace.inventory.stock.StockSpec.fold;
import static dev.millrace.inventory.stock.StockSpec.moved;
import static dev.millrace.inventory.stock.StockSpec.received;
import static dev.millrace.inventory.stock.StockSpec.spec;
import static dev.millrace.inventory.stock.TermsSpec.backorders;
import static dev.millrace.inventory.stock.TermsSpec.made;
import static dev.millrace.inventory.stock.TermsSpec.reserve;
import static dev.millrace.inventory.stock.TermsSpec.set;
import static dev.millrace.inventory.stock.TermsSpec.wish;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.inventory.stock.StockCommand.CommitReservation;
import dev.millrace.inventory.stock.StockCommand.ExpireReservation;
import dev.millrace.inventory.stock.StockCommand.FillBackorders;
import dev.millrace.inventory.stock.StockCommand.ReleaseReservation;
import dev.millrace.inventory.stock.StockCommand.WithdrawBackorder;
import dev.millrace.inventory.stock.StockEvent.BackorderFilled;
import dev.millrace.inventory.stock.StockEvent.BackorderWithdrawn;
import dev.millrace.inventory.stock.StockEvent.ReservationCommitted;
import dev.millrace.inventory.stock.StockEvent.ReservationReleased;
import dev.millrace.inventory.stock.StockEvent.StockReserved;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Units that are promised before they are there. */
class BackorderDeciderTest {

  private static final StockEvent FIVE_BEYOND = set(backorders(5, true));

  @Test
  void whatIsNotThereIsPromisedWithItsDate() {
    spec()
        .given(received("wh_a", 2), FIVE_BEYOND)
        .when(reserve("rsv", wish(6)), NOW)
        .events(made("rsv", wish(6), 4));
  }

  @Test
  void aPreorderIsAPromiseWithNothingThere() {
    spec().given(FIVE_BEYOND).when(reserve("rsv", wish(5)), NOW).events(made("rsv", wish(5), 5));
  }

  @Test
  void noMoreIsPromisedThanTheTermsAllow() {
    SkuState waited = fold(received("wh_a", 2), FIVE_BEYOND, made("rsv_1", wish(6), 4));
    assertThat(refusal(waited, reserve("rsv_2", wish(2))))
        .isEqualTo(StockRejection.INSUFFICIENT_STOCK);
    assertThat(Supply.of(waited.stock(), "sel").most(true)).isEqualTo(1);
    assertThat(refusal(waited, reserve("rsv_2", wish(1)))).isNull();
    spec()
        .given(received("wh_a", 2), FIVE_BEYOND)
        .when(reserve("rsv", HoldRequest.plain("sel", 3, "order")), NOW)
        .refused(StockRejection.INSUFFICIENT_STOCK);
  }

  @Test
  void unitsThatOthersWaitForAreNobodyElses() {
    SkuState came =
        fold(FIVE_BEYOND, made("rsv_1", wish(4), 4), received("wh_a", 5)).withHold(null);
    assertThat(refusal(came, reserve("rsv_2", HoldRequest.plain("sel", 2, "order"))))
        .isEqualTo(StockRejection.INSUFFICIENT_STOCK);
    assertThat(refusal(came, reserve("rsv_2", HoldRequest.plain("sel", 1, "order")))).isNull();
    assertThat(came.stock().available("sel")).isEqualTo(1);
  }

  @Test
  void unitsThatComeGoToThoseWhoCameFirst() {
    SkuState came = waiting(FIVE_BEYOND, received("wh_a", 4), wish(3), wish(2));
    CarriedOut done = fill(came, NOW);
    assertThat(events(done))
        .containsExactly(filled("rsv_0", 3, 0, false), filled("rsv_1", 1, 1, false));
    assertThat(done.state().stock().level("sel", "wh_a").reserved()).isEqualTo(4);
    assertThat(done.state().stock().seller("sel"))
        .isEqualTo(new SellerStock(backorders(5, true), 1, 1, 0));
  }

  @Test
  void aHoldThatIsOverdueGetsNothingAndLetsTheNextOnePass() {
    SkuState came = waiting(FIVE_BEYOND, received("wh_a", 4), wish(3), wish(2));
    assertThat(events(fill(came, DEADLINE))).isEmpty();
  }

  @Test
  void unitsForAHoldThatWasSoldLeaveAtOnce() {
    SkuState held = fold(received("wh_a", 2), FIVE_BEYOND, made("rsv", wish(6), 4));
    CarriedOut sold = DECIDER.carryOut(held, new CommitReservation("rsv", null, false), NOW);
    assertThat(events(sold)).containsExactly(sold(6, 2, 0, 4, 0));
    SkuState owed = sold.state().evolve(received("wh_b", 9));
    CarriedOut done =
        fill(
            owed.withHold(null).withBeside(Beside.of(List.of(owed.hold("rsv")), Map.of())),
            DEADLINE.plusSeconds(1));
    assertThat(done.state().stock().level("sel", "wh_b").onHand()).isEqualTo(5);
    assertThat(done.state().stock().seller("sel"))
        .isEqualTo(new SellerStock(backorders(5, true), 2, 0, 0));
    assertThat(done.state().hold("rsv").allocations())
        .containsExactly(new Allocation("wh_a", 2), new Allocation("wh_b", 4));
  }

  @Test
  void whatIsGivenBackIsFirstWhatHasYetToCome() {
    SkuState held = fold(received("wh_a", 2), FIVE_BEYOND, made("rsv", wish(6), 4));
    assertThat(events(DECIDER.carryOut(held, new CommitReservation("rsv", 3, false), NOW)))
        .containsExactly(sold(3, 2, 0, 1, 3));
    assertThat(events(DECIDER.carryOut(held, new CommitReservation("rsv", 1, false), NOW)))
        .containsExactly(sold(1, 1, 1, 0, 4));
    assertThat(events(DECIDER.carryOut(held, new ReleaseReservation("rsv", "test"), NOW)))
        .containsExactly(
            new ReservationReleased(
                NOW, "rsv", "sel", List.of(new Allocation("wh_a", 2)), 4, "test", "order"));
  }

  @Test
  void withoutSplitsAHoldIsPromisedWholeAndWaitsForOneWarehouseThatHasItAll() {
    StockEvent terms = set(backorders(5, false));
    spec()
        .given(received("wh_a", 2), received("wh_b", 3), terms)
        .when(reserve("rsv", wish(4)), NOW)
        .events(made("rsv", wish(4), 4));
    SkuState spread = waiting(terms, received("wh_a", 3), wish(4)).evolve(received("wh_b", 3));
    assertThat(events(fill(spread, NOW))).isEmpty();
    SkuState whole = spread.evolve(received("wh_b", 1));
    assertThat(events(fill(whole, NOW)))
        .containsExactly(
            new BackorderFilled(
                NOW, "rsv_0", "sel", List.of(new Allocation("wh_b", 4)), false, 0, "order"));
  }

  @Test
  void anExpiredHoldIsTakenAgainWhereItWasAndSold() {
    SkuState expired = fold(received("wh_a", 2), received("wh_b", 9), reservedByOrder());
    CarriedOut done = DECIDER.carryOut(expired, new CommitReservation("rsv", null, true), DEADLINE);
    assertThat(done.refusal()).isNull();
    assertThat(done.state().stock().level("sel", "wh_a").onHand()).isZero();
    assertThat(done.state().hold("rsv").status()).isEqualTo(Hold.Status.COMMITTED);
  }

  @Test
  void anExpiredHoldIsTakenAgainElsewhereAndLostWhenNothingIsLeft() {
    SkuState held = fold(received("wh_a", 2), reservedByOrder());
    SkuState expired = DECIDER.carryOut(held, new ExpireReservation("rsv"), DEADLINE).state();
    SkuState soldOut = expired.evolve(moved("wh_a", MovementType.COUNT, -2, 0));
    var again = new CommitReservation("rsv", null, true);
    assertThat(DECIDER.carryOut(soldOut, again, DEADLINE).refusal())
        .isEqualTo(StockRejection.RESERVATION_EXPIRED);
    CarriedOut elsewhere = DECIDER.carryOut(soldOut.evolve(received("wh_b", 2)), again, DEADLINE);
    assertThat(elsewhere.state().hold("rsv").allocations())
        .containsExactly(new Allocation("wh_b", 2));
  }

  @Test
  void whatASaleIsOwedIsWithdrawnAndComesForTheNextInLine() {
    SkuState held = fold(received("wh_a", 2), FIVE_BEYOND, made("rsv", wish(6), 4));
    SkuState sold = after(held, new CommitReservation("rsv", null, false));
    CarriedOut done = DECIDER.carryOut(sold, WITHDRAW, NOW);
    assertThat(events(done))
        .containsExactly(new BackorderWithdrawn(NOW, "rsv", "sel", 4, "cancelled", "order"));
    Hold left = done.state().hold("rsv");
    assertThat(left.status()).isEqualTo(Hold.Status.COMMITTED);
    assertThat(left.committedQuantity()).isEqualTo(2);
    assertThat(left.isWaiting()).isFalse();
    assertThat(left.allocations()).containsExactly(new Allocation("wh_a", 2));
    assertThat(done.state().stock().seller("sel"))
        .isEqualTo(new SellerStock(backorders(5, true), 2, 0, 0));
    SkuState came = done.state().evolve(received("wh_a", 9));
    assertThat(events(fill(came.withBeside(Beside.of(List.of(left), Map.of())), NOW))).isEmpty();
    assertThat(events(DECIDER.carryOut(done.state(), WITHDRAW, NOW))).isEmpty();
    assertThat(DECIDER.carryOut(done.state(), WITHDRAW, NOW).refusal()).isNull();
  }

  @Test
  void whatIsWithdrawnIsTheCustomersToBuyAgain() {
    SalesTerms terms = new SalesTerms("sel", null, 6, null, null, true, null, 9, null);
    HoldRequest request = new HoldRequest("sel", 6, "order", "cus", true, false);
    var customer = new CustomerUnits.Of("sel", "cus");
    SkuState limited =
        fold(set(terms))
            .withBeside(Beside.of(List.of(), Map.of(customer, CustomerUnits.none(customer))));
    SkuState held = after(limited, reserve("rsv", request));
    SkuState withdrawn = after(after(held, new CommitReservation("rsv", 4, false)), WITHDRAW);
    assertThat(withdrawn.beside().customers().get(customer).units()).isZero();
  }

  @Test
  void onlyASaleIsOwedAnything() {
    SkuState held = fold(received("wh_a", 2), FIVE_BEYOND, made("rsv", wish(6), 4));
    assertThat(DECIDER.carryOut(held, WITHDRAW, NOW).refusal())
        .isEqualTo(StockRejection.RESERVATION_NOT_COMMITTED);
    SkuState released = after(held, new ReleaseReservation("rsv", "test"));
    assertThat(DECIDER.carryOut(released, WITHDRAW, NOW).refusal())
        .isEqualTo(StockRejection.ALREADY_RELEASED);
  }

  @Test
  void unitsThatAreHeldBackForAWithdrawnSaleAreInStockAgain() {
    // Without splits, two units in each place are of no use to a sale that waits for five.
    StockEvent terms = set(backorders(5, false));
    SkuState held = fold(terms, made("rsv", wish(5), 5), received("wh_a", 2), received("wh_b", 2));
    SkuState sold = after(held, new CommitReservation("rsv", null, false));
    assertThat(sold.stock().available("sel")).isZero();
    CarriedOut done = DECIDER.carryOut(sold, WITHDRAW, NOW);
    assertThat(done.sellersBackInStock()).containsExactly("sel");
    assertThat(done.state().stock().available("sel")).isEqualTo(4);
  }

  private static final WithdrawBackorder WITHDRAW = new WithdrawBackorder("rsv", "cancelled");

  private static SkuState after(SkuState state, StockCommand command) {
    return DECIDER.carryOut(state, command, NOW).state();
  }

  private static StockReserved reservedByOrder() {
    return made("rsv", HoldRequest.plain("sel", 2, "order"), 0);
  }

  /** Holds that wait for all their units, and then something that happens. */
  private static SkuState waiting(StockEvent terms, StockEvent then, HoldRequest... requests) {
    SkuState state = fold(terms);
    List<Hold> line = new ArrayList<>();
    for (int i = 0; i < requests.length; i++) {
      StockReserved event = made("rsv_" + i, requests[i], requests[i].quantity());
      state = state.withHold(null).evolve(event);
      line.add(state.hold(event.reservationId()));
    }
    return state.evolve(then).withHold(null).withBeside(Beside.of(line, Map.of()));
  }

  /** Of the hold {@code rsv}, whose units are all in one warehouse. */
  private static ReservationCommitted sold(
      int quantity, int taken, int released, int owed, int withdrawn) {
    return new ReservationCommitted(
        NOW,
        "rsv",
        "sel",
        quantity,
        List.of(new Allocation("wh_a", taken)),
        released == 0 ? List.of() : List.of(new Allocation("wh_a", released)),
        owed,
        withdrawn,
        "order");
  }

  private static CarriedOut fill(SkuState state, Instant now) {
    return DECIDER.carryOut(state, new FillBackorders("sel"), now);
  }

  private static BackorderFilled filled(
      String reservationId, int units, int missing, boolean committed) {
    return new BackorderFilled(
        NOW,
        reservationId,
        "sel",
        List.of(new Allocation("wh_a", units)),
        committed,
        missing,
        "order");
  }

  private static @Nullable StockRejection refusal(SkuState state, StockCommand command) {
    return DECIDER.carryOut(state.withHold(null), command, NOW).refusal();
  }

  private static List<StockEvent> events(CarriedOut done) {
    return done.facts().stream()
        .map(Fact::event)
        .filter(event -> !(event instanceof StockEvent.Crossing))
        .toList();
  }
}
