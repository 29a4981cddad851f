package dev.millrace.gateways.payments;

import com.stripe.Stripe;
import com.stripe.StripeClient;
import com.stripe.exception.ApiException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.net.RequestOptions;
import com.stripe.param.PaymentIntentCancelParams;
import com.stripe.param.PaymentIntentCaptureParams;
import com.stripe.param.PaymentIntentConfirmParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentSearchParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.RefundListParams;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The few requests of Stripe's API that payments need, each one HTTP request. Nothing is repeated
 * here: {@link ProviderDialogue} owns that.
 *
 * <p>Threading: any thread; blocks it.
 */
final class StripeApi {

  /** Refunds of one payment that are looked through; orders have far fewer lines. */
  private static final long REFUNDS_MAX = 100;

  private static final long HITS_MAX = 10;

  static {
    // It would write a file into the user's home and tell Stripe how long our requests took.
    Stripe.enableTelemetry = false;
  }

  private final StripeClient client;
  private final Optional<String> returnUrl;
  private final boolean multicapture;
  private final StripeMemory memory;

  StripeApi(StripeConfig config, StripeMemory memory) {
    this.memory = memory;
    returnUrl = config.returnUrl();
    multicapture = config.multicapture();
    client =
        StripeClient.builder()
            .setApiKey(config.secretKey())
            .setApiBase(config.baseUrl())
            .setConnectTimeout(Math.toIntExact(config.connectTimeout().toMillis()))
            .setReadTimeout(Math.toIntExact(config.readTimeout().toMillis()))
            .setMaxNetworkRetries(0)
            .build();
  }

  /** An intent that promises nothing yet. The same key gives the same one for at least 24 h. */
  PaymentIntent create(ProviderCall call) throws StripeException {
    var params =
        PaymentIntentCreateParams.builder()
            .setAmount(call.amount().minorUnits())
            .setCurrency(call.amount().currency().toLowerCase(Locale.ROOT))
            .setCaptureMethod(PaymentIntentCreateParams.CaptureMethod.MANUAL)
            .addPaymentMethodType("card")
            .putMetadata(StripeAnswers.ORDER_ID, call.orderId())
            .putMetadata(StripeAnswers.REQUEST_ID, call.promiseKey());
    if (multicapture) {
      params.setPaymentMethodOptions(
          PaymentIntentCreateParams.PaymentMethodOptions.builder()
              .setCard(
                  PaymentIntentCreateParams.PaymentMethodOptions.Card.builder()
                      .setRequestMulticapture(
                          PaymentIntentCreateParams.PaymentMethodOptions.Card.RequestMulticapture
                              .IF_AVAILABLE)
                      .build())
              .build());
    }
    return guarded(
        call.promiseKey(), options -> client.v1().paymentIntents().create(params.build(), options));
  }

  PaymentIntent retrieve(String intentId) throws StripeException {
    return client.v1().paymentIntents().retrieve(intentId);
  }

  /**
   * The intent of a promise among those that Stripe's search has taken in, which may be a minute
   * old.
   */
  Optional<PaymentIntent> search(String promiseKey) throws StripeException {
    String quoted = promiseKey.replace("\\", "\\\\").replace("'", "\\'");
    List<PaymentIntent> hits =
        client
            .v1()
            .paymentIntents()
            .search(
                PaymentIntentSearchParams.builder()
                    .setQuery("metadata['%s']:'%s'".formatted(StripeAnswers.REQUEST_ID, quoted))
                    .setLimit(HITS_MAX)
                    .build())
            .getData();
    // More than one only if Stripe failed while it made the first: what counts is how far each
    // came.
    return hits.stream().max(Comparator.comparingInt(StripeAnswers::progress));
  }

  PaymentIntent confirm(String intentId, ProviderCall call) throws StripeException {
    var params = PaymentIntentConfirmParams.builder().setPaymentMethod(call.paymentMethodId());
    returnUrl.ifPresent(params::setReturnUrl);
    return guarded(
        call.idempotencyKey() + ":confirm",
        options -> client.v1().paymentIntents().confirm(intentId, params.build(), options));
  }

  PaymentIntent capture(String intentId, ProviderCall call) throws StripeException {
    var params =
        PaymentIntentCaptureParams.builder()
            .setAmountToCapture(call.amount().minorUnits())
            .setMetadata(Map.of(StripeAnswers.CAPTURE_REQUEST_ID, call.idempotencyKey()))
            .build();
    return guarded(
        call.idempotencyKey(),
        options -> client.v1().paymentIntents().capture(intentId, params, options));
  }

  /**
   * A part that is not the last: the rest stays promised. Always under the same key: nothing but
   * the key keeps Stripe from taking a part twice.
   */
  PaymentIntent capturePart(String intentId, ProviderCall call) throws StripeException {
    var params =
        PaymentIntentCaptureParams.builder()
            .setAmountToCapture(call.amount().minorUnits())
            .setFinalCapture(false)
            .setMetadata(
                Map.of(StripeAnswers.partName(call.idempotencyKey()), call.idempotencyKey()))
            .build();
    return client.v1().paymentIntents().capture(intentId, params, under(call.idempotencyKey()));
  }

  /** Gives back what is left of a promise of which a part is taken. */
  PaymentIntent release(String intentId, ProviderCall call) throws StripeException {
    var params =
        PaymentIntentCaptureParams.builder().setAmountToCapture(0L).setFinalCapture(true).build();
    return guarded(
        call.idempotencyKey(),
        options -> client.v1().paymentIntents().capture(intentId, params, options));
  }

  /** Whether the account may take a promise in parts. */
  boolean takesParts() {
    return multicapture;
  }

  PaymentIntent cancel(String intentId, ProviderCall call) throws StripeException {
    var params = PaymentIntentCancelParams.builder().build();
    return guarded(
        call.idempotencyKey(),
        options -> client.v1().paymentIntents().cancel(intentId, params, options));
  }

  /** Always under the same key: nothing but the key keeps Stripe from giving money back twice. */
  Refund refund(String intentId, ProviderCall call) throws StripeException {
    return client
        .v1()
        .refunds()
        .create(
            RefundCreateParams.builder()
                .setPaymentIntent(intentId)
                .setAmount(call.amount().minorUnits())
                .putMetadata(StripeAnswers.REQUEST_ID, call.idempotencyKey())
                .build(),
            under(call.idempotencyKey()));
  }

  Optional<Refund> findRefund(String intentId, ProviderCall call) throws StripeException {
    return client
        .v1()
        .refunds()
        .list(RefundListParams.builder().setPaymentIntent(intentId).setLimit(REFUNDS_MAX).build())
        .getData()
        .stream()
        .filter(refund -> StripeAnswers.isRefundOf(refund, call))
        .findFirst();
  }

  @FunctionalInterface
  private interface Request<T> {
    T send(RequestOptions options) throws StripeException;
  }

  /**
   * Stripe gives an answer again under its key, also its own internal error. After one of those the
   * next sending has another key: what such a step may do twice is ruled out by the intent's state,
   * which allows one confirmation to succeed, one capture and one cancellation.
   */
  private <T> T guarded(String key, Request<T> request) throws StripeException {
    int failures = memory.failures(key);
    try {
      return request.send(under(failures == 0 ? key : key + ":again:" + failures));
    } catch (ApiException e) {
      if (e.getStatusCode() != null && e.getStatusCode() >= 500) {
        memory.failed(key);
      }
      throw e;
    }
  }

  private static RequestOptions under(String key) {
    return RequestOptions.builder().setIdempotencyKey(key).build();
  }
}
