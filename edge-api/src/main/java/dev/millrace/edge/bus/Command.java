package dev.millrace.edge.bus;

import dev.millrace.schemas.topics.Topic;
import org.apache.avro.specific.SpecificRecord;

/**
 * A command on its way to the one writer of its aggregate.
 *
 * @param key the aggregate's id
 * @param commandId the id inside the value, by which the reply is known
 */
public record Command<V extends SpecificRecord>(
    Topic<V> topic, String key, String commandId, V value, String traceparent) {}
