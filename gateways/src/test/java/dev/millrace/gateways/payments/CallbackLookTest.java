package dev.millrace.gateways.payments;

import static dev.millrace.gateways.payments.PaymentProviderContract.call;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.gateways.PaymentCallback;
import dev.millrace.avro.gateways.PaymentOperation;
import dev.millrace.avro.gateways.PaymentOutcome;
import dev.millrace.avro.gateways.PaymentResult;
import dev.millrace.gateways.payments.StripeStandIn.Fault;
import dev.millrace.schemas.money.Money;
import dev.millrace.schemas.registry.TrustedRecords;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Callbacks of Stripe, in whatever order and number the network delivers them. */
@SuppressWarnings("NullAway.Init")
class CallbackLookTest {

  static {
    TrustedRecords.trust();
  }

  private static final PaymentWorkerConfig.Retries RETRIES =
      new PaymentWorkerConfig.Retries(
          Duration.ofSeconds(20),
          Duration.ofSeconds(60),
          3,
          Duration.ofMillis(1),
          Duration.ofMillis(2));

  private static final String PROMISE = "ord_1:authorize:1";

  private StripeStandIn stripe;
  private StripeProvider provider;
  private CallbackLook callbacks;
  private boolean closing;

  @BeforeEach
  void open() throws IOException {
    stripe = new StripeStandIn();
    provider =
        new StripeProvider(
            StripeProviderContractTest.config(stripe, Duration.ofSeconds(20)), Clock.systemUTC());
    callbacks =
        new CallbackLook(
            new ProviderDialogue(
                provider, RETRIES, Clock.systemUTC(), new Random(1), pause -> !closing),
            new SimpleMeterRegistry());
  }

  @AfterEach
  void close() {
    provider.close();
    stripe.close();
  }

  @Test
  void C4_aCallbackThatIsFasterThanTheAnswerSaysTheSameAsTheAnswer() throws Exception {
    ProviderAnswer answer = provider.authorize(call(PROMISE, null, 1000)).join();
    PaymentResult result = look("evt_1", "payment_intent.amount_capturable_updated").orElseThrow();
    assertThat(answer).isEqualTo(new ProviderAnswer.Succeeded("pi_1"));
    assertThat(result.getRequestId()).isEqualTo(PROMISE);
    assertThat(result.getOrderId()).isEqualTo("ord_1");
    assertThat(result.getOperation()).isEqualTo(PaymentOperation.AUTHORIZE);
    assertThat(result.getOutcome()).isEqualTo(PaymentOutcome.SUCCEEDED);
    assertThat(result.getProviderReference()).isEqualTo("pi_1");
    assertThat(result.getAmount().getMinorUnits()).isEqualTo(1000);
    assertThat(result.getAmount().getCurrency()).isEqualTo("USD");
  }

  @Test
  void C4_aShopperWhoActedAndNeverCameBackIsHeardOf() throws Exception {
    provider
        .authorize(
            new ProviderCall(
                PROMISE,
                "ord_1",
                new Money(1000, "USD"),
                "pm_card_authenticationRequired",
                null,
                Instant.now()))
        .join();
    assertThat(look("evt_1", "payment_intent.requires_action").orElseThrow().getOutcome())
        .isEqualTo(PaymentOutcome.ACTION_REQUIRED);
    stripe.authenticate(PROMISE, true);
    assertThat(look("evt_2", "payment_intent.amount_capturable_updated").orElseThrow().getOutcome())
        .isEqualTo(PaymentOutcome.SUCCEEDED);
  }

  @Test
  void C5_aCallbackThatComesTwiceIsLookedIntoOnce() throws Exception {
    provider.authorize(call(PROMISE, null, 1000)).join();
    assertThat(look("evt_1", "payment_intent.succeeded")).isPresent();
    int requests = stripe.requests().size();
    assertThat(look("evt_1", "payment_intent.succeeded")).isEmpty();
    assertThat(stripe.requests()).hasSize(requests);
  }

  @Test
  void C5_noCallbackMovesMoney() throws Exception {
    provider.authorize(call(PROMISE, null, 1000)).join();
    int before = stripe.requests().size();
    for (String type :
        new String[] {
          "payment_intent.succeeded", "payment_intent.canceled", "charge.refunded", "made.up"
        }) {
      look("evt_" + type, type);
    }
    assertThat(stripe.requests().subList(before, stripe.requests().size()))
        .hasSize(4)
        .allMatch(request -> request.startsWith("GET "));
  }

  @Test
  void C14_whateverTheOrderOfCallbacksTheResultIsHowThePromiseStands() throws Exception {
    provider.authorize(call(PROMISE, null, 1000)).join();
    provider.capture(call("c1", PROMISE, 1000)).join();
    long seed = System.nanoTime();
    List<String> types =
        new ArrayList<>(
            List.of(
                "payment_intent.created",
                "payment_intent.requires_action",
                "payment_intent.payment_failed",
                "payment_intent.amount_capturable_updated",
                "payment_intent.succeeded",
                "charge.captured"));
    Collections.shuffle(types, new Random(seed));
    for (String type : types) {
      assertThat(look("evt_" + type, type).orElseThrow().getOutcome())
          .as("%s with seed %d", type, seed)
          .isEqualTo(PaymentOutcome.SUCCEEDED);
    }
  }

  @Test
  void C14_aLateCallbackOfAVoidedPromiseTellsOfNoMoney() throws Exception {
    provider.authorize(call(PROMISE, null, 1000)).join();
    provider.voidPayment(call("v1", PROMISE, 1000)).join();
    PaymentResult late = look("evt_1", "payment_intent.amount_capturable_updated").orElseThrow();
    assertThat(late.getOutcome()).isEqualTo(PaymentOutcome.DECLINED);
    assertThat(late.getCode()).isEqualTo("voided");
  }

  @Test
  void anIntentThatIsNotTheOrdersIsNotReported() throws Exception {
    provider.authorize(call("ord_2:authorize:1", null, 1000)).join();
    assertThat(look("evt_1", "payment_intent.succeeded")).isEmpty();
  }

  @Test
  void anIntentOfAnotherAccountIsNotReported() throws Exception {
    assertThat(look("evt_1", "payment_intent.succeeded")).isEmpty();
  }

  @Test
  void callbacksOfAnotherProviderAreLeftOut() throws Exception {
    var other =
        new PaymentCallback(
            "sandbox", "evt_1", "whatever", "ord_1", PROMISE, "pi_1", Instant.now());
    assertThat(callbacks.look(other).result()).isEmpty();
    assertThat(stripe.requests()).isEmpty();
  }

  @Test
  void aProviderThatIsAwayForAMomentIsAskedAgain() throws Exception {
    provider.authorize(call(PROMISE, null, 1000)).join();
    stripe.failNext("pi_1", Fault.TOO_MANY_REQUESTS);
    assertThat(look("evt_1", "payment_intent.succeeded")).isPresent();
  }

  @Test
  void aCallbackThatCouldNotBeLookedIntoIsLookedIntoWhenItComesAgain() throws Exception {
    var broken = new StripeStandIn();
    broken.close();
    var away =
        new StripeProvider(
            StripeProviderContractTest.config(broken, Duration.ofSeconds(20)), Clock.systemUTC());
    var look =
        new CallbackLook(
            new ProviderDialogue(away, RETRIES, Clock.systemUTC(), new Random(1), pause -> true),
            new SimpleMeterRegistry());
    for (int i = 0; i < 2; i++) {
      assertThat(look.look(callback("evt_1", "payment_intent.succeeded")).end())
          .isEqualTo(CallbackLook.End.NOT_TOLD);
    }
    away.close();
  }

  @Test
  void aClosingWorkerLeavesTheCallbackToTheNext() throws Exception {
    closing = true;
    stripe.failNext("pi_1", Fault.TOO_MANY_REQUESTS);
    assertThat(callbacks.look(callback("evt_1", "payment_intent.succeeded")).finished()).isFalse();
  }

  private Optional<PaymentResult> look(String eventId, String type) throws InterruptedException {
    return callbacks.look(callback(eventId, type)).result();
  }

  private static PaymentCallback callback(String eventId, String type) {
    return new PaymentCallback("stripe", eventId, type, "ord_1", PROMISE, "pi_1", Instant.now());
  }
}
