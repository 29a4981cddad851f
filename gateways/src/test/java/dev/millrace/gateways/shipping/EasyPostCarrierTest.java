package dev.millrace.gateways.shipping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.avro.gateways.CarrierCallback;
import dev.millrace.avro.gateways.CarrierOutcome;
import dev.millrace.avro.gateways.CarrierResult;
import dev.millrace.avro.gateways.ParcelFact;
import dev.millrace.gateways.shipping.CarrierAnswer.Bought;
import dev.millrace.gateways.shipping.CarrierAnswer.Refused;
import dev.millrace.gateways.shipping.CarrierAnswer.Voided;
import dev.millrace.gateways.shipping.EasyPostStandIn.Fault;
import dev.millrace.schemas.money.Money;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@SuppressWarnings("NullAway.Init")
class EasyPostCarrierTest extends CarrierContract {

  private static final String KEY = "ord_1:label:shp_1:1";
  private static final String SHIPMENTS = "POST /v2/shipments";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private EasyPostStandIn easyPost;
  private EasyPostCarrier carrier;

  private static EasyPostConfig config(EasyPostStandIn easyPost, String key, Duration read) {
    return new EasyPostConfig(
        key,
        easyPost.url(),
        new EasyPostConfig.Timeouts(Duration.ofSeconds(5), read),
        Map.of("wh_main", "adr_1"),
        Map.of("express", List.of("UPS:NextDayAir", "USPS:Priority"), "drone", List.of("A:B")),
        new EasyPostConfig.Weights(100, 500));
  }

  @BeforeEach
  void open() throws IOException {
    easyPost = new EasyPostStandIn();
    carrier = new EasyPostCarrier(config(easyPost, EasyPostStandIn.KEY, PATIENCE));
  }

  @AfterEach
  void close() {
    easyPost.close();
    carrier.close();
  }

  @Override
  Carrier carrier() {
    return carrier;
  }

  @Override
  String refused() {
    return EasyPostStandIn.REFUSED;
  }

  @Test
  void theCheapestServiceOfTheShippingOptionIsBought() throws Exception {
    assertThat(bought(parcel("a", GOOD)).rate())
        .isEqualTo(
            new Rate(
                "USPS:GroundAdvantage", new Money(758, "USD"), ASKED.plus(Duration.ofDays(4))));
    assertThat(bought(option("b", "express")).rate())
        .isEqualTo(
            new Rate("USPS:Priority", new Money(1290, "USD"), ASKED.plus(Duration.ofDays(2))));
    assertThat(of(carrier.buyLabel(option("c", "drone")))).isEqualTo(new Refused("no_rate"));
    assertThat(easyPost.purchases("c")).isZero();
  }

  @Test
  void ratesAreCountedInMinorUnitsAndThoseOfNoCurrencyLeftOut() throws Exception {
    assertThat(of(carrier.rates(parcel("a", GOOD))))
        .extracting(rate -> rate.price().minorUnits())
        .as("45.005 is rounded to a whole cent")
        .containsExactly(758L, 1290L, 4501L);
    assertThat(of(carrier.rates(parcel("a", GOOD))).getLast().eta())
        .isEqualTo(Instant.parse("2026-01-02T18:00:00Z"));
    assertThat(easyPost.shipments("a")).hasSize(1);
    assertThat(easyPost.purchases("a")).isZero();
  }

  @Test
  void aParcelIsToldWithItsSenderItsWeightAndItsReference() throws Exception {
    bought(parcel(KEY, GOOD));
    var asked = easyPost.shipments(KEY).getFirst().asked;
    assertThat(asked.at("/from_address/id").asText()).isEqualTo("adr_1");
    assertThat(asked.at("/parcel/weight").asDouble()).as("1600 g").isEqualTo(56.5);
    assertThat(asked.at("/to_address/street1").asText()).isEqualTo("1 Road");
    assertThat(asked.at("/to_address/country").asText()).isEqualTo("US");
  }

  @Test
  void refusalsAreNamed() throws Exception {
    assertThat(of(carrier.buyLabel(parcel("a", EasyPostStandIn.REFUSED))))
        .isEqualTo(new Refused("address_unknown"));
    assertThat(of(carrier.buyLabel(parcel("b", EasyPostStandIn.NO_RATE))))
        .isEqualTo(new Refused("no_rate"));
    assertThat(of(carrier.buyLabel(parcel("c", EasyPostStandIn.NOT_SOLD))))
        .isEqualTo(new Refused("shipment_postage_failure"));
    Parcel elsewhere =
        new Parcel("d", "ord_1", "shp_1", "wh_2", parcel("d", GOOD).to(), "standard", 1, ASKED);
    assertThat(of(carrier.buyLabel(elsewhere))).isEqualTo(new Refused("no_sender_address"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"HELD_AFTER", "BODY_LATER"},
      mode = EnumSource.Mode.EXCLUDE)
  void aPurchaseWithoutAnAnswerIsNoRefusalAndIsNotMadeTwice(Fault fault) throws Exception {
    for (String step : List.of(SHIPMENTS, "/buy")) {
      String key = fault + step.substring(step.lastIndexOf('/') + 1);
      easyPost.failNext(step, fault);
      assertThatThrownBy(() -> of(carrier.buyLabel(parcel(key, GOOD))))
          .as(step)
          .hasCauseInstanceOf(CarrierUnavailableException.class);
      boolean isDone = easyPost.purchases(key) == 1;
      assertThat(of(carrier.find(parcel(key, GOOD))).isPresent()).isEqualTo(isDone);
      bought(parcel(key, GOOD));
      assertThat(easyPost.shipments(key)).hasSize(1);
      assertThat(easyPost.purchases(key)).isEqualTo(1);
    }
  }

  @Test
  void aBodyThatComesAfterItsHeadersIsRead() throws Exception {
    easyPost.failNext("/buy", Fault.BODY_LATER);
    assertThat(bought(parcel("a", GOOD)).trackingNumber()).isNotBlank();
  }

  @Test
  void whoAsksWhileALabelIsBoughtWaitsForIt() throws Exception {
    easyPost.failNext(SHIPMENTS, Fault.HELD_AFTER);
    CompletableFuture<CarrierAnswer> first = carrier.buyLabel(parcel("a", GOOD));
    CompletableFuture<CarrierAnswer> second = carrier.buyLabel(parcel("a", GOOD));
    assertThatThrownBy(() -> of(carrier.find(parcel("a", GOOD))))
        .as("nobody knows yet")
        .hasCauseInstanceOf(CarrierUnavailableException.class);
    assertThatThrownBy(() -> of(carrier.voidLabel("a")))
        .hasCauseInstanceOf(CarrierUnavailableException.class);
    for (int i = 0; i < 10_000 && easyPost.shipments("a").isEmpty(); i++) {
      LockSupport.parkNanos(1_000_000L);
    }
    easyPost.release();
    assertThat(((Bought) of(second)).trackingNumber())
        .isEqualTo(((Bought) of(first)).trackingNumber());
    assertThat(easyPost.shipments("a")).hasSize(1);
    assertThat(easyPost.purchases("a")).isEqualTo(1);
  }

  @Test
  void anAnswerThatComesTooLateIsFoundLater() throws Exception {
    try (var hasty =
        new EasyPostCarrier(config(easyPost, EasyPostStandIn.KEY, Duration.ofMillis(300)))) {
      easyPost.failNext("/buy", Fault.HELD_AFTER);
      assertThatThrownBy(() -> of(hasty.buyLabel(parcel("a", GOOD))))
          .hasCauseInstanceOf(CarrierUnavailableException.class);
      assertThat(of(hasty.find(parcel("a", GOOD)))).isPresent();
      assertThat(easyPost.requests().stream().filter(one -> one.endsWith("/buy"))).hasSize(1);
    }
  }

  @Test
  void aRequestComesThroughAnyFaultsWithOneLabel() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    var random = new Random(seed);
    var dialogue =
        new CarrierDialogue(
            carrier,
            new CarrierWorkerConfig.Retries(PATIENCE, Duration.ofMillis(1), Duration.ofMillis(2)),
            Clock.systemUTC(),
            random,
            pause -> true);
    List<Fault> faults =
        List.of(
            Fault.TOO_MANY_REQUESTS,
            Fault.FAILS_BEFORE,
            Fault.FAILS_AFTER,
            Fault.BREAKS_AFTER,
            Fault.NO_JSON,
            Fault.NO_RESPONSE);
    for (int n = 1; n <= 60; n++) {
      String key = "ord_%d:label:shp_%d:1".formatted(n, n);
      for (String step : List.of(SHIPMENTS, "/" + key, "/buy", "/rerate", ".pdf")) {
        boolean isLookUp = step.endsWith(key);
        if (random.nextInt(3) == 0) {
          Fault fault = faults.get(random.nextInt(faults.size()));
          // Only a sale can be undecided.
          easyPost.failNext(
              step,
              fault == Fault.NO_RESPONSE && (isLookUp || !step.equals("/buy"))
                  ? Fault.FAILS_BEFORE
                  : fault);
        }
      }
      CarrierResult result = dialogue.carryOut(request(key, GOOD)).orElseThrow();
      assertThat(result.getOutcome()).as("seed %d", seed).isEqualTo(CarrierOutcome.SUCCEEDED);
      assertThat(result.getLabel()).as("seed %d", seed).isNotNull();
      assertThat(easyPost.purchases(key)).as("seed %d", seed).isEqualTo(1);
      assertThat(easyPost.shipments(key)).as("seed %d", seed).hasSize(1);
    }
  }

  @Test
  void aLabelIsGivenBackOnceAndIsNotFoundAnyMore() throws Exception {
    bought(parcel("a", GOOD));
    easyPost.failNext("/refund", Fault.FAILS_AFTER);
    assertThatThrownBy(() -> of(carrier.voidLabel("a")))
        .hasCauseInstanceOf(CarrierUnavailableException.class);
    assertThat(of(carrier.voidLabel("a"))).isInstanceOf(Voided.class);
    assertThat(easyPost.requests().stream().filter(one -> one.endsWith("/refund"))).hasSize(1);
    assertThat(of(carrier.find(parcel("a", GOOD)))).isEmpty();
    assertThat(of(carrier.buyLabel(parcel("a", GOOD)))).isEqualTo(new Refused("label_voided"));
    assertThat(of(carrier.voidLabel("never_bought"))).isInstanceOf(Voided.class);
  }

  @Test
  void aCarrierMayRefuseToTakeALabelBack() throws Exception {
    bought(parcel("a", GOOD));
    easyPost.answerRefunds("rejected");
    assertThat(of(carrier.voidLabel("a"))).isEqualTo(new Refused("refund_rejected"));
    easyPost.answerRefunds("not_applicable");
    assertThat(of(carrier.voidLabel("a")))
        .as("nothing was paid before the first scan")
        .isInstanceOf(Voided.class);
  }

  @Test
  void aLabelThatIsTooLargeOrNoPdfIsLeftOut() throws Exception {
    byte[] large = new byte[PdfLabel.BYTES_MAX + 1];
    System.arraycopy("%PDF-".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, large, 0, 5);
    easyPost.giveLabels(large);
    assertThat(bought(parcel("a", GOOD)).pdf().isEmpty()).isTrue();
    easyPost.giveLabels(new byte[1000]);
    assertThat(bought(parcel("b", GOOD)).pdf().isEmpty()).isTrue();
  }

  @Test
  void whatHappenedToAParcelIsToldOfItsOrderEachStateOnce() throws Exception {
    bought(parcel(KEY, GOOD));
    easyPost.scan(KEY, "pre_transit", "label_created", "2026-01-01T10:00:00Z");
    easyPost.scan(KEY, "delivered", "arrived_at_destination", "2026-01-04T10:00:00Z");
    easyPost.scan(KEY, "in_transit", "departed_facility", "2026-01-03T10:00:00Z");
    easyPost.scan(KEY, "in_transit", "received_at_origin_facility", "2026-01-02T10:00:00Z");
    easyPost.scan(KEY, "failure", "delivery_exception", "2026-01-03T11:00:00Z");
    String id = easyPost.shipments(KEY).getFirst().id;
    Sighting seen = of(carrier.track(id)).orElseThrow();
    assertThat(seen.orderId()).isEqualTo("ord_1");
    assertThat(seen.shipmentId()).isEqualTo("shp_1");
    assertThat(seen.facts())
        .containsExactly(
            new ParcelFact(
                id + ":in_transit",
                "in_transit",
                Instant.parse("2026-01-02T10:00:00Z"),
                "scanned: in_transit"),
            new ParcelFact(
                id + ":delivered",
                "delivered",
                Instant.parse("2026-01-04T10:00:00Z"),
                "scanned: delivered"));
  }

  @Test
  void aLostParcelAndOneThatComesBackAreKnown() throws Exception {
    bought(parcel(KEY, GOOD));
    easyPost.scan(KEY, "failure", "lost", "2026-01-02T10:00:00Z");
    easyPost.scan(KEY, "return_to_sender", "return", "2026-01-03T10:00:00Z");
    assertThat(of(carrier.track(easyPost.shipments(KEY).getFirst().id)).orElseThrow().facts())
        .extracting(ParcelFact::getStatus)
        .containsExactly("lost", "returned_to_sender");
  }

  @Test
  void ofParcelsOfOthersInTheSameAccountNothingIsTold() throws Exception {
    bought(parcel("somebody_elses", GOOD));
    String id = easyPost.shipments("somebody_elses").getFirst().id;
    assertThat(of(carrier.track(id))).isEmpty();
    assertThat(of(carrier.track("../../v2/users"))).isEmpty();
  }

  @Test
  void aCallbackLeadsToTheParcel() throws Exception {
    bought(parcel(KEY, GOOD));
    easyPost.scan(KEY, "in_transit", "departed_facility", "2026-01-03T10:00:00Z");
    var dialogue =
        new CarrierDialogue(
            carrier,
            new CarrierWorkerConfig.Retries(PATIENCE, Duration.ofMillis(1), Duration.ofMillis(2)),
            Clock.systemUTC(),
            new Random(1),
            pause -> true);
    String id = easyPost.shipments(KEY).getFirst().id;
    CarrierResult told =
        dialogue.look(new CarrierCallback("easypost", "evt_1", id, ASKED)).result().orElseThrow();
    assertThat(told.getOrderId()).isEqualTo("ord_1");
    assertThat(told.getCarrier()).isEqualTo("easypost");
  }

  @Test
  void aWrongKeyIsNoRefusalAndIsNotSaid() throws Exception {
    String wrong = "EZTK_that_nobody_knows";
    EasyPostConfig config = config(easyPost, wrong, PATIENCE);
    assertThat(config.toString()).doesNotContain(wrong);
    try (var stranger = new EasyPostCarrier(config)) {
      assertThatThrownBy(() -> of(stranger.buyLabel(parcel("a", GOOD))))
          .hasCauseInstanceOf(CarrierUnavailableException.class)
          .hasStackTraceContaining("401")
          .satisfies(
              e -> {
                var trace = new java.io.StringWriter();
                e.printStackTrace(new java.io.PrintWriter(trace));
                assertThat(trace.toString()).doesNotContain(wrong);
              });
    }
  }

  private Bought bought(Parcel parcel) throws Exception {
    return (Bought) of(carrier.buyLabel(parcel));
  }

  private static Parcel option(String key, String shippingOptionId) {
    Parcel parcel = parcel(key, GOOD);
    return new Parcel(
        key,
        parcel.orderId(),
        parcel.shipmentId(),
        parcel.warehouseId(),
        parcel.to(),
        shippingOptionId,
        parcel.units(),
        ASKED);
  }
}
