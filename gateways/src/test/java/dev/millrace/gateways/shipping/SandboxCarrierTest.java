package dev.millrace.gateways.shipping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.gateways.CarrierCallback;
import dev.millrace.avro.gateways.CarrierOutcome;
import dev.millrace.avro.gateways.CarrierResult;
import dev.millrace.avro.gateways.ParcelFact;
import dev.millrace.gateways.shipping.CarrierAnswer.Bought;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SandboxCarrierTest extends CarrierContract {

  private static final CarrierWorkerConfig.Retries RETRIES =
      new CarrierWorkerConfig.Retries(
          Duration.ofMillis(20), Duration.ofMillis(1), Duration.ofMillis(4));

  private final Duration pace = Duration.ofHours(1);
  private final SandboxCarrier sandbox = at(Duration.ofMinutes(90));
  private final List<Duration> pauses = new ArrayList<>();

  private SandboxCarrier at(Duration later) {
    return new SandboxCarrier(Clock.fixed(ASKED.plus(later), ZoneOffset.UTC), pace);
  }

  @Override
  Carrier carrier() {
    return sandbox;
  }

  @Override
  String refused() {
    return SandboxCarrier.REFUSED;
  }

  @Test
  void aParcelComesOnWithTimeAndALostOneDoesNotArrive() throws Exception {
    String reference = ((Bought) of(sandbox.buyLabel(parcel("k", GOOD)))).trackingNumber();
    assertThat(facts(sandbox, reference)).containsExactly("in_transit");
    assertThat(facts(at(Duration.ofMinutes(1)), reference)).isEmpty();
    assertThat(facts(at(Duration.ofHours(3)), reference))
        .as("another sandbox knows it too")
        .containsExactly("in_transit", "delivered");
    String lost =
        ((Bought) of(sandbox.buyLabel(parcel("l", SandboxCarrier.LOST)))).trackingNumber();
    assertThat(facts(at(Duration.ofHours(3)), lost)).containsExactly("in_transit", "lost");
  }

  @Test
  void theSameParcelHasTheSameLabelAfterARestart() throws Exception {
    Bought before = (Bought) of(sandbox.buyLabel(parcel("k", GOOD)));
    Bought after = (Bought) of(at(Duration.ZERO).buyLabel(parcel("k", GOOD)));
    assertThat(after.trackingNumber()).isEqualTo(before.trackingNumber());
    assertThat(after.rate()).isEqualTo(before.rate());
    assertThat(after.pdf().buffer()).isEqualTo(before.pdf().buffer());
  }

  @Test
  void aRequestIsPursuedUntilItsOutcomeIsKnown() throws Exception {
    CarrierDialogue dialogue = dialogue(true);
    assertThat(dialogue.carryOut(request("a", SandboxCarrier.FLAKY)).orElseThrow().getOutcome())
        .isEqualTo(CarrierOutcome.SUCCEEDED);
    assertThat(pauses).as("pauses before the third call").hasSize(2);
    CarrierResult silent = dialogue.carryOut(request("b", SandboxCarrier.SILENT)).orElseThrow();
    assertThat(silent.getTrackingNumber()).as("found, not bought again").isNotNull();
    CarrierResult refused = dialogue.carryOut(request("c", SandboxCarrier.REFUSED)).orElseThrow();
    assertThat(refused.getOutcome()).isEqualTo(CarrierOutcome.REFUSED);
    assertThat(refused.getCode()).isEqualTo("address_unknown");
    assertThat(dialogue(false).carryOut(request("d", SandboxCarrier.FLAKY)))
        .as("left when the worker closes")
        .isEmpty();
  }

  @Test
  void aCallbackOnlySaysWhereToLook() throws Exception {
    CarrierDialogue dialogue = dialogue(true);
    String reference = ((Bought) of(sandbox.buyLabel(parcel("k", GOOD)))).trackingNumber();
    CarrierResult told =
        dialogue
            .look(new CarrierCallback("sandbox", "evt_1", reference, ASKED))
            .result()
            .orElseThrow();
    assertThat(told.getOrderId()).isEqualTo("ord_1");
    assertThat(told.getShipmentId()).isEqualTo("shp_1");
    assertThat(told.getFacts()).extracting(ParcelFact::getStatus).containsExactly("in_transit");
    assertThat(dialogue.look(new CarrierCallback("sandbox", "e", "nothing", ASKED)).result())
        .isEmpty();
  }

  private CarrierDialogue dialogue(boolean goesOn) {
    return new CarrierDialogue(
        sandbox,
        RETRIES,
        Clock.systemUTC(),
        new Random(1),
        pause -> {
          pauses.add(pause);
          return goesOn;
        });
  }

  private static List<String> facts(Carrier carrier, String reference) throws Exception {
    return of(carrier.track(reference)).orElseThrow().facts().stream()
        .map(ParcelFact::getStatus)
        .toList();
  }
}
