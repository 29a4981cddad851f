package dev.millrace.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.millrace.avro.sample.Parcel;
import dev.millrace.avro.sample.ParcelSealed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

/**
 * Records that cannot be read are refused in words, cheaply, and never misread as something else.
 */
class DamagedRecordTest {

  private static final String TOPIC = "shipping.parcel-events.v1";

  private final InMemoryRegistry registry = new InMemoryRegistry();
  private final AvroSerde<Parcel> serde = new AvroSerde<>(registry, Parcel.class);

  @Test
  void namesTopicExpectedAndGotForAWrongMagicByte() {
    byte[] bytes = write(Parcels.full());
    bytes[0] = 1;
    assertUnreadable(bytes, "expected the magic byte 0", "got 0x01");
  }

  @Test
  void namesAPayloadWithoutRoomForTheHeader() {
    assertUnreadable(new byte[] {0, 0}, "at least 5 bytes of header", "got 2 bytes");
    assertUnreadable(new byte[0], "got 0 bytes");
  }

  @Test
  void namesAnUnknownSchemaId() {
    byte[] bytes = write(Parcels.full());
    WireFormat.writeHeader(bytes, 4711);
    assertUnreadable(bytes, "expected a schema id the registry knows", "id 4711");
  }

  @Test
  void namesEveryTruncationInsteadOfMisreadingIt() {
    byte[] bytes = write(Parcels.full());
    for (int length = 0; length < bytes.length; length++) {
      assertUnreadable(Arrays.copyOf(bytes, length), "expected", "got");
    }
  }

  @Test
  void refusesBytesLeftOverAfterTheRecord() {
    byte[] bytes = write(Parcels.full());
    assertUnreadable(Arrays.copyOf(bytes, bytes.length + 3), "3 bytes are left over");
  }

  @Test
  void namesARecordOfAnotherType() {
    new AvroSerde<>(registry, ParcelSealed.class)
        .serializer()
        .serialize("other", new ParcelSealed(Parcels.PACKED));
    byte[] bytes = {0, 0, 0, 0, 1, 2};
    assertUnreadable(bytes, "dev.millrace.avro.sample.Parcel", "ParcelSealed");
  }

  @Test
  void aForgedLengthAllocatesNoMoreThanTheRecordItself() throws IOException {
    registry.register(TOPIC + "-value", Parcel.getClassSchema());
    long[] forged = {Integer.MAX_VALUE - 8L, Integer.MAX_VALUE, Long.MAX_VALUE, -1, 500_000_000};
    for (long length : forged) {
      assertUnreadable(forgedString(length), "expected");
      assertUnreadable(forgedAfterString(length), "expected");
    }
    long before = allocatedBytes();
    assertUnreadable(forgedString(500_000_000), "expected");
    assertUnreadable(forgedAfterString(500_000_000), "expected");
    assertThat(allocatedBytes() - before).isLessThan(1_000_000);
  }

  @Test
  void randomDamageNeverEscapesAsAnythingButASerializationException() {
    long seed = 20_261_120;
    Random random = new Random(seed);
    byte[] intact = write(Parcels.full());
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = intact.clone();
      for (int hit = 0; hit <= random.nextInt(4); hit++) {
        damaged[5 + random.nextInt(damaged.length - 5)] = (byte) random.nextInt(256);
      }
      try {
        serde.deserializer().deserialize(TOPIC, damaged);
      } catch (SerializationException expected) {
        assertThat(expected).as("seed %d, round %d", seed, i).hasMessageContaining(TOPIC);
      }
    }
  }

  private byte[] write(Parcel parcel) {
    return serde.serializer().serialize(TOPIC, parcel);
  }

  private void assertUnreadable(byte[] bytes, String... parts) {
    assertThatThrownBy(() -> serde.deserializer().deserialize(TOPIC, bytes))
        .isInstanceOf(SerializationException.class)
        .hasMessageStartingWith("Topic " + TOPIC + ": expected ")
        .hasMessageContainingAll(parts);
  }

  /** A record whose first field, a string, claims this length. */
  private static byte[] forgedString(long length) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[] {0, 0, 0, 0, 1});
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    encoder.writeLong(length);
    encoder.flush();
    return bytes.toByteArray();
  }

  /** A record that is sound up to its array of labels, which claims this many elements. */
  private static byte[] forgedAfterString(long count) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[] {0, 0, 0, 0, 1});
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    encoder.writeString("parcel-1");
    encoder.writeLong(1L);
    encoder.writeIndex(0);
    encoder.writeLong(1L);
    encoder.writeEnum(0);
    encoder.writeLong(count);
    encoder.flush();
    return bytes.toByteArray();
  }

  private static long allocatedBytes() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }
}
