package dev.millrace.gateways.payments;

import dev.millrace.schemas.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * Something a provider is asked to do.
 *
 * @param idempotencyKey the same key always means the same request
 * @param authorizationKey key of the call that asked for the promise: for captures, voids, refunds,
 *     and for authorisations that confirm an earlier one; null for an authorisation's first call
 */
public record ProviderCall(
    String idempotencyKey,
    Money amount,
    String paymentMethodId,
    @Nullable String authorizationKey) {}
