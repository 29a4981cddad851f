package dev.millrace.orders.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.orders.order.FollowUp.AskPayment;
import dev.millrace.orders.order.OrderCommand.PaymentOperation;
import dev.millrace.orders.order.OrderCommand.PaymentOutcome;
import org.junit.jupiter.api.Test;

/** What is left of a promise when nothing more is to be taken of it. */
class RemainderTest {

  private static final long SECOND_LINE = 999;
  private static final long ALL_ELSE = OrderScene.TOTAL - SECOND_LINE;
  private static final String VOID = RequestIds.voiding(OrderScene.ORDER_ID, 1, 1);

  private final OrderScene scene =
      new OrderScene(OrderScene.taking(CheckoutTerms.Capture.MANUAL))
          .confirmed()
          .committed(0, true)
          .committed(1, true);

  @Test
  void whatWasGivenUpAndIsAllThatIsLeftGoesBackAtOnceAndOnce() {
    take(ALL_ELSE);
    taken(PaymentOutcome.SUCCEEDED);
    scene.cancelLine("can_1", "l2", 1);

    assertThat(scene.eventTypes()).containsExactly("linesCancelled", "remainderVoided");
    assertThat(scene.asked(AskPayment.class))
        .singleElement()
        .isEqualTo(
            new AskPayment(
                VOID,
                PaymentOperation.VOID,
                SECOND_LINE,
                RequestIds.authorize(OrderScene.ORDER_ID, 1),
                true));
    scene.hold("hld_1");
    assertThat(scene.eventTypes()).containsExactly("orderPutOnHold");

    scene.money(PaymentOperation.VOID, VOID, PaymentOutcome.SUCCEEDED, SECOND_LINE);
    assertThat(scene.order().payment().amounts().voidedMinor()).isEqualTo(SECOND_LINE);
    assertThat(scene.order().payment().status()).isEqualTo(Payment.Status.CAPTURED);
    scene.put(new OrderCommand.CancelOrder("cmd_c", "no more"), OrderScene.STAFF);
    assertThat(scene.asked(AskPayment.class))
        .as("only what was taken goes back now")
        .singleElement()
        .extracting(AskPayment::operation, AskPayment::amountMinor)
        .containsExactly(PaymentOperation.REFUND, ALL_ELSE);
  }

  @Test
  void aCaptureThatIsUnderWayIsWaitedFor() {
    take(ALL_ELSE);
    scene.cancelLine("can_1", "l2", 1);
    assertThat(scene.eventTypes()).containsExactly("linesCancelled");
    taken(PaymentOutcome.SUCCEEDED);
    assertThat(scene.eventTypes()).containsExactly("paymentCaptured", "remainderVoided");
  }

  @Test
  void aCaptureOfWhichNobodyKnowsKeepsThePromise() {
    take(ALL_ELSE);
    scene.cancelLine("can_1", "l2", 1);
    taken(PaymentOutcome.UNRESOLVED);
    assertThat(scene.asked(AskPayment.class)).isEmpty();
    scene.resolve(Resolution.ACCEPT_AS_IS, "it was taken, the bank says");
    assertThat(scene.asked(AskPayment.class)).as("it may have been taken").isEmpty();
  }

  @Test
  void aVoidThatFailsNeedsAPersonAndMayBeTriedAgain() {
    take(ALL_ELSE);
    taken(PaymentOutcome.SUCCEEDED);
    scene.cancelLine("can_1", "l2", 1);
    scene.money(PaymentOperation.VOID, VOID, PaymentOutcome.UNRESOLVED);
    assertThat(scene.order().status()).isEqualTo(Order.Status.EXCEPTION);
    scene.resolve(Resolution.RETRY_PAYMENT_STEP, null);
    assertThat(scene.asked(AskPayment.class))
        .singleElement()
        .extracting(AskPayment::operation, AskPayment::amountMinor)
        .containsExactly(PaymentOperation.VOID, SECOND_LINE);
  }

  @Test
  void whatMayStillBeTakenStays() {
    take(1_000);
    taken(PaymentOutcome.SUCCEEDED);
    scene.cancelLine("can_1", "l2", 1);
    assertThat(scene.eventTypes()).containsExactly("linesCancelled");
    assertThat(scene.order().capturableMinor()).isEqualTo(ALL_ELSE - 1_000);
  }

  private void take(long amountMinor) {
    scene.put(new OrderCommand.CapturePayment("cmd_a", "a", amountMinor, false), OrderScene.STAFF);
  }

  private void taken(PaymentOutcome outcome) {
    scene.money(
        PaymentOperation.CAPTURE,
        RequestIds.capture(OrderScene.ORDER_ID, 1, "a"),
        outcome,
        ALL_ELSE);
  }
}
