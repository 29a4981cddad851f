package dev.millrace.gateways.payments;

import dev.millrace.avro.gateways.PaymentRequest;
import dev.millrace.avro.gateways.PaymentResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/**
 * The payment worker's dialogue with the sandbox provider, request by request. What the dialogue
 * waits for takes no time of anybody: it makes the result later.
 */
public final class SimulatedPayments implements AutoCloseable {

  /** What goes wrong between worker and provider during one dialogue. */
  public enum Trouble {
    NONE,
    /** The first call does not reach the provider. */
    REQUEST_LOST,
    /** The first call is carried out, and nobody hears of it. */
    ANSWER_LOST,
    /** Nothing reaches the provider, for as long as the worker tries. */
    UNREACHABLE,
    /** The call is carried out, and then nobody can be asked. */
    SILENT
  }

  /** A call of pm_timeout never ends; a millisecond of real time is long enough to know. */
  private static final PaymentWorkerConfig.Retries RETRIES =
      new PaymentWorkerConfig.Retries(
          Duration.ofMillis(1),
          Duration.ofSeconds(20),
          30,
          Duration.ofMillis(100),
          Duration.ofSeconds(2));

  private final MovedClock clock = new MovedClock();
  private final SandboxProvider sandbox;

  public SimulatedPayments(Path journalDirectory, Instant start) {
    clock.moveTo(start);
    sandbox = new SandboxProvider(journalDirectory, clock);
  }

  /** Carries a request out from now on; the result's time says when that has ended. */
  public PaymentResult carryOut(PaymentRequest request, Trouble trouble, Instant now) {
    clock.moveTo(now);
    var dialogue =
        new ProviderDialogue(
            new UnreliableProvider(sandbox, trouble),
            RETRIES,
            clock,
            new Random(request.getRequestId().hashCode()),
            clock::pass);
    try {
      return dialogue.carryOut(request).orElseThrow();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("nobody interrupts a simulation", e);
    }
  }

  /** The provider's own books. */
  public List<SandboxCharge> charges() {
    return sandbox.charges();
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
