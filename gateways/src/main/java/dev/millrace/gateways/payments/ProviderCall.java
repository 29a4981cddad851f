package dev.millrace.gateways.payments;

import dev.millrace.schemas.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something a provider is asked to do.
 *
 * @param idempotencyKey the same key always means the same request
 * @param orderId whose money it is; providers show it to the merchant and name it in callbacks
 * @param amount of this step: a capture may take less than was promised, a refund give back less
 *     than was taken
 * @param authorizationKey key of the call that asked for the promise: for captures, voids, refunds,
 *     and for authorisations that confirm an earlier one; null for an authorisation's first call
 * @param requestedAt when it was decided; tells what a provider may have forgotten
 * @param isLast of a capture: whether what is left of the promise is released
 */
public record ProviderCall(
    String idempotencyKey,
    String orderId,
    Money amount,
    String paymentMethodId,
    @Nullable String authorizationKey,
    Instant requestedAt,
    boolean isLast) {

  /** One that is no part of several. */
  public ProviderCall(
      String idempotencyKey,
      String orderId,
      Money amount,
      String paymentMethodId,
      @Nullable String authorizationKey,
      Instant requestedAt) {
    this(idempotencyKey, orderId, amount, paymentMethodId, authorizationKey, requestedAt, true);
  }

  /** The key of the call that began the promise, which may be this one. */
  public String promiseKey() {
    return authorizationKey == null ? idempotencyKey : authorizationKey;
  }
}
