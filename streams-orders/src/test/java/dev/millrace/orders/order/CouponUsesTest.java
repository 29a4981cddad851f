package dev.millrace.orders.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.orders.account.Account.Kind;
import dev.millrace.orders.order.Placement.Coupon;
import dev.millrace.schemas.id.Ids;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

/** Orders that use limited coupons: their uses are held with the stock and spent with it. */
class CouponUsesTest {

  private static final String CODE = "WELCOME";
  private static final String ALL = Ids.couponOf(CODE);
  private static final String OWN = Ids.couponOf(CODE, "cus_1");

  private final TinyAccounts accounts = new TinyAccounts();
  private final Deque<FollowUp.ForAccount> toAccounts = new ArrayDeque<>();

  @Test
  void aLimitedCouponIsUsedOnceTheOrderStands() {
    OrderScene scene = placed(new Coupon(CODE, 5L, 1L));
    assertThat(scene.order().status()).isEqualTo(Order.Status.PENDING_STOCK);
    answered(scene);
    assertThat(scene.order().status()).isEqualTo(Order.Status.PENDING_PAYMENT);
    assertThat(accounts.account(ALL).held()).isEqualTo(1);
    assertThat(accounts.account(ALL).kind()).isEqualTo(Kind.COUPON);
    put(scene, scene::authorized);
    answered(scene);
    assertThat(accounts.account(ALL).available()).isEqualTo(4);
    assertThat(accounts.account(OWN).available()).isZero();
    assertThat(scene.order().dueMinor()).as("uses are no money").isEqualTo(OrderScene.TOTAL);
  }

  @Test
  void C9_twoOrdersAtOnceForTheLastUseAreOneOrder() {
    OrderScene first = placed(new Coupon(CODE, 1L, null));
    OrderScene second = placed(new Coupon(CODE, 1L, null));
    // Both have asked before either was answered.
    FollowUp.ForAccount ofFirst = toAccounts.remove();
    FollowUp.ForAccount ofSecond = another(toAccounts.remove());
    accounts.ask(ofSecond, second.now).ifPresent(answer -> answers(second, answer, ofSecond));
    accounts.ask(ofFirst, first.now).ifPresent(first::put);
    assertThat(first.order().status()).isEqualTo(Order.Status.REJECTED);
    assertThat(first.order().reason()).isEqualTo("coupon_exhausted");
    assertThat(first.asked(FollowUp.Release.class)).as("its stock is let go").hasSize(2);
    assertThat(second.order().status()).isEqualTo(Order.Status.PENDING_PAYMENT);
    assertThat(accounts.account(ALL).held()).isEqualTo(1);
  }

  @Test
  void anOrderThatIsNotPaidLetsItsUseGo() {
    OrderScene scene = placed(new Coupon(CODE, 1L, 1L));
    answered(scene);
    put(scene, scene::overdue);
    answered(scene);
    assertThat(accounts.account(ALL).available()).isEqualTo(1);
    assertThat(accounts.account(OWN).available()).isEqualTo(1);
  }

  @Test
  void aCancelledOrderGivesItsUseBackAndAReturnDoesNot() {
    OrderScene scene = placed(new Coupon(CODE, 1L, null));
    answered(scene);
    put(scene, scene::authorized);
    answered(scene);
    scene.committed(0, true).committed(1, true);
    put(
        scene,
        () ->
            scene.money(
                OrderCommand.PaymentOperation.CAPTURE,
                RequestIds.capture(OrderScene.ORDER_ID, 1),
                OrderCommand.PaymentOutcome.SUCCEEDED));
    put(scene, () -> scene.giveBack("ret_1", "l1", 2));
    assertThat(toAccounts).isEmpty();
    put(scene, () -> scene.cancel("cmd_9"));
    answered(scene);
    assertThat(accounts.account(ALL).available()).isEqualTo(1);
  }

  @Test
  void aUseThatNobodyEndsIsFreeAgainInTheEnd() {
    OrderScene scene = placed(new Coupon(CODE, 1L, null));
    answered(scene);
    OrderScene later = placed(new Coupon(CODE, 1L, null));
    later.now = scene.now.plus(OrderScene.TERMS.hold()).plus(Duration.ofSeconds(1));
    FollowUp.ForAccount ask = another(toAccounts.remove());
    assertThat(accounts.ask(ask, later.now).orElseThrow().done()).isTrue();
  }

  @Test
  void aCouponWithoutLimitsAsksNobody() {
    OrderScene scene = placed(new Coupon(CODE, null, null));
    assertThat(toAccounts).isEmpty();
    assertThat(scene.order().draws()).isEqualTo(Draws.NONE);
    assertThat(scene.order().status()).isEqualTo(Order.Status.PENDING_PAYMENT);
  }

  /** Stock is held; accounts have yet to answer. */
  private OrderScene placed(Coupon coupon) {
    OrderScene scene = new OrderScene();
    OrderCommand.PlaceOrder plain = OrderScene.placing("cmd_1", "pm_card_visa");
    Placement placement = plain.placement();
    put(
        scene,
        () ->
            scene.put(
                new OrderCommand.PlaceOrder(
                    "cmd_1",
                    plain.orderId(),
                    new Placement(
                        placement.customerId(),
                        placement.quote().with(coupon),
                        placement.shippingAddress(),
                        placement.paymentMethodId(),
                        false),
                    true,
                    null),
                OrderScene.SHOPPER));
    return scene.held(0).held(1);
  }

  /** As if another order had asked: scenes are all of one order. */
  private static FollowUp.ForAccount another(FollowUp.ForAccount ask) {
    FollowUp.HoldDraw hold = (FollowUp.HoldDraw) ask;
    Draws.Draw draw = hold.draw();
    return new FollowUp.HoldDraw(
        "cmd_other",
        new Draws.Draw(
            draw.accountId(),
            draw.kind(),
            "rsv_other",
            draw.most(),
            draw.limit(),
            draw.step(),
            0,
            0,
            null,
            null),
        hold.unit(),
        hold.holdMs());
  }

  private static void answers(
      OrderScene scene, OrderCommand.AccountAnswered answer, FollowUp.ForAccount ask) {
    String own = scene.order().draws().all().getFirst().holdId();
    assertThat(((FollowUp.HoldDraw) ask).draw().holdId()).isNotEqualTo(own);
    scene.put(
        new OrderCommand.AccountAnswered(
            "a",
            answer.operation(),
            answer.accountId(),
            own,
            answer.done(),
            answer.refusal(),
            answer.amount(),
            answer.available(),
            answer.expiresAt()));
  }

  private void put(OrderScene scene, Runnable step) {
    step.run();
    toAccounts.addAll(scene.asked(FollowUp.ForAccount.class));
  }

  private void answered(OrderScene scene) {
    int count = toAccounts.size();
    for (int i = 0; i < count; i++) {
      accounts
          .ask(toAccounts.remove(), scene.now)
          .ifPresent(answer -> put(scene, () -> scene.put(answer)));
    }
  }
}
