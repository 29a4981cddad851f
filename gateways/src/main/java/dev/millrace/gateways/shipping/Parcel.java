package dev.millrace.gateways.shipping;

import dev.millrace.avro.common.Address;
import java.time.Instant;

/**
 * What is to be sent.
 *
 * @param key the request's id; the carrier's idempotency key and reference
 * @param shippingOptionId how the shopper wants it sent
 * @param requestedAt when it was decided
 */
public record Parcel(
    String key,
    String orderId,
    String shipmentId,
    String warehouseId,
    Address to,
    String shippingOptionId,
    int units,
    Instant requestedAt) {}
