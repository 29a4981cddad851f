package dev.millrace.schemas.registry;

import dev.millrace.avro.sample.Colour;
import dev.millrace.avro.sample.Parcel;
import dev.millrace.avro.sample.ParcelOpened;
import dev.millrace.avro.sample.ParcelSealed;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** Sample records: one with every field filled, one with every field as small as it can be. */
final class Parcels {

  static final Instant PACKED = Instant.parse("2026-11-20T10:15:30.123Z");

  private Parcels() {}

  static Parcel full() {
    return new Parcel(
        "parcel-1",
        PACKED,
        PACKED.plusSeconds(60),
        1999L,
        Colour.RED,
        List.of("fragile", "naïve ☃"),
        Map.of("sku-1", 250L),
        ByteBuffer.wrap(new byte[] {1, 2, 3}),
        new ParcelOpened("ann", PACKED.plusSeconds(90)));
  }

  static Parcel small() {
    return new Parcel(
        "",
        Instant.EPOCH,
        null,
        Long.MIN_VALUE,
        Colour.PLAIN,
        List.of(),
        Map.of(),
        ByteBuffer.allocate(0),
        new ParcelSealed(PACKED));
  }

  static void fullInto(GenericRecord record) {
    Schema schema = record.getSchema();
    Schema opened = schema.getField("event").schema().getTypes().get(1);
    GenericRecord event = new GenericData.Record(opened);
    event.put("openedBy", "ann");
    event.put("openedAt", PACKED.plusSeconds(90).toEpochMilli());
    record.put("parcelId", "parcel-1");
    record.put("packedAt", PACKED.toEpochMilli());
    record.put("shippedAt", PACKED.plusSeconds(60).toEpochMilli());
    record.put("priceMinor", 1999L);
    record.put("colour", new GenericData.EnumSymbol(schema.getField("colour").schema(), "RED"));
    if (schema.getField("labels") != null) {
      record.put("labels", List.of("fragile", "naïve ☃"));
    }
    record.put("weightsGrams", Map.of("sku-1", 250L));
    record.put("stamp", ByteBuffer.wrap(new byte[] {1, 2, 3}));
    record.put("event", event);
  }
}
