package dev.millrace.orders.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.orders.account.Account.Kind;
import dev.millrace.orders.order.OrderCommand.AccountAnswered;
import dev.millrace.orders.order.OrderCommand.PaymentOperation;
import dev.millrace.orders.order.OrderCommand.PaymentOutcome;
import dev.millrace.schemas.id.Ids;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Orders that gift cards and store credit pay in part or whole. */
class DrawsTest {

  private static final String CARD = "gft_1";
  private static final String CREDIT = Ids.storeCreditOf("cus_1", "USD");
  private static final long TOTAL = OrderScene.TOTAL;

  private OrderScene scene = new OrderScene();
  private final TinyAccounts accounts = new TinyAccounts();
  private final Deque<FollowUp.ForAccount> toAccounts = new ArrayDeque<>();
  private final List<FollowUp.AskPayment> toProvider = new ArrayList<>();

  @Test
  void creditIsDrawnOnFirstAndTheRestIsAskedOfThePaymentMethod() {
    accounts.issued(CARD, Kind.GIFT_CARD, 1_000);
    place(card(null)).stockHeld();
    assertThat(scene.order().status()).isEqualTo(Order.Status.PENDING_STOCK);
    answered();
    assertThat(scene.order().status()).isEqualTo(Order.Status.PENDING_PAYMENT);
    assertThat(toProvider)
        .singleElement()
        .extracting(FollowUp.AskPayment::amountMinor)
        .isEqualTo(TOTAL - 1_000);
    authorized(TOTAL - 1_000);
    assertThat(accounts.account(CARD).held()).isEqualTo(1_000);
    assertThat(toProvider.getLast().amountMinor()).isEqualTo(TOTAL - 1_000);
    answered();
    assertThat(accounts.balance(CARD)).isZero();
    assertThat(scene.order().draws().isAllTaken()).isTrue();
    replays();
  }

  @Test
  void anOrderThatCreditPaysAloneAsksNoProvider() {
    accounts.issued(CARD, Kind.GIFT_CARD, 1_000).issued(CREDIT, Kind.STORE_CREDIT, 50_000);
    place(card(600L), credit(null)).stockHeld().answered();
    assertThat(scene.order().status()).isEqualTo(Order.Status.CONFIRMED);
    assertThat(toProvider).isEmpty();
    assertThat(scene.order().payment().status()).isEqualTo(Payment.Status.AUTHORIZED);
    answered();
    assertThat(scene.order().payment().status()).isEqualTo(Payment.Status.CAPTURED);
    assertThat(accounts.balance(CARD)).isEqualTo(400);
    assertThat(accounts.balance(CREDIT)).isEqualTo(50_000 - (TOTAL - 600));
    assertThat(accounts.account(CREDIT).held()).as("what was not needed is free").isZero();
    replays();
  }

  @Test
  void anAccountThatIsNotNeededIsLetGo() {
    accounts.issued(CARD, Kind.GIFT_CARD, 50_000).issued(CREDIT, Kind.STORE_CREDIT, 500);
    place(card(null), credit(null)).stockHeld().answered();
    answered();
    assertThat(accounts.balance(CREDIT)).isEqualTo(500);
    assertThat(accounts.account(CREDIT).held()).isZero();
    assertThat(scene.order().draws().all().getLast().step()).isEqualTo(Draws.Step.RELEASED);
  }

  @Test
  void oneRefusedAccountLetsEverythingGo() {
    accounts.issued(CREDIT, Kind.STORE_CREDIT, 500);
    place(card(null), credit(null));
    answered();
    assertThat(scene.order().status()).isEqualTo(Order.Status.PENDING_STOCK);
    stockHeld();
    assertThat(scene.order().status()).isEqualTo(Order.Status.REJECTED);
    assertThat(scene.order().reason()).isEqualTo("gift_card_unknown");
    assertThat(scene.asked(FollowUp.Release.class)).hasSize(2);
    answered();
    assertThat(accounts.account(CREDIT).held()).isZero();
    accounts.issued(CARD, Kind.GIFT_CARD, 10_000);
    place(card(null), credit(null)).stockHeld().answered();
    assertThat(scene.order().status())
        .as("it may be tried again")
        .isEqualTo(Order.Status.CONFIRMED);
    replays();
  }

  @Test
  void missingStockLetsTheCreditGo() {
    accounts.issued(CARD, Kind.GIFT_CARD, 1_000);
    place(card(null));
    answered();
    scene.held(0);
    taken();
    scene.refused(1);
    taken();
    assertThat(scene.order().reason()).isEqualTo(Reasons.OUT_OF_STOCK);
    answered();
    assertThat(accounts.account(CARD).held()).isZero();
  }

  @Test
  void anAccountThatDoesNotAnswerInTimeEndsTheAttempt() {
    accounts.issued(CARD, Kind.GIFT_CARD, 1_000);
    place(card(null)).stockHeld();
    scene.overdue();
    taken();
    assertThat(scene.order().reason()).isEqualTo(Reasons.CREDIT_TIMEOUT);
    answered();
    assertThat(accounts.account(CARD).held()).as("hold and release come in their order").isZero();
    assertThat(scene.order().status()).isEqualTo(Order.Status.REJECTED);
  }

  @Test
  void aDeclinedPaymentReleasesTheCredit() {
    accounts.issued(CARD, Kind.GIFT_CARD, 1_000);
    place(card(null)).stockHeld().answered();
    put(
        PaymentOperation.AUTHORIZE,
        RequestIds.authorize(OrderScene.ORDER_ID, 1),
        PaymentOutcome.DECLINED,
        0);
    answered();
    assertThat(accounts.account(CARD).held()).isZero();
    assertThat(accounts.balance(CARD)).isEqualTo(1_000);
  }

  @Test
  void aCancelledOrderGivesAllBackToWhereItCameFrom() {
    settledWith(1_000);
    scene.cancel("cmd_2");
    taken();
    assertThat(toProvider.getLast().operation()).isEqualTo(PaymentOperation.REFUND);
    assertThat(toProvider.getLast().amountMinor()).isEqualTo(TOTAL - 1_000);
    answered();
    assertThat(accounts.balance(CARD)).isEqualTo(1_000);
    replays();
  }

  @Test
  void aCancellationThatOvertakesTheSpendingGivesItBackAfterwards() {
    accounts.issued(CARD, Kind.GIFT_CARD, 50_000);
    place(card(null)).stockHeld().answered();
    scene.cancel("cmd_2");
    taken();
    answered();
    answered();
    assertThat(accounts.balance(CARD)).isEqualTo(50_000);
    assertThat(scene.order().payment().status()).isEqualTo(Payment.Status.REFUNDED);
    replays();
  }

  @Test
  void refundsGoToThePaymentMethodFirstAndThenToCredit() {
    settledWith(1_000);
    scene.refund("ref_1", TOTAL - 1_200);
    taken();
    assertThat(toProvider.getLast().amountMinor()).isEqualTo(TOTAL - 1_200);
    scene.refund("ref_2", 500L);
    taken();
    assertThat(toProvider.getLast().amountMinor()).isEqualTo(200);
    answered();
    assertThat(accounts.balance(CARD)).isEqualTo(300);
    scene.refund("ref_3", 701L);
    assertThat(scene.refusal()).isEqualTo("refund_exceeds_captured");
    scene.refund("ref_3", null);
    taken();
    answered();
    assertThat(accounts.balance(CARD)).isEqualTo(1_000);
    scene.refund("ref_4", 1L);
    assertThat(scene.refusal()).isEqualTo("refund_exceeds_captured");
    scene.cancel("cmd_2");
    taken();
    answered();
    assertThat(accounts.balance(CARD)).as("nothing is left to give back").isEqualTo(1_000);
    replays();
  }

  @Test
  void moneyMayBecomeStoreCreditAndThenGoesNowhereElse() {
    settledWith(1_000);
    refundToCredit("ref_1", 1_500);
    answered();
    assertThat(accounts.balance(CREDIT)).isEqualTo(1_500);
    assertThat(accounts.account(CREDIT).ownerId()).isEqualTo("cus_1");
    refundToCredit("ref_2", TOTAL - 1_499);
    assertThat(scene.refusal()).isEqualTo("refund_exceeds_captured");
    scene.cancel("cmd_2");
    taken();
    answered();
    assertThat(accounts.balance(CARD)).as("the card's money is the credit").isZero();
    assertThat(toProvider.getLast().amountMinor()).isEqualTo(TOTAL - 1_500);
    replays();
  }

  @Test
  void aReturnMayBePaidInStoreCreditAndClosesWithIt() {
    settledWith(1_000);
    scene.put(
        new ReturnCommand.RequestReturn(
            "cmd_r",
            "ret_1",
            List.of(new ReturnCommand.Claim("l1", 1, ReturnReason.DAMAGED)),
            null,
            List.of(),
            "store_credit"),
        OrderScene.STAFF);
    scene.move("ret_1", new ReturnCommand.Receive("wh_main")).inspect("ret_1", 1, 0, 0, 1);
    taken();
    assertThat(scene.order().returnBook().of("ret_1").orElseThrow().status())
        .isEqualTo(ReturnCase.Status.INSPECTED);
    answered();
    assertThat(accounts.balance(CREDIT)).isEqualTo(1_025);
    assertThat(scene.order().returnBook().of("ret_1").orElseThrow().status())
        .isEqualTo(ReturnCase.Status.CLOSED);
    replays();
  }

  @Test
  void aReturnThatIsPaidByBothClosesWithTheLastOfThem() {
    accounts.issued(CARD, Kind.GIFT_CARD, TOTAL - 25);
    place(card(null)).stockHeld().answered();
    authorized(25);
    answered();
    scene.committed(0, true).committed(1, true);
    put(
        PaymentOperation.CAPTURE,
        RequestIds.capture(OrderScene.ORDER_ID, 1),
        PaymentOutcome.SUCCEEDED,
        25);
    scene.askReturn("ret_1", ReturnReason.DAMAGED, 1);
    scene.move("ret_1", new ReturnCommand.Receive("wh_main")).inspect("ret_1", 1, 0, 0, 1);
    taken();
    FollowUp.AskPayment refund = toProvider.getLast();
    assertThat(refund.amountMinor()).isEqualTo(25);
    put(PaymentOperation.REFUND, refund.requestId(), PaymentOutcome.SUCCEEDED, 25);
    assertThat(scene.order().returnBook().of("ret_1").orElseThrow().status())
        .isEqualTo(ReturnCase.Status.INSPECTED);
    answered();
    assertThat(accounts.balance(CARD)).isEqualTo(1_000);
    assertThat(scene.order().returnBook().of("ret_1").orElseThrow().status())
        .isEqualTo(ReturnCase.Status.CLOSED);
  }

  @Test
  void cancelledUnitsThatNobodyTookAreNotTakenAndTheRestGoesBackToTheCard() {
    scene = new OrderScene(OrderScene.taking(CheckoutTerms.Capture.MANUAL));
    accounts.issued(CARD, Kind.GIFT_CARD, TOTAL - 1_000);
    place(card(null)).stockHeld().answered();
    authorized(1_000);
    answered();
    scene.committed(0, true).committed(1, true).cancelLine("can_1", "l1", 1);
    taken();
    assertThat(scene.order().care().waivedMinor()).isEqualTo(1_000);
    answered();
    assertThat(accounts.balance(CARD)).as("of 1025 the provider waives 1000").isEqualTo(25);
    assertThat(scene.order().toCaptureMinor()).isZero();
    replays();
  }

  @Test
  void cashIsAskedForWhatCreditLeaves() {
    accounts.issued(CARD, Kind.GIFT_CARD, 1_000);
    put(placing("cmd_1", Placement.CASH_ON_DELIVERY, card(null)), OrderScene.SHOPPER);
    stockHeld().answered();
    assertThat(scene.order().payment().cash().dueMinor()).isEqualTo(TOTAL - 1_000);
    answered();
    refundToCredit("ref_1", 1);
    assertThat(scene.refusal()).isEqualTo("refund_target_unavailable");
    scene.cancel("cmd_2");
    taken();
    answered();
    assertThat(accounts.balance(CARD)).isEqualTo(1_000);
    assertThat(scene.order().payment().cash().dueMinor()).isZero();
  }

  @Test
  void anAccountThatRefusesWhatItKeptCallsForAPerson() {
    accounts.issued(CARD, Kind.GIFT_CARD, 1_000);
    place(card(null)).stockHeld().answered();
    authorized(TOTAL - 1_000);
    String holdId = scene.order().draws().all().getFirst().holdId();
    toAccounts.clear();
    AccountAnswered refused =
        new AccountAnswered(
            "x",
            OrderCommand.AccountOperation.TAKE,
            CARD,
            holdId,
            false,
            "credit_insufficient",
            0,
            0,
            null);
    put(refused, OrderScene.SYSTEM);
    assertThat(scene.eventTypes()).containsExactly("drawFailed", "orderNeedsAttention");
    assertThat(scene.order().status()).isEqualTo(Order.Status.EXCEPTION);
    assertThat(scene.order().reason()).isEqualTo("credit_take_refused");
    put(refused, OrderScene.SYSTEM);
    assertThat(scene.eventTypes()).isEmpty();
    scene.put(new OrderCommand.CancelOrder("cmd_2", "x"), OrderScene.STAFF);
    assertThat(scene.order().draws().giveBacks()).as("nothing was spent").isEmpty();
    replays();
  }

  @Test
  void tendersAreBounded() {
    place(card(null), card(null));
    assertThat(scene.refusal()).isEqualTo("tenders_malformed");
    place(card(0L));
    assertThat(scene.refusal()).isEqualTo("tenders_malformed");
    place(new Placement.Tender(Kind.COUPON, "c", null));
    assertThat(scene.refusal()).isEqualTo("tenders_malformed");
    place(new Placement.Tender(Kind.STORE_CREDIT, Ids.storeCreditOf("cus_2", "USD"), null));
    assertThat(scene.refusal()).as("another's").isEqualTo("tenders_malformed");
    place(tender("a"), tender("b"), tender("c"), tender("d"));
    assertThat(scene.refusal()).isEqualTo("tenders_malformed");
  }

  @Test
  void anOrderWithoutTendersHasTheDigestAndAsksForNothingAsEver() {
    scene.settled();
    taken();
    assertThat(scene.order().draws()).isEqualTo(Draws.NONE);
    assertThat(toAccounts).isEmpty();
  }

  /** Paid by a card that has so much, and for the rest by the provider; all of it is taken. */
  private void settledWith(long ofCardMinor) {
    accounts.issued(CARD, Kind.GIFT_CARD, ofCardMinor);
    place(card(null)).stockHeld().answered();
    authorized(TOTAL - ofCardMinor);
    answered();
    scene.committed(0, true).committed(1, true);
    put(
        PaymentOperation.CAPTURE,
        RequestIds.capture(OrderScene.ORDER_ID, 1),
        PaymentOutcome.SUCCEEDED,
        TOTAL - ofCardMinor);
  }

  private void refundToCredit(String refundId, long amountMinor) {
    put(
        new ReturnCommand.RefundOrder(
            "cmd_" + refundId, refundId, amountMinor, List.of(), "sorry", "store_credit"),
        OrderScene.STAFF);
  }

  private static Placement.Tender card(@Nullable Long maxMinor) {
    return new Placement.Tender(Kind.GIFT_CARD, CARD, maxMinor);
  }

  private static Placement.Tender credit(@Nullable Long maxMinor) {
    return new Placement.Tender(Kind.STORE_CREDIT, CREDIT, maxMinor);
  }

  private static Placement.Tender tender(String accountId) {
    return new Placement.Tender(Kind.GIFT_CARD, accountId, null);
  }

  private static OrderCommand.PlaceOrder placing(
      String commandId, String method, Placement.Tender... tenders) {
    OrderCommand.PlaceOrder plain = OrderScene.placing(commandId, method);
    Placement placement = plain.placement();
    return new OrderCommand.PlaceOrder(
        commandId,
        plain.orderId(),
        new Placement(
            placement.customerId(),
            placement.quote(),
            placement.shippingAddress(),
            method,
            false,
            false,
            List.of(tenders)),
        true,
        null);
  }

  private int placed;

  private DrawsTest place(Placement.Tender... tenders) {
    put(placing("cmd_place_" + placed++, "pm_card_visa", tenders), OrderScene.SHOPPER);
    return this;
  }

  private DrawsTest stockHeld() {
    scene.held(0);
    taken();
    scene.held(1);
    taken();
    return this;
  }

  private void authorized(long amountMinor) {
    put(
        PaymentOperation.AUTHORIZE,
        RequestIds.authorize(OrderScene.ORDER_ID, scene.order().attempt().number()),
        PaymentOutcome.SUCCEEDED,
        amountMinor);
  }

  private void put(
      PaymentOperation operation, String requestId, PaymentOutcome outcome, long amountMinor) {
    scene.money(operation, requestId, outcome, amountMinor);
    taken();
  }

  private void put(OrderCommand command, Caller caller) {
    scene.put(command, caller);
    taken();
  }

  private void taken() {
    toAccounts.addAll(scene.asked(FollowUp.ForAccount.class));
    toProvider.addAll(scene.asked(FollowUp.AskPayment.class));
  }

  /** Lets the accounts answer all that they were asked so far, and what follows from it once. */
  private DrawsTest answered() {
    int count = toAccounts.size();
    for (int i = 0; i < count; i++) {
      accounts.ask(toAccounts.remove(), scene.now).ifPresent(one -> put(one, OrderScene.SYSTEM));
    }
    return this;
  }

  private void replays() {
    Order replayed = null;
    for (OrderEvent.Recorded event : scene.log) {
      replayed = OrderFold.evolve(replayed, event);
    }
    assertThat(replayed).isEqualTo(scene.order());
  }
}
