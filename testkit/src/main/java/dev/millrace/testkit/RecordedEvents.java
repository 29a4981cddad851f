package dev.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.schemas.registry.SchemaRegistry;
import dev.millrace.schemas.topics.Topic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.io.JsonEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * Events of a topic as lines of JSON and back. Lines are turned into the bytes that a writer of
 * their time would have written, and these are read as the topic's readers read them today.
 */
final class RecordedEvents<E extends SpecificRecord> {

  /** A zero byte and the schema's id stand before each record in a topic. */
  private static final int HEADER_BYTES = 5;

  private final SchemaRegistry registry;
  private final Topic<E> topic;

  RecordedEvents(SchemaRegistry registry, Topic<E> topic) {
    this.registry = registry;
    this.topic = topic;
  }

  /** The schema that the events are written with. */
  Schema schemaOf(List<E> events) {
    return registry.byId(ByteBuffer.wrap(bytes(events.getFirst())).getInt(1));
  }

  /** An event a line. */
  String lines(List<E> events) {
    Schema writer = schemaOf(events);
    var text = new StringBuilder();
    events.forEach(event -> text.append(line(writer, bytes(event))).append('\n'));
    return text.toString();
  }

  /** The events in lines that were written with a schema, as today's readers see them. */
  List<E> parse(Schema writer, String lines) {
    int schemaId = registry.register(topic.subject(), writer);
    List<E> events = new ArrayList<>();
    lines
        .lines()
        .forEach(
            line ->
                events.add(
                    topic
                        .valueSerde()
                        .deserializer()
                        .deserialize(topic.name(), bytes(schemaId, writer, line))));
    return events;
  }

  /** The kinds of events that today's schema knows: its nullable records. */
  List<String> kinds() {
    return SpecificData.getForClass(topic.type()).getSchema(topic.type()).getFields().stream()
        .filter(RecordedEvents::isKind)
        .map(Schema.Field::name)
        .toList();
  }

  /** The kind of an event. Fails unless exactly one is set and the type names it. */
  static String kindOf(IndexedRecord event) {
    List<String> set =
        event.getSchema().getFields().stream()
            .filter(RecordedEvents::isKind)
            .filter(field -> event.get(field.pos()) != null)
            .map(Schema.Field::name)
            .toList();
    Object type = event.get(event.getSchema().getField("type").pos());
    assertThat(set).as("the kinds that are set in %s", event).containsExactly(type.toString());
    return set.getFirst();
  }

  private static boolean isKind(Schema.Field field) {
    Schema schema = field.schema();
    return schema.isNullable()
        && schema.isUnion()
        && schema.getTypes().stream().anyMatch(type -> type.getType() == Schema.Type.RECORD);
  }

  private byte[] bytes(E event) {
    return topic.valueSerde().serializer().serialize(topic.name(), event);
  }

  private static String line(Schema writer, byte[] bytes) {
    var text = new ByteArrayOutputStream();
    try {
      var decoder =
          DecoderFactory.get()
              .binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, null);
      GenericRecord event = new GenericDatumReader<GenericRecord>(writer).read(null, decoder);
      JsonEncoder encoder = EncoderFactory.get().jsonEncoder(writer, text);
      new GenericDatumWriter<GenericRecord>(writer).write(event, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(int schemaId, Schema writer, String line) {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(ByteBuffer.allocate(HEADER_BYTES).put((byte) 0).putInt(schemaId).array());
    try {
      GenericRecord event =
          new GenericDatumReader<GenericRecord>(writer)
              .read(null, DecoderFactory.get().jsonDecoder(writer, line));
      BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
      new GenericDatumWriter<GenericRecord>(writer).write(event, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
