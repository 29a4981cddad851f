package dev.millrace.pricing;

import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.pricing.OfferEvent;
import dev.millrace.avro.pricing.Offers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one offer command led to.
 *
 * @param changed the SKU's offers after the events; null when there are none
 * @param reply null when nobody waits
 */
record OfferOutcome(List<OfferEvent> events, @Nullable Offers changed, @Nullable Reply reply) {}
