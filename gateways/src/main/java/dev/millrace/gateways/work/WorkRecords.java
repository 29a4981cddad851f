package dev.millrace.gateways.work;

import dev.millrace.kit.process.MessageHeaders;
import dev.millrace.schemas.topics.Topic;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;

/** Records as a worker reads and writes them. */
public final class WorkRecords {

  private WorkRecords() {}

  /**
   * What a record says.
   *
   * @throws SerializationException if it says nothing, or cannot be read
   */
  public static <V extends SpecificRecord> V read(
      Topic<V> topic, ConsumerRecord<String, byte[]> record) {
    V value = topic.valueSerde().deserializer().deserialize(record.topic(), record.value());
    if (value == null) {
      throw new SerializationException("expected a " + topic.type().getSimpleName());
    }
    return value;
  }

  /** What a record led to, with the headers that it passes on. */
  public static <V extends SpecificRecord> ProducerRecord<String, byte[]> result(
      ConsumerRecord<String, byte[]> cause, Topic<V> topic, String key, Instant at, V value) {
    return new ProducerRecord<>(
        topic.name(),
        null,
        at.toEpochMilli(),
        key,
        topic.valueSerde().serializer().serialize(topic.name(), value),
        MessageHeaders.passedOn(cause.headers()));
  }
}
