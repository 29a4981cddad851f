package dev.millrace.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.avro.sample.Parcel;
import dev.millrace.avro.sample.ParcelOpened;
import dev.millrace.schemas.registry.SchemaRegistryException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AvroSerdeTest {

  private static final String TOPIC = "shipping.parcel-events.v1";

  private final InMemoryRegistry registry = new InMemoryRegistry();
  private final AvroSerde<Parcel> serde = new AvroSerde<>(registry, Parcel.class);

  @Test
  void readsBackWhatItWrote() {
    for (Parcel parcel : List.of(Parcels.full(), Parcels.small())) {
      assertThat(read(write(parcel))).isEqualTo(parcel);
    }
  }

  @Test
  void timesStayInstantsAlsoInsideUnionsAndNestedRecords() {
    Parcel read = read(write(Parcels.full()));
    assertThat(read.getShippedAt()).isEqualTo(Parcels.PACKED.plusSeconds(60));
    assertThat(((ParcelOpened) read.getEvent()).getOpenedAt())
        .isEqualTo(Parcels.PACKED.plusSeconds(90));
  }

  @Test
  void writesTheHeaderThatEveryRegistryClientKnows() throws IOException {
    byte[] bytes = write(Parcels.full());
    assertThat(Arrays.copyOf(bytes, 5)).containsExactly(0, 0, 0, 0, 1);
    assertThat(registry.versionsBySubject()).containsOnlyKeys(TOPIC + "-value");
    GenericRecord plain =
        new GenericDatumReader<GenericRecord>(registry.byId(1))
            .read(null, DecoderFactory.get().binaryDecoder(bytes, 5, bytes.length - 5, null));
    assertThat(plain.get("parcelId")).hasToString("parcel-1");
  }

  @Test
  void readsIdsAboveTheSignBitOfEachByte() {
    byte[] header = new byte[5];
    for (int id : new int[] {1, 0x7f, 0x80, 0x80_81, 0x80_81_82, Integer.MAX_VALUE}) {
      WireFormat.writeHeader(header, id);
      assertThat(WireFormat.schemaId(header, 0)).isEqualTo(id);
    }
  }

  @Test
  void nullIsATombstoneBothWays() {
    assertThat(serde.serializer().serialize(TOPIC, null)).isNull();
    assertThat(serde.deserializer().deserialize(TOPIC, (byte[]) null)).isNull();
    assertThat(serde.deserializer().deserialize(TOPIC, new RecordHeaders(), (ByteBuffer) null))
        .isNull();
  }

  @Test
  void readsFromAnyKindOfBuffer() {
    byte[] bytes = write(Parcels.full());
    ByteBuffer inside = ByteBuffer.allocate(bytes.length + 20);
    inside.position(7).put(bytes).flip().position(7);
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    for (ByteBuffer buffer : List.of(inside, inside.slice(), direct)) {
      assertThat(serde.deserializer().deserialize(TOPIC, new RecordHeaders(), buffer))
          .isEqualTo(Parcels.full());
    }
  }

  @Test
  void readsARecordWrittenByANewerSchema() {
    Schema newer = withExtraField("\"type\": [\"null\", \"string\"], \"default\": null");
    GenericRecord record = new GenericData.Record(newer);
    Parcels.fullInto(record);
    record.put("addedLater", "news");
    int id = registry.register(TOPIC + "-value", newer);
    assertThat(read(WrittenRecords.bytes(id, record))).isEqualTo(Parcels.full());
  }

  @Test
  void readsARecordWrittenByAnOlderSchema() {
    Schema older = withoutField("labels");
    GenericRecord record = new GenericData.Record(older);
    Parcels.fullInto(record);
    int id = registry.register(TOPIC + "-value", older);
    Parcel read = read(WrittenRecords.bytes(id, record));
    assertThat(read.getLabels()).isEmpty();
    assertThat(read.getParcelId()).isEqualTo("parcel-1");
  }

  @Test
  void alternatesBetweenWriterVersions() {
    Schema older = withoutField("labels");
    GenericRecord record = new GenericData.Record(older);
    Parcels.fullInto(record);
    byte[] old = WrittenRecords.bytes(registry.register(TOPIC + "-value", older), record);
    byte[] current = write(Parcels.full());
    for (int i = 0; i < 3; i++) {
      assertThat(read(old).getLabels()).isEmpty();
      assertThat(read(current).getLabels()).hasSize(2);
    }
  }

  @Test
  void aRecordThatDoesNotFitLeavesNoTraceInTheNext() {
    Parcel broken = Parcels.full();
    broken.put("parcelId", null);
    assertThatThrownBy(() -> serde.serializer().serialize(TOPIC, broken))
        .isInstanceOf(SerializationException.class)
        .hasMessageContainingAll(TOPIC, Parcel.class.getName(), "parcelId");
    assertThat(read(write(Parcels.full()))).isEqualTo(Parcels.full());
  }

  @Test
  void aLargeRecordIsWrittenWholeAndTheNextOneToo() {
    Parcel large = Parcels.full();
    large.put("stamp", ByteBuffer.allocate(1_000_000));
    assertThat(read(write(large)).getStamp().remaining()).isEqualTo(1_000_000);
    assertThat(read(write(Parcels.small()))).isEqualTo(Parcels.small());
  }

  @Test
  void aRecordBeyondTheLimitIsRefused() {
    Parcel huge = Parcels.full();
    huge.put("stamp", ByteBuffer.allocate(RecordBuffer.RECORD_BYTES_MAX));
    assertThatThrownBy(() -> serde.serializer().serialize(TOPIC, huge))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("larger than 16777216 bytes");
  }

  @Test
  void asksTheRegistryOnceForEachTopicAndEachId() {
    AtomicInteger registrations = new AtomicInteger();
    AtomicInteger lookUps = new AtomicInteger();
    AvroSerde<Parcel> counted =
        new AvroSerde<>(
            new SchemaRegistry() {
              @Override
              public int register(String subject, Schema schema) {
                registrations.incrementAndGet();
                return registry.register(subject, schema);
              }

              @Override
              public Schema byId(int id) {
                lookUps.incrementAndGet();
                return registry.byId(id);
              }
            },
            Parcel.class);
    for (int i = 0; i < 10; i++) {
      for (String topic : List.of("a", "b")) {
        byte[] bytes = counted.serializer().serialize(topic, Parcels.full());
        assertThat(counted.deserializer().deserialize(topic, bytes)).isEqualTo(Parcels.full());
      }
    }
    assertThat(registrations).hasValue(2);
    assertThat(lookUps).hasValue(1);
  }

  @Test
  void aRegistryThatIsDownIsNotMistakenForAPoisonRecord() {
    SchemaRegistryException down = new SchemaRegistryException(Reason.UNREACHABLE, "down");
    AvroSerde<Parcel> lost =
        new AvroSerde<>(
            new SchemaRegistry() {
              @Override
              public int register(String subject, Schema schema) {
                throw down;
              }

              @Override
              public Schema byId(int id) {
                throw down;
              }
            },
            Parcel.class);
    byte[] bytes = write(Parcels.full());
    assertThatThrownBy(() -> lost.deserializer().deserialize(TOPIC, bytes)).isSameAs(down);
    assertThatThrownBy(() -> lost.serializer().serialize(TOPIC, Parcels.full())).isSameAs(down);
  }

  @Test
  void manyThreadsShareOneSerde() throws Exception {
    List<Future<?>> workers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int worker = 0; worker < 8; worker++) {
        String label = "worker-" + worker;
        workers.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 2_000; i++) {
                    Parcel parcel = Parcels.full();
                    parcel.put("labels", List.of(label, String.valueOf(i)));
                    assertThat(read(write(parcel))).isEqualTo(parcel);
                  }
                }));
      }
      for (Future<?> worker : workers) {
        worker.get();
      }
    }
  }

  @Test
  void refusesToBeAKey() {
    serde.configure(Map.of(), false);
    assertThatThrownBy(() -> serde.configure(Map.of(), true))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("keys are UTF-8 strings");
  }

  private byte[] write(Parcel parcel) {
    return serde.serializer().serialize(TOPIC, parcel);
  }

  private Parcel read(byte[] bytes) {
    return serde.deserializer().deserialize(TOPIC, bytes);
  }

  private static Schema withExtraField(String typeAndDefault) {
    String text = PublishedSchema.of(Parcel.getClassSchema()).toString();
    String extra = ",{\"name\": \"addedLater\", " + typeAndDefault + "}]";
    int end = text.lastIndexOf(']');
    return new Schema.Parser().parse(text.substring(0, end) + extra + text.substring(end + 1));
  }

  private static Schema withoutField(String name) {
    Schema full = PublishedSchema.of(Parcel.getClassSchema());
    List<Schema.Field> kept = new ArrayList<>();
    for (Schema.Field field : full.getFields()) {
      if (!field.name().equals(name)) {
        kept.add(new Schema.Field(field, field.schema()));
      }
    }
    return Schema.createRecord(full.getName(), full.getDoc(), full.getNamespace(), false, kept);
  }
}
