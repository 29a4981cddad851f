package dev.millrace.schemas.registry;

import java.io.IOException;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes one generated class. The registry is asked once for each topic, then never again.
 *
 * <p>A refusal or silence of the registry leaves as {@link SchemaRegistryException}; a record that
 * does not fit its schema as {@link SerializationException}.
 */
final class AvroSerializer<T extends SpecificRecord> implements Serializer<T> {

  private static final int CACHED_TOPICS_MAX = 10_000;
  private static final ThreadLocal<RecordBuffer> BUFFER =
      ThreadLocal.withInitial(RecordBuffer::new);

  private record TopicSchema(String topic, int schemaId) {}

  private final SchemaRegistry registry;
  private final Class<T> type;
  private final Schema schema;
  private final SpecificDatumWriter<T> writer;
  private final BoundedCache<String, TopicSchema> schemaByTopic =
      new BoundedCache<>(CACHED_TOPICS_MAX);
  // Most serdes serve one topic: comparing with the last one is cheaper than any map.
  private volatile @Nullable TopicSchema lastUsed;

  AvroSerializer(SchemaRegistry registry, Class<T> type) {
    this.registry = registry;
    this.type = type;
    SpecificData model = SpecificData.getForClass(type);
    this.schema = model.getSchema(type);
    // Stateless once its schema is set, so every thread may use this one.
    this.writer = new SpecificDatumWriter<>(schema, model);
  }

  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {
    KeysAreStrings.require(type, isKey);
  }

  @Override
  public byte @Nullable [] serialize(String topic, @Nullable T record) {
    if (record == null) {
      return null;
    }
    int schemaId = schemaId(topic);
    try {
      return BUFFER.get().encode(schemaId, writer, record);
    } catch (IOException | RuntimeException failure) {
      BUFFER.remove();
      throw new SerializationException(
          "Topic %s: expected a complete %s, but it cannot be written: %s"
              .formatted(topic, type.getName(), failure),
          failure);
    }
  }

  private int schemaId(String topic) {
    TopicSchema last = lastUsed;
    if (last != null && last.topic.equals(topic)) {
      return last.schemaId;
    }
    TopicSchema known = schemaByTopic.get(topic);
    if (known == null) {
      int schemaId = registry.register(WireFormat.valueSubject(topic), schema);
      known = schemaByTopic.keep(topic, new TopicSchema(topic, schemaId));
    }
    lastUsed = known;
    return known.schemaId;
  }
}
