package dev.millrace.customers;

import dev.millrace.avro.customers.CartEvent;
import dev.millrace.avro.edge.Reply;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one cart command led to.
 *
 * @param reply null when nobody waits
 */
record CartOutcome(List<CartEvent> events, @Nullable Reply reply) {}
