package dev.millrace.gateways.shipping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.common.Address;
import dev.millrace.avro.gateways.CarrierOperation;
import dev.millrace.avro.gateways.CarrierRequest;
import dev.millrace.gateways.shipping.CarrierAnswer.Bought;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the worker relies on, whoever carries. */
abstract class CarrierContract {

  static final Instant ASKED = Instant.parse("2026-01-01T00:00:00Z");
  static final String GOOD = "94105";

  abstract Carrier carrier();

  /** A postal code to which this carrier takes nothing. */
  abstract String refused();

  static Parcel parcel(String key, String postalCode) {
    return new Parcel(
        key,
        "ord_1",
        "shp_1",
        "wh_main",
        new Address("A. Buyer", "1 Road", null, "San Francisco", "CA", postalCode, "US"),
        "standard",
        3,
        ASKED);
  }

  static CarrierRequest request(String key, String postalCode) {
    Parcel parcel = parcel(key, postalCode);
    return new CarrierRequest(
        key,
        parcel.orderId(),
        parcel.shipmentId(),
        CarrierOperation.BUY_LABEL,
        parcel.warehouseId(),
        parcel.to(),
        parcel.shippingOptionId(),
        parcel.units(),
        null,
        parcel.requestedAt());
  }

  static <T> T of(CompletableFuture<T> answer) throws Exception {
    return answer.get(10, TimeUnit.SECONDS);
  }

  @Test
  void aLabelIsAPdfWithATrackingNumberAndAPrice() throws Exception {
    Bought label = (Bought) of(carrier().buyLabel(parcel("key_1", GOOD)));
    assertThat(label.trackingNumber()).isNotBlank();
    assertThat(label.rate().price().minorUnits()).isPositive();
    ByteBuffer pdf = label.pdf().buffer();
    assertThat(pdf.remaining()).isBetween(100, PdfLabel.BYTES_MAX);
    byte[] beginning = new byte[5];
    pdf.get(beginning);
    assertThat(new String(beginning, java.nio.charset.StandardCharsets.US_ASCII))
        .isEqualTo("%PDF-");
  }

  @Test
  void theSameKeyBuysOneLabelAndFindsIt() throws Exception {
    Parcel parcel = parcel("key_2", GOOD);
    assertThat(of(carrier().find(parcel))).isEmpty();
    Bought first = (Bought) of(carrier().buyLabel(parcel));
    Bought second = (Bought) of(carrier().buyLabel(parcel));
    assertThat(second.trackingNumber()).isEqualTo(first.trackingNumber());
    assertThat(of(carrier().find(parcel)).orElseThrow().trackingNumber())
        .isEqualTo(first.trackingNumber());
  }

  @Test
  void whereItDoesNotGoItSaysSo() throws Exception {
    assertThat(of(carrier().buyLabel(parcel("key_3", refused()))))
        .isInstanceOf(CarrierAnswer.Refused.class);
    assertThat(of(carrier().find(parcel("key_3", refused())))).isEmpty();
  }

  @Test
  void aLabelIsGivenBack() throws Exception {
    of(carrier().buyLabel(parcel("key_4", GOOD)));
    assertThat(of(carrier().voidLabel("key_4"))).isInstanceOf(CarrierAnswer.Voided.class);
  }

  @Test
  void ratesNameServicesWithPriceAndTime() throws Exception {
    assertThat(of(carrier().rates(parcel("key_5", GOOD))))
        .isNotEmpty()
        .allSatisfy(rate -> assertThat(rate.price().minorUnits()).isPositive())
        .isSortedAccordingTo(java.util.Comparator.comparing(rate -> rate.price().minorUnits()));
  }

  @Test
  void nobodyKnowsAParcelThatThereIsNot() throws Exception {
    assertThat(of(carrier().track("nothing"))).isEmpty();
  }
}
