package dev.millrace.standalone.audit;

import static dev.millrace.standalone.audit.OrderAuditScene.CANCELLED;
import static dev.millrace.standalone.audit.OrderAuditScene.DECLINED;
import static dev.millrace.standalone.audit.OrderAuditScene.GIVEN_UP;
import static dev.millrace.standalone.audit.OrderAuditScene.PENDING;
import static dev.millrace.standalone.audit.OrderAuditScene.RETURNED;
import static dev.millrace.standalone.audit.OrderAuditScene.SETTLED;
import static dev.millrace.standalone.audit.OrderAuditScene.SOLD_OUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.common.Money;
import dev.millrace.avro.gateways.PaymentOperation;
import dev.millrace.avro.gateways.PaymentOutcome;
import dev.millrace.avro.gateways.PaymentResult;
import dev.millrace.avro.inventory.ReservationOperation;
import dev.millrace.avro.inventory.ReservationResult;
import dev.millrace.avro.orders.Order;
import dev.millrace.avro.orders.OrderConfirmed;
import dev.millrace.avro.orders.OrderEvent;
import dev.millrace.avro.orders.PaymentCaptured;
import dev.millrace.avro.orders.PaymentRefunded;
import dev.millrace.standalone.audit.Difference.Kind;
import dev.millrace.testkit.Flow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every kind of difference, planted in orders of which all else agrees, is found. */
class OrderAuditTest {

  private final OrderAuditScene scene = new OrderAuditScene();

  @Test
  void ordersThatWorkAreClean() {
    OrderAuditReport report = scene.audit(SETTLED, 1);

    assertThat(report.differences()).isEmpty();
    assertThat(report.isClean()).isTrue();
    assertThat(report.orders().all()).isEqualTo(7);
    assertThat(report.orders().confirmed()).isEqualTo(3);
    assertThat(report.orders().cancelled()).isEqualTo(1);
    assertThat(report.orders().pending()).isEqualTo(1);
    assertThat(report.orders().rejected())
        .isEqualTo(Map.of("out_of_stock", 1L, "cancelled before confirmation", 1L));
    assertThat(report.money())
        .isEqualTo(Map.of("USD", new OrderAuditReport.MoneyTotals(10_000, 8_000, 2_000, 4_000)));
    assertThat(report.waiting() + report.older() + report.moving()).isZero();
    assertThat(report.text()).contains("clean ").contains("10,000 authorised");
    assertThat(report.json().path("clean").asBoolean()).isTrue();
    assertThat(report.json().path("money").path("USD").path("refunded_minor").asLong())
        .isEqualTo(4_000);
  }

  @Test
  void inSharesItFindsTheSame() {
    scene.store.remove(RETURNED);
    OrderAuditReport whole = scene.audit(SETTLED, 1);
    OrderAuditReport shared = scene.audit(SETTLED, 5);

    assertThat(shared.differences()).isEqualTo(whole.differences()).hasSize(1);
    assertThat(shared.orders()).isEqualTo(whole.orders());
    assertThat(shared.events()).isEqualTo(whole.events());
    assertThat(OrderAudit.shares(0, 1L << 30)).isEqualTo(1);
    assertThat(OrderAudit.shares(3_000_000, 1L << 30)).isEqualTo(12);
  }

  @Test
  void answersThatAreGivenTwiceCountOnce() {
    scene.results.addAll(List.copyOf(scene.results));
    scene.stock.addAll(List.copyOf(scene.stock));
    assertThat(scene.audit(SETTLED, 1).differences()).isEmpty();
  }

  @Test
  void aGapInTheLog() {
    scene.events.remove(scene.event(RETURNED, "lineStockCommitted"));
    assertThat(sentences(Kind.ORDER)).first().asString().contains("follows");
  }

  @Test
  void anEventThatComesTwice() {
    OrderEvent held = scene.event(RETURNED, "lineStockHeld");
    scene.events.add(held);
    found(Kind.ORDER, "event %d comes again".formatted(held.getSequence()));
  }

  @Test
  void aFirstEventThatIsMissing() {
    scene.events.remove(scene.event(SOLD_OUT, "orderPlaced"));
    assertThat(sentences(Kind.ORDER)).anyMatch(what -> what.contains("cannot be read"));
  }

  @Test
  void anEventOfAKindThatIsNotKnown() {
    scene.change(PENDING, "paymentActionRequired", event -> event.setType("orderPainted"));
    assertThat(sentences(Kind.ORDER)).anyMatch(what -> what.contains("orderPainted"));
  }

  @Test
  void aStoreThatShowsSomethingElse() {
    Order stored = scene.store.get(RETURNED);
    scene.store.put(RETURNED, Order.newBuilder(stored).setRefundedMinor(0L).build());
    found(Kind.ORDER_STORE, "the store shows");
  }

  @Test
  void aStoreThatLostAnOrder() {
    scene.store.remove(SOLD_OUT);
    found(Kind.ORDER_STORE, "the store knows nothing of it");
  }

  @Test
  void aStoreWithAnOrderThatTheLogDoesNotKnow() {
    scene.events.removeIf(event -> event.getOrderId().equals(SOLD_OUT));
    found(Kind.ORDER_STORE, "the log at 0");
  }

  @Test
  void aStoreThatIsAheadUntilTheLogIsReadOn() {
    OrderEvent last = scene.dropLast(RETURNED);
    scene.meanwhile = accounts -> accounts.enter(last);
    // The account takes the event once; that it is offered again is another matter.
    assertThat(kinds()).doesNotContain(Kind.ORDER_STORE, Kind.MONEY, Kind.LINE);
  }

  @Test
  void aCaptureThatIsInNoEvent() {
    scene.change(
        DECLINED,
        "paymentCaptured",
        event ->
            event
                .setType("orderNeedsAttention")
                .setPaymentCaptured(null)
                .setOrderNeedsAttention(new dev.millrace.avro.orders.OrderNeedsAttention("", "")));
    assertThat(sentences(Kind.MONEY))
        .anyMatch(what -> what.startsWith("the provider has captured 2,000"));
  }

  @Test
  void aSuccessThatCameAMomentAgo() {
    OrderEvent last = scene.dropLast(RETURNED);
    scene.store.remove(RETURNED);
    assertThat(sentences(Kind.MONEY, last.getAt().minusMillis(100))).isEmpty();
    assertThat(sentences(Kind.MONEY, SETTLED)).hasSize(1);
  }

  @Test
  void aCaptureThatNobodyMade() {
    scene.results.removeIf(result -> isOf(result, RETURNED, PaymentOperation.CAPTURE));
    found(Kind.MONEY, "is captured, the provider never did");
  }

  @Test
  void aRefundThatNobodyMade() {
    scene.results.removeIf(result -> isOf(result, RETURNED, PaymentOperation.REFUND));
    found(Kind.MONEY, "is refunded, the provider never did");
  }

  @Test
  void aPromiseThatOnlyItsVoidTellsOf() {
    scene.results.removeIf(result -> isOf(result, GIVEN_UP, PaymentOperation.AUTHORIZE));
    assertThat(scene.audit(SETTLED, 1).differences()).isEmpty();
  }

  @Test
  void aPromiseThatNobodyGave() {
    scene.results.removeIf(result -> isOf(result, RETURNED, PaymentOperation.AUTHORIZE));
    found(Kind.MONEY, "is authorised, the provider never did");
  }

  @Test
  void aRefusalThatNobodyGave() {
    scene.results.removeIf(
        result ->
            result.getOrderId().equals(DECLINED) && result.getOutcome() == PaymentOutcome.DECLINED);
    found(Kind.MONEY, "is declined, the provider never did");
  }

  @Test
  void anAnswerOfAnotherAmount() {
    scene.results.replaceAll(
        result ->
            isOf(result, DECLINED, PaymentOperation.CAPTURE)
                ? PaymentResult.newBuilder(result).setAmount(new Money(1_999L, "USD")).build()
                : result);
    assertThat(sentences(Kind.MONEY))
        .anyMatch(what -> what.contains("asked for 2,000 and 1,999 is captured"))
        .anyMatch(what -> what.contains("1,999") && what.contains("the events say 2,000"))
        .hasSize(2);
  }

  @Test
  void aCaptureOfMoreThanTheTotal() {
    scene.change(
        DECLINED,
        "paymentCaptured",
        event ->
            event.setPaymentCaptured(
                new PaymentCaptured(event.getPaymentCaptured().getRequestId(), 2_001L, 0L)));
    assertThat(sentences(Kind.MONEY)).anyMatch(what -> what.contains("of a total of 2,000"));
  }

  @Test
  void aRefundThatTheEventsTellTwice() {
    OrderEvent refunded = scene.event(CANCELLED, "paymentRefunded");
    OrderEvent last = lastOf(CANCELLED);
    scene.events.add(OrderEvent.newBuilder(refunded).setSequence(last.getSequence() + 1).build());
    assertThat(sentences(Kind.MONEY))
        .anyMatch(what -> what.contains("the events say twice"))
        .anyMatch(what -> what.contains("4,000 is refunded of 2,000 captured"));
  }

  @Test
  void anAnswerThatNobodyAskedFor() {
    scene.requests.removeIf(
        request ->
            request.getOrderId().equals(RETURNED)
                && request.getOperation() == PaymentOperation.REFUND);
    found(Kind.MONEY, "which nobody asked");
  }

  @Test
  void anAnswerForAnOrderThatIsNotThere() {
    scene.events.removeIf(event -> event.getOrderId().equals(GIVEN_UP));
    scene.store.remove(GIVEN_UP);
    found(Kind.MONEY, "an order that has no event");
  }

  @Test
  void aRequestThatWasNeverMade() {
    scene.dropLast(RETURNED);
    scene.results.removeIf(result -> isOf(result, RETURNED, PaymentOperation.REFUND));
    scene.requests.removeIf(
        request ->
            request.getOrderId().equals(RETURNED)
                && request.getOperation() == PaymentOperation.REFUND);
    assertThat(sentences(Kind.MONEY))
        .singleElement()
        .asString()
        .startsWith("it waits for")
        .contains("which was not asked");
  }

  @Test
  void anOrderThatWaitsForItsRefundIsNoDifferenceButCounted() {
    scene.dropLast(RETURNED);
    scene.results.removeIf(result -> isOf(result, RETURNED, PaymentOperation.REFUND));
    assertThat(sentences(Kind.MONEY)).isEmpty();
    assertThat(scene.audit(SETTLED, 1).waiting()).isEqualTo(1);
  }

  @Test
  void aConfirmationWithoutMoney() {
    OrderEvent last = lastOf(PENDING);
    scene.events.add(
        OrderEvent.newBuilder(last)
            .setSequence(last.getSequence() + 1)
            .setType("orderConfirmed")
            .setPaymentRequested(null)
            .setOrderConfirmed(new OrderConfirmed("cmd", null))
            .build());
    assertThat(sentences(Kind.MONEY))
        .containsExactly("it is confirmed, but nobody has promised its money");
  }

  @Test
  void aCancelledOrderThatKeepsMoney() {
    scene.change(
        CANCELLED,
        "paymentRefunded",
        event ->
            event.setPaymentRefunded(
                new PaymentRefunded(event.getPaymentRefunded().getRequestId(), 500L)));
    assertThat(sentences(Kind.MONEY))
        .anyMatch(what -> what.contains("1,500 of its money is not asked back"));
  }

  @Test
  void aSaleThatIsInNoEvent() {
    OrderEvent sold = scene.event(RETURNED, "lineStockCommitted");
    scene.events.remove(sold);
    assertThat(sentences(Kind.LINE)).anyMatch(what -> what.startsWith("the inventory has sold"));
  }

  @Test
  void aSaleThatNobodyMade() {
    scene.stock.removeIf(answer -> isOf(answer, RETURNED, ReservationOperation.COMMIT));
    found(Kind.LINE, "is sold, the inventory never did");
  }

  @Test
  void aHoldThatNobodyGave() {
    scene.stock.removeIf(answer -> isOf(answer, PENDING, ReservationOperation.RESERVE));
    found(Kind.LINE, "is held, the inventory never did");
  }

  @Test
  void anEndedOrderThatHoldsStock() {
    OrderEvent last = lastOf(SOLD_OUT);
    OrderEvent held = scene.event(RETURNED, "lineStockHeld");
    scene.events.add(
        OrderEvent.newBuilder(held)
            .setOrderId(SOLD_OUT)
            .setSequence(last.getSequence() + 1)
            .setAt(last.getAt())
            .build());
    assertThat(sentences(Kind.LINE))
        .anyMatch(what -> what.equals("it is REJECTED, but line l1 is HELD"));
  }

  @Test
  void ordersWhoseAnswersAreNotKeptAnyMoreAreCountedAndNotBlamed() {
    scene.results.removeIf(result -> result.getOrderId().equals(RETURNED));
    scene.requests.removeIf(request -> request.getOrderId().equals(RETURNED));
    scene.stock.removeIf(answer -> answer.getResultKey().equals(RETURNED));
    scene.keptSince = Flow.START.plus(Duration.ofDays(1));
    OrderAuditReport report = scene.audit(SETTLED, 1);

    assertThat(report.differences()).isEmpty();
    assertThat(report.older()).isEqualTo(7);
    assertThat(report.text()).contains("7 orders are older");
  }

  private OrderEvent lastOf(String orderId) {
    return scene.events.stream()
        .filter(event -> event.getOrderId().equals(orderId))
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  private static boolean isOf(PaymentResult result, String orderId, PaymentOperation operation) {
    return result.getOrderId().equals(orderId) && result.getOperation() == operation;
  }

  private static boolean isOf(
      ReservationResult answer, String orderId, ReservationOperation operation) {
    return answer.getResultKey().equals(orderId) && answer.getOperation() == operation;
  }

  private List<Kind> kinds() {
    return scene.audit(SETTLED, 1).differences().stream().map(Difference::kind).toList();
  }

  private List<String> sentences(Kind kind) {
    return sentences(kind, SETTLED);
  }

  private List<String> sentences(Kind kind, Instant settledBefore) {
    return scene.audit(settledBefore, 1).differences().stream()
        .filter(one -> one.kind() == kind)
        .map(Difference::what)
        .toList();
  }

  private void found(Kind kind, String part) {
    assertThat(scene.audit(SETTLED, 1).differences())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.kind()).isEqualTo(kind);
              assertThat(one.what()).contains(part);
            });
  }
}
