package dev.millrace.orders.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.orders.order.FollowUp.AskPayment;
import dev.millrace.orders.order.OrderCommand.PaymentOperation;
import dev.millrace.orders.order.OrderCommand.PaymentOutcome;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Promised money is taken in parts that never add up to more than the promise. */
class CaptureTest {

  private static final Caller STAFF = new Caller(Caller.Role.OPS, "ops");
  private static final long TOTAL = OrderScene.TOTAL;

  private final OrderScene scene = new OrderScene(OrderScene.taking(CheckoutTerms.Capture.MANUAL));

  @Test
  void theConfirmationTakesNothing() {
    scene.confirmed();
    assertThat(scene.asked(AskPayment.class)).isEmpty();
    assertThat(scene.order().payment().remainderMinor()).isEqualTo(TOTAL);
  }

  @Test
  void partsAreAskedForAndTheOneThatTakesTheRestIsTheLast() {
    scene.confirmed();
    capture("a", 1000L, false);
    assertThat(ask()).extracting(AskPayment::amountMinor).isEqualTo(1000L);
    assertThat(ask().isLast()).isFalse();
    taken("a", 1000);
    assertThat(status()).isEqualTo(Payment.Status.PARTIALLY_CAPTURED);
    capture("b", null, false);
    assertThat(ask().amountMinor()).isEqualTo(TOTAL - 1000);
    assertThat(ask().isLast()).isTrue();
    taken("b", TOTAL - 1000);
    assertThat(status()).isEqualTo(Payment.Status.CAPTURED);
    assertThat(scene.order().payment().amounts())
        .isEqualTo(new Payment.Amounts(TOTAL, TOTAL, 0, 0));
    capture("c", 1L, false);
    assertThat(scene.refusal()).isEqualTo("nothing_to_capture");
  }

  @Test
  void whatIsAskedForIsNotThereForAnotherCapture() {
    scene.confirmed();
    capture("a", TOTAL - 10, false);
    capture("b", 11L, false);
    assertThat(scene.refusal()).isEqualTo("capture_exceeds_authorized");
    assertThat(scene.lastRefusal.orElseThrow().available()).isEqualTo(10);
  }

  @Test
  void anIdMeansOneCapture() {
    scene.confirmed();
    capture("a", 1000L, false);
    capture("a", 1000L, false);
    assertThat(scene.asked).isEmpty();
    assertThat(scene.lastRefusal).isEmpty();
    capture("a", 999L, false);
    assertThat(scene.refusal()).isEqualTo("capture_id_reused");
  }

  @Test
  void malformedCapturesAreRefused() {
    scene.confirmed();
    capture("", 1L, false);
    assertThat(scene.refusal()).isEqualTo("malformed_command");
    capture("a", 0L, false);
    assertThat(scene.refusal()).isEqualTo("malformed_command");
  }

  @Test
  void theLastCaptureGivesBackWhatIsLeftInTheBooksToo() {
    scene.confirmed();
    capture("a", 1000L, true);
    taken("a", 1000);
    assertThat(status()).isEqualTo(Payment.Status.CAPTURED);
    assertThat(scene.order().payment().amounts())
        .isEqualTo(new Payment.Amounts(TOTAL, 1000, 0, TOTAL - 1000));
  }

  @Test
  void aPaymentIsTakenInABoundedNumberOfParts() {
    scene.confirmed();
    for (int i = 0; i < Captures.CAPTURES_MAX; i++) {
      capture("c" + i, 1L, false);
      assertThat(scene.lastRefusal).isEmpty();
    }
    capture("more", 1L, false);
    assertThat(scene.refusal()).isEqualTo("too_many_captures");
    assertThat(CaptureDecider.share(scene.order(), "shp", 1, false)).isEmpty();
  }

  @Test
  void aFailedPartMayBeTakenByAnother() {
    scene.confirmed();
    capture("a", 1000L, false);
    scene.money(PaymentOperation.CAPTURE, request("a"), PaymentOutcome.DECLINED, 1000);
    assertThat(scene.order().status()).isEqualTo(Order.Status.EXCEPTION);
    capture("b", null, false);
    assertThat(ask().amountMinor()).isEqualTo(TOTAL);
  }

  @Test
  void aCancellationRefundsWhatIsTakenAndVoidsTheRest() {
    scene.confirmed();
    capture("a", 1000L, false);
    taken("a", 1000);
    scene.cancel("cmd_c");
    assertThat(scene.asked(AskPayment.class))
        .extracting(AskPayment::operation, AskPayment::amountMinor)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(PaymentOperation.VOID, TOTAL - 1000),
            org.assertj.core.groups.Tuple.tuple(PaymentOperation.REFUND, 1000L));
    scene.money(
        PaymentOperation.VOID,
        RequestIds.voiding(OrderScene.ORDER_ID, 1, 1),
        PaymentOutcome.SUCCEEDED,
        TOTAL - 1000);
    scene.money(
        PaymentOperation.REFUND,
        RequestIds.refundOfCancellation(OrderScene.ORDER_ID),
        PaymentOutcome.SUCCEEDED,
        1000);
    assertThat(status()).isEqualTo(Payment.Status.REFUNDED);
    assertThat(scene.order().payment().amounts())
        .isEqualTo(new Payment.Amounts(TOTAL, 1000, 1000, TOTAL - 1000));
  }

  @Test
  void aCancellationWaitsForTheCaptureThatIsUnderWay() {
    scene.confirmed();
    capture("a", 1000L, false);
    taken("a", 1000);
    capture("b", 500L, false);
    scene.cancel("cmd_c");
    assertThat(scene.asked(AskPayment.class)).isEmpty();
    taken("b", 500);
    assertThat(scene.asked(AskPayment.class))
        .extracting(AskPayment::operation, AskPayment::amountMinor)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(PaymentOperation.VOID, TOTAL - 1500),
            org.assertj.core.groups.Tuple.tuple(PaymentOperation.REFUND, 1500L));
  }

  @Test
  void aCancellationAfterAFailedCaptureRefundsTheOthers() {
    scene.confirmed();
    capture("a", 1000L, false);
    taken("a", 1000);
    capture("b", null, false);
    scene.cancel("cmd_c");
    scene.money(PaymentOperation.CAPTURE, request("b"), PaymentOutcome.DECLINED, TOTAL - 1000);
    assertThat(scene.asked(AskPayment.class))
        .extracting(AskPayment::operation, AskPayment::amountMinor)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(PaymentOperation.VOID, TOTAL - 1000),
            org.assertj.core.groups.Tuple.tuple(PaymentOperation.REFUND, 1000L));
  }

  @Test
  void aRefundWaitsUntilEnoughIsTaken() {
    scene.confirmed().committed(0, true).committed(1, true);
    scene.giveBack("ret_1", "l1", 1);
    assertThat(scene.asked(AskPayment.class)).isEmpty();
    capture("a", 1000L, false);
    taken("a", 1000);
    assertThat(scene.asked(AskPayment.class)).as("1,025 of 1,000 taken").isEmpty();
    capture("b", 25L, false);
    taken("b", 25);
    assertThat(ask().operation()).isEqualTo(PaymentOperation.REFUND);
    assertThat(ask().amountMinor()).isEqualTo(1025);
  }

  @Test
  void aRefundIsNoMoreThanWhatWasTakenInTheEnd() {
    scene.confirmed().committed(0, true).committed(1, true);
    scene.giveBack("ret_1", "l1", 1);
    capture("a", 1000L, true);
    taken("a", 1000);
    assertThat(ask().amountMinor()).isEqualTo(1000);
  }

  @Test
  void onlyOrdersThatStandAreCaptured() {
    scene.pendingPayment();
    capture("a", 1L, false);
    assertThat(scene.refusal()).isEqualTo("order_not_capturable");
    scene.authorized().cancel("cmd_c");
    capture("a", 1L, false);
    assertThat(scene.refusal()).isEqualTo("order_not_capturable");
  }

  @Test
  void shipmentsTakeTheirSharesAndTheLastReleasesTheRest() {
    scene.confirmed();
    OrderEvent.CaptureRequested first = share("shp_1", 2000, false).orElseThrow();
    assertThat(first.amountMinor()).isEqualTo(2000);
    assertThat(first.isLast()).isFalse();
    apply(first);
    assertThat(ask().amountMinor()).isEqualTo(2000);
    assertThat(share("shp_1", 2000, false)).as("handed over twice").isEmpty();
    OrderEvent.CaptureRequested last = share("shp_2", 500, true).orElseThrow();
    assertThat(last.isLast()).isTrue();
    apply(last);
    scene.money(PaymentOperation.CAPTURE, request("shp_1"), PaymentOutcome.SUCCEEDED, 2000);
    scene.money(PaymentOperation.CAPTURE, request("shp_2"), PaymentOutcome.SUCCEEDED, 500);
    assertThat(scene.order().payment().amounts())
        .isEqualTo(new Payment.Amounts(TOTAL, 2500, 0, TOTAL - 2500));
    assertThat(share("shp_3", 1, true)).isEmpty();
  }

  @Test
  void onlyWhereMoneyIsTakenWithShipmentsAHandOverAsksForIt() {
    scene.confirmed();
    for (CheckoutTerms.Capture policy : CheckoutTerms.Capture.values()) {
      var terms = OrderScene.taking(policy);
      assertThat(new PaymentDecider(terms).handedOver(scene.order(), "shp_1", 2000, false))
          .as(policy.name())
          .hasSize(policy == CheckoutTerms.Capture.ON_SHIPMENT ? 1 : 0);
    }
  }

  @Test
  void aShareIsNeverMoreThanWhatIsLeft() {
    scene.confirmed();
    apply(share("shp_1", TOTAL - 1, false).orElseThrow());
    OrderEvent.CaptureRequested second = share("shp_2", 50, false).orElseThrow();
    assertThat(second.amountMinor()).isEqualTo(1);
    assertThat(second.isLast()).isTrue();
  }

  private Optional<OrderEvent.CaptureRequested> share(
      String shipmentId, long amountMinor, boolean isLast) {
    return CaptureDecider.share(scene.order(), shipmentId, amountMinor, isLast)
        .map(OrderEvent.CaptureRequested.class::cast);
  }

  /** As if the decider of hand-overs had said so. */
  private void apply(OrderEvent event) {
    Order before = scene.order();
    var recorded = new OrderEvent.Recorded(event, before.sequence() + 1, scene.now, "cmd_h", STAFF);
    scene.order = OrderFold.evolve(before, recorded);
    scene.asked = scene.saga.on(before, event, scene.order());
  }

  private void capture(String captureId, @Nullable Long amountMinor, boolean isLast) {
    scene.put(
        new OrderCommand.CapturePayment("cmd_" + captureId, captureId, amountMinor, isLast), STAFF);
  }

  private void taken(String captureId, long amountMinor) {
    scene.money(
        PaymentOperation.CAPTURE, request(captureId), PaymentOutcome.SUCCEEDED, amountMinor);
  }

  private static String request(String captureId) {
    return RequestIds.capture(OrderScene.ORDER_ID, 1, captureId);
  }

  private AskPayment ask() {
    return scene.asked(AskPayment.class).getFirst();
  }

  private Payment.Status status() {
    return scene.order().payment().status();
  }
}
