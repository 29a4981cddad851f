package dev.millrace.schemas.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Avro in Confluent wire format. */
public final class AvroSerde<T extends SpecificRecord> implements Serde<T> {
  private final SchemaRegistry registry;
  private final Class<T> type;

  public AvroSerde(SchemaRegistry registry, Class<T> type) {
    this.registry = registry;
    this.type = type;
  }

  @Override
  public Serializer<T> serializer() {
    return this::write;
  }

  @Override
  public Deserializer<T> deserializer() {
    return this::read;
  }

  private byte @Nullable [] write(String topic, @Nullable T value) {
    if (value == null) {
      return null;
    }
    try {
      var out = new ByteArrayOutputStream();
      int id = registry.register(topic + "-value", value.getSchema());
      out.write(0);
      out.write(ByteBuffer.allocate(4).putInt(id).array());
      var encoder = EncoderFactory.get().directBinaryEncoder(out, null);
      new SpecificDatumWriter<>(type).write(value, encoder);
      encoder.flush();
      return out.toByteArray();
    } catch (IOException e) {
      throw new SerializationException(e);
    }
  }

  private @Nullable T read(String topic, byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    try {
      var buffer = ByteBuffer.wrap(bytes);
      buffer.get();
      var writer = registry.byId(buffer.getInt());
      var reader = new SpecificDatumReader<T>(writer, SpecificData.get().getSchema(type));
      return reader.read(null, DecoderFactory.get().binaryDecoder(bytes, 5, bytes.length - 5, null));
    } catch (IOException e) {
      throw new SerializationException(e);
    }
  }
}
