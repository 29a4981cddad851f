package dev.millrace.inventory.stock;

import static dev.millrace.inventory.stock.StockSpec.DEADLINE;
import static dev.millrace.inventory.stock.StockSpec.DECIDER;
import static dev.millrace.inventory.stock.StockSpec.NOW;
import static dev.millrace.inventory.stock.StockSpec.fold;
import static dev.millrace.inventory.stock.StockSpec.received;
import static dev.millrace.inventory.stock.StockSpec.spec;
import static dev.millrace.inventory.stock.TermsSpec.limits;
import static dev.millrace.inventory.stock.TermsSpec.loose;
import static dev.millrace.inventory.stock.TermsSpec.made;
import static dev.millrace.inventory.stock.TermsSpec.reserve;
import static dev.millrace.inventory.stock.TermsSpec.set;
import static dev.millrace.inventory.stock.TermsSpec.unsplit;
import static dev.millrace.inventory.stock.TermsSpec.wish;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.inventory.stock.StockCommand.CommitReservation;
import dev.millrace.inventory.stock.StockCommand.ReleaseReservation;
import dev.millrace.inventory.stock.StockCommand.ReserveStock;
import dev.millrace.inventory.stock.StockEvent.ReservationReleased;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a seller's terms allow, and what makes room within them. */
class LimitsTest {

  private static final CustomerUnits.Of CUSTOMER = new CustomerUnits.Of("sel", "cus");

  @Test
  void oneOrderGetsOnlySoMany() {
    spec()
        .given(received("wh_a", 9), set(limits(3, null)))
        .when(reserve("rsv", wish(4)), NOW)
        .refused(StockRejection.OVER_ORDER_LIMIT);
    spec()
        .given(received("wh_a", 9), set(limits(3, null)))
        .when(reserve("rsv", wish(3)), NOW)
        .events(made("rsv", wish(3), 0));
  }

  @Test
  void oneCustomerGetsOnlySoManyHeldOrSold() {
    SkuState limited = fold(received("wh_a", 9), set(limits(null, 3)));
    SkuState held = after(counted(limited, 0), reserve("rsv_1", wish(2)));
    assertThat(count(held)).isEqualTo(2);
    assertThat(refusal(counted(held, 2), reserve("rsv_2", wish(2))))
        .isEqualTo(StockRejection.OVER_CUSTOMER_LIMIT);
    assertThat(refusal(counted(held, 2), reserve("rsv_2", wish(1)))).isNull();
    assertThat(refusal(held.withHold(null), reserve("rsv_2", HoldRequest.plain("sel", 5, "o"))))
        .as("nobody said who the customer is")
        .isNull();
    assertThat(count(after(held, new ReleaseReservation("rsv_1", "test")))).isZero();
    assertThat(count(after(held, new CommitReservation("rsv_1", 1, false)))).isEqualTo(1);
  }

  @Test
  void newTermsCountFromThere() {
    SkuState held =
        after(counted(fold(received("wh_a", 9), set(limits(null, 3))), 0), reserve("rsv", wish(3)));
    SkuState anew = held.evolve(set(limits(null, 2)));
    assertThat(refusal(anew.withHold(null), reserve("rsv_2", wish(2)))).isNull();
    SkuState released = after(anew, new ReleaseReservation("rsv", "test"));
    assertThat(released.beside().customers().get(CUSTOMER))
        .as("what was counted under older terms is not given back under these")
        .isEqualTo(new CustomerUnits(CUSTOMER, 2, 3));
  }

  @Test
  void oneWarehouseServesAHoldThatMustNotBeSplit() {
    StockEvent[] history = {received("wh_a", 3), received("wh_b", 4), set(unsplit())};
    spec()
        .given(history)
        .when(reserve("rsv", wish(5)), NOW)
        .refused(StockRejection.INSUFFICIENT_STOCK);
    assertThat(Supply.of(fold(history).stock(), "sel").most(false)).isEqualTo(4);
    var after = spec().given(history).when(reserve("rsv", wish(4)), NOW).state();
    assertThat(after.stock().level("sel", "wh_b").reserved()).isEqualTo(4);
  }

  @Test
  void C22_anAbandonedHoldOfTheSameOwnerMakesRoomTheOldestFirstAndNoMoreThanNeeded() {
    SkuStock full =
        fold(received("wh_a", 6), made("rsv_1", loose(2), 0))
            .withHold(null)
            .evolve(made("rsv_2", loose(3), 0))
            .stock();
    SkuState beside =
        SkuState.of(full)
            .withBeside(Beside.of(List.of(hold("rsv_1", 2), hold("rsv_2", 3)), Map.of()));
    CarriedOut done = DECIDER.carryOut(beside, reserve("rsv_3", loose(3)), NOW);
    assertThat(done.refusal()).isNull();
    assertThat(events(done)).containsExactly(released("rsv_1", 2), made("rsv_3", loose(3), 0));
    CarriedOut both = DECIDER.carryOut(beside, reserve("rsv_3", loose(6)), NOW);
    assertThat(events(both))
        .containsExactly(released("rsv_1", 2), released("rsv_2", 3), made("rsv_3", loose(6), 0));
    CarriedOut tooMany = DECIDER.carryOut(beside, reserve("rsv_3", loose(7)), NOW);
    assertThat(tooMany.refusal()).isEqualTo(StockRejection.INSUFFICIENT_STOCK);
    assertThat(tooMany.facts()).isEmpty();
    assertThat(refusal(beside, reserve("rsv_3", wish(3))))
        .as("a hold that is not replaceable itself takes no other's place")
        .isEqualTo(StockRejection.INSUFFICIENT_STOCK);
  }

  @Test
  void C22_anAbandonedHoldDoesNotUseUpTheCustomersLimit() {
    SkuState held =
        after(
            counted(fold(received("wh_a", 9), set(limits(null, 3))), 0),
            reserve("rsv_1", loose(2)));
    SkuState next =
        held.withHold(null).withBeside(Beside.of(List.of(hold(held)), held.beside().customers()));
    CarriedOut done = DECIDER.carryOut(next, reserve("rsv_2", loose(3)), NOW);
    assertThat(done.refusal()).isNull();
    assertThat(count(done.state())).isEqualTo(3);
  }

  @Test
  void aHoldLastsAsTheTermsSayElseAsTheSettingsSay() {
    var terms = new SalesTerms("sel", null, null, 5_000L, null, true, null, 0, null);
    var unsaid = new ReserveStock("rsv", wish(1), 0, null, null);
    SkuState own = after(fold(received("wh_a", 9), set(terms)), unsaid);
    assertThat(hold(own).expiresAt()).isEqualTo(NOW.plusMillis(5_000));
    SkuState usual = after(fold(received("wh_a", 9)), unsaid);
    assertThat(hold(usual).expiresAt()).isEqualTo(NOW.plusSeconds(900));
  }

  private static ReservationReleased released(String reservationId, int units) {
    return new ReservationReleased(
        NOW, reservationId, "sel", List.of(new Allocation("wh_a", units)), 0, "replaced", "order");
  }

  private static Hold hold(String reservationId, int units) {
    return new Hold(
        reservationId,
        loose(units),
        Hold.Status.HELD,
        0,
        List.of(new Allocation("wh_a", units)),
        0,
        null,
        DEADLINE,
        2,
        null,
        null);
  }

  private static Hold hold(SkuState state) {
    return Objects.requireNonNull(state.hold());
  }

  private static SkuState counted(SkuState state, int units) {
    long terms = Objects.requireNonNull(state.stock().seller("sel")).termsSequence();
    return state
        .withHold(null)
        .withBeside(
            Beside.of(List.of(), Map.of(CUSTOMER, new CustomerUnits(CUSTOMER, terms, units))));
  }

  private static int count(SkuState state) {
    return Objects.requireNonNull(state.beside().customers().get(CUSTOMER)).units();
  }

  private static SkuState after(SkuState state, StockCommand command) {
    CarriedOut done = DECIDER.carryOut(state, command, NOW);
    assertThat(done.refusal()).isNull();
    return done.state();
  }

  private static @Nullable StockRejection refusal(SkuState state, StockCommand command) {
    return DECIDER.carryOut(state, command, NOW).refusal();
  }

  private static List<StockEvent> events(CarriedOut done) {
    return done.facts().stream()
        .map(Fact::event)
        .filter(event -> !(event instanceof StockEvent.Crossing))
        .toList();
  }
}
