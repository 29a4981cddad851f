package dev.millrace.orders.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.orders.account.Account.Kind;
import dev.millrace.orders.order.OrderCommand.AccountAnswered;
import dev.millrace.orders.order.OrderCommand.AccountOperation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Accounts that refused what was promised are asked again. */
class CreditRetriesTest {

  private static final String CARD = "gft_1";

  /** Paid by a card alone, which has yet to spend it. */
  private final OrderScene scene = new OrderScene().put(placing(), OrderScene.SHOPPER);

  private final String holdId = scene.order().draws().all().getFirst().holdId();

  CreditRetriesTest() {
    scene.held(0).held(1);
    answer(AccountOperation.HOLD, holdId, true);
    scene.committed(0, true).committed(1, true);
  }

  @Test
  void whatACardDidNotSpendIsAskedForByAnotherCommandAndSettlesItself() {
    answer(AccountOperation.TAKE, holdId, false);
    assertThat(Trouble.resolutions(scene.order().care().troubles(), true))
        .containsExactly("retry_credit", "accept_as_is", "cancel");

    scene.resolve(Resolution.RETRY_CREDIT, null);

    assertThat(scene.eventTypes()).containsExactly("drawRetried");
    FollowUp.TakeDraw again = scene.asked(FollowUp.TakeDraw.class).getFirst();
    assertThat(again.draw().drawn()).isEqualTo(OrderScene.TOTAL);
    assertThat(again.commandId()).isNotEqualTo(RequestIds.command("take-draw", holdId));
    assertThat(scene.order().status()).isEqualTo(Order.Status.EXCEPTION);
    scene.resolve(Resolution.RETRY_CREDIT, null);
    assertThat(scene.refusal()).as("it is asked already").isEqualTo("resolution_not_applicable");

    answer(AccountOperation.TAKE, holdId, true);
    assertThat(scene.eventTypes()).startsWith("drawTaken", "exceptionResolved");
    assertThat(scene.order().status()).isEqualTo(Order.Status.CONFIRMED);
    assertThat(scene.order().payment().status()).isEqualTo(Payment.Status.CAPTURED);
  }

  @Test
  void aSecondRefusalLeavesTheOrderWhereItIs() {
    answer(AccountOperation.TAKE, holdId, false);
    scene.resolve(Resolution.RETRY_CREDIT, null);
    answer(AccountOperation.TAKE, holdId, false);
    assertThat(scene.order().status()).isEqualTo(Order.Status.EXCEPTION);
    assertThat(scene.order().draws().all().getFirst().step()).isEqualTo(Draws.Step.LOST);
    scene.resolve(Resolution.RETRY_CREDIT, null);
    assertThat(scene.asked(FollowUp.TakeDraw.class)).hasSize(1);
  }

  @Test
  void whatACardDidNotTakeBackGoesBackAfterAll() {
    answer(AccountOperation.TAKE, holdId, true);
    scene.refund("ref_1", 400L);
    String giveBackId = scene.order().draws().giveBacks().getFirst().giveBackId();
    answer(AccountOperation.GIVE_BACK, giveBackId, false);
    assertThat(scene.order().care().isOpen(Reasons.CREDIT_GIVE_BACK_REFUSED)).isTrue();

    scene.resolve(Resolution.RETRY_CREDIT, null);
    assertThat(scene.asked(FollowUp.GiveDrawBack.class))
        .singleElement()
        .extracting(FollowUp.GiveDrawBack::giveBackId, FollowUp.GiveDrawBack::amount)
        .containsExactly(giveBackId, 400L);
    answer(AccountOperation.GIVE_BACK, giveBackId, true);

    assertThat(scene.eventTypes()).containsExactly("drawGivenBack", "exceptionResolved");
    assertThat(scene.order().care().troubles()).isEmpty();
    assertThat(scene.order().draws().refundableMinor()).isEqualTo(OrderScene.TOTAL - 400);
  }

  @Test
  void neverMoreGoesBackThanWasSpentAlthoughOthersWentBackMeanwhile() {
    answer(AccountOperation.TAKE, holdId, true);
    scene.refund("ref_1", 3_000L);
    answer(AccountOperation.GIVE_BACK, giveBack(0), false);
    scene.resolve(Resolution.ACCEPT_AS_IS, "later").refund("ref_2", 1_000L);
    answer(AccountOperation.GIVE_BACK, giveBack(1), true);
    scene.refund("ref_3", OrderScene.TOTAL - 1_000);
    answer(AccountOperation.GIVE_BACK, giveBack(2), false);

    scene.resolve(Resolution.RETRY_CREDIT, null);

    assertThat(scene.asked(FollowUp.GiveDrawBack.class))
        .extracting(FollowUp.GiveDrawBack::amount)
        .as("in all what is still spent")
        .isEqualTo(List.of(OrderScene.TOTAL - 1_000));
  }

  @Test
  void creditThatWasNotIssuedIsIssuedAfterAll() {
    answer(AccountOperation.TAKE, holdId, true);
    scene.put(
        new ReturnCommand.RefundOrder("cmd_r", "ref_1", 700L, List.of(), "sorry", "store_credit"),
        OrderScene.STAFF);
    String issueId = giveBack(0);
    answer(AccountOperation.ISSUE, issueId, false);
    scene.resolve(Resolution.RETRY_CREDIT, null);
    assertThat(scene.asked(FollowUp.IssueCredit.class))
        .singleElement()
        .extracting(FollowUp.IssueCredit::issueId, FollowUp.IssueCredit::amountMinor)
        .containsExactly(issueId, 700L);
    answer(AccountOperation.ISSUE, issueId, true);
    assertThat(scene.eventTypes()).containsExactly("storeCreditIssued", "exceptionResolved");
  }

  @Test
  void whatIsOfAnotherKindIsNotAskedForAgain() {
    answer(AccountOperation.TAKE, holdId, false);
    scene.resolve(Resolution.RETRY_PAYMENT_STEP, null);
    assertThat(scene.refusal()).isEqualTo("resolution_not_applicable");
  }

  private String giveBack(int index) {
    return scene.order().draws().giveBacks().get(index).giveBackId();
  }

  private void answer(AccountOperation operation, String requestId, boolean done) {
    scene.put(
        new AccountAnswered(
            requestId + operation,
            operation,
            CARD,
            requestId,
            done,
            done ? null : "credit_insufficient",
            OrderScene.TOTAL,
            0,
            scene.now.plus(OrderScene.TERMS.hold())));
  }

  private static OrderCommand.PlaceOrder placing() {
    OrderCommand.PlaceOrder plain = OrderScene.placing("cmd_1", "pm_card_visa");
    Placement placement = plain.placement();
    return new OrderCommand.PlaceOrder(
        "cmd_1",
        plain.orderId(),
        new Placement(
            placement.customerId(),
            placement.quote(),
            placement.shippingAddress(),
            placement.paymentMethodId(),
            false,
            false,
            List.of(new Placement.Tender(Kind.GIFT_CARD, CARD, null))),
        true,
        null);
  }
}
