package dev.millrace.gateways.payments;

import dev.millrace.avro.gateways.PaymentOperation;
import dev.millrace.gateways.payments.ProviderAnswer.ActionRequired;
import dev.millrace.gateways.payments.ProviderAnswer.Declined;
import dev.millrace.gateways.payments.ProviderAnswer.Pending;
import dev.millrace.gateways.payments.ProviderAnswer.Succeeded;
import dev.millrace.schemas.money.Money;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A provider without money: the payment method says how it answers. Remembers every answer under
 * its key across restarts and crashes, so that money moves once however often a call comes.
 */
public final class SandboxProvider implements PaymentProvider {

  /** Answers kept in memory; the oldest go first. */
  private static final int ANSWERS_MAX = 500_000;

  private static final Duration ANSWER_AGE = Duration.ofDays(30);
  private static final Duration SLOW = Duration.ofSeconds(3);
  private static final int FLAKY_FAILURES = 2;

  private static final String PAYER_REFUSES = "-refuses";
  private static final String PAYER_DECLINED = "payer_declined";

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, ProviderAnswer> answers = new LinkedHashMap<>();
  private final Map<String, SandboxCharge> charges = new LinkedHashMap<>();
  private final Map<String, CompletableFuture<ProviderAnswer>> pending = new HashMap<>();
  private final Map<String, Integer> failures = new HashMap<>();

  /** Promises that wait, or waited, for a payer who confirms later. */
  private final Map<String, SandboxJournal.Fact> payers = new LinkedHashMap<>();

  private final SandboxJournal journal;
  private final Clock clock;
  private final ScheduledExecutorService later =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("sandbox-provider").daemon(true).factory());

  /** Continues what the directory's journal says. */
  public SandboxProvider(Path directory, Clock clock) {
    this.clock = clock;
    journal = SandboxJournal.open(directory, clock.instant().minus(ANSWER_AGE));
    journal.loaded().forEach(this::remember);
  }

  @Override
  public CompletableFuture<ProviderAnswer> authorize(ProviderCall call) {
    return switch (call.paymentMethodId()) {
      case "pm_timeout" -> {
        answer(PaymentOperation.AUTHORIZE, call, done(call));
        // The money has moved, and nobody is ever told.
        yield new CompletableFuture<>();
      }
      case "pm_flaky" ->
          failsFirst(call) ? unavailable() : now(PaymentOperation.AUTHORIZE, call, done(call));
      case "pm_slow" -> slowly(call);
      case "pm_card_visa", "pm_cod" -> now(PaymentOperation.AUTHORIZE, call, done(call));
      case "pm_card_chargeDeclined" -> decline(call, "card_declined");
      case "pm_card_chargeDeclinedInsufficientFunds" -> decline(call, "insufficient_funds");
      case "pm_card_authenticationRequired" ->
          now(
              PaymentOperation.AUTHORIZE,
              call,
              call.authorizationKey() == null
                  ? new ActionRequired(
                      "https://sandbox.invalid/authenticate/" + call.idempotencyKey(),
                      reference(call))
                  : done(call));
      default ->
          confirmsLater(call.paymentMethodId())
              ? now(
                  PaymentOperation.AUTHORIZE,
                  call,
                  call.authorizationKey() == null
                      ? pendingOf(call)
                      : saidOf(call.promiseKey(), done(call)))
              : decline(call, "unknown_payment_method");
    };
  }

  /** Payers of these methods confirm in an app of their own. */
  private static boolean confirmsLater(String paymentMethodId) {
    return paymentMethodId.startsWith("pm_upi_") || paymentMethodId.startsWith("pm_wallet_");
  }

  private static ProviderAnswer pendingOf(ProviderCall call) {
    boolean refuses = call.paymentMethodId().endsWith("_declined");
    return new Pending(reference(call) + (refuses ? PAYER_REFUSES : ""));
  }

  /** What the payer of a promise has said by the time that somebody asks. */
  private ProviderAnswer saidOf(String promiseKey, ProviderAnswer promised) {
    lock.lock();
    try {
      SandboxJournal.Fact asked = payers.get(promiseKey);
      return asked == null || asked.detail().endsWith(PAYER_REFUSES)
          ? new Declined(PAYER_DECLINED)
          : promised;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public CompletableFuture<ProviderAnswer> capture(ProviderCall call) {
    return settle(PaymentOperation.CAPTURE, call);
  }

  @Override
  public CompletableFuture<ProviderAnswer> voidPayment(ProviderCall call) {
    return settle(PaymentOperation.VOID, call);
  }

  @Override
  public CompletableFuture<ProviderAnswer> refund(ProviderCall call) {
    return settle(PaymentOperation.REFUND, call);
  }

  @Override
  public CompletableFuture<ProviderFinding> find(PaymentOperation operation, ProviderCall call) {
    lock.lock();
    try {
      ProviderAnswer answer = answers.get(call.idempotencyKey());
      ProviderFinding finding =
          answer != null
              ? new ProviderFinding.Known(answer)
              : pending.containsKey(call.idempotencyKey())
                  ? new ProviderFinding.Pending()
                  : new ProviderFinding.NeverSeen();
      return CompletableFuture.completedFuture(finding);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String name() {
    return "sandbox";
  }

  @Override
  public CompletableFuture<Optional<Sighting>> look(
      String orderId, String promiseKey, String reference) {
    lock.lock();
    try {
      Optional<Sighting> refused = payerRefused(orderId, promiseKey);
      return CompletableFuture.completedFuture(
          refused.isPresent()
              ? refused
              : Optional.ofNullable(charges.get(promiseKey))
                  .filter(charge -> charge.authorizedMinor() > 0)
                  .map(
                      charge ->
                          new Sighting(
                              charge.voided()
                                  ? new Declined("voided")
                                  : new Succeeded("sandbox-" + promiseKey),
                              new Money(charge.authorizedMinor(), charge.currency()))));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Whoever looks because of a callback finds that the payer has acted: a promise that waited for
   * one is made now, or refused.
   */
  private Optional<Sighting> payerRefused(String orderId, String promiseKey) {
    SandboxJournal.Fact asked = payers.get(promiseKey);
    SandboxCharge charge = charges.get(promiseKey);
    if (asked == null || (charge != null && charge.authorizedMinor() > 0)) {
      return Optional.empty();
    }
    var call =
        new ProviderCall(
            promiseKey + ":payer",
            orderId,
            new Money(asked.amountMinor(), asked.currency()),
            "",
            promiseKey,
            asked.at());
    ProviderAnswer said = answer(PaymentOperation.AUTHORIZE, call, saidOf(promiseKey, done(call)));
    return said instanceof Declined
        ? Optional.of(new Sighting(said, call.amount()))
        : Optional.empty();
  }

  /** Every promise of money and what became of it, for audits. */
  public List<SandboxCharge> charges() {
    lock.lock();
    try {
      return List.copyOf(charges.values());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    later.shutdownNow();
    lock.lock();
    try {
      journal.close();
    } finally {
      lock.unlock();
    }
  }

  private CompletableFuture<ProviderAnswer> decline(ProviderCall call, String code) {
    return now(PaymentOperation.AUTHORIZE, call, new Declined(code));
  }

  private CompletableFuture<ProviderAnswer> now(
      PaymentOperation operation, ProviderCall call, ProviderAnswer wanted) {
    return CompletableFuture.completedFuture(answer(operation, call, wanted));
  }

  private CompletableFuture<ProviderAnswer> slowly(ProviderCall call) {
    lock.lock();
    try {
      ProviderAnswer before = answers.get(call.idempotencyKey());
      if (before != null) {
        return CompletableFuture.completedFuture(before);
      }
      CompletableFuture<ProviderAnswer> under = pending.get(call.idempotencyKey());
      if (under != null) {
        return under;
      }
      var answered = new CompletableFuture<ProviderAnswer>();
      pending.put(call.idempotencyKey(), answered);
      var unused =
          later.schedule(
              () -> {
                answered.complete(answer(PaymentOperation.AUTHORIZE, call, done(call)));
              },
              SLOW.toMillis(),
              TimeUnit.MILLISECONDS);
      return answered;
    } finally {
      lock.unlock();
    }
  }

  private boolean failsFirst(ProviderCall call) {
    lock.lock();
    try {
      if (answers.containsKey(call.idempotencyKey())) {
        return false;
      }
      int failed = failures.merge(call.idempotencyKey(), 1, Integer::sum);
      if (failed > FLAKY_FAILURES) {
        failures.remove(call.idempotencyKey());
        return false;
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private static CompletableFuture<ProviderAnswer> unavailable() {
    return CompletableFuture.failedFuture(
        new ProviderUnavailableException("the sandbox provider is having a bad moment"));
  }

  private CompletableFuture<ProviderAnswer> settle(PaymentOperation operation, ProviderCall call) {
    lock.lock();
    try {
      return now(operation, call, settled(operation, call));
    } finally {
      lock.unlock();
    }
  }

  private ProviderAnswer settled(PaymentOperation operation, ProviderCall call) {
    SandboxCharge charge = charges.get(call.promiseKey());
    if (charge == null || charge.authorizedMinor() == 0) {
      return new Declined("no_authorization");
    }
    long amountMinor = call.amount().minorUnits();
    boolean sameCurrency = charge.currency().equals(call.amount().currency());
    return switch (operation) {
      case CAPTURE ->
          sameCurrency
                  && !charge.voided()
                  && !charge.ended()
                  && amountMinor > 0
                  && amountMinor <= charge.authorizedMinor() - charge.capturedMinor()
              ? call.isLast()
                  ? done(call)
                  : new Succeeded(SandboxCharge.PART + call.idempotencyKey())
              : new Declined("not_capturable");
      case VOID ->
          charge.voided() || charge.ended() || charge.capturedMinor() >= charge.authorizedMinor()
              ? new Declined("not_voidable")
              : done(call);
      case REFUND ->
          sameCurrency
                  && amountMinor > 0
                  && amountMinor <= charge.capturedMinor() - charge.refundedMinor()
              ? done(call)
              : new Declined("refund_exceeds_captured");
      case AUTHORIZE, UNKNOWN -> new Declined("unknown_operation");
    };
  }

  /** The first answer of a key, or this one, which is written down before anybody hears it. */
  private ProviderAnswer answer(
      PaymentOperation operation, ProviderCall call, ProviderAnswer wanted) {
    lock.lock();
    try {
      ProviderAnswer before = answers.get(call.idempotencyKey());
      if (before != null) {
        return before;
      }
      ProviderAnswer answer =
          operation == PaymentOperation.AUTHORIZE ? unlessVoided(call, wanted) : wanted;
      var fact =
          new SandboxJournal.Fact(
              clock.instant(),
              operation,
              call.idempotencyKey(),
              call.promiseKey(),
              call.amount().minorUnits(),
              call.amount().currency(),
              nameOf(answer),
              detailOf(answer));
      journal.append(fact);
      remember(fact);
      return answer;
    } finally {
      lock.unlock();
    }
  }

  /** A promise that was voided before it was made is not made any more. */
  private ProviderAnswer unlessVoided(ProviderCall call, ProviderAnswer wanted) {
    SandboxCharge charge = charges.get(call.promiseKey());
    return charge != null && charge.voided() ? new Declined("voided") : wanted;
  }

  private void remember(SandboxJournal.Fact fact) {
    answers.put(fact.key(), answerOf(fact));
    pending.remove(fact.key());
    if (fact.answer().equals("PENDING")) {
      payers.put(fact.authorizationKey(), fact);
    }
    charges.compute(
        fact.authorizationKey(), (key, charge) -> SandboxCharge.after(key, charge, fact));
    List.of(payers, answers, charges).forEach(SandboxProvider::forgetOldest);
  }

  private static void forgetOldest(Map<String, ?> remembered) {
    if (remembered.size() > ANSWERS_MAX) {
      Iterator<String> oldest = remembered.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  private static ProviderAnswer done(ProviderCall call) {
    return new Succeeded(reference(call));
  }

  private static String reference(ProviderCall call) {
    return "sandbox-" + call.idempotencyKey();
  }

  private static String nameOf(ProviderAnswer answer) {
    return switch (answer) {
      case Succeeded a -> "SUCCEEDED";
      case Declined a -> "DECLINED";
      case ActionRequired a -> "ACTION_REQUIRED";
      case Pending a -> "PENDING";
    };
  }

  private static String detailOf(ProviderAnswer answer) {
    return switch (answer) {
      case Succeeded a -> a.reference();
      case Declined a -> a.code();
      case ActionRequired a -> a.reference();
      case Pending a -> a.reference();
    };
  }

  private static ProviderAnswer answerOf(SandboxJournal.Fact fact) {
    return switch (fact.answer()) {
      case "SUCCEEDED" -> new Succeeded(fact.detail());
      case "ACTION_REQUIRED" ->
          new ActionRequired("https://sandbox.invalid/authenticate/" + fact.key(), fact.detail());
      case "PENDING" -> new Pending(fact.detail());
      default -> new Declined(fact.detail());
    };
  }
}
