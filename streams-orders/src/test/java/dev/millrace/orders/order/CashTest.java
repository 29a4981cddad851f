package dev.millrace.orders.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.orders.order.FollowUp.AskPayment;
import dev.millrace.orders.order.OrderCommand.PaymentOperation;
import dev.millrace.orders.order.OrderCommand.PaymentOutcome;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Orders that are paid on delivery, and payers who confirm later. */
class CashTest {

  private static final Caller STAFF = new Caller(Caller.Role.OPS, "ops");
  private static final long TOTAL = OrderScene.TOTAL;
  private static final String AUTHORIZE = RequestIds.authorize(OrderScene.ORDER_ID, 1);

  private final OrderScene scene = new OrderScene();

  @Test
  void anOrderInCashStandsWithoutAnyProviderAndIsNotPaid() {
    scene.place("cmd_1", Placement.CASH_ON_DELIVERY).held(0).held(1);
    assertThat(scene.eventTypes()).containsExactly("lineStockHeld", "cashAgreed", "orderConfirmed");
    assertThat(scene.asked(AskPayment.class)).isEmpty();
    assertThat(scene.asked(FollowUp.Commit.class)).hasSize(2);
    assertThat(scene.order().status()).isEqualTo(Order.Status.CONFIRMED);
    assertThat(status()).isEqualTo(Payment.Status.CASH_DUE);
    assertThat(scene.order().payment().cash().dueMinor()).isEqualTo(TOTAL);
  }

  @Test
  void itIsPaidOnceAllCashIsBooked() {
    inCash();
    cash("r1", 1000L, false);
    assertThat(status()).isEqualTo(Payment.Status.PARTIALLY_CAPTURED);
    cash("r2", null, false);
    assertThat(status()).isEqualTo(Payment.Status.CAPTURED);
    assertThat(scene.order().payment().cash().receivedMinor()).isEqualTo(TOTAL);
    cash("r3", 1L, false);
    assertThat(scene.refusal()).isEqualTo("cash_not_due");
  }

  @Test
  void aReceiptIsBookedOnce() {
    inCash();
    cash("r1", 1000L, false);
    cash("r1", 1000L, false);
    assertThat(scene.lastEvents).isEmpty();
    assertThat(scene.lastRefusal).isEmpty();
    cash("r1", 1001L, false);
    assertThat(scene.refusal()).isEqualTo("receipt_id_reused");
    cash("r2", TOTAL, false);
    assertThat(scene.refusal()).isEqualTo("cash_exceeds_due");
  }

  @Test
  void whatComesBackBeforeItIsPaidIsNotAskedFor() {
    inCash().giveBack("ret_1", "l1", 1);
    assertThat(scene.asked(AskPayment.class)).isEmpty();
    assertThat(scene.order().payment().cash().dueMinor()).isEqualTo(TOTAL - 1025);
    cash("r1", null, false);
    assertThat(status()).isEqualTo(Payment.Status.CAPTURED);
  }

  @Test
  void whatComesBackAfterItWasPaidIsOwed() {
    inCash();
    cash("r1", null, false);
    scene.giveBack("ret_1", "l1", 1);
    assertThat(scene.order().payment().cash().toGiveBackMinor()).isEqualTo(1025);
    cash("r2", 1026L, true);
    assertThat(scene.refusal()).isEqualTo("cash_exceeds_owed");
    cash("r2", null, true);
    assertThat(status()).isEqualTo(Payment.Status.PARTIALLY_REFUNDED);
    cash("r3", null, true);
    assertThat(scene.refusal()).isEqualTo("cash_not_owed");
  }

  @Test
  void aCancellationAsksForNothingMoreAndOwesWhatWasPaid() {
    inCash();
    cash("r1", 1000L, false);
    scene.cancel("cmd_c");
    Cash cash = scene.order().payment().cash();
    assertThat(cash.dueMinor()).isZero();
    assertThat(cash.toGiveBackMinor()).isEqualTo(1000);
    cash("r2", null, true);
    assertThat(status()).isEqualTo(Payment.Status.REFUNDED);
  }

  @Test
  void aCancellationBeforeAnythingWasPaidOwesNothing() {
    inCash().cancel("cmd_c");
    assertThat(status()).isEqualTo(Payment.Status.VOIDED);
    assertThat(scene.asked(AskPayment.class)).isEmpty();
  }

  @Test
  void cashIsNotCapturedAtAProvider() {
    inCash();
    scene.put(new OrderCommand.CapturePayment("cmd_9", "a", 1L, false), STAFF);
    assertThat(scene.refusal()).isEqualTo("nothing_to_capture");
    assertThat(CaptureDecider.share(scene.order(), "shp_1", 1, true)).isEmpty();
  }

  @Test
  void aReturnThatIsLookedAtIsClosedWhenItsCashWasHandedBack() {
    inCash();
    cash("r1", null, false);
    lookedAt("ret_1");
    assertThat(scene.eventTypes()).containsExactly("returnInspected");
    assertThat(scene.asked(AskPayment.class)).isEmpty();
    assertThat(scene.order().payment().cash().toGiveBackMinor()).isEqualTo(1025);
    cash("r2", 25L, true);
    assertThat(scene.eventTypes()).containsExactly("cashGivenBack");
    cash("r3", null, true);
    assertThat(scene.eventTypes()).containsExactly("cashGivenBack", "returnClosed");
  }

  @Test
  void aReturnOfWhatIsNotPaidYetIsClosedAtOnce() {
    inCash();
    lookedAt("ret_1");
    assertThat(scene.eventTypes()).containsExactly("returnInspected", "returnClosed");
    assertThat(scene.order().payment().cash().dueMinor()).isEqualTo(TOTAL - 1025);
  }

  @Test
  void aRefundOfAnOrderInCashIsOwedInCash() {
    inCash();
    cash("r1", null, false);
    scene.refund("ref_1", 700L);
    assertThat(scene.eventTypes()).containsExactly("refundGranted");
    assertThat(scene.asked(AskPayment.class)).isEmpty();
    assertThat(scene.order().payment().cash().toGiveBackMinor()).isEqualTo(700);
    scene.refund("ref_2", TOTAL);
    assertThat(scene.refusal()).isEqualTo("refund_exceeds_captured");
    scene.refund("ref_2", null);
    assertThat(scene.order().payment().cash().toGiveBackMinor()).isEqualTo(TOTAL);
  }

  @Test
  void cashIsBookedWhereverTheOrderIsOnItsWay() {
    inCash();
    ShipmentScene.at(scene, Shipment.Status.PICKED);
    assertThat(scene.order().status()).isEqualTo(Order.Status.FULFILLING);
    cash("r1", 1L, false);
    ShipmentScene.at(
        scene, Shipment.Status.PACKED, Shipment.Status.LABELLED, Shipment.Status.HANDED_OVER);
    assertThat(scene.order().status()).isEqualTo(Order.Status.SHIPPED);
    cash("r2", 1L, false);
    ShipmentScene.at(scene, Shipment.Status.DELIVERED);
    assertThat(scene.order().status()).isEqualTo(Order.Status.DELIVERED);
    cash("r3", null, false);
    assertThat(status()).isEqualTo(Payment.Status.CAPTURED);
  }

  @Test
  void aShopThatTakesNoCashSaysSo() {
    CheckoutTerms usual = OrderScene.TERMS;
    var without =
        new OrderScene(
            new CheckoutTerms(
                usual.hold(),
                usual.stockDeadline(),
                usual.paymentDeadline(),
                usual.actionDeadline(),
                usual.capture(),
                false));
    without.place("cmd_1", Placement.CASH_ON_DELIVERY);
    assertThat(without.refusal()).isEqualTo("cash_on_delivery_off");
    without.place("cmd_2", "pm_card_visa");
    assertThat(without.refusal()).isEmpty();
  }

  @Test
  void cashAlwaysAddsUp() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    for (int run = 0; run < 200; run++) {
      Cash cash = Cash.agreed(1 + random.nextInt(1000));
      for (int step = 0; step < 20; step++) {
        switch (random.nextInt(3)) {
          case 0 -> cash = cash.refund(random.nextInt(400));
          case 1 -> cash = cash.received("r", random.nextLong(cash.dueMinor() + 1));
          default -> cash = cash.givenBack("b", random.nextLong(cash.toGiveBackMinor() + 1));
        }
        assertThat(cash.dueMinor()).as("due, seed %d", seed).isNotNegative();
        assertThat(cash.toGiveBackMinor()).as("owed, seed %d", seed).isNotNegative();
        assertThat(cash.owedMinor())
            .as("never more than was paid, seed %d", seed)
            .isLessThanOrEqualTo(cash.receivedMinor());
        if (cash.receivedMinor() == 0) {
          assertThat(cash.status())
              .as("seed %d", seed)
              .isIn(Payment.Status.CASH_DUE, Payment.Status.VOIDED);
        }
      }
    }
  }

  @Test
  void aPayerWhoConfirmsLaterIsWaitedFor() {
    scene.place("cmd_1", "pm_upi_ok").held(0).held(1);
    found(PaymentOutcome.PENDING);
    assertThat(status()).isEqualTo(Payment.Status.PENDING);
    assertThat(scene.order().attempt().deadline())
        .isEqualTo(scene.now.plus(OrderScene.TERMS.actionDeadline()));
    found(PaymentOutcome.SUCCEEDED);
    assertThat(scene.order().status()).isEqualTo(Order.Status.CONFIRMED);
  }

  @Test
  void aPayerMayRefuseLater() {
    scene.place("cmd_1", "pm_upi_declined").held(0).held(1);
    found(PaymentOutcome.PENDING);
    found(PaymentOutcome.DECLINED);
    assertThat(scene.order().reason()).isEqualTo(Reasons.PAYMENT_DECLINED);
  }

  @Test
  void aPayerWhoNeverConfirmsIsGivenUp() {
    scene.place("cmd_1", "pm_upi_ok").held(0).held(1);
    found(PaymentOutcome.PENDING);
    scene.overdue();
    assertThat(scene.order().reason()).isEqualTo(Reasons.PAYMENT_TIMEOUT);
    assertThat(scene.asked(AskPayment.class))
        .singleElement()
        .extracting(AskPayment::operation)
        .isEqualTo(PaymentOperation.VOID);
  }

  private void lookedAt(String returnId) {
    scene.askReturn(returnId, ReturnReason.UNWANTED, 1);
    scene.move(returnId, new ReturnCommand.Receive("wh_main")).inspect(returnId, 1, 0, 0, 1);
  }

  private OrderScene inCash() {
    return scene
        .place("cmd_1", Placement.CASH_ON_DELIVERY)
        .held(0)
        .held(1)
        .committed(0, true)
        .committed(1, true);
  }

  private void cash(String receiptId, @Nullable Long amountMinor, boolean givenBack) {
    scene.put(
        new OrderCommand.RecordCash("cmd_" + receiptId, receiptId, amountMinor, givenBack), STAFF);
  }

  private void found(PaymentOutcome outcome) {
    scene.money(PaymentOperation.AUTHORIZE, AUTHORIZE, outcome);
  }

  private Payment.Status status() {
    return scene.order().payment().status();
  }
}
