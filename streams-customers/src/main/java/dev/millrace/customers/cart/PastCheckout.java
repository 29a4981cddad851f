package dev.millrace.customers.cart;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A checkout of the cart that was confirmed.
 *
 * @param commandId the command that placed the order
 * @param at when the cart heard of it; null in carts of earlier versions
 */
public record PastCheckout(String commandId, String orderId, @Nullable Instant at) {}
