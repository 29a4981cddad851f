package dev.millrace.orders.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.orders.fraud.FraudPolicy;
import dev.millrace.orders.order.FollowUp.AskPayment;
import dev.millrace.orders.order.OrderCommand.PaymentOperation;
import dev.millrace.orders.order.OrderCommand.PaymentOutcome;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Holds, the fraud step, exceptions, cancelled units, edits. */
class OrderCareTest {

  private static final String CAPTURE = RequestIds.capture(OrderScene.ORDER_ID, 1);

  @Test
  void aReviewedOrderIsPaidButHeldUntilSomebodyHasLooked() {
    OrderScene scene = checked(FraudPolicy.Outcome.REVIEW).settled();
    assertThat(scene.order().status()).isEqualTo(Order.Status.CONFIRMED);
    assertThat(scene.order().isHeld()).isTrue();
    assertThat(scene.order().care().troubles())
        .extracting(Trouble::reason)
        .containsExactly(Reasons.FRAUD_REVIEW);

    scene.release(scene.order().care().holds().getFirst().holdId());

    assertThat(scene.eventTypes()).containsExactly("orderHoldReleased", "exceptionResolved");
    assertThat(scene.order().isHeld()).isFalse();
    assertThat(scene.order().care().troubles()).isEmpty();
  }

  @Test
  void aRefusedOrderIsNeverAskedForMoneyAndGivesItsStockBack() {
    OrderScene scene = checked(FraudPolicy.Outcome.REFUSE).place("cmd_1", "pm_card_visa").held(0);
    scene.held(1);
    assertThat(scene.eventTypes())
        .containsExactly("lineStockHeld", "fraudFlagged", "orderRejected");
    assertThat(scene.order().reason()).isEqualTo(Reasons.FRAUD_REFUSED);
    assertThat(scene.asked(AskPayment.class)).isEmpty();
    assertThat(scene.asked(FollowUp.Release.class)).hasSize(2);
  }

  @Test
  void anotherAttemptKeepsTheHoldsOfPeopleAndNotThatOfTheCheck() {
    OrderScene scene = checked(FraudPolicy.Outcome.REVIEW).pendingPayment().hold("hld_1");
    assertThat(scene.order().care().holds()).hasSize(2);
    scene.overdue().place("cmd_2", "pm_card_visa");
    assertThat(scene.order().care().holds()).extracting(Care.Hold::holdId).containsExactly("hld_1");
  }

  @Test
  void aCaptureThatWasRefusedIsAskedForUnderAnotherKeyAndSettlesItself() {
    OrderScene scene = captured(PaymentOutcome.DECLINED);
    assertThat(scene.order().status()).isEqualTo(Order.Status.EXCEPTION);

    scene.resolve(Resolution.RETRY_PAYMENT_STEP, null);

    String again = scene.asked(AskPayment.class).getFirst().requestId();
    assertThat(again).isEqualTo(CAPTURE + ":again:1");
    assertThat(scene.order().status()).isEqualTo(Order.Status.EXCEPTION);
    scene.money(PaymentOperation.CAPTURE, again, PaymentOutcome.SUCCEEDED);
    assertThat(scene.eventTypes()).containsExactly("paymentCaptured", "exceptionResolved");
    assertThat(scene.order().status()).isEqualTo(Order.Status.CONFIRMED);
    assertThat(scene.order().care().troubles()).isEmpty();
  }

  @Test
  void aCaptureOfWhichNobodyKnowsKeepsItsKeyBecauseTheMoneyMayHaveMoved() {
    OrderScene scene = captured(PaymentOutcome.UNRESOLVED);
    scene.resolve(Resolution.RETRY_PAYMENT_STEP, null);
    assertThat(scene.asked(AskPayment.class).getFirst().requestId()).isEqualTo(CAPTURE);
    scene.money(PaymentOperation.CAPTURE, CAPTURE, PaymentOutcome.SUCCEEDED);
    assertThat(scene.order().status()).isEqualTo(Order.Status.CONFIRMED);
  }

  @Test
  void whatIsBeingAskedForAgainIsNotAskedForTwice() {
    OrderScene scene = captured(PaymentOutcome.DECLINED);
    scene.resolve(Resolution.RETRY_PAYMENT_STEP, null);
    scene.resolve(Resolution.RETRY_PAYMENT_STEP, null);
    assertThat(scene.refusal()).isEqualTo("resolution_not_applicable");
  }

  @Test
  void aRefundThatFailedIsGivenBackOnceHoweverOftenItIsTried() {
    OrderScene scene = new OrderScene().settled().cancel("cmd_c");
    String refund = RequestIds.refundOfCancellation(OrderScene.ORDER_ID);
    scene.money(PaymentOperation.REFUND, refund, PaymentOutcome.UNRESOLVED);
    assertThat(scene.order().care().isOpen(Reasons.REFUND_FAILED)).isTrue();
    scene.resolve(Resolution.RETRY_PAYMENT_STEP, null);
    assertThat(scene.asked(AskPayment.class))
        .containsExactly(
            new AskPayment(
                refund,
                PaymentOperation.REFUND,
                OrderScene.TOTAL,
                RequestIds.authorize(OrderScene.ORDER_ID, 1),
                true));
    scene.money(PaymentOperation.REFUND, refund, PaymentOutcome.SUCCEEDED);
    assertThat(scene.order().care().troubles()).isEmpty();
    assertThat(scene.order().payment().refundableMinor()).isZero();
  }

  @Test
  void aLostLineIsAskedForByAnotherCommandAndTheOrderGoesOn() {
    OrderScene scene = new OrderScene().confirmed().committed(0, false).committed(1, true);
    scene.resolve(Resolution.RETRY_STOCK, null);
    FollowUp.Commit commit = scene.asked(FollowUp.Commit.class).getFirst();
    assertThat(commit.commandId())
        .isNotEqualTo(RequestIds.command("commit", commit.reservationId()));
    scene.committed(0, true, List.of(new Order.Allocation("wh_main", 2)));
    assertThat(scene.eventTypes())
        .containsExactly("lineStockCommitted", "exceptionResolved", "shipmentPlanned");
    assertThat(scene.order().status()).isEqualTo(Order.Status.CONFIRMED);
  }

  @Test
  void anotherLineThatIsBeingSoldSettlesNothing() {
    OrderScene scene = new OrderScene().confirmed().committed(0, false);
    scene.resolve(Resolution.RETRY_STOCK, null).committed(1, true);
    assertThat(scene.eventTypes()).containsExactly("lineStockCommitted");
    assertThat(scene.order().status()).isEqualTo(Order.Status.EXCEPTION);
    scene.committed(0, true);
    assertThat(scene.eventTypes()).startsWith("lineStockCommitted", "exceptionResolved");
    assertThat(scene.order().status()).isEqualTo(Order.Status.CONFIRMED);
  }

  @Test
  void aSaleCountsAlthoughItsFirstRefusalWasHeardTwice() {
    OrderScene scene = new OrderScene().confirmed().committed(1, true).committed(0, false);
    scene.resolve(Resolution.RETRY_STOCK, null).committed(0, false);
    assertThat(scene.order().lines().getFirst().stock()).isEqualTo(Order.LineStock.LOST);
    scene.committed(0, true);
    assertThat(scene.eventTypes()).startsWith("lineStockCommitted", "exceptionResolved");
    assertThat(scene.order().status()).isEqualTo(Order.Status.CONFIRMED);
  }

  @Test
  void whatIsSoldAfterTheOrderWasGivenUpGoesBack() {
    OrderScene scene = new OrderScene().confirmed().committed(1, true).committed(0, false);
    scene.resolve(Resolution.RETRY_STOCK, null).committed(0, false);
    scene.resolve(Resolution.CANCEL, null);
    scene.committed(0, true, List.of(new Order.Allocation("wh_main", 2)));
    assertThat(scene.asked(FollowUp.ReturnToStock.class))
        .extracting(FollowUp.ReturnToStock::quantity)
        .containsExactly(2);
  }

  @Test
  void aCaptureThatIsStillAskedForAgainKeepsTheOrderWhereItIs() {
    CheckoutTerms manual = OrderScene.taking(CheckoutTerms.Capture.MANUAL);
    OrderScene scene = new OrderScene(manual).confirmed().committed(0, true).committed(1, true);
    take(scene, "a", 1_000L).money(PaymentOperation.CAPTURE, part("a"), PaymentOutcome.DECLINED);
    take(scene, "b", 500L);
    scene.resolve(Resolution.RETRY_PAYMENT_STEP, null);
    String again = scene.asked(AskPayment.class).getFirst().requestId();
    scene.money(PaymentOperation.CAPTURE, part("b"), PaymentOutcome.SUCCEEDED, 500);
    assertThat(scene.eventTypes()).containsExactly("paymentCaptured");
    scene.money(PaymentOperation.CAPTURE, again, PaymentOutcome.SUCCEEDED, 1_000);
    assertThat(scene.eventTypes()).containsExactly("paymentCaptured", "exceptionResolved");
  }

  @Test
  void aRefusedCaptureIsSettledOnceOthersHaveTakenAllThereIs() {
    CheckoutTerms manual = OrderScene.taking(CheckoutTerms.Capture.MANUAL);
    OrderScene scene = new OrderScene(manual).confirmed().committed(0, true).committed(1, true);
    take(scene, "a", 1_000L).money(PaymentOperation.CAPTURE, part("a"), PaymentOutcome.DECLINED);
    take(scene, "b", null).money(PaymentOperation.CAPTURE, part("b"), PaymentOutcome.SUCCEEDED);
    assertThat(scene.eventTypes()).containsExactly("paymentCaptured", "exceptionResolved");

    OrderScene doubtful = new OrderScene(manual).confirmed().committed(0, true).committed(1, true);
    take(doubtful, "a", 1_000L);
    doubtful.money(PaymentOperation.CAPTURE, part("a"), PaymentOutcome.UNRESOLVED);
    take(doubtful, "b", null).money(PaymentOperation.CAPTURE, part("b"), PaymentOutcome.SUCCEEDED);
    assertThat(doubtful.eventTypes()).containsExactly("paymentCaptured");
  }

  @Test
  void aVoidOfWhatWasNeverPromisedIsSettledByItsRefusal() {
    OrderScene scene = new OrderScene().pendingPayment().overdue();
    String first = RequestIds.voiding(OrderScene.ORDER_ID, 1, 1);
    scene.money(PaymentOperation.VOID, first, PaymentOutcome.UNRESOLVED);
    assertThat(scene.order().care().isOpen(Reasons.VOID_FAILED)).isTrue();
    scene.resolve(Resolution.RETRY_PAYMENT_STEP, null);
    String second = scene.asked(AskPayment.class).getFirst().requestId();
    scene.money(PaymentOperation.VOID, second, PaymentOutcome.DECLINED);
    assertThat(scene.eventTypes()).containsExactly("paymentStepFailed", "exceptionResolved");
    assertThat(scene.order().care().troubles()).isEmpty();
  }

  @Test
  void whoAcceptsAnOrderAsItIsSaysWhy() {
    OrderScene scene = captured(PaymentOutcome.DECLINED);
    scene.resolve(Resolution.ACCEPT_AS_IS, null);
    assertThat(scene.refusal()).isEqualTo("note_required");
    scene.resolve(Resolution.ACCEPT_AS_IS, "paid by transfer");
    assertThat(scene.order().status()).isEqualTo(Order.Status.CONFIRMED);
    scene.resolve(Resolution.ACCEPT_AS_IS, "again");
    assertThat(scene.refusal()).isEqualTo("nothing_to_resolve");
  }

  @Test
  void unitsThatAreGivenUpGoBackAndTheirSharesAddUp() {
    OrderScene scene = new OrderScene().settled().cancelLine("can_1", "l1", 1);
    assertThat(scene.asked(FollowUp.ReturnToStock.class))
        .extracting(FollowUp.ReturnToStock::quantity)
        .containsExactly(1);
    long first = scene.asked(AskPayment.class).getFirst().amountMinor();
    scene.giveBack("ret_1", "l1", 1);
    long second = scene.asked(AskPayment.class).getFirst().amountMinor();
    assertThat(first + second).isEqualTo(2050);
    scene.giveBack("ret_2", "l1", 1);
    assertThat(scene.refusal()).isEqualTo("return_exceeds_ordered");
    scene.cancelLine("can_2", "l1", 1);
    assertThat(scene.refusal()).isEqualTo("units_not_cancellable");
  }

  @Test
  void theSameCancellationTwiceIsOne() {
    OrderScene scene = new OrderScene().settled().cancelLine("can_1", "l1", 1);
    scene.cancelLine("can_1", "l1", 1);
    assertThat(scene.lastEvents).isEmpty();
    assertThat(scene.refusal()).isEmpty();
  }

  @Test
  void whatIsGivenUpBeforeTheMoneyIsAskedForIsNotTaken() {
    CheckoutTerms manual = OrderScene.taking(CheckoutTerms.Capture.MANUAL);
    OrderScene scene =
        new OrderScene(manual).confirmed().committed(0, true).cancelLine("can_1", "l1", 1);
    assertThat(scene.asked(AskPayment.class)).isEmpty();
    assertThat(scene.order().toCaptureMinor()).isEqualTo(OrderScene.TOTAL - 1025);
  }

  @Test
  void whenTheLastUnitIsGivenUpTheOrderIsCancelledWithItsShipping() {
    OrderScene scene = new OrderScene().settled().cancelLine("can_1", "l1", 2);
    long lines = scene.asked(AskPayment.class).getFirst().amountMinor();
    scene.cancelLine("can_2", "l2", 1);
    assertThat(scene.eventTypes()).containsExactly("orderCancelled");
    assertThat(scene.asked(AskPayment.class).getFirst().amountMinor())
        .isEqualTo(OrderScene.TOTAL - lines);
    assertThat(scene.asked(FollowUp.ReturnToStock.class))
        .extracting(FollowUp.ReturnToStock::sku)
        .containsExactly("SKU-2");
  }

  @Test
  void aSellerGivesUpOnlyLinesOfItsOwn() {
    OrderScene scene = new OrderScene().settled();
    var command =
        new OrderCommand.CancelLines(
            "cmd_s", "can_s", List.of(new OrderCommand.Item("l1", 1)), "broken");
    scene.put(command, new Caller(Caller.Role.SELLER, "sel_other"));
    assertThat(scene.refusal()).isEqualTo("not_line_owner");
    scene.put(command, new Caller(Caller.Role.SELLER, "sel_platform"));
    assertThat(scene.eventTypes()).containsExactly("linesCancelled");
  }

  @Test
  void anEditMovesTheOrderAndTakesUnitsAwayInOne() {
    OrderScene scene =
        new OrderScene()
            .settled()
            .edit("edt_1", OrderScene.addressIn("US"), new OrderCommand.Item("l1", 1));
    assertThat(scene.eventTypes()).containsExactly("shippingAddressChanged", "linesCancelled");
    assertThat(scene.order().attempt().placement().shippingAddress().line1()).isEqualTo("2 Road");
    assertThat(scene.order().care().cancelledMinor()).isEqualTo(1025);
  }

  @Test
  void anEditOfTheAddressAloneIsCarriedOutOnceHoweverLateItComesAgain() {
    OrderScene scene = new OrderScene().settled().edit("edt_1", OrderScene.addressIn("US"));
    var third = new Placement.Address("A. Buyer", "3 Road", null, "Town", null, "12345", "US");
    scene.edit("edt_2", third);
    assertThat(scene.eventTypes()).containsExactly("shippingAddressChanged");

    scene.edit("edt_1", OrderScene.addressIn("US"));

    assertThat(scene.lastEvents).isEmpty();
    assertThat(scene.refusal()).isEmpty();
    assertThat(scene.order().attempt().placement().shippingAddress()).isEqualTo(third);
  }

  @Test
  void anEditOfEarlierVersionsIsNotRemembered() {
    OrderScene scene = new OrderScene().settled();
    var changed = new OrderEvent.ShippingAddressChanged("e", OrderScene.addressIn("US"), false);
    Order order = CareFold.sentElsewhere(scene.order(), changed);
    assertThat(order.care().cancellations()).isEmpty();
  }

  @Test
  void anotherCountryIsAnotherOrderAndMoreUnitsNeedAPrice() {
    OrderScene scene = new OrderScene().settled().edit("edt_1", OrderScene.addressIn("CA"));
    assertThat(scene.refusal()).isEqualTo("address_changes_price");
    scene.edit("edt_2", null, new OrderCommand.Item("l1", 3));
    assertThat(scene.refusal()).isEqualTo("addition_price_unknown");
  }

  private static OrderScene take(OrderScene scene, String captureId, @Nullable Long amountMinor) {
    return scene.put(
        new OrderCommand.CapturePayment("cmd_" + captureId, captureId, amountMinor, false),
        OrderScene.STAFF);
  }

  private static String part(String captureId) {
    return RequestIds.capture(OrderScene.ORDER_ID, 1, captureId);
  }

  private static OrderScene captured(PaymentOutcome outcome) {
    return new OrderScene()
        .confirmed()
        .committed(0, true)
        .committed(1, true)
        .money(PaymentOperation.CAPTURE, CAPTURE, outcome);
  }

  private static OrderScene checked(FraudPolicy.Outcome outcome) {
    return new OrderScene(
        OrderScene.TERMS, subject -> new FraudPolicy.Verdict(outcome, List.of("seems odd")));
  }
}
