package dev.millrace.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.gateways.CarrierCallback;
import dev.millrace.edge.auth.EasyPostSignature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callbacks of the carriers behind EasyPost. */
final class EasyPostCallbacksTest extends EdgeSetUp {

  private static final String PATH = "/v1/callbacks/carriers/easypost";
  private static final String HEADER = "X-Hmac-Signature";
  private static final String EVENT =
      """
      {"id":"evt_1","object":"Event","description":"tracker.updated","mode":"test",
       "result":{"id":"trk_1","object":"Tracker","shipment_id":"shp_0a","status":"delivered"}}\
      """;

  private static String signed(String body) {
    return new EasyPostSignature(EdgeUnderTest.CALLBACK_SECRET).sign(body);
  }

  @Test
  void aSignedCallbackIsWrittenUnderItsParcel() {
    assertThat(edge.as(null, "POST", PATH, EVENT, HEADER, signed(EVENT)).status()).isEqualTo(204);
    assertThat(edge.shop.commands).singleElement().matches(one -> one.key().equals("shp_0a"));
    assertThat(edge.shop.lastCommand(CarrierCallback.class))
        .isEqualTo(new CarrierCallback("easypost", "evt_1", "shp_0a", Samples.NOW));
  }

  @Test
  void theSignatureIsTheOneThatEasyPostMakes() {
    // Computed apart, as EasyPost documents it.
    assertThat(new EasyPostSignature("sécret").sign("{\"a\":\"é\"}"))
        .isEqualTo(
            "hmac-sha256-hex=7147c57660022493bbb28d70c5e231b9075245dc166efac6746909107cf83a9c");
    assertThat(new EasyPostSignature("se\u0301cret").sign("{\"a\":\"é\"}"))
        .as("the same secret, composed in another way")
        .isEqualTo(new EasyPostSignature("sécret").sign("{\"a\":\"é\"}"));
  }

  @Test
  void anEventThatIsAboutNoShipmentArrivesAndNothingIsWritten() {
    for (String body : new String[] {"{}", "{\"id\":\"evt_1\",\"result\":{\"id\":\"batch_1\"}}"}) {
      assertThat(edge.as(null, "POST", PATH, body, HEADER, signed(body)).status()).isEqualTo(204);
    }
    assertThat(edge.shop.commands).isEmpty();
  }

  @Test
  void aChangedBodyIsRefused() {
    refused(edge.as(null, "POST", PATH, EVENT.replace("shp_0a", "shp_0b"), HEADER, signed(EVENT)));
    refused(edge.as(null, "POST", PATH, EVENT));
  }

  @Test
  void theSandboxsSignatureIsNotEasyPosts() {
    refused(
        edge.as(
            null, "POST", PATH, EVENT, "Sandbox-Signature", PaymentCallbacksTest.signed(EVENT)));
    refused(edge.as(null, "POST", PATH, EVENT, HEADER, PaymentCallbacksTest.signed(EVENT)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hmac-sha256-hex=", "hmac-sha256-hex=00", "hmac-sha256-hex", "=", "x"})
  void aMalformedSignatureIsRefused(String header) {
    refused(edge.as(null, "POST", PATH, EVENT, HEADER, header));
  }

  @Test
  void anotherSecretIsRefused() {
    String other = new EasyPostSignature("a_secret_of_somebody_else").sign(EVENT);
    refused(edge.as(null, "POST", PATH, EVENT, HEADER, other));
  }

  private void refused(EdgeUnderTest.Exchange exchange) {
    assertThat(exchange.status()).isEqualTo(400);
    assertThat(exchange.code()).isEqualTo("invalid_signature");
    assertThat(edge.shop.commands).isEmpty();
  }
}
