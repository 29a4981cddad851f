package dev.millrace.gateways.shipping;

import dev.millrace.avro.gateways.CarrierCallback;
import dev.millrace.avro.gateways.CarrierOperation;
import dev.millrace.avro.gateways.CarrierOutcome;
import dev.millrace.avro.gateways.CarrierRequest;
import dev.millrace.avro.gateways.CarrierResult;
import dev.millrace.gateways.shipping.CarrierAnswer.Bought;
import dev.millrace.gateways.work.OutsideCalls;
import dev.millrace.gateways.work.Pause;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries one request to the carrier until its outcome is known, however long that takes: an order
 * stands while its label waits. After a call without an answer the carrier is asked what became of
 * it; only what it never saw is sent again.
 *
 * <p>Threading: any thread; blocks it.
 */
final class CarrierDialogue {

  /** Callbacks are only hints, and come again: looking is given up, buying is not. */
  private static final int LOOKS_MAX = 5;

  private static final int LOUD_AFTER = 5;
  private static final Logger LOG = LoggerFactory.getLogger(CarrierDialogue.class);

  private final Carrier carrier;
  private final Clock clock;
  private final OutsideCalls calls;

  CarrierDialogue(
      Carrier carrier,
      CarrierWorkerConfig.Retries retries,
      Clock clock,
      RandomGenerator jitter,
      Pause pause) {
    this.carrier = carrier;
    this.clock = clock;
    this.calls =
        new OutsideCalls(
            new OutsideCalls.Patience(
                retries.callTimeout(), retries.backoffFirst(), retries.backoffMax()),
            jitter,
            pause);
  }

  String carrierName() {
    return carrier.name();
  }

  /** The outcome; nothing when the worker is closing. */
  Optional<CarrierResult> carryOut(CarrierRequest request) throws InterruptedException {
    Parcel parcel = parcel(request);
    boolean isNeverSeen = true;
    for (int attempt = 1; ; attempt++) {
      if (isNeverSeen) {
        Optional<CarrierAnswer> answer = calls.inTime(() -> call(request, parcel));
        if (answer.isPresent()) {
          return answer.map(one -> result(request, one));
        }
      }
      if (request.getOperation() == CarrierOperation.BUY_LABEL) {
        Optional<Optional<Bought>> found = calls.inTime(() -> carrier.find(parcel));
        if (found.isPresent() && found.get().isPresent()) {
          return found.get().map(one -> result(request, one));
        }
        isNeverSeen = found.isPresent();
      }
      if (attempt == LOUD_AFTER) {
        LOG.warn("The carrier does not answer {}; it is asked on", request.getRequestId());
      }
      if (!calls.pauseAfter(attempt)) {
        return Optional.empty();
      }
    }
  }

  /**
   * What became of looking where a callback points.
   *
   * @param finished false when the worker is closing
   */
  record Looked(boolean finished, Optional<CarrierResult> result) {}

  /** What the carrier knows of the parcel that a callback names. */
  Looked look(CarrierCallback callback) throws InterruptedException {
    for (int attempt = 1; attempt <= LOOKS_MAX; attempt++) {
      Optional<Optional<Sighting>> told =
          calls.inTime(() -> carrier.track(callback.getParcelReference()));
      if (told.isPresent()) {
        return new Looked(
            true,
            told.get().filter(seen -> !seen.facts().isEmpty()).map(seen -> result(callback, seen)));
      }
      if (!calls.pauseAfter(attempt)) {
        return new Looked(false, Optional.empty());
      }
    }
    LOG.warn("The carrier does not tell of {}", callback.getParcelReference());
    return new Looked(true, Optional.empty());
  }

  private CompletableFuture<CarrierAnswer> call(CarrierRequest request, Parcel parcel) {
    return switch (request.getOperation()) {
      case BUY_LABEL -> carrier.buyLabel(parcel);
      case VOID_LABEL ->
          carrier.voidLabel(request.getLabelRequestId() == null ? "" : request.getLabelRequestId());
      case TRACK, UNKNOWN ->
          CompletableFuture.completedFuture(new CarrierAnswer.Refused("unknown_operation"));
    };
  }

  private static Parcel parcel(CarrierRequest request) {
    return new Parcel(
        request.getRequestId(),
        request.getOrderId(),
        request.getShipmentId(),
        request.getWarehouseId(),
        request.getTo(),
        request.getShippingOptionId(),
        request.getUnits(),
        request.getRequestedAt());
  }

  private CarrierResult result(CarrierRequest request, CarrierAnswer answer) {
    CarrierResult.Builder result =
        CarrierResult.newBuilder()
            .setRequestId(request.getRequestId())
            .setOrderId(request.getOrderId())
            .setShipmentId(request.getShipmentId())
            .setOperation(request.getOperation())
            .setFacts(List.of())
            .setAt(clock.instant());
    return switch (answer) {
      case Bought label ->
          result
              .setOutcome(CarrierOutcome.SUCCEEDED)
              .setCarrier(carrier.name())
              .setService(label.rate().service())
              .setTrackingNumber(label.trackingNumber())
              .setCostMinor(label.rate().price().minorUnits())
              .setCurrency(label.rate().price().currency())
              .setEta(label.rate().eta())
              .setLabel(pdf(label))
              .build();
      case CarrierAnswer.Voided voided -> result.setOutcome(CarrierOutcome.SUCCEEDED).build();
      case CarrierAnswer.Refused refused ->
          result.setOutcome(CarrierOutcome.REFUSED).setCode(refused.code()).build();
    };
  }

  private static java.nio.@Nullable ByteBuffer pdf(Bought label) {
    return label.pdf().isEmpty() ? null : label.pdf().buffer();
  }

  private CarrierResult result(CarrierCallback callback, Sighting seen) {
    return CarrierResult.newBuilder()
        .setRequestId(callback.getEventId())
        .setOrderId(seen.orderId())
        .setShipmentId(seen.shipmentId())
        .setOperation(CarrierOperation.TRACK)
        .setOutcome(CarrierOutcome.SUCCEEDED)
        .setCarrier(carrier.name())
        .setFacts(seen.facts())
        .setAt(clock.instant())
        .build();
  }
}
