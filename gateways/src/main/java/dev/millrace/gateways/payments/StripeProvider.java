package dev.millrace.gateways.payments;

import com.stripe.exception.CardException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import dev.millrace.avro.gateways.PaymentOperation;
import dev.millrace.gateways.payments.ProviderAnswer.Declined;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stripe's payment intents with manual capture. A promise of money is one intent, made in two
 * steps: created under the promise's key, which moves nothing, and confirmed.
 *
 * <p>What became of a call without an answer is read from the intent itself. An intent is confirmed
 * with success at most once, captured to its end once and cancelled once, parts that are captured
 * before carry our request ids in its metadata, and its state is always the latest; refunds are
 * listed by intent and carry our request id. Which intent it is, is remembered; else Stripe's
 * search by metadata says so; and what the search has not taken in yet, because it lags, is found
 * by creating it again under the same key: Stripe gives the first one for at least 24 hours, and if
 * there was none, an intent without a payment method has been made, which holds nobody's money.
 * That is why there are two steps: an authorisation in one could not be asked for again without
 * risking to make it, least of all by the void of an order that was given up.
 *
 * <p>A read timeout, a refused connection, too many requests and errors of Stripe's own are all
 * {@link ProviderUnavailableException}: the dialogue asks before it sends again.
 *
 * <p>Threading: any thread; each call runs on a virtual thread for as long as the configured
 * timeouts of a few HTTP requests at most.
 */
public final class StripeProvider implements PaymentProvider {

  private static final Logger LOG = LoggerFactory.getLogger(StripeProvider.class);

  /** Stripe may forget keys after 24 h. */
  private static final Duration KEY_AGE_MAX = Duration.ofHours(23);

  private final StripeMemory memory = new StripeMemory();
  private final StripeApi stripe;
  private final Clock clock;
  private final ExecutorService calls =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("stripe-", 0).factory());

  public StripeProvider(StripeConfig config, Clock clock) {
    this.stripe = new StripeApi(config, memory);
    this.clock = clock;
  }

  @Override
  public CompletableFuture<ProviderAnswer> authorize(ProviderCall call) {
    if (!StripeCurrencies.isCountedAlike(call.amount())) {
      return CompletableFuture.completedFuture(new Declined("currency_not_supported"));
    }
    return begin(() -> call.authorizationKey() == null ? confirmed(call) : authenticated(call));
  }

  @Override
  public CompletableFuture<ProviderAnswer> capture(ProviderCall call) {
    return begin(() -> captured(call));
  }

  @Override
  public CompletableFuture<ProviderAnswer> voidPayment(ProviderCall call) {
    return begin(() -> voided(call));
  }

  @Override
  public CompletableFuture<ProviderAnswer> refund(ProviderCall call) {
    return begin(() -> refunded(call));
  }

  @Override
  public CompletableFuture<ProviderFinding> find(PaymentOperation operation, ProviderCall call) {
    return begin(
        () -> {
          Optional<StripeMemory.Intent> known = intent(call);
          if (known.isEmpty()) {
            return new ProviderFinding.NeverSeen();
          }
          String id = known.get().id();
          return switch (operation) {
            case AUTHORIZE -> StripeAnswers.authorization(stripe.retrieve(id));
            case CAPTURE -> StripeAnswers.capture(stripe.retrieve(id), call);
            case VOID -> StripeAnswers.voiding(stripe.retrieve(id));
            case REFUND -> refundFinding(id, call);
            case UNKNOWN -> new ProviderFinding.NeverSeen();
          };
        });
  }

  @Override
  public String name() {
    return "stripe";
  }

  @Override
  public CompletableFuture<Optional<Sighting>> look(
      String orderId, String promiseKey, String reference) {
    return begin(() -> sighting(orderId, promiseKey, reference));
  }

  @Override
  public void close() {
    calls.shutdownNow();
  }

  private ProviderAnswer confirmed(ProviderCall call) throws StripeException {
    String id = opened(call).id();
    try {
      return known(StripeAnswers.authorization(stripe.confirm(id, call)));
    } catch (CardException e) {
      return new Declined(StripeAnswers.declineCode(e.getStripeError()));
    } catch (InvalidRequestException e) {
      ProviderFinding finding = StripeAnswers.authorization(stripe.retrieve(id));
      return finding instanceof ProviderFinding.NeverSeen
          ? new Declined(
              "payment_method".equals(e.getParam()) ? "unknown_payment_method" : refusal(e))
          : known(finding);
    }
  }

  /** The shopper has acted at the bank, and Stripe went on by itself: it is only looked at. */
  private ProviderAnswer authenticated(ProviderCall call) throws StripeException {
    ProviderFinding finding = StripeAnswers.authorization(stripe.retrieve(opened(call).id()));
    return finding instanceof ProviderFinding.NeverSeen
        ? StripeAnswers.NO_AUTHORIZATION
        : known(finding);
  }

  private ProviderAnswer captured(ProviderCall call) throws StripeException {
    Optional<StripeMemory.Intent> intent = intent(call);
    if (intent.isEmpty()) {
      return StripeAnswers.NO_AUTHORIZATION;
    }
    if (isOtherCurrency(intent.get(), call)) {
      return StripeAnswers.NOT_CAPTURABLE;
    }
    if (!call.isLast() && !stripe.takesParts()) {
      return StripeAnswers.NO_PARTS;
    }
    String id = intent.get().id();
    try {
      PaymentIntent taken = call.isLast() ? stripe.capture(id, call) : stripe.capturePart(id, call);
      return known(StripeAnswers.capture(taken, call));
    } catch (InvalidRequestException e) {
      ProviderFinding finding = StripeAnswers.capture(stripe.retrieve(id), call);
      return finding instanceof ProviderFinding.NeverSeen
          ? StripeAnswers.NOT_CAPTURABLE
          : known(finding);
    }
  }

  private ProviderAnswer voided(ProviderCall call) throws StripeException {
    Optional<StripeMemory.Intent> intent = intent(call);
    if (intent.isEmpty()) {
      return StripeAnswers.NO_AUTHORIZATION;
    }
    String id = intent.get().id();
    PaymentIntent promised = stripe.retrieve(id);
    ProviderFinding before = StripeAnswers.voiding(promised);
    if (!(before instanceof ProviderFinding.NeverSeen)) {
      return known(before);
    }
    try {
      // Also an intent that promises nothing yet: it can come to promise nothing from then on.
      PaymentIntent after =
          StripeAnswers.taken(promised) > 0 ? stripe.release(id, call) : stripe.cancel(id, call);
      return known(StripeAnswers.voiding(after));
    } catch (InvalidRequestException e) {
      ProviderFinding after = StripeAnswers.voiding(stripe.retrieve(id));
      return after instanceof ProviderFinding.NeverSeen ? StripeAnswers.NOT_VOIDABLE : known(after);
    }
  }

  private ProviderAnswer refunded(ProviderCall call) throws StripeException {
    Optional<StripeMemory.Intent> intent = intent(call);
    if (intent.isEmpty()) {
      return StripeAnswers.NO_AUTHORIZATION;
    }
    String id = intent.get().id();
    PaymentIntent taken = stripe.retrieve(id);
    if (StripeAnswers.progress(taken) == 0) {
      return StripeAnswers.NO_AUTHORIZATION;
    }
    // A refund of money that is promised and not taken would give up the promise.
    boolean isTaken = "succeeded".equals(taken.getStatus()) || StripeAnswers.taken(taken) > 0;
    if (!isTaken || isOtherCurrency(intent.get(), call)) {
      return StripeAnswers.REFUND_EXCEEDS_CAPTURED;
    }
    try {
      return StripeAnswers.refund(stripe.refund(id, call));
    } catch (InvalidRequestException e) {
      return "amount".equals(e.getParam()) || "charge_already_refunded".equals(e.getCode())
          ? StripeAnswers.REFUND_EXCEEDS_CAPTURED
          : new Declined(refusal(e));
    }
  }

  private ProviderFinding refundFinding(String intentId, ProviderCall call) throws StripeException {
    Optional<Refund> refund = stripe.findRefund(intentId, call);
    return refund.isPresent()
        ? new ProviderFinding.Known(StripeAnswers.refund(refund.get()))
        : new ProviderFinding.NeverSeen();
  }

  private Optional<Sighting> sighting(String orderId, String promiseKey, String intentId)
      throws StripeException {
    PaymentIntent intent;
    try {
      intent = stripe.retrieve(intentId);
    } catch (InvalidRequestException e) {
      LOG.warn("Stripe does not know {}: a callback of another account?", intentId);
      return Optional.empty();
    }
    return StripeAnswers.isPromise(intent, orderId, promiseKey)
            && StripeAnswers.authorization(intent) instanceof ProviderFinding.Known known
        ? Optional.of(new Sighting(known.answer(), StripeAnswers.amount(intent)))
        : Optional.empty();
  }

  /** The promise's intent, made if there is none. */
  private StripeMemory.Intent opened(ProviderCall call) throws StripeException {
    Optional<StripeMemory.Intent> remembered = memory.intent(call.promiseKey());
    if (remembered.isPresent()) {
      return remembered.get();
    }
    if (isOld(call)) {
      Optional<PaymentIntent> found = stripe.search(call.promiseKey());
      if (found.isPresent()) {
        return remember(call, found.get());
      }
    }
    return remember(call, stripe.create(call));
  }

  /** The promise's intent; none if it is certain that nothing was ever promised. */
  private Optional<StripeMemory.Intent> intent(ProviderCall call) throws StripeException {
    Optional<StripeMemory.Intent> remembered = memory.intent(call.promiseKey());
    if (remembered.isPresent()) {
      return remembered;
    }
    if (call.authorizationKey() != null || isOld(call)) {
      Optional<PaymentIntent> found = stripe.search(call.promiseKey());
      if (found.isPresent()) {
        return Optional.of(remember(call, found.get()));
      }
    }
    return isOld(call) ? Optional.empty() : Optional.of(remember(call, stripe.create(call)));
  }

  private StripeMemory.Intent remember(ProviderCall call, PaymentIntent intent) {
    return memory.remember(
        call.promiseKey(), new StripeMemory.Intent(intent.getId(), intent.getCurrency()));
  }

  private boolean isOld(ProviderCall call) {
    return call.requestedAt().plus(KEY_AGE_MAX).isBefore(clock.instant());
  }

  private static boolean isOtherCurrency(StripeMemory.Intent intent, ProviderCall call) {
    return !call.amount().currency().equalsIgnoreCase(intent.currency());
  }

  private static ProviderAnswer known(ProviderFinding finding) {
    if (finding instanceof ProviderFinding.Known known) {
      return known.answer();
    }
    throw new ProviderUnavailableException("Stripe is still at work on it");
  }

  /** Stripe's own name of a refusal that is no bank's. */
  private static String refusal(StripeException e) {
    return e.getCode() == null ? "refused_by_provider" : e.getCode();
  }

  @FunctionalInterface
  private interface Step<T> {
    T run() throws StripeException;
  }

  private <T> CompletableFuture<T> begin(Step<T> step) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return step.run();
          } catch (StripeException e) {
            throw unavailable(e);
          } catch (ProviderUnavailableException e) {
            throw e;
          } catch (RuntimeException e) {
            // The library stumbles over bodies that are no JSON, as proxies send them.
            throw new ProviderUnavailableException("Stripe's answer cannot be read", e);
          }
        },
        calls);
  }

  private static ProviderUnavailableException unavailable(StripeException e) {
    int status = e.getStatusCode() == null ? 0 : e.getStatusCode();
    if (status == 401 || status == 403) {
      LOG.error("Stripe refuses the secret key (HTTP {}, {})", status, e.getRequestId());
    } else if (e instanceof IdempotencyException) {
      LOG.warn("Stripe knows the key with another content ({})", e.getRequestId());
    }
    return new ProviderUnavailableException(
        "Stripe gave no answer: HTTP %d, %s".formatted(status, e.getCode()), e);
  }
}
