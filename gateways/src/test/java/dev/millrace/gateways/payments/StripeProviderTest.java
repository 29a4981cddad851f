package dev.millrace.gateways.payments;

import static dev.millrace.gateways.payments.PaymentProviderContract.VISA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.common.Money;
import dev.millrace.avro.gateways.PaymentOperation;
import dev.millrace.avro.gateways.PaymentOutcome;
import dev.millrace.avro.gateways.PaymentRequest;
import dev.millrace.avro.gateways.PaymentResult;
import dev.millrace.gateways.payments.PaymentProviderContract.Held;
import dev.millrace.gateways.payments.StripeStandIn.Fault;
import dev.millrace.launch.config.InvalidSettingsException;
import dev.millrace.launch.config.Settings;
import dev.millrace.schemas.registry.TrustedRecords;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Stripe's failures, carried through by the dialogue as in the worker. */
@SuppressWarnings("NullAway.Init")
class StripeProviderTest {

  static {
    TrustedRecords.trust();
  }

  private static final PaymentWorkerConfig.Retries RETRIES =
      new PaymentWorkerConfig.Retries(
          Duration.ofSeconds(20),
          Duration.ofSeconds(60),
          6,
          Duration.ofMillis(1),
          Duration.ofMillis(2));

  /** The caller gives up at this; a stand-in that answers slowly takes much longer. */
  private static final Duration READ_TIMEOUT = Duration.ofMillis(700);

  private StripeStandIn stripe;
  private StripeProvider provider;

  @BeforeEach
  void open() throws IOException {
    stripe = new StripeStandIn();
    restart();
  }

  @AfterEach
  void close() {
    provider.close();
    stripe.close();
  }

  /** A worker after a crash: it remembers nothing. */
  private void restart() {
    if (provider != null) {
      provider.close();
    }
    provider =
        new StripeProvider(
            StripeProviderContractTest.config(stripe, READ_TIMEOUT), Clock.systemUTC());
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void whateverGoesWrongWithAConfirmationTheMoneyIsPromisedOnce(Fault fault) throws Exception {
    stripe.failNext("/confirm", fault);
    assertThat(carryOut(authorize(VISA)).getOutcome()).isEqualTo(PaymentOutcome.SUCCEEDED);
    assertThat(stripe.intents()).hasSize(1);
    assertThat(held()).isEqualTo(new Held(1000, 0, 0, false));
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void whateverGoesWrongWithTheFirstStepTheMoneyIsPromisedOnce(Fault fault) throws Exception {
    stripe.failNext("payment_intents", fault);
    assertThat(carryOut(authorize(VISA)).getOutcome()).isEqualTo(PaymentOutcome.SUCCEEDED);
    assertThat(stripe.intents().stream().filter(one -> one.charged)).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void whateverGoesWrongWithACaptureTheMoneyIsTakenOnce(Fault fault) throws Exception {
    carryOut(authorize(VISA));
    stripe.failNext("/capture", fault);
    assertThat(carryOut(step(PaymentOperation.CAPTURE, 600)).getOutcome())
        .isEqualTo(PaymentOutcome.SUCCEEDED);
    assertThat(held()).isEqualTo(new Held(1000, 600, 0, false));
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void whateverGoesWrongWithAPartItIsTakenOnceOrAPersonLooks(Fault fault) throws Exception {
    carryOut(authorize(VISA));
    stripe.failNext("/capture", fault);
    PaymentResult result = carryOut(part(600));
    if (fault == Fault.FAILS_BEFORE) {
      // Stripe repeats its error under the key, and another key might take the part twice.
      assertThat(result.getOutcome()).isEqualTo(PaymentOutcome.UNRESOLVED);
      assertThat(held()).isEqualTo(new Held(1000, 0, 0, false));
    } else {
      assertThat(result.getOutcome()).isEqualTo(PaymentOutcome.SUCCEEDED);
      assertThat(held()).isEqualTo(new Held(1000, 600, 0, false));
    }
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void whateverGoesWrongWithTheReleaseOfTheRestWhatIsTakenStays(Fault fault) throws Exception {
    carryOut(authorize(VISA));
    carryOut(part(600));
    stripe.failNext("/capture", fault);
    assertThat(carryOut(step(PaymentOperation.VOID, 400)).getOutcome())
        .isEqualTo(PaymentOutcome.SUCCEEDED);
    assertThat(held()).isEqualTo(new Held(1000, 600, 0, false));
    assertThat(stripe.byPromise("ord_1:authorize:1").status).isEqualTo("succeeded");
  }

  @Test
  void anAccountThatTakesNoPartsSaysSoAndTakesTheLastCapture() throws Exception {
    StripeConfig with = StripeProviderContractTest.config(stripe, READ_TIMEOUT);
    provider.close();
    provider =
        new StripeProvider(
            new StripeConfig(
                with.secretKey(),
                with.baseUrl(),
                with.connectTimeout(),
                with.readTimeout(),
                with.returnUrl(),
                false),
            Clock.systemUTC());
    carryOut(authorize(VISA));
    assertThat(carryOut(part(600)).getCode()).isEqualTo("partial_capture_unavailable");
    assertThat(carryOut(step(PaymentOperation.CAPTURE, 700)).getOutcome())
        .isEqualTo(PaymentOutcome.SUCCEEDED);
    assertThat(held()).isEqualTo(new Held(1000, 700, 0, false));
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void whateverGoesWrongWithAVoidThePromiseIsGivenBack(Fault fault) throws Exception {
    carryOut(authorize(VISA));
    stripe.failNext("/cancel", fault);
    assertThat(carryOut(step(PaymentOperation.VOID, 1000)).getOutcome())
        .isEqualTo(PaymentOutcome.SUCCEEDED);
    assertThat(held()).isEqualTo(new Held(1000, 0, 0, true));
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void whateverGoesWrongWithARefundMoneyGoesBackOnceOrAPersonLooks(Fault fault) throws Exception {
    carryOut(authorize(VISA));
    carryOut(step(PaymentOperation.CAPTURE, 1000));
    stripe.failNext("refunds", fault);
    PaymentResult result = carryOut(step(PaymentOperation.REFUND, 250));
    if (fault == Fault.FAILS_BEFORE) {
      // Stripe repeats its error under the key, and another key might give the money back twice.
      assertThat(result.getOutcome()).isEqualTo(PaymentOutcome.UNRESOLVED);
      assertThat(stripe.refunds()).isEmpty();
    } else {
      assertThat(result.getOutcome()).isEqualTo(PaymentOutcome.SUCCEEDED);
      assertThat(held().givenBackMinor()).isEqualTo(250);
    }
  }

  @Test
  void anAnswerThatCameTooLateIsReadFromTheIntentAndNotSentAgain() throws Exception {
    stripe.failNext("/confirm", Fault.SLOW_AFTER);
    carryOut(authorize(VISA));
    assertThat(stripe.requests().stream().filter(one -> one.endsWith("/confirm"))).hasSize(1);
  }

  @Test
  void aWorkerThatForgotEverythingFindsTheIntentThatSearchHasNotTakenInYet() throws Exception {
    carryOut(authorize(VISA));
    stripe.letSearchLag(true);
    restart();
    assertThat(carryOut(step(PaymentOperation.CAPTURE, 1000)).getOutcome())
        .isEqualTo(PaymentOutcome.SUCCEEDED);
    assertThat(stripe.intents()).hasSize(1);
  }

  @Test
  void aPartialCaptureWaitsForASearchThatLags() throws Exception {
    carryOut(authorize(VISA));
    stripe.letSearchLag(true);
    restart();
    assertThat(carryOut(step(PaymentOperation.CAPTURE, 400)).getOutcome())
        .isEqualTo(PaymentOutcome.UNRESOLVED);
    stripe.letSearchLag(false);
    assertThat(carryOut(step(PaymentOperation.CAPTURE, 400)).getOutcome())
        .isEqualTo(PaymentOutcome.SUCCEEDED);
    assertThat(held().takenMinor()).isEqualTo(400);
  }

  @Test
  void aRefundMonthsLaterFindsItsPaymentBySearch() throws Exception {
    carryOut(authorize(VISA));
    carryOut(step(PaymentOperation.CAPTURE, 1000));
    stripe.forgetKeys();
    restart();
    assertThat(carryOut(step(PaymentOperation.REFUND, 100)).getOutcome())
        .isEqualTo(PaymentOutcome.SUCCEEDED);
    assertThat(stripe.intents()).hasSize(1);
  }

  @Test
  void anAuthorizationOfTwoDaysAgoIsLookedForBeforeItIsMadeAgain() throws Exception {
    Instant twoDaysAgo = Instant.now().minus(Duration.ofDays(2));
    carryOut(request("ord_1:authorize:1", PaymentOperation.AUTHORIZE, 1000, VISA, twoDaysAgo));
    stripe.forgetKeys();
    restart();
    assertThat(
            carryOut(
                    request(
                        "ord_1:authorize:1", PaymentOperation.AUTHORIZE, 1000, VISA, twoDaysAgo))
                .getOutcome())
        .isEqualTo(PaymentOutcome.SUCCEEDED);
    assertThat(stripe.intents()).hasSize(1);
  }

  @Test
  void aFailedCheckAtTheBankIsADecline() throws Exception {
    carryOut(authorize("pm_card_authenticationRequired"));
    stripe.authenticate("ord_1:authorize:1", false);
    PaymentResult confirmed =
        carryOut(
            new PaymentRequest(
                "ord_1:authorize:1:confirm:1",
                "ord_1",
                PaymentOperation.AUTHORIZE,
                new Money(1000L, "USD"),
                "pm_card_authenticationRequired",
                "ord_1:authorize:1",
                Instant.now(),
                true));
    assertThat(confirmed.getOutcome()).isEqualTo(PaymentOutcome.DECLINED);
    assertThat(confirmed.getCode()).isEqualTo("authentication_failed");
  }

  @Test
  void aThiefIsNotToldWhy() throws Exception {
    assertThat(carryOut(authorize("pm_card_chargeDeclinedStolenCard")).getCode())
        .isEqualTo("card_declined");
  }

  @Test
  void aStripeThatCannotBeReachedLeavesTheOutcomeOpen() throws Exception {
    stripe.close();
    assertThat(carryOut(authorize(VISA)).getOutcome()).isEqualTo(PaymentOutcome.UNRESOLVED);
  }

  @Test
  void currenciesThatStripeCountsDifferentlyAreRefusedBeforeAnythingIsSent() throws Exception {
    for (String currency : new String[] {"ISK", "UGX", "KWD"}) {
      var request =
          new PaymentRequest(
              "ord_1:authorize:1",
              "ord_1",
              PaymentOperation.AUTHORIZE,
              new Money(1000L, currency),
              VISA,
              null,
              Instant.now(),
              true);
      assertThat(carryOut(request).getCode()).isEqualTo("currency_not_supported");
    }
    assertThat(stripe.requests()).isEmpty();
  }

  @Test
  void theOrderIsNamedAtStripe() throws Exception {
    carryOut(authorize(VISA));
    assertThat(stripe.intents().getFirst().metadata)
        .containsEntry("order_id", "ord_1")
        .containsEntry("request_id", "ord_1:authorize:1");
  }

  @Test
  void stripeNeedsAKeyWhichIsNeverPrinted() {
    var without = new Settings(Map.of("MILLRACE_GATEWAYS_PROVIDER", "STRIPE"));
    var config = PaymentWorkerConfig.from(without);
    assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> without.orThrow(config)))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("MILLRACE_GATEWAYS_STRIPE_SECRET_KEY");

    var with =
        new Settings(
            Map.of(
                "MILLRACE_GATEWAYS_PROVIDER",
                "STRIPE",
                "MILLRACE_GATEWAYS_STRIPE_SECRET_KEY",
                "sk_test_do_not_print"));
    var complete = with.orThrow(PaymentWorkerConfig.from(with));
    assertThat(complete.toString() + with.asked()).doesNotContain("do_not_print");
  }

  private Held held() {
    return StripeProviderContractTest.held(stripe, "ord_1:authorize:1");
  }

  private PaymentResult carryOut(PaymentRequest request) throws InterruptedException {
    return new ProviderDialogue(provider, RETRIES, Clock.systemUTC(), new Random(1), pause -> true)
        .carryOut(request)
        .orElseThrow();
  }

  private static PaymentRequest authorize(String method) {
    return request("ord_1:authorize:1", PaymentOperation.AUTHORIZE, 1000, method, Instant.now());
  }

  /** A capture that more will follow. */
  private static PaymentRequest part(long amountMinor) {
    return PaymentRequest.newBuilder(step(PaymentOperation.CAPTURE, amountMinor))
        .setRequestId("ord_1:part")
        .setIsLast(false)
        .build();
  }

  private static PaymentRequest step(PaymentOperation operation, long amountMinor) {
    return request("ord_1:" + operation, operation, amountMinor, VISA, Instant.now());
  }

  private static PaymentRequest request(
      String id, PaymentOperation operation, long amountMinor, String method, Instant at) {
    @Nullable String promise = operation == PaymentOperation.AUTHORIZE ? null : "ord_1:authorize:1";
    return new PaymentRequest(
        id, "ord_1", operation, new Money(amountMinor, "USD"), method, promise, at, true);
  }
}
