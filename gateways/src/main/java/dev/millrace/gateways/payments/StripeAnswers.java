package dev.millrace.gateways.payments;

import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.model.StripeError;
import dev.millrace.gateways.payments.ProviderAnswer.ActionRequired;
import dev.millrace.gateways.payments.ProviderAnswer.Declined;
import dev.millrace.gateways.payments.ProviderAnswer.Succeeded;
import dev.millrace.gateways.payments.ProviderFinding.Known;
import dev.millrace.gateways.payments.ProviderFinding.NeverSeen;
import dev.millrace.gateways.payments.ProviderFinding.Pending;
import dev.millrace.schemas.money.Money;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the states of Stripe's objects say of our requests. Pure. */
final class StripeAnswers {

  /** Metadata of an intent: the order, and the request that began the promise. */
  static final String ORDER_ID = "order_id";

  static final String REQUEST_ID = "request_id";

  /** Metadata of an intent that was captured: the request that did. */
  static final String CAPTURE_REQUEST_ID = "capture_request_id";

  static final Declined NO_AUTHORIZATION = new Declined("no_authorization");
  static final Declined NOT_CAPTURABLE = new Declined("not_capturable");
  static final Declined NO_PARTS = new Declined("partial_capture_unavailable");
  static final Declined NOT_VOIDABLE = new Declined("not_voidable");
  static final Declined REFUND_EXCEEDS_CAPTURED = new Declined("refund_exceeds_captured");

  private static final String CARD_DECLINED = "card_declined";

  /**
   * Reasons that a shopper can act on. All others are {@code card_declined}: banks ask not to tell
   * a thief why.
   */
  private static final Set<String> TOLD =
      Set.of(
          "insufficient_funds",
          "expired_card",
          "incorrect_cvc",
          "incorrect_number",
          "card_not_supported",
          "currency_not_supported",
          "authentication_required",
          "processing_error");

  private StripeAnswers() {}

  static ProviderFinding authorization(PaymentIntent intent) {
    return switch (intent.getStatus()) {
      case "requires_capture", "succeeded" -> new Known(new Succeeded(intent.getId()));
      case "requires_action" -> new Known(actionRequired(intent));
      case "canceled" -> new Known(new Declined("voided"));
      case "requires_payment_method", "requires_confirmation" ->
          intent.getLastPaymentError() == null
              ? new NeverSeen()
              : new Known(new Declined(declineCode(intent.getLastPaymentError())));
      default -> new Pending();
    };
  }

  /**
   * A capture names its request in the intent; one of another request, or of somebody in Stripe's
   * dashboard, is not ours.
   */
  static ProviderFinding capture(PaymentIntent intent, ProviderCall call) {
    String part = metadata(intent.getMetadata(), partName(call.idempotencyKey()));
    if (call.idempotencyKey().equals(part)) {
      return new Known(new Succeeded(intent.getId()));
    }
    return switch (intent.getStatus()) {
      case "requires_capture" -> new NeverSeen();
      case "succeeded" ->
          new Known(
              call.idempotencyKey().equals(metadata(intent.getMetadata(), CAPTURE_REQUEST_ID))
                  ? new Succeeded(intent.getId())
                  : NOT_CAPTURABLE);
      case "canceled" -> new Known(NOT_CAPTURABLE);
      case "processing" -> new Pending();
      default -> new Known(NO_AUTHORIZATION);
    };
  }

  /** Whoever cancelled the intent: nobody holds the shopper's money, and nobody can any more. */
  static ProviderFinding voiding(PaymentIntent intent) {
    return switch (intent.getStatus()) {
      case "canceled" ->
          new Known(wasPromised(intent) ? new Succeeded(intent.getId()) : NO_AUTHORIZATION);
      // Parts were taken and no last one: what was left went back, whoever let it go.
      case "succeeded" ->
          new Known(
              metadata(intent.getMetadata(), CAPTURE_REQUEST_ID) == null
                      && taken(intent) > 0
                      && taken(intent) < intent.getAmount()
                  ? new Succeeded(intent.getId())
                  : NOT_VOIDABLE);
      case "processing" -> new Pending();
      default -> new NeverSeen();
    };
  }

  static ProviderAnswer refund(Refund refund) {
    String status = refund.getStatus();
    // A pending refund is on its way to the shopper's bank: Stripe has taken it on.
    return "failed".equals(status) || "canceled".equals(status)
        ? new Declined("refund_failed")
        : new Succeeded(refund.getId());
  }

  static boolean isRefundOf(Refund refund, ProviderCall call) {
    return call.idempotencyKey().equals(metadata(refund.getMetadata(), REQUEST_ID));
  }

  /** What Stripe has taken of the promise. */
  static long taken(PaymentIntent intent) {
    Long received = intent.getAmountReceived();
    return received == null ? 0 : received;
  }

  /** Metadata of an intent of which a part was captured; Stripe allows 40 characters. */
  static String partName(String requestId) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(requestId.getBytes(StandardCharsets.UTF_8));
      return "part_" + HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static ActionRequired actionRequired(PaymentIntent intent) {
    PaymentIntent.NextAction next = intent.getNextAction();
    String url =
        next == null || next.getRedirectToUrl() == null ? null : next.getRedirectToUrl().getUrl();
    return new ActionRequired(url, intent.getId());
  }

  static String declineCode(@Nullable StripeError error) {
    if (error == null) {
      return CARD_DECLINED;
    }
    String code = error.getDeclineCode() == null ? error.getCode() : error.getDeclineCode();
    if ("payment_intent_authentication_failure".equals(code)) {
      return "authentication_failed";
    }
    return code != null && TOLD.contains(code) ? code : CARD_DECLINED;
  }

  static boolean isPromise(PaymentIntent intent, String orderId, String promiseKey) {
    return orderId.equals(metadata(intent.getMetadata(), ORDER_ID))
        && promiseKey.equals(metadata(intent.getMetadata(), REQUEST_ID));
  }

  static Money amount(PaymentIntent intent) {
    return new Money(intent.getAmount(), intent.getCurrency().toUpperCase(Locale.ROOT));
  }

  /** The more, the nearer an intent has come to money. */
  static int progress(PaymentIntent intent) {
    if (intent.getLatestCharge() != null) {
      return 2;
    }
    return "requires_action".equals(intent.getStatus()) ? 1 : 0;
  }

  static @Nullable String metadata(@Nullable Map<String, String> metadata, String name) {
    return metadata == null ? null : metadata.get(name);
  }

  /** A charge that did not fail: the bank had promised the money before it was given back. */
  private static boolean wasPromised(PaymentIntent intent) {
    return intent.getLatestCharge() != null && intent.getLastPaymentError() == null;
  }
}
