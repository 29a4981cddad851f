package dev.millrace.inventory.stock;

/**
 * Somebody's wish to be told, once, when a seller's SKU can be bought again.
 *
 * @param watchId made by the client
 */
public record Watch(String watchId, String sellerId, String customerId) {}
