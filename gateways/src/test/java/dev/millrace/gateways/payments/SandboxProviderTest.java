package dev.millrace.gateways.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.avro.gateways.PaymentOperation;
import dev.millrace.schemas.money.Money;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class SandboxProviderTest {

  @TempDir Path directory;
  private SandboxProvider provider;

  @BeforeEach
  void open() {
    provider = new SandboxProvider(directory, Clock.systemUTC());
  }

  @AfterEach
  void close() {
    provider.close();
  }

  @Test
  void theTestCardsAnswerAsTheirNamesSay() {
    assertThat(authorize("k1", "pm_card_visa")).isInstanceOf(ProviderAnswer.Succeeded.class);
    assertThat(authorize("k2", "pm_cod")).isInstanceOf(ProviderAnswer.Succeeded.class);
    assertThat(authorize("k3", "pm_card_chargeDeclined"))
        .isEqualTo(new ProviderAnswer.Declined("card_declined"));
    assertThat(authorize("k4", "pm_card_chargeDeclinedInsufficientFunds"))
        .isEqualTo(new ProviderAnswer.Declined("insufficient_funds"));
    assertThat(authorize("k5", "pm_something"))
        .isEqualTo(new ProviderAnswer.Declined("unknown_payment_method"));
  }

  @Test
  void aCardThatWantsAuthenticationSucceedsOnceConfirmed() {
    assertThat(authorize("k1", "pm_card_authenticationRequired"))
        .isInstanceOf(ProviderAnswer.ActionRequired.class);
    assertThat(provider.charges()).isEmpty();
    assertThat(
            provider.authorize(call("k1:confirm", "pm_card_authenticationRequired", "k1")).join())
        .isInstanceOf(ProviderAnswer.Succeeded.class);
    assertThat(provider.charges()).singleElement().matches(one -> one.authorizedMinor() == 100);
  }

  @Test
  void theSameKeyMovesMoneyOnce() {
    assertThat(authorize("k1", "pm_card_visa")).isEqualTo(authorize("k1", "pm_card_visa"));
    assertThat(provider.capture(call("c1", "pm_card_visa", "k1")).join())
        .isEqualTo(provider.capture(call("c1", "pm_card_visa", "k1")).join());
    assertThat(provider.capture(call("c2", "pm_card_visa", "k1")).join())
        .isEqualTo(new ProviderAnswer.Declined("not_capturable"));
    assertThat(provider.charges()).singleElement().matches(one -> one.capturedMinor() == 100);
  }

  @Test
  void refundsNeverExceedWhatWasTaken() {
    authorize("k1", "pm_card_visa");
    assertThat(provider.refund(call("r0", "pm_card_visa", "k1")).join())
        .isEqualTo(new ProviderAnswer.Declined("refund_exceeds_captured"));
    provider.capture(call("c1", "pm_card_visa", "k1")).join();
    assertThat(provider.refund(call("r1", "pm_card_visa", "k1")).join())
        .isInstanceOf(ProviderAnswer.Succeeded.class);
    assertThat(provider.refund(call("r2", "pm_card_visa", "k1")).join())
        .isEqualTo(new ProviderAnswer.Declined("refund_exceeds_captured"));
  }

  @Test
  void aTimeoutMovesMoneyAndOnlyAskingTells() {
    assertThat(provider.authorize(call("k1", "pm_timeout", null))).isNotDone();
    assertThat(provider.find(PaymentOperation.AUTHORIZE, call("k1", "pm_card_visa", null)).join())
        .isInstanceOf(ProviderFinding.Known.class);
    assertThat(provider.charges()).hasSize(1);
  }

  @Test
  void aFlakyCardFailsTwiceAndThenSucceeds() {
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> authorize("k1", "pm_flaky"))
          .hasCauseInstanceOf(ProviderUnavailableException.class);
      assertThat(provider.find(PaymentOperation.AUTHORIZE, call("k1", "pm_card_visa", null)).join())
          .isInstanceOf(ProviderFinding.NeverSeen.class);
    }
    assertThat(authorize("k1", "pm_flaky")).isInstanceOf(ProviderAnswer.Succeeded.class);
  }

  @Test
  void aSlowCardIsPendingUntilItAnswers() throws Exception {
    var first = provider.authorize(call("k1", "pm_slow", null));
    assertThat(provider.find(PaymentOperation.AUTHORIZE, call("k1", "pm_card_visa", null)).join())
        .isInstanceOf(ProviderFinding.Pending.class);
    assertThat(provider.authorize(call("k1", "pm_slow", null))).isSameAs(first);
    assertThat(first.get(10, TimeUnit.SECONDS)).isInstanceOf(ProviderAnswer.Succeeded.class);
  }

  @Test
  void aPayerWhoConfirmsLaterIsFoundByWhoeverLooks() {
    assertThat(authorize("k1", "pm_upi_anna")).isInstanceOf(ProviderAnswer.Pending.class);
    assertThat(provider.charges()).isEmpty();
    assertThat(seen("k1")).isEqualTo(new ProviderAnswer.Succeeded("sandbox-k1"));
    assertThat(seen("k1")).isEqualTo(new ProviderAnswer.Succeeded("sandbox-k1"));
    assertThat(provider.authorize(call("k1:confirm:1", "pm_upi_anna", "k1")).join())
        .isInstanceOf(ProviderAnswer.Succeeded.class);
    provider.capture(call("c1", "pm_upi_anna", "k1")).join();
    assertThat(provider.charges()).singleElement().matches(one -> one.capturedMinor() == 100);
  }

  @Test
  void aPayerMayRefuseLaterAlsoAfterARestart() {
    authorize("k1", "pm_wallet_declined");
    provider.close();
    open();
    assertThat(seen("k1")).isEqualTo(new ProviderAnswer.Declined("payer_declined"));
    assertThat(provider.charges()).isEmpty();
  }

  @Test
  void whatWasVoidedIsNotPromisedByAPayerWhoConfirmsLater() {
    authorize("k1", "pm_upi_anna");
    provider.voidPayment(call("v1", "pm_upi_anna", "k1")).join();
    assertThat(seen("k1")).isEqualTo(new ProviderAnswer.Declined("voided"));
    assertThat(provider.charges()).singleElement().matches(one -> one.authorizedMinor() == 0);
  }

  @Test
  void partsSurviveTheProcess() {
    authorize("k1", "pm_card_visa");
    var part =
        new ProviderCall(
            "c1", "ord_1", new Money(40, "USD"), "pm_card_visa", "k1", Instant.EPOCH, false);
    provider.capture(part).join();
    var before = provider.charges();
    provider.close();
    open();
    assertThat(provider.charges()).isEqualTo(before);
    assertThat(before).singleElement().matches(one -> one.capturedMinor() == 40 && !one.ended());
  }

  private ProviderAnswer seen(String promiseKey) {
    return provider.look("ord_1", promiseKey, "").join().orElseThrow().answer();
  }

  @Test
  void aPromiseVoidedBeforeItWasMadeIsNotMade() {
    assertThat(provider.voidPayment(call("v1", "pm_card_visa", "k1")).join())
        .isEqualTo(new ProviderAnswer.Declined("no_authorization"));
    assertThat(authorize("k1", "pm_card_visa")).isEqualTo(new ProviderAnswer.Declined("voided"));
  }

  @Test
  void answersAndChargesSurviveTheProcessAndATornLastLine() throws IOException {
    ProviderAnswer first = authorize("k1", "pm_card_visa");
    provider.capture(call("c1", "pm_card_visa", "k1")).join();
    authorize("k2", "pm_card_visa");
    provider.voidPayment(call("v2", "pm_card_visa", "k2")).join();
    var before = provider.charges();
    provider.close();
    Files.writeString(
        directory.resolve("sandbox-payments.journal"),
        "1770000000000\tAUTHORIZE\tk9\tk9\t1",
        StandardOpenOption.APPEND);
    open();
    assertThat(provider.charges()).isEqualTo(before);
    assertThat(authorize("k1", "pm_card_visa")).isEqualTo(first);
    assertThat(provider.find(PaymentOperation.AUTHORIZE, call("k9", "pm_card_visa", null)).join())
        .isInstanceOf(ProviderFinding.NeverSeen.class);
  }

  private ProviderAnswer authorize(String key, String method) {
    return provider.authorize(call(key, method, null)).join();
  }

  private static ProviderCall call(String key, String method, @Nullable String authorizationKey) {
    return new ProviderCall(
        key, "ord_1", new Money(100, "USD"), method, authorizationKey, Instant.EPOCH);
  }
}
