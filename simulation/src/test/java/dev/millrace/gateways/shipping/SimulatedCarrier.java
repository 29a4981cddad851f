package dev.millrace.gateways.shipping;

import dev.millrace.avro.gateways.CarrierCallback;
import dev.millrace.avro.gateways.CarrierRequest;
import dev.millrace.avro.gateways.CarrierResult;
import dev.millrace.gateways.payments.MovedClock;
import dev.millrace.gateways.payments.SimulatedPayments.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * The carrier worker's dialogue with the sandbox carrier, request by request. What the dialogue
 * waits for takes no time of anybody: it makes the result later.
 */
public final class SimulatedCarrier implements AutoCloseable {

  /** How long each step of a parcel takes. */
  public static final Duration PACE = Duration.ofMinutes(1);

  /** How long nobody answers when nobody does: longer than any deadline of an order. */
  public static final Duration OUTAGE = Duration.ofMinutes(20);

  /** A call of a silent address never ends; a millisecond of real time is long enough to know. */
  private static final CarrierWorkerConfig.Retries RETRIES =
      new CarrierWorkerConfig.Retries(
          Duration.ofMillis(1), Duration.ofMillis(250), Duration.ofMinutes(1));

  private final MovedClock clock = new MovedClock();
  private final SandboxCarrier sandbox = new SandboxCarrier(clock, PACE);
  private final SoldLabels labels = new SoldLabels();

  /** Carries a request out from now on; the result's time says when that has ended. */
  public CarrierResult carryOut(CarrierRequest request, Trouble trouble, Instant now) {
    CarrierDialogue dialogue = dialogue(trouble, now, request.getRequestId());
    try {
      return dialogue.carryOut(request).orElseThrow();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Looks where a callback points; nothing if there is nothing to tell, or nobody who does. */
  public Optional<CarrierResult> look(CarrierCallback callback, Trouble trouble, Instant now) {
    CarrierDialogue dialogue = dialogue(trouble, now, callback.getEventId());
    try {
      return dialogue.look(callback).result();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** The carrier's own books of an order: every label that it ever sold. */
  public List<SoldLabels.Label> labels(String orderId) {
    return labels.of(orderId);
  }

  @Override
  public void close() {
    sandbox.close();
  }

  private CarrierDialogue dialogue(Trouble trouble, Instant now, String about) {
    clock.moveTo(now);
    return new CarrierDialogue(
        new UnreliableCarrier(sandbox, labels, trouble, clock, now.plus(OUTAGE)),
        RETRIES,
        clock,
        new Random(about.hashCode()),
        clock::pass);
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("nobody interrupts a simulation", e);
  }
}
