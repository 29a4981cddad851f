package dev.millrace.orders.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.orders.order.FollowUp.AskPayment;
import dev.millrace.orders.order.OrderCommand.PaymentOperation;
import dev.millrace.orders.order.OrderCommand.PaymentOutcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What a callback finds comes as an answer to the request that began the promise. */
class PaymentCallbackTest {

  private static final String PROMISE = RequestIds.authorize(OrderScene.ORDER_ID, 1);

  private final OrderScene scene = new OrderScene();

  @Test
  void C4_aCallbackConfirmsTheOrderOfAShopperWhoNeverCameBack() {
    scene.pendingPayment();
    found(PaymentOutcome.ACTION_REQUIRED);
    found(PaymentOutcome.SUCCEEDED);
    assertThat(scene.order().status()).isEqualTo(Order.Status.CONFIRMED);
  }

  @Test
  void C4_aShopperWhoComesBackAfterTheCallbackMeetsAConfirmedOrder() {
    scene.pendingPayment();
    found(PaymentOutcome.ACTION_REQUIRED);
    found(PaymentOutcome.SUCCEEDED);
    scene.put(new OrderCommand.ConfirmPayment("cmd_5", null), OrderScene.SHOPPER);
    assertThat(scene.lastRefusal).isEmpty();
    assertThat(scene.lastEvents).isEmpty();
  }

  @Test
  void C4_aCallbackBetweenTheShoppersConfirmationAndItsAnswerConfirmsOnce() {
    scene.pendingPayment();
    found(PaymentOutcome.ACTION_REQUIRED);
    scene.put(new OrderCommand.ConfirmPayment("cmd_5", null), OrderScene.SHOPPER);
    String confirm = scene.asked(AskPayment.class).getFirst().requestId();
    found(PaymentOutcome.SUCCEEDED);
    assertThat(scene.order().status()).isEqualTo(Order.Status.CONFIRMED);
    scene.money(PaymentOperation.AUTHORIZE, confirm, PaymentOutcome.SUCCEEDED);
    assertThat(scene.lastEvents).isEmpty();
    assertThat(scene.asked).isEmpty();
  }

  @Test
  void C5_aSuccessThatIsHeardOfAfterTheOrderWasGivenUpIsVoidedOnceHoweverOftenItIsHeard() {
    scene.pendingPayment().overdue();
    assertThat(scene.asked(AskPayment.class)).hasSize(1);
    for (int i = 0; i < 3; i++) {
      found(PaymentOutcome.SUCCEEDED);
      assertThat(scene.asked(AskPayment.class)).isEmpty();
    }
    scene.money(
        PaymentOperation.VOID,
        RequestIds.voiding(OrderScene.ORDER_ID, 1, 1),
        PaymentOutcome.SUCCEEDED);
    found(PaymentOutcome.DECLINED);
    assertThat(scene.asked).isEmpty();
    assertThat(scene.order().payment().amounts())
        .isEqualTo(new Payment.Amounts(OrderScene.TOTAL, 0, 0, OrderScene.TOTAL));
  }

  /** What was found may also be old when the order hears of it: nothing that is so is undone. */
  @RepeatedTest(20)
  void C14_noOrderOfCallbacksTakesBackAConfirmedOrder() {
    long seed = new Random().nextLong();
    List<PaymentOutcome> outcomes = new ArrayList<>(List.of(PaymentOutcome.values()));
    outcomes.addAll(List.of(PaymentOutcome.values()));
    Collections.shuffle(outcomes, new Random(seed));
    scene.confirmed();
    Payment before = scene.order().payment();
    for (PaymentOutcome outcome : outcomes) {
      found(outcome);
      assertThat(scene.lastEvents).as("%s of seed %d", outcome, seed).isEmpty();
    }
    assertThat(scene.order().payment()).as("seed %d", seed).isEqualTo(before);
  }

  private void found(PaymentOutcome outcome) {
    scene.money(PaymentOperation.AUTHORIZE, PROMISE, outcome);
  }
}
