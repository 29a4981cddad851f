package dev.millrace.orders.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.orders.order.FollowUp.AskPayment;
import dev.millrace.orders.order.OrderCommand.PaymentOperation;
import dev.millrace.orders.order.OrderCommand.PaymentOutcome;
import dev.millrace.orders.order.OrderCommand.StockOperation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderDeciderTest {

  private final OrderScene scene = new OrderScene();

  @Test
  void aPlacementAsksForEveryLineAtOnce() {
    scene.place("cmd_1", "pm_card_visa");
    assertThat(scene.asked(FollowUp.Reserve.class))
        .extracting(FollowUp.Reserve::sku)
        .containsExactly("SKU-1", "SKU-2");
  }

  @Test
  void C2_twoLinesOfOneSkuAreTwoReservations() {
    var twice =
        List.of(
            new Placement.Line("a", "SKU-1", "sel_platform", 1, 1, 1, 0, 0, 1, List.of()),
            new Placement.Line("b", "SKU-1", "sel_platform", 1, 1, 1, 0, 0, 1, List.of()));
    assertThat(twice.stream().map(line -> RequestIds.reservation("ord_1", 1, line)).distinct())
        .hasSize(2);
  }

  @Test
  void C3_moneyThatArrivesAfterTheAttemptWasGivenUpIsVoidedOnce() {
    scene.pendingPayment().overdue();
    assertThat(scene.eventTypes()).containsExactly("orderRejected");
    assertThat(scene.asked(AskPayment.class))
        .extracting(AskPayment::operation)
        .containsExactly(PaymentOperation.VOID);
    scene.authorized();
    assertThat(scene.eventTypes()).containsExactly("paymentAuthorized");
    assertThat(scene.asked(AskPayment.class)).isEmpty();
    scene.money(
        PaymentOperation.VOID,
        RequestIds.voiding(OrderScene.ORDER_ID, 1, 1),
        PaymentOutcome.SUCCEEDED);
    assertThat(scene.order().payment().amounts().authorizedMinor()).isEqualTo(OrderScene.TOTAL);
    assertThat(scene.order().payment().amounts().voidedMinor()).isEqualTo(OrderScene.TOTAL);
  }

  @Test
  void C3_moneyThatNobodyHeardOfIsStillVoidedAndVisible() {
    scene
        .pendingPayment()
        .money(
            PaymentOperation.AUTHORIZE,
            RequestIds.authorize(OrderScene.ORDER_ID, 1),
            PaymentOutcome.UNRESOLVED);
    assertThat(scene.order().reason()).isEqualTo("payment_unresolved");
    scene.money(
        PaymentOperation.VOID,
        RequestIds.voiding(OrderScene.ORDER_ID, 1, 1),
        PaymentOutcome.SUCCEEDED);
    assertThat(scene.eventTypes()).containsExactly("paymentAuthorized", "paymentVoided");
  }

  @Test
  void C4_aPaymentAnswerThatComesTwiceConfirmsOnce() {
    scene.confirmed().authorized();
    assertThat(scene.lastEvents).isEmpty();
    assertThat(scene.asked).isEmpty();
  }

  @Test
  void C4_aPaymentAnswerBeforeTheStockAnswerChangesNothing() {
    scene.place("cmd_1", "pm_card_visa").authorized();
    assertThat(scene.lastEvents).isEmpty();
    assertThat(scene.order().status()).isEqualTo(Order.Status.PENDING_STOCK);
  }

  @Test
  void C5_aCancellationDuringTheCaptureRefundsOnceTheMoneyIsTaken() {
    scene.confirmed().committed(0, true).committed(1, true).cancel("cmd_c");
    assertThat(scene.asked(AskPayment.class)).isEmpty();
    scene.money(
        PaymentOperation.CAPTURE,
        RequestIds.capture(OrderScene.ORDER_ID, 1),
        PaymentOutcome.SUCCEEDED);
    assertThat(scene.asked(AskPayment.class))
        .singleElement()
        .satisfies(
            ask -> {
              assertThat(ask.operation()).isEqualTo(PaymentOperation.REFUND);
              assertThat(ask.amountMinor()).isEqualTo(OrderScene.TOTAL);
            });
    scene.money(
        PaymentOperation.CAPTURE,
        RequestIds.capture(OrderScene.ORDER_ID, 1),
        PaymentOutcome.SUCCEEDED);
    assertThat(scene.asked).isEmpty();
  }

  @Test
  void C5_partialReturnsAddUpToTheLineTotalAndTheRestIsRefundedOnCancellation() {
    scene.settled().giveBack("ret_1", "l1", 1);
    long first = scene.asked(AskPayment.class).getFirst().amountMinor();
    scene.giveBack("ret_2", "l1", 1);
    long second = scene.asked(AskPayment.class).getFirst().amountMinor();
    assertThat(first + second).isEqualTo(2050);
    scene.giveBack("ret_3", "l1", 1);
    assertThat(scene.refusal()).isEqualTo("return_exceeds_ordered");
    scene.giveBack("ret_1", "l1", 1);
    assertThat(scene.refusal()).isEmpty();
    assertThat(scene.asked).isEmpty();
    scene.cancel("cmd_c");
    assertThat(scene.asked(AskPayment.class).getFirst().amountMinor())
        .isEqualTo(OrderScene.TOTAL - 2050);
    assertThat(scene.asked(FollowUp.ReturnToStock.class))
        .extracting(FollowUp.ReturnToStock::sku)
        .containsExactly("SKU-2");
  }

  @Test
  void unitsThatWereSoldElsewhereThanTheyWereHeldReturnToWhereTheyLeft() {
    scene
        .confirmed()
        .committed(0, true, List.of(new Order.Allocation("wh_other", 2)))
        .committed(1, true);
    scene.cancel("cmd_c");
    assertThat(scene.asked(FollowUp.ReturnToStock.class))
        .extracting(FollowUp.ReturnToStock::warehouseId)
        .containsExactly("wh_other", "wh_main");
  }

  @Test
  void C6_aSecondTabWithTheSameContentMeetsTheSameOrder() {
    scene.pendingPayment().place("cmd_2", "pm_card_visa");
    assertThat(scene.lastRefusal).isEmpty();
    assertThat(scene.lastEvents).isEmpty();
  }

  @Test
  void C6_aSecondTabWithOtherContentIsToldOfTheFirst() {
    scene.pendingPayment().place("cmd_2", "pm_cod");
    assertThat(scene.refusal()).isEqualTo("checkout_in_progress");
    assertThat(scene.lastRefusal.orElseThrow().pointer()).isEqualTo(OrderScene.ORDER_ID);
  }

  @Test
  void C8_aCheckoutThatNobodyFinishesEndsByItselfAndMayBeTriedAgain() {
    scene.place("cmd_1", "pm_card_visa").overdue();
    assertThat(scene.order().reason()).isEqualTo("stock_timeout");
    assertThat(scene.asked(FollowUp.Release.class)).hasSize(2);
    scene.place("cmd_2", "pm_cod");
    assertThat(scene.order().attempt().number()).isEqualTo(2);
    scene.cancel("cmd_c").place("cmd_3", "pm_cod");
    assertThat(scene.order().attempt().number()).isEqualTo(3);
  }

  @Test
  void C12_anEventNamesAStateThatTheSameStepHasStored() {
    scene.confirmed();
    assertThat(scene.log.getLast().sequence()).isEqualTo(scene.order().sequence());
    assertThat(scene.log)
        .extracting(OrderEvent.Recorded::sequence)
        .containsExactlyElementsOf(
            java.util.stream.LongStream.rangeClosed(1, scene.log.size()).boxed().toList());
  }

  @Test
  void C13_anAnswerThatComesTwiceMakesNoSecondEvent() {
    scene.place("cmd_1", "pm_card_visa").held(0).held(0);
    assertThat(scene.lastEvents).isEmpty();
  }

  @Test
  void C18_theProviderIsAskedForExactlyTheStoredTotal() {
    scene.pendingPayment();
    assertThat(scene.asked(AskPayment.class).getFirst().amountMinor())
        .isEqualTo(scene.order().attempt().placement().quote().totalMinor());
    scene.money(
        PaymentOperation.AUTHORIZE,
        RequestIds.authorize(OrderScene.ORDER_ID, 1),
        PaymentOutcome.SUCCEEDED,
        OrderScene.TOTAL - 1);
    assertThat(scene.order().reason()).isEqualTo("payment_amount_mismatch");
  }

  @Test
  void everyMissingSkuIsNamedBeforeTheOrderIsRejected() {
    scene.place("cmd_1", "pm_card_visa").refused(0);
    assertThat(scene.order().status()).isEqualTo(Order.Status.PENDING_STOCK);
    scene.refused(1);
    assertThat(scene.order().reason()).isEqualTo("out_of_stock");
    assertThat(scene.order().lines()).allMatch(line -> line.stock() == Order.LineStock.REFUSED);
  }

  @Test
  void aRefusedLineReleasesTheHeldOnes() {
    scene.place("cmd_1", "pm_card_visa").held(0).refused(1);
    assertThat(scene.asked(FollowUp.Release.class))
        .extracting(FollowUp.Release::sku)
        .containsExactly("SKU-1");
  }

  @Test
  void aShopperWhoMustActConfirmsAndTheOrderStands() {
    String first = RequestIds.authorize(OrderScene.ORDER_ID, 1);
    scene
        .pendingPayment()
        .money(PaymentOperation.AUTHORIZE, first, PaymentOutcome.ACTION_REQUIRED)
        .put(new OrderCommand.ConfirmPayment("cmd_5", null), OrderScene.SHOPPER);
    AskPayment ask = scene.asked(AskPayment.class).getFirst();
    assertThat(ask.requestId()).isEqualTo(first + ":confirm:1");
    assertThat(ask.authorizationRequestId()).isEqualTo(first);
    scene.money(PaymentOperation.AUTHORIZE, ask.requestId(), PaymentOutcome.SUCCEEDED);
    assertThat(scene.order().status()).isEqualTo(Order.Status.CONFIRMED);
  }

  @Test
  void aRefundOfMoneyThatIsNotTakenYetWaitsForIt() {
    scene.confirmed().committed(0, true).giveBack("ret_1", "l1", 2);
    assertThat(scene.asked(AskPayment.class)).isEmpty();
    scene.money(
        PaymentOperation.CAPTURE,
        RequestIds.capture(OrderScene.ORDER_ID, 1),
        PaymentOutcome.SUCCEEDED);
    assertThat(scene.asked(AskPayment.class).getFirst().amountMinor()).isEqualTo(2050);
  }

  @Test
  void whoMayWaitIsPromisedWhatIsNotThereAndHearsWhenItCame() {
    var placed =
        new OrderScene().put(OrderScene.placing("cmd_1", "pm_card_visa", true), OrderScene.SHOPPER);
    assertThat(placed.asked(FollowUp.Reserve.class))
        .hasSize(2)
        .allMatch(FollowUp.Reserve::backorderAllowed);
    scene.backordered();
    assertThat(scene.order().status()).isEqualTo(Order.Status.CONFIRMED);
    assertThat(firstLine().stock()).isEqualTo(Order.LineStock.BACKORDERED);
    assertThat(firstLine().backorder()).isEqualTo(new Order.Backorder(1, OrderScene.PROMISED));

    scene.answered(0, StockOperation.FILL, 0);
    assertThat(scene.eventTypes()).containsExactly("lineBackorderFilled", "shipmentPlanned");
    assertThat(firstLine().stock()).isEqualTo(Order.LineStock.COMMITTED);
    assertThat(firstLine().backorder()).isEqualTo(Order.Backorder.NONE);
    assertThat(firstLine().allocations()).containsExactly(new Order.Allocation("wh_main", 2));
    assertThat(scene.asked).isEmpty();
    scene.answered(0, StockOperation.FILL, 0);
    assertThat(scene.eventTypes()).isEmpty();
  }

  @Test
  void whatCameBeforeTheSaleIsSoldWithTheRest() {
    scene.put(OrderScene.placing("cmd_1", "pm_card_visa", true), OrderScene.SHOPPER);
    scene.answered(0, StockOperation.RESERVE, 1).answered(0, StockOperation.FILL, 0).held(1);
    assertThat(firstLine().stock()).isEqualTo(Order.LineStock.HELD);
    assertThat(firstLine().backorder()).isEqualTo(Order.Backorder.NONE);
    scene.authorized().answered(0, StockOperation.COMMIT, 0);
    assertThat(firstLine().stock()).isEqualTo(Order.LineStock.COMMITTED);
  }

  @Test
  void aCancelledOrderTakesBackWhatIsOwedAndThenReturnsWhatCame() {
    scene.backordered().cancel("cmd_c");
    assertThat(firstLine().stock()).isEqualTo(Order.LineStock.WITHDRAWING);
    assertThat(scene.asked(FollowUp.Withdraw.class))
        .extracting(FollowUp.Withdraw::sku)
        .containsExactly("SKU-1");
    assertThat(scene.asked(FollowUp.ReturnToStock.class))
        .extracting(FollowUp.ReturnToStock::sku)
        .containsExactly("SKU-2");
    // The inventory was quicker: the last unit came before the order's word did.
    scene.answered(0, StockOperation.FILL, 0);
    assertThat(firstLine().stock()).isEqualTo(Order.LineStock.WITHDRAWING);
    assertThat(scene.asked).isEmpty();
    scene.withdrawn(0, 2);
    assertThat(scene.eventTypes()).containsExactly("lineBackorderWithdrawn");
    assertThat(firstLine().stock()).isEqualTo(Order.LineStock.RETURNED);
    assertThat(scene.asked(FollowUp.ReturnToStock.class))
        .extracting(FollowUp.ReturnToStock::quantity)
        .containsExactly(2);
    scene.withdrawn(0, 2);
    assertThat(scene.asked).isEmpty();
  }

  @Test
  void aSaleThatIsOwedUnitsAndAnsweredAfterTheCancellationIsWithdrawnToo() {
    scene.put(OrderScene.placing("cmd_1", "pm_card_visa", true), OrderScene.SHOPPER);
    scene.answered(0, StockOperation.RESERVE, 2).held(1).authorized().cancel("cmd_c");
    scene.answered(0, StockOperation.COMMIT, 2);
    assertThat(scene.asked(FollowUp.Withdraw.class)).hasSize(1);
    scene.withdrawn(0, 0);
    assertThat(scene.asked).isEmpty();
    assertThat(firstLine().stock()).isEqualTo(Order.LineStock.RETURNED);
  }

  @Test
  void onlyWhatCameCanComeBack() {
    scene.backordered().giveBack("ret_1", "l1", 2);
    assertThat(scene.refusal()).isEqualTo("return_exceeds_delivered");
    assertThat(scene.lastRefusal.orElseThrow().available()).isEqualTo(1);
    scene.giveBack("ret_2", "l1", 1);
    assertThat(scene.refusal()).isEmpty();
    scene.giveBack("ret_3", "l1", 1);
    assertThat(scene.refusal()).isEqualTo("return_exceeds_delivered");
    scene.answered(0, StockOperation.FILL, 0).giveBack("ret_4", "l1", 1);
    assertThat(scene.refusal()).isEmpty();
  }

  private Order.Line firstLine() {
    return scene.order().lines().getFirst();
  }

  @Test
  void placementsThatBreakARuleAreRefusedByName() {
    assertThat(refusal(true, null, Duration.ZERO)).isEmpty();
    assertThat(refusal(false, null, Duration.ZERO)).isEqualTo("quote_signature_invalid");
    assertThat(refusal(true, 1L, Duration.ZERO)).isEqualTo("price_changed");
    assertThat(refusal(true, null, Duration.ofDays(366))).isEqualTo("quote_expired");
  }

  @Test
  void anotherCustomersOrderIsNotFound() {
    scene
        .confirmed()
        .put(new OrderCommand.CancelOrder("cmd_c", "x"), new Caller(Caller.Role.SHOPPER, "cus_2"));
    assertThat(scene.refusal()).isEqualTo("order_not_found");
  }

  private static String refusal(
      boolean signed, @org.jspecify.annotations.Nullable Long expected, Duration later) {
    var placing = OrderScene.placing("cmd_1", "pm_card_visa");
    var fresh = new OrderScene();
    fresh.now = fresh.now.plus(later);
    return fresh
        .put(
            new OrderCommand.PlaceOrder(
                "cmd_1", placing.orderId(), placing.placement(), signed, expected))
        .refusal();
  }
}
