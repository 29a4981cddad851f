package dev.millrace.customers.cart;

/**
 * A checkout of the cart that was confirmed.
 *
 * @param commandId the command that placed the order
 */
public record PastCheckout(String commandId, String orderId) {}
