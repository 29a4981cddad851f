package dev.millrace.gateways.payments;

import dev.millrace.avro.gateways.PaymentCallback;
import dev.millrace.avro.gateways.PaymentOperation;
import dev.millrace.avro.gateways.PaymentOutcome;
import dev.millrace.avro.gateways.PaymentRequest;
import dev.millrace.avro.gateways.PaymentResult;
import dev.millrace.gateways.work.OutsideCalls;
import dev.millrace.gateways.work.Pause;
import dev.millrace.schemas.money.Money;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries one request to the provider until its outcome is known. After a call without an answer
 * the provider is asked what became of it; only what it never saw is sent again.
 *
 * <p>Threading: any thread; blocks it.
 */
final class ProviderDialogue {

  private static final Logger LOG = LoggerFactory.getLogger(ProviderDialogue.class);
  private static final String UNRESOLVED = "unresolved";

  private final PaymentProvider provider;
  private final PaymentWorkerConfig.Retries retries;
  private final Clock clock;
  private final OutsideCalls calls;

  ProviderDialogue(
      PaymentProvider provider,
      PaymentWorkerConfig.Retries retries,
      Clock clock,
      RandomGenerator jitter,
      Pause pause) {
    this.provider = provider;
    this.retries = retries;
    this.clock = clock;
    this.calls =
        new OutsideCalls(
            new OutsideCalls.Patience(
                retries.callTimeout(), retries.backoffFirst(), retries.backoffMax()),
            jitter,
            pause);
  }

  /** The outcome, UNRESOLVED after the bounded attempts; nothing when the worker is closing. */
  Optional<PaymentResult> carryOut(PaymentRequest request) throws InterruptedException {
    long givenUpAtMs = clock.millis() + retries.total().toMillis();
    ProviderCall call = call(request);
    boolean neverSeen = true;
    for (int attempt = 1; ; attempt++) {
      if (neverSeen) {
        Optional<ProviderAnswer> answer = answerTo(request.getOperation(), call);
        if (answer.isPresent()) {
          return answer.map(one -> result(request, one));
        }
      }
      Optional<ProviderFinding> finding =
          calls.inTime(() -> provider.find(request.getOperation(), call));
      if (finding.isPresent() && finding.get() instanceof ProviderFinding.Known known) {
        return Optional.of(result(request, known.answer()));
      }
      neverSeen = finding.isPresent() && finding.get() instanceof ProviderFinding.NeverSeen;
      if (attempt >= retries.attemptsMax() || clock.millis() >= givenUpAtMs) {
        LOG.warn("Nobody can say what became of payment request {}", request.getRequestId());
        return Optional.of(result(request, PaymentOutcome.UNRESOLVED, null, UNRESOLVED, null));
      }
      if (!calls.pauseAfter(attempt)) {
        return Optional.empty();
      }
    }
  }

  /** What its callbacks' address calls the provider. */
  String providerName() {
    return provider.name();
  }

  /**
   * How the promise stands that a callback names; no result if there is nothing to say of it, or if
   * the provider did not tell within the bounded attempts.
   */
  CallbackLook.Looked look(PaymentCallback callback) throws InterruptedException {
    long givenUpAtMs = clock.millis() + retries.total().toMillis();
    for (int attempt = 1; ; attempt++) {
      Optional<Optional<Sighting>> told =
          calls.inTime(
              () ->
                  provider.look(
                      callback.getOrderId(),
                      callback.getAuthorizationRequestId(),
                      callback.getProviderReference()));
      if (told.isPresent()) {
        return new CallbackLook.Looked(
            CallbackLook.End.TOLD, told.get().map(seen -> result(callback, seen)));
      }
      if (attempt >= retries.attemptsMax() || clock.millis() >= givenUpAtMs) {
        LOG.warn("Nobody can say how {} stands", callback.getProviderReference());
        return CallbackLook.Looked.NOT_TOLD;
      }
      if (!calls.pauseAfter(attempt)) {
        return CallbackLook.Looked.CLOSING;
      }
    }
  }

  private static ProviderCall call(PaymentRequest request) {
    return new ProviderCall(
        request.getRequestId(),
        request.getOrderId(),
        new Money(request.getAmount().getMinorUnits(), request.getAmount().getCurrency()),
        request.getPaymentMethodId(),
        request.getAuthorizationRequestId(),
        request.getRequestedAt(),
        request.getIsLast());
  }

  private Optional<ProviderAnswer> answerTo(PaymentOperation operation, ProviderCall call)
      throws InterruptedException {
    return calls.inTime(
        () ->
            switch (operation) {
              case AUTHORIZE -> provider.authorize(call);
              case CAPTURE -> provider.capture(call);
              case VOID -> provider.voidPayment(call);
              case REFUND -> provider.refund(call);
              case UNKNOWN ->
                  CompletableFuture.completedFuture(
                      new ProviderAnswer.Declined("unknown_operation"));
            });
  }

  /** The answer as if the request that began the promise had been sent again. */
  private PaymentResult result(PaymentCallback callback, Sighting seen) {
    return result(
        new PaymentRequest(
            callback.getAuthorizationRequestId(),
            callback.getOrderId(),
            PaymentOperation.AUTHORIZE,
            new dev.millrace.avro.common.Money(
                seen.amount().minorUnits(), seen.amount().currency()),
            "",
            null,
            callback.getReceivedAt(),
            true),
        seen.answer());
  }

  private PaymentResult result(PaymentRequest request, ProviderAnswer answer) {
    return switch (answer) {
      case ProviderAnswer.Succeeded a ->
          result(request, PaymentOutcome.SUCCEEDED, a.reference(), null, null);
      case ProviderAnswer.Declined a ->
          result(request, PaymentOutcome.DECLINED, null, a.code(), null);
      case ProviderAnswer.ActionRequired a ->
          result(request, PaymentOutcome.ACTION_REQUIRED, a.reference(), null, a.url());
      case ProviderAnswer.Pending a ->
          result(request, PaymentOutcome.PENDING, a.reference(), null, null);
    };
  }

  private PaymentResult result(
      PaymentRequest request,
      PaymentOutcome outcome,
      @org.jspecify.annotations.Nullable String reference,
      @org.jspecify.annotations.Nullable String code,
      @org.jspecify.annotations.Nullable String actionUrl) {
    return new PaymentResult(
        request.getRequestId(),
        request.getOrderId(),
        request.getOperation(),
        outcome,
        request.getAmount(),
        reference,
        code,
        actionUrl,
        clock.instant());
  }
}
