package dev.millrace.standalone.audit;

import static dev.millrace.standalone.audit.OrderAuditScene.CASH;
import static dev.millrace.standalone.audit.OrderAuditScene.CASH_CANCELLED;
import static dev.millrace.standalone.audit.OrderAuditScene.HALFWAY;
import static dev.millrace.standalone.audit.OrderAuditScene.PARTS;
import static dev.millrace.standalone.audit.OrderAuditScene.RELEASED;
import static dev.millrace.standalone.audit.OrderAuditScene.SETTLED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.orders.CashAgreed;
import dev.millrace.avro.orders.CashReceived;
import dev.millrace.avro.orders.PaymentCaptured;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Orders in cash, and orders whose money is taken in parts, under the audit. */
class OrderPartsAuditTest {

  private final OrderAuditScene scene = OrderAuditScene.inParts();

  @Test
  void everythingAgreesWhereNothingIsWrong() {
    OrderAuditReport report = scene.audit(SETTLED, 1);
    assertThat(report.differences()).isEmpty();
    assertThat(report.orders().all()).isEqualTo(6);
    assertThat(scene.store.get(CASH).getPaymentStatus()).isEqualTo("partially_refunded");
    assertThat(scene.store.get(CASH_CANCELLED).getCash().getOwedMinor()).isEqualTo(500);
    assertThat(scene.store.get(PARTS).getCapturedMinor()).isEqualTo(2_000);
    assertThat(scene.store.get(RELEASED).getVoidedMinor()).isEqualTo(800);
    assertThat(scene.store.get(HALFWAY).getPaymentStatus()).isEqualTo("refunded");
  }

  @Test
  void aPartOfAnotherAmount() {
    scene.change(
        RELEASED,
        "paymentCaptured",
        event ->
            event.setPaymentCaptured(
                new PaymentCaptured(event.getPaymentCaptured().getRequestId(), 499L, 0L)));
    assertThat(sentences()).anyMatch(what -> what.startsWith("the provider has captured 500"));
  }

  @Test
  void aRestThatNobodyGaveBack() {
    scene.change(
        RELEASED,
        "paymentCaptured",
        event -> event.setPaymentCaptured(withoutRelease(event.getPaymentCaptured())));
    assertThat(sentences())
        .anyMatch(
            what ->
                what.equals("it is confirmed and paid, but 1,200 is captured of a total of 2,000"));
  }

  @Test
  void moreCashThanWasDue() {
    scene.change(
        CASH,
        "cashReceived",
        event ->
            event.setCashReceived(
                new CashReceived(event.getCashReceived().getReceiptId(), 5_000L)));
    assertThat(sentences()).anyMatch(what -> what.startsWith("its cash does not add up"));
  }

  @Test
  void cashForHalfOfAnOrder() {
    scene.change(CASH, "cashAgreed", event -> event.setCashAgreed(new CashAgreed(1_999L)));
    assertThat(sentences())
        .anyMatch(what -> what.equals("it is confirmed, but 1,999 of 2,000 is to be paid in cash"));
  }

  private static PaymentCaptured withoutRelease(PaymentCaptured captured) {
    return PaymentCaptured.newBuilder(captured).setReleasedMinor(0L).build();
  }

  private List<String> sentences() {
    return scene.audit(SETTLED, 1).differences().stream()
        .filter(one -> one.kind() == Difference.Kind.MONEY)
        .map(Difference::what)
        .toList();
  }
}
