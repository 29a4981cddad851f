package dev.millrace.gateways.payments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.gateways.PaymentOperation;
import dev.millrace.gateways.payments.ProviderAnswer.ActionRequired;
import dev.millrace.gateways.payments.ProviderAnswer.Declined;
import dev.millrace.gateways.payments.ProviderAnswer.Succeeded;
import dev.millrace.gateways.payments.ProviderFinding.Known;
import dev.millrace.gateways.payments.ProviderFinding.NeverSeen;
import dev.millrace.schemas.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every provider does, whoever it is; the cases are the same for all of them. */
abstract class PaymentProviderContract {

  static final String VISA = "pm_card_visa";
  private static final String AUTHENTICATION = "pm_card_authenticationRequired";

  /** What became of one promise, as the provider itself keeps it. */
  record Held(long promisedMinor, long takenMinor, long givenBackMinor, boolean voided) {}

  abstract PaymentProvider provider();

  /** The shopper passes the check that the promise waits for. */
  abstract void shopperActs(String promiseKey);

  abstract Held held(String promiseKey);

  @Test
  void aPromiseHoldsMoneyAndTakesNone() {
    assertThat(authorize("k1", VISA)).isInstanceOf(Succeeded.class);
    assertThat(held("k1")).isEqualTo(new Held(1000, 0, 0, false));
  }

  @Test
  void theSameKeyPromisesOnce() {
    assertThat(authorize("k1", VISA)).isEqualTo(authorize("k1", VISA));
    assertThat(held("k1")).isEqualTo(new Held(1000, 0, 0, false));
  }

  @Test
  void aDeclineHasItsReason() {
    assertThat(authorize("k1", "pm_card_chargeDeclined")).isEqualTo(new Declined("card_declined"));
    assertThat(authorize("k2", "pm_card_chargeDeclinedInsufficientFunds"))
        .isEqualTo(new Declined("insufficient_funds"));
    assertThat(authorize("k3", "pm_something")).isEqualTo(new Declined("unknown_payment_method"));
    assertThat(held("k1").promisedMinor()).isZero();
  }

  @Test
  void aDeclineIsFoundAgain() {
    authorize("k1", "pm_card_chargeDeclinedInsufficientFunds");
    assertThat(find(PaymentOperation.AUTHORIZE, call("k1", null, 1000)))
        .isEqualTo(new Known(new Declined("insufficient_funds")));
  }

  @Test
  void aPromiseThatNeedsTheShopperIsMadeOnceTheyHaveActed() {
    ProviderAnswer first = authorize("k1", AUTHENTICATION);
    assertThat(first).isInstanceOf(ActionRequired.class);
    assertThat(((ActionRequired) first).url()).startsWith("https://");
    assertThat(held("k1").promisedMinor()).isZero();
    shopperActs("k1");
    var confirm = call("k1:confirm:1", AUTHENTICATION, "k1", new Money(1000, "USD"));
    assertThat(provider().authorize(confirm).join()).isInstanceOf(Succeeded.class);
    assertThat(held("k1")).isEqualTo(new Held(1000, 0, 0, false));
  }

  @Test
  void aCaptureTakesTheWholePromiseOnce() {
    authorize("k1", VISA);
    assertThat(capture("c1", "k1", 1000)).isInstanceOf(Succeeded.class);
    assertThat(capture("c1", "k1", 1000)).isInstanceOf(Succeeded.class);
    assertThat(capture("c2", "k1", 1000)).isEqualTo(new Declined("not_capturable"));
    assertThat(held("k1")).isEqualTo(new Held(1000, 1000, 0, false));
  }

  @Test
  void aCaptureMayTakeLessThanWasPromisedAndNeverMore() {
    authorize("k1", VISA);
    assertThat(capture("c1", "k1", 1001)).isEqualTo(new Declined("not_capturable"));
    assertThat(capture("c2", "k1", 400)).isInstanceOf(Succeeded.class);
    assertThat(held("k1").takenMinor()).isEqualTo(400);
    assertThat(refund("r1", "k1", 401)).isEqualTo(new Declined("refund_exceeds_captured"));
  }

  @Test
  void aPromiseIsTakenInPartsThatNeverAddUpToMore() {
    authorize("k1", VISA);
    assertThat(capturePart("c1", "k1", 400)).isInstanceOf(Succeeded.class);
    assertThat(capturePart("c1", "k1", 400)).isInstanceOf(Succeeded.class);
    assertThat(capturePart("c2", "k1", 601)).isEqualTo(new Declined("not_capturable"));
    assertThat(capturePart("c3", "k1", 500)).isInstanceOf(Succeeded.class);
    assertThat(capture("c4", "k1", 100)).isInstanceOf(Succeeded.class);
    assertThat(capture("c5", "k1", 1)).isEqualTo(new Declined("not_capturable"));
    assertThat(held("k1")).isEqualTo(new Held(1000, 1000, 0, false));
  }

  @Test
  void theLastPartReleasesTheRest() {
    authorize("k1", VISA);
    assertThat(capturePart("c1", "k1", 300)).isInstanceOf(Succeeded.class);
    assertThat(capture("c2", "k1", 200)).isInstanceOf(Succeeded.class);
    assertThat(capturePart("c3", "k1", 100)).isEqualTo(new Declined("not_capturable"));
    assertThat(voidPayment("v1", "k1")).isEqualTo(new Declined("not_voidable"));
    assertThat(held("k1").takenMinor()).isEqualTo(500);
    assertThat(find(PaymentOperation.CAPTURE, part("c1", "k1", 300))).isInstanceOf(Known.class);
  }

  @Test
  void aPartIsFoundAgainAndAnotherIsNot() {
    authorize("k1", VISA);
    var first = part("c1", "k1", 300);
    assertThat(find(PaymentOperation.CAPTURE, first)).isInstanceOf(NeverSeen.class);
    ProviderAnswer taken = provider().capture(first).join();
    assertThat(find(PaymentOperation.CAPTURE, first)).isEqualTo(new Known(taken));
    assertThat(find(PaymentOperation.CAPTURE, part("c2", "k1", 300))).isInstanceOf(NeverSeen.class);
  }

  @Test
  void whatIsTakenInPartIsRefundedAndWhatIsLeftIsVoided() {
    authorize("k1", VISA);
    capturePart("c1", "k1", 400);
    assertThat(refund("r1", "k1", 150)).isInstanceOf(Succeeded.class);
    assertThat(voidPayment("v1", "k1")).isInstanceOf(Succeeded.class);
    assertThat(voidPayment("v1", "k1")).isInstanceOf(Succeeded.class);
    assertThat(capturePart("c2", "k1", 100)).isEqualTo(new Declined("not_capturable"));
    assertThat(refund("r2", "k1", 251)).isEqualTo(new Declined("refund_exceeds_captured"));
    assertThat(refund("r3", "k1", 250)).isInstanceOf(Succeeded.class);
    assertThat(held("k1").takenMinor()).isEqualTo(400);
    assertThat(held("k1").givenBackMinor()).isEqualTo(400);
  }

  @Test
  void aCaptureInAnotherCurrencyIsRefused() {
    authorize("k1", VISA);
    assertThat(provider().capture(call("c1", VISA, "k1", new Money(1000, "EUR"))).join())
        .isEqualTo(new Declined("not_capturable"));
    assertThat(held("k1").takenMinor()).isZero();
  }

  @Test
  void whatWasNeverPromisedIsNotTaken() {
    assertThat(capture("c1", "k1", 1000)).isEqualTo(new Declined("no_authorization"));
    assertThat(refund("r1", "k1", 1000)).isEqualTo(new Declined("no_authorization"));
  }

  @Test
  void aVoidGivesThePromiseBackAndNothingCanBeTakenAfterwards() {
    authorize("k1", VISA);
    assertThat(voidPayment("v1", "k1")).isInstanceOf(Succeeded.class);
    assertThat(voidPayment("v1", "k1")).isInstanceOf(Succeeded.class);
    assertThat(capture("c1", "k1", 1000)).isEqualTo(new Declined("not_capturable"));
    assertThat(held("k1")).isEqualTo(new Held(1000, 0, 0, true));
  }

  @Test
  void takenMoneyIsNotVoided() {
    authorize("k1", VISA);
    capture("c1", "k1", 1000);
    assertThat(voidPayment("v1", "k1")).isEqualTo(new Declined("not_voidable"));
    assertThat(held("k1")).isEqualTo(new Held(1000, 1000, 0, false));
  }

  @Test
  void aPromiseVoidedBeforeItWasMadeIsNotMade() {
    assertThat(voidPayment("v1", "k1")).isEqualTo(new Declined("no_authorization"));
    assertThat(authorize("k1", VISA)).isEqualTo(new Declined("voided"));
    assertThat(held("k1").promisedMinor()).isZero();
  }

  @Test
  void refundsMayBePartsAndNeverExceedWhatWasTaken() {
    authorize("k1", VISA);
    assertThat(refund("r0", "k1", 100)).isEqualTo(new Declined("refund_exceeds_captured"));
    capture("c1", "k1", 1000);
    assertThat(refund("r1", "k1", 300)).isInstanceOf(Succeeded.class);
    assertThat(refund("r1", "k1", 300)).isInstanceOf(Succeeded.class);
    assertThat(refund("r2", "k1", 700)).isInstanceOf(Succeeded.class);
    assertThat(refund("r3", "k1", 1)).isEqualTo(new Declined("refund_exceeds_captured"));
    assertThat(held("k1")).isEqualTo(new Held(1000, 1000, 1000, false));
  }

  @Test
  void everyStepIsNotFoundBeforeItWasTakenAndFoundAfterwards() {
    var authorization = call("k1", null, 1000);
    assertThat(find(PaymentOperation.AUTHORIZE, authorization)).isInstanceOf(NeverSeen.class);
    ProviderAnswer promised = authorize("k1", VISA);
    assertThat(find(PaymentOperation.AUTHORIZE, authorization)).isEqualTo(new Known(promised));

    var capture = call("c1", "k1", 700);
    assertThat(find(PaymentOperation.CAPTURE, capture)).isInstanceOf(NeverSeen.class);
    ProviderAnswer taken = provider().capture(capture).join();
    assertThat(find(PaymentOperation.CAPTURE, capture)).isEqualTo(new Known(taken));

    var refund = call("r1", "k1", 300);
    assertThat(find(PaymentOperation.REFUND, refund)).isInstanceOf(NeverSeen.class);
    ProviderAnswer givenBack = provider().refund(refund).join();
    assertThat(find(PaymentOperation.REFUND, refund)).isEqualTo(new Known(givenBack));

    authorize("k2", VISA);
    var voiding = call("v2", "k2", 1000);
    assertThat(find(PaymentOperation.VOID, voiding)).isInstanceOf(NeverSeen.class);
    ProviderAnswer voided = provider().voidPayment(voiding).join();
    assertThat(find(PaymentOperation.VOID, voiding)).isEqualTo(new Known(voided));
  }

  final ProviderAnswer authorize(String key, String method) {
    return provider().authorize(call(key, method, null, new Money(1000, "USD"))).join();
  }

  final ProviderAnswer capture(String key, String promiseKey, long amountMinor) {
    return provider().capture(call(key, promiseKey, amountMinor)).join();
  }

  final ProviderAnswer capturePart(String key, String promiseKey, long amountMinor) {
    return provider().capture(part(key, promiseKey, amountMinor)).join();
  }

  /** A capture that more will follow. */
  static ProviderCall part(String key, String promiseKey, long amountMinor) {
    return new ProviderCall(
        key, "ord_1", new Money(amountMinor, "USD"), VISA, promiseKey, Instant.now(), false);
  }

  final ProviderAnswer voidPayment(String key, String promiseKey) {
    return provider().voidPayment(call(key, promiseKey, 1000)).join();
  }

  final ProviderAnswer refund(String key, String promiseKey, long amountMinor) {
    return provider().refund(call(key, promiseKey, amountMinor)).join();
  }

  final ProviderFinding find(PaymentOperation operation, ProviderCall call) {
    return provider().find(operation, call).join();
  }

  static ProviderCall call(String key, @Nullable String promiseKey, long amountMinor) {
    return call(key, VISA, promiseKey, new Money(amountMinor, "USD"));
  }

  private static ProviderCall call(
      String key, String method, @Nullable String promiseKey, Money amount) {
    return new ProviderCall(key, "ord_1", amount, method, promiseKey, Instant.now());
  }
}
