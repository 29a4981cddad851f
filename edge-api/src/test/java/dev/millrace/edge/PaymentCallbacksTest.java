package dev.millrace.edge;

import static dev.millrace.edge.EdgeUnderTest.ORDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.gateways.PaymentCallback;
import dev.millrace.edge.auth.CallbackSignature;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may say what about payments, and when they are told that it arrived. */
final class PaymentCallbacksTest extends EdgeSetUp {

  private static final String STRIPE = "/v1/callbacks/payments/stripe";

  static String event(String id, String orderId) {
    return """
    {"id":"%s","object":"event","type":"payment_intent.succeeded","livemode":false,
     "data":{"object":{"id":"pi_1","object":"payment_intent",
      "metadata":{"order_id":"%s","request_id":"%s:authorize:1"}}}}\
    """
        .formatted(id, orderId, orderId);
  }

  static String signed(String body) {
    return CallbackSignature.sign(EdgeUnderTest.CALLBACK_SECRET, body, Samples.NOW);
  }

  @Test
  void aSignedCallbackIsWrittenUnderItsOrder() {
    String body = event("evt_1", ORDER);
    assertThat(post(STRIPE, body, "Stripe-Signature", signed(body)).status()).isEqualTo(204);
    assertThat(edge.shop.commands).singleElement().matches(one -> one.key().equals(ORDER));
    assertThat(edge.shop.commands.getFirst().topic().name())
        .isEqualTo("gateways.payment-callbacks.v1");
    assertThat(edge.shop.lastCommand(PaymentCallback.class))
        .isEqualTo(
            new PaymentCallback(
                "stripe",
                "evt_1",
                "payment_intent.succeeded",
                ORDER,
                ORDER + ":authorize:1",
                "pi_1",
                Samples.NOW));
  }

  @Test
  void theSandboxSignsInTheSameWayUnderItsOwnHeader() {
    String body = event("evt_1", ORDER);
    String path = "/v1/callbacks/payments/sandbox";
    assertThat(post(path, body, "Stripe-Signature", signed(body)).status()).isEqualTo(400);
    assertThat(post(path, body, "Sandbox-Signature", signed(body)).status()).isEqualTo(204);
    assertThat(edge.shop.lastCommand(PaymentCallback.class).getProvider()).isEqualTo("sandbox");
  }

  @Test
  void aChargeNamesTheIntentThatItBelongsTo() {
    String body =
        event("evt_1", ORDER)
            .replace("\"id\":\"pi_1\"", "\"id\":\"ch_1\",\"payment_intent\":\"pi_1\"");
    post(STRIPE, body, "Stripe-Signature", signed(body));
    assertThat(edge.shop.lastCommand(PaymentCallback.class).getProviderReference())
        .isEqualTo("pi_1");
  }

  @Test
  void aChangedBodyIsRefusedAndNothingIsWritten() {
    String body = event("evt_1", ORDER);
    refused(post(STRIPE, body.replace("evt_1", "evt_2"), "Stripe-Signature", signed(body)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"t", "t=,v1=", "v1=00", "t=1,v1", "t=99999999999999999999,v1=00", "=", ",,,", "x"})
  void aMalformedSignatureIsRefusedAndNothingIsWritten(String header) {
    refused(post(STRIPE, event("evt_1", ORDER), "Stripe-Signature", header));
  }

  @Test
  void aCallbackWithoutSignatureIsRefused() {
    refused(edge.as(null, "POST", STRIPE, event("evt_1", ORDER)));
  }

  @Test
  void anOldSignatureIsRefused() {
    String body = event("evt_1", ORDER);
    refused(
        post(
            STRIPE,
            body,
            "Stripe-Signature",
            CallbackSignature.sign(
                EdgeUnderTest.CALLBACK_SECRET,
                body,
                Samples.NOW.minus(Duration.ofMinutes(5)).minusSeconds(1))));
  }

  @Test
  void anotherSecretIsRefused() {
    String body = event("evt_1", ORDER);
    refused(
        post(
            STRIPE,
            body,
            "Stripe-Signature",
            CallbackSignature.sign("whsec_of_somebody_else", body, Samples.NOW)));
  }

  @Test
  void anEventThatIsAboutNoOrderArrivesAndNothingIsWritten() {
    for (String body :
        new String[] {
          "{}",
          "{\"id\":\"evt_1\",\"type\":\"customer.created\",\"data\":{\"object\":{\"id\":\"cus_1\"}}}",
          event("evt_1", ""),
          event("evt_1", "o".repeat(400))
        }) {
      assertThat(post(STRIPE, body, "Stripe-Signature", signed(body)).status()).isEqualTo(204);
    }
    assertThat(edge.shop.commands).isEmpty();
  }

  @Test
  void aSignedBodyThatIsNoJsonIsRefused() {
    var exchange = post(STRIPE, "[]", "Stripe-Signature", signed("[]"));
    assertThat(exchange.status()).isEqualTo(400);
    assertThat(exchange.code()).isEqualTo("malformed_json");
  }

  @Test
  void aBodyBeyondTheBoundIsRefusedUnread() {
    var exchange = post(STRIPE, "x".repeat(300_000), "Stripe-Signature", "t=1,v1=00");
    assertThat(exchange.status()).isEqualTo(413);
    assertThat(edge.shop.commands).isEmpty();
  }

  @Test
  void aProviderThatIsNotSetUpIsNotFound() {
    var exchange = edge.as(null, "POST", "/v1/callbacks/payments/other", "{}");
    assertThat(exchange.status()).isEqualTo(404);
    assertThat(exchange.code()).isEqualTo("provider_not_found");
  }

  @Test
  void aProviderIsNotToldThatItArrivedBeforeTheLogHasIt() {
    String body = event("evt_1", ORDER);
    edge.shop.log = FakeShop.Log.DOES_NOT_CONFIRM;
    assertThat(post(STRIPE, body, "Stripe-Signature", signed(body)).status()).isEqualTo(503);
    edge.shop.log = FakeShop.Log.IS_AWAY;
    assertThat(post(STRIPE, body, "Stripe-Signature", signed(body)).status()).isEqualTo(503);
  }

  private void refused(EdgeUnderTest.Exchange exchange) {
    assertThat(exchange.status()).isEqualTo(400);
    assertThat(exchange.code()).isEqualTo("invalid_signature");
    assertThat(edge.shop.commands).isEmpty();
  }

  private EdgeUnderTest.Exchange post(String path, String body, String... headers) {
    return edge.as(null, "POST", path, body, headers);
  }
}
