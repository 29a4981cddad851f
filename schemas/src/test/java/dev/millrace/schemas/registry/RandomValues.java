package dev.millrace.schemas.registry;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/** Makes values of any schema from a seed. Maps hold at most one entry, so bytes compare equal. */
final class RandomValues {

  private static final int ELEMENTS_MAX = 3;

  private final Random random;

  RandomValues(long seed) {
    this.random = new Random(seed);
  }

  @Nullable Object next(Schema schema) {
    return switch (schema.getType()) {
      case RECORD -> record(schema);
      case ENUM -> new GenericData.EnumSymbol(schema, oneOf(schema.getEnumSymbols()));
      case ARRAY -> array(schema.getElementType());
      case MAP -> random.nextBoolean() ? Map.of() : Map.of(text(), next(schema.getValueType()));
      case UNION -> next(oneOf(schema.getTypes()));
      case FIXED -> new GenericData.Fixed(schema, bytes(schema.getFixedSize()));
      case STRING -> text();
      case BYTES -> ByteBuffer.wrap(bytes(random.nextInt(ELEMENTS_MAX)));
      case INT -> random.nextInt();
      case LONG -> schema.getLogicalType() == null ? random.nextLong() : random.nextLong(1L << 42);
      case FLOAT -> random.nextFloat();
      case DOUBLE -> random.nextDouble();
      case BOOLEAN -> random.nextBoolean();
      case NULL -> null;
    };
  }

  GenericData.Record record(Schema schema) {
    GenericData.Record record = new GenericData.Record(schema);
    for (Schema.Field field : schema.getFields()) {
      record.put(field.pos(), next(field.schema()));
    }
    return record;
  }

  private List<@Nullable Object> array(Schema element) {
    List<@Nullable Object> values = new ArrayList<>();
    for (int left = random.nextInt(ELEMENTS_MAX); left > 0; left--) {
      values.add(next(element));
    }
    return values;
  }

  private <E> E oneOf(List<E> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private String text() {
    return random
        .ints(random.nextInt(12), ' ', 0x2fff)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
