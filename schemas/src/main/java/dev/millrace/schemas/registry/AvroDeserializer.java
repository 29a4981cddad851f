package dev.millrace.schemas.registry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SystemLimitException;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads one generated class, whatever version of its schema the record was written with.
 *
 * <p>A record that can never be read leaves as {@link SerializationException}. If only the registry
 * is at fault for now, the {@link SchemaRegistryException} itself leaves, with {@code retriable()}
 * true: the record may be fine and must not be put aside as poison.
 *
 * <p>Memory: the decoder compares every declared length of a string, of bytes or of a collection
 * with the bytes that are left in this record before it allocates, so a forged length costs no more
 * than the record's own size times a constant. Collections whose elements take no bytes, which
 * those checks cannot bound, are limited by Avro to a share of the heap; our schemas have none.
 */
final class AvroDeserializer<T extends SpecificRecord> implements Deserializer<T> {

  private static final int CACHED_READERS_MAX = 1_000;
  private static final ThreadLocal<BinaryDecoder> DECODER =
      ThreadLocal.withInitial(() -> DecoderFactory.get().binaryDecoder(new byte[0], null));

  /** Reads records of the writer's schema with the given id into {@code T}. */
  private record WriterReader<T>(int schemaId, Schema writerSchema, DatumReader<T> reader) {}

  private final SchemaRegistry registry;
  private final Class<T> type;
  private final SpecificData model;
  private final Schema readerSchema;
  private final BoundedCache<Integer, WriterReader<T>> readerByWriterId =
      new BoundedCache<>(CACHED_READERS_MAX);
  private volatile @Nullable WriterReader<T> lastUsed;

  AvroDeserializer(SchemaRegistry registry, Class<T> type) {
    this.registry = registry;
    this.type = type;
    this.model = SpecificData.getForClass(type);
    this.readerSchema = model.getSchema(type);
  }

  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {
    KeysAreStrings.require(type, isKey);
  }

  @Override
  public @Nullable T deserialize(String topic, byte @Nullable [] payload) {
    return payload == null ? null : read(topic, payload, 0, payload.length);
  }

  @Override
  public @Nullable T deserialize(String topic, Headers headers, @Nullable ByteBuffer payload) {
    if (payload == null) {
      return null;
    }
    if (payload.hasArray()) {
      int offset = payload.arrayOffset() + payload.position();
      return read(topic, payload.array(), offset, payload.remaining());
    }
    byte[] copy = new byte[payload.remaining()];
    payload.duplicate().get(copy);
    return read(topic, copy, 0, copy.length);
  }

  private T read(String topic, byte[] bytes, int offset, int length) {
    if (length < WireFormat.HEADER_BYTES) {
      throw unreadable(
          topic,
          "at least %d bytes of header".formatted(WireFormat.HEADER_BYTES),
          "%d bytes".formatted(length),
          null);
    }
    if (bytes[offset] != WireFormat.MAGIC) {
      throw unreadable(
          topic,
          "the magic byte 0 of the registry wire format",
          "0x%02x".formatted(bytes[offset]),
          null);
    }
    WriterReader<T> known = readerFor(topic, WireFormat.schemaId(bytes, offset));
    int bodyOffset = offset + WireFormat.HEADER_BYTES;
    int bodyLength = length - WireFormat.HEADER_BYTES;
    SystemLimitException.beginCollectionAllocationScope();
    try {
      BinaryDecoder decoder =
          DecoderFactory.get().binaryDecoder(bytes, bodyOffset, bodyLength, DECODER.get());
      T record = known.reader.read(null, decoder);
      if (!decoder.isEnd()) {
        throw new IOException(decoder.remainingBytes() + " bytes are left over after the record");
      }
      return record;
    } catch (IOException | RuntimeException failure) {
      throw unreadable(
          topic,
          "a %s written with schema id %d (%s)"
              .formatted(type.getName(), known.schemaId, known.writerSchema.getFullName()),
          "%d bytes that cannot be read as one: %s".formatted(bodyLength, failure),
          failure);
    } finally {
      SystemLimitException.endCollectionAllocationScope();
    }
  }

  private WriterReader<T> readerFor(String topic, int schemaId) {
    WriterReader<T> last = lastUsed;
    if (last != null && last.schemaId == schemaId) {
      return last;
    }
    WriterReader<T> known = readerByWriterId.get(schemaId);
    if (known == null) {
      known = readerByWriterId.keep(schemaId, newReader(topic, schemaId));
    }
    lastUsed = known;
    return known;
  }

  private WriterReader<T> newReader(String topic, int schemaId) {
    try {
      Schema writerSchema = registry.byId(schemaId);
      // Built whole here and then only read, so that threads may share it; SpecificDatumReader
      // would build its inner reader lazily, without a lock, on first use.
      DatumReader<T> reader =
          model.getFastReaderBuilder().createDatumReader(writerSchema, readerSchema);
      return new WriterReader<>(schemaId, writerSchema, reader);
    } catch (SchemaRegistryException failure) {
      if (failure.retriable()) {
        throw failure;
      }
      throw unreadable(
          topic,
          "a schema id the registry knows",
          "id %d: %s".formatted(schemaId, failure.getMessage()),
          failure);
    } catch (IOException | RuntimeException failure) {
      throw unreadable(
          topic,
          "a schema that %s can be read from".formatted(type.getName()),
          "schema id %d, which cannot be resolved: %s".formatted(schemaId, failure),
          failure);
    }
  }

  private static SerializationException unreadable(
      String topic, String expected, String got, @Nullable Throwable cause) {
    return new SerializationException(
        "Topic %s: expected %s, got %s".formatted(topic, expected, got), cause);
  }
}
