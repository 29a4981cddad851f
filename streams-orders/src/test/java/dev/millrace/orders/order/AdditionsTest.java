package dev.millrace.orders.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.orders.order.OrderCommand.Item;
import dev.millrace.orders.order.OrderCommand.PaymentOperation;
import dev.millrace.orders.order.OrderCommand.PaymentOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Edits that want more units, and the orders that these become. */
class AdditionsTest {

  @Test
  void furtherUnitsAreAnOrderOfTheirOwnToTheSameCustomerAndAddress() {
    OrderScene first = AdditionScene.raised();
    assertThat(first.eventTypes()).containsExactly("additionPlaced");
    assertThat(first.asked).hasSize(1);
    FollowUp.PlaceAddition asked = first.asked(FollowUp.PlaceAddition.class).getFirst();
    assertThat(asked.orderId()).isEqualTo(AdditionScene.orderOf("edt_0"));
    assertThat(asked.additionTo()).isEqualTo(new Additions.To(OrderScene.ORDER_ID, "edt_0"));
    Placement of = first.order().attempt().placement();
    assertThat(asked.placement().customerId()).isEqualTo(of.customerId());
    assertThat(asked.placement().shippingAddress()).isEqualTo(of.shippingAddress());
    assertThat(asked.placement().paymentMethodId()).isEqualTo("pm_card_visa");
    assertThat(asked.fraudFacts().recentOrdersAt())
        .as("the fraud check counts the first order")
        .containsExactly(first.order().returnBook().confirmedAt());
    assertThat(first.order().lines().getFirst().priced().quantity())
        .as("the first order is as it was")
        .isEqualTo(2);

    OrderScene addition = AdditionScene.placed(first);
    assertThat(addition.order().care().additions().to()).isEqualTo(asked.additionTo());
    assertThat(addition.order().totalMinor()).isEqualTo(AdditionScene.costMinor(1));
  }

  @Test
  void theFirstOrderHearsWhatBecomesOfItsAddition() {
    OrderScene first = AdditionScene.raised();
    OrderScene addition = AdditionScene.placed(first);
    assertThat(addition.asked(FollowUp.ReportAddition.class)).as("nothing is new").isEmpty();
    confirm(addition);
    AdditionScene.tell(first, addition);
    assertThat(known(first).state().status()).isEqualTo(Additions.Status.CONFIRMED);
    assertThat(known(first).state().units()).containsExactly(new Item("l1", 1));

    addition.cancel("cmd_no");
    AdditionScene.tell(first, addition);
    assertThat(known(first).state().status()).isEqualTo(Additions.Status.CANCELLED);
    assertThat(known(first).state().units()).isEmpty();
  }

  @Test
  void unitsThatAnAdditionGivesUpAreWantedAgainByTheNextEdit() {
    OrderScene first =
        new OrderScene().settled().put(AdditionScene.raising("edt_0", 4, 2), OrderScene.SHOPPER);
    OrderScene addition = AdditionScene.placed(first);
    confirm(addition);
    AdditionScene.tell(first, addition);
    addition.committed(0, true).cancelLine("can_1", "l1", 1);
    AdditionScene.tell(first, addition);
    assertThat(known(first).state().units()).containsExactly(new Item("l1", 1));
    first.put(AdditionScene.raising("edt_1", 4, 1), OrderScene.SHOPPER);
    assertThat(first.eventTypes()).containsExactly("additionPlaced");
  }

  @Test
  void anAdditionThatFailsIsKnownToHaveFailedAndMayBeWantedAgain() {
    OrderScene first = AdditionScene.raised();
    OrderScene addition = AdditionScene.placed(first).refused(0);
    assertThat(addition.order().status()).isEqualTo(Order.Status.REJECTED);
    AdditionScene.tell(first, addition);
    assertThat(known(first).state().status()).isEqualTo(Additions.Status.REJECTED);
    assertThat(known(first).state().reason()).isEqualTo("out_of_stock");
    first.put(AdditionScene.raising("edt_1", 3, 1), OrderScene.SHOPPER);
    assertThat(first.eventTypes()).containsExactly("additionPlaced");
  }

  @Test
  void theFraudCheckCountsTheOtherAdditionsToo() {
    OrderScene first = AdditionScene.raised();
    first.put(AdditionScene.raising("edt_1", 4, 1), OrderScene.SHOPPER);
    assertThat(first.asked(FollowUp.PlaceAddition.class).getFirst().fraudFacts().recentOrdersAt())
        .containsExactly(first.order().returnBook().confirmedAt(), known(first).placedAt());
    first.put(AdditionScene.report("edt_0", 9, Additions.Status.REJECTED));
    first.put(AdditionScene.raising("edt_2", 4, 1), OrderScene.SHOPPER);
    assertThat(first.asked(FollowUp.PlaceAddition.class).getFirst().fraudFacts().recentOrdersAt())
        .as("not the rejected one, nor itself")
        .hasSize(2);
  }

  @Test
  void anEditThatComesAgainPlacesNothingMore() {
    OrderScene first = AdditionScene.raised();
    first.put(AdditionScene.raising("edt_0", 3, 1), OrderScene.SHOPPER);
    assertThat(first.lastEvents).isEmpty();
    assertThat(first.asked).isEmpty();
    FollowUp.PlaceAddition asked =
        AdditionScene.raised().asked(FollowUp.PlaceAddition.class).getFirst();
    OrderScene addition = AdditionScene.placed(asked).put(AdditionScene.placing(asked));
    assertThat(addition.lastEvents).as("the placing came twice").isEmpty();
  }

  @Test
  void anOlderReportThanTheLastChangesNothing() {
    OrderScene first =
        AdditionScene.raised().put(AdditionScene.report("edt_0", 9, Additions.Status.CANCELLED));
    first.put(AdditionScene.report("edt_0", 5, Additions.Status.CONFIRMED));
    assertThat(first.lastEvents).isEmpty();
    assertThat(known(first).state().status()).isEqualTo(Additions.Status.CANCELLED);
    first.put(AdditionScene.report("edt_0", 11, Additions.Status.CONFIRMED), OrderScene.SHOPPER);
    assertThat(first.refusal()).isEqualTo("malformed_command");
  }

  @Test
  void cancellingTheFirstOrderLeavesTheAdditionStandingAndNamesIt() {
    OrderScene first = AdditionScene.raised();
    OrderScene addition = AdditionScene.placed(first);
    confirm(addition);
    AdditionScene.tell(first, addition);
    first.cancel("cmd_no");
    assertThat(first.asked(FollowUp.ForOrder.class)).isEmpty();
    assertThat(first.order().status()).isEqualTo(Order.Status.CANCELLED);
    assertThat(addition.order().stands()).isTrue();
    assertThat(known(first).orderId()).isEqualTo(AdditionScene.orderOf("edt_0"));
    addition.cancel("cmd_no_2");
    AdditionScene.tell(first, addition);
    assertThat(known(first).state().status()).isEqualTo(Additions.Status.CANCELLED);
  }

  @Test
  void theDifferenceThatWasExpectedMustBeTodays() {
    OrderScene first = new OrderScene().settled();
    Placement.Quote quote = AdditionScene.quote("edt_0", 1);
    long cost = AdditionScene.costMinor(1);
    first.put(
        AdditionScene.raising("edt_0", quote, cost - 1, new Item("l1", 3)), OrderScene.SHOPPER);
    assertThat(first.lastRefusal).map(Refusal::name).contains(OrderRejection.PRICE_CHANGED);
    assertThat(first.lastRefusal).map(Refusal::available).contains(cost);
    first.put(AdditionScene.raising("edt_0", quote, cost, new Item("l1", 3)), OrderScene.SHOPPER);
    assertThat(first.eventTypes()).containsExactly("additionPlaced");
  }

  @Test
  void moreOfOneLineAndLessOfAnotherIsOneEdit() {
    OrderScene first = new OrderScene().settled();
    Placement.Quote quote =
        AdditionScene.quote("edt_0", List.of(AdditionScene.line("l2", "SKU-2", 2)));
    long lessMinor = 1_025;
    first.put(
        AdditionScene.raising(
            "edt_0", quote, quote.totalMinor() - lessMinor, new Item("l1", 1), new Item("l2", 3)),
        OrderScene.SHOPPER);
    assertThat(first.eventTypes()).containsExactly("linesCancelled", "additionPlaced");
  }

  @Test
  void anEditThatTakesAwayIsHeldToWhatWasExpectedToo() {
    OrderScene first = new OrderScene().settled();
    first.put(AdditionScene.raising("edt_0", null, -1_000L, new Item("l1", 1)), OrderScene.SHOPPER);
    assertThat(first.refusal()).isEqualTo("price_changed");
    first.put(AdditionScene.raising("edt_0", null, -1_025L, new Item("l1", 1)), OrderScene.SHOPPER);
    assertThat(first.eventTypes()).contains("linesCancelled");
    long restMinor = first.order().totalMinor() - first.order().care().cancelledMinor();
    first.put(
        AdditionScene.raising("edt_1", null, -restMinor, new Item("l1", 0), new Item("l2", 0)),
        OrderScene.SHOPPER);
    assertThat(first.eventTypes()).contains("orderCancelled");
  }

  @Test
  void aLineWithUnitsInAnAdditionIsNotLoweredByAnEdit() {
    OrderScene first = AdditionScene.raised();
    first.put(AdditionScene.raising("edt_1", null, null, new Item("l1", 2)), OrderScene.SHOPPER);
    assertThat(first.refusal()).isEqualTo("units_in_addition");
    first.put(AdditionScene.raising("edt_1", null, null, new Item("l1", 3)), OrderScene.SHOPPER);
    assertThat(first.lastRefusal).as("so many there are").isEmpty();
    assertThat(first.lastEvents).isEmpty();
  }

  @Test
  void thePriceMustBeOfExactlyTheFurtherUnits() {
    OrderScene first = new OrderScene().settled();
    List<Placement.Quote> others = new ArrayList<>();
    others.add(AdditionScene.quote("edt_0", 2));
    others.add(AdditionScene.quote("edt_0", List.of(AdditionScene.line("l1", "SKU-2", 1))));
    others.add(AdditionScene.quote("edt_0", List.of(AdditionScene.line("l2", "SKU-1", 1))));
    others.add(
        AdditionScene.quote(
            "edt_0",
            List.of(AdditionScene.line("l1", "SKU-1", 1), AdditionScene.line("l2", "SKU-2", 1))));
    others.add(null);
    for (Placement.Quote other : others) {
      first.put(AdditionScene.raising("edt_0", other, null, new Item("l1", 3)), OrderScene.SHOPPER);
      assertThat(first.refusal()).isEqualTo("addition_price_unknown");
    }
    first.put(
        AdditionScene.raising(
            "edt_0", AdditionScene.quote("edt_other", 1), null, new Item("l1", 3)),
        OrderScene.SHOPPER);
    assertThat(first.refusal()).as("of another edit").isEqualTo("order_id_mismatch");
  }

  @Test
  void whatThePriceSaysIsBelievedOnlyIfPricingSaysSoAndInTime() {
    OrderScene first = new OrderScene().settled();
    OrderCommand.EditOrder edit = AdditionScene.raising("edt_0", 3, 1);
    first.put(with(edit, false, "pm_card_visa"), OrderScene.SHOPPER);
    assertThat(first.refusal()).isEqualTo("quote_signature_invalid");
    first.now = AdditionScene.quote("edt_0", 1).expiresAt();
    first.put(edit, OrderScene.SHOPPER);
    assertThat(first.refusal()).isEqualTo("quote_expired");
  }

  @Test
  void anAdditionThatWasPricedInTimeIsPlacedHoweverLateItComes() {
    FollowUp.PlaceAddition asked =
        AdditionScene.raised().asked(FollowUp.PlaceAddition.class).getFirst();
    var late = new OrderScene();
    late.now = asked.placement().quote().expiresAt().plusSeconds(60);
    late.put(AdditionScene.placing(asked));
    assertThat(late.eventTypes()).containsExactly("orderPlaced");
    var byShopper = new OrderScene().put(AdditionScene.placing(asked), OrderScene.SHOPPER);
    assertThat(byShopper.refusal()).isEqualTo("malformed_command");
  }

  @Test
  void anotherMeansOfPaymentMayPayFurtherUnits() {
    OrderScene first = new OrderScene().settled();
    first.put(with(AdditionScene.raising("edt_0", 3, 1), true, "pm_other"), OrderScene.SHOPPER);
    assertThat(first.asked(FollowUp.PlaceAddition.class).getFirst().placement().paymentMethodId())
        .isEqualTo("pm_other");
  }

  @Test
  void anOrderThatIsHeldReturnedOnItsWayOrAnAdditionTakesNoMoreUnits() {
    assertThat(refusedBy(new OrderScene().settled().hold("hld_1"))).isEqualTo("order_on_hold");
    assertThat(refusedBy(new OrderScene().settled().askReturn("ret_1", ReturnReason.UNWANTED, 1)))
        .isEqualTo("return_under_way");
    assertThat(refusedBy(new OrderScene().settled().giveBack("ret_1", "l1", 1)))
        .isEqualTo("order_not_editable");
    assertThat(refusedBy(ShipmentScene.packed())).isEqualTo("order_not_editable");
    assertThat(refusedBy(new OrderScene().confirmed().committed(0, false)))
        .isEqualTo("order_not_editable");
    assertThat(refusedBy(new OrderScene().pendingPayment())).isEqualTo("order_not_editable");
    OrderScene addition = confirm(AdditionScene.placed(AdditionScene.raised()));
    String additionId = addition.order().orderId();
    addition.put(AdditionScene.raising("edt_9", 2, 1), OrderScene.SHOPPER);
    assertThat(additionId).isNotEqualTo(OrderScene.ORDER_ID);
    assertThat(addition.refusal()).isEqualTo("addition_not_raised");
  }

  @Test
  void additionsAndTheirUnitsAreBounded() {
    OrderScene first = new OrderScene().settled();
    int most = PlacementRules.QUANTITY_MAX;
    first.put(AdditionScene.raising("edt_x", most + 1, most - 1), OrderScene.SHOPPER);
    assertThat(first.refusal()).isEqualTo("quantity_out_of_bounds");
    first.put(
        AdditionScene.raising("edt_x", null, null, new Item("l1", 3), new Item("l1", 4)),
        OrderScene.SHOPPER);
    assertThat(first.refusal()).isEqualTo("duplicate_line");
    for (int i = 0; i < Additions.MAX; i++) {
      first.put(AdditionScene.raising("edt_" + i, 3 + i, 1), OrderScene.SHOPPER);
      assertThat(first.lastRefusal).isEmpty();
    }
    first.put(AdditionScene.raising("edt_y", 3 + Additions.MAX, 1), OrderScene.SHOPPER);
    assertThat(first.refusal()).isEqualTo("too_many_additions");
  }

  private static String refusedBy(OrderScene scene) {
    return scene.put(AdditionScene.raising("edt_9", 3, 1), OrderScene.SHOPPER).refusal();
  }

  private static OrderCommand.EditOrder with(
      OrderCommand.EditOrder edit, boolean signed, String paymentMethodId) {
    return new OrderCommand.EditOrder(
        edit.commandId(),
        edit.editId(),
        null,
        edit.quantities(),
        edit.reason(),
        false,
        new OrderCommand.EditOrder.Terms(edit.terms().quote(), signed, paymentMethodId, null));
  }

  private static OrderScene confirm(OrderScene addition) {
    return addition
        .held(0)
        .money(
            PaymentOperation.AUTHORIZE,
            RequestIds.authorize(addition.order().orderId(), 1),
            PaymentOutcome.SUCCEEDED,
            addition.order().totalMinor());
  }

  private static Additions.Addition known(OrderScene first) {
    Optional<Additions.Addition> known =
        first.order().care().additions().of(AdditionScene.orderOf("edt_0"));
    return known.orElseThrow();
  }
}
