package dev.millrace.testkit;

import dev.millrace.schemas.topics.Topic;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;

/**
 * A record on its way from one process to another.
 *
 * @param at the record's timestamp: when its sender decided it, whenever it arrives
 */
public record Sent<V extends SpecificRecord>(
    Topic<V> topic, String key, V value, Headers headers, Instant at) {}
