package dev.millrace.pricing;

import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.pricing.QuoteEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one quote command led to.
 *
 * @param reply null when nobody waits
 */
record QuoteOutcome(List<QuoteEvent> events, @Nullable Reply reply) {}
