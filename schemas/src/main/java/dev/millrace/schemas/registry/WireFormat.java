package dev.millrace.schemas.registry;

/**
 * The Confluent wire format: a zero byte, the id of the writer's schema as four bytes with the
 * highest first, then the record in Avro binary.
 */
final class WireFormat {

  static final byte MAGIC = 0;
  static final int HEADER_BYTES = 5;

  private WireFormat() {}

  /** The subject that holds the schemas of a topic's values. */
  static String valueSubject(String topic) {
    return topic + "-value";
  }

  static void writeHeader(byte[] target, int schemaId) {
    target[0] = MAGIC;
    target[1] = (byte) (schemaId >>> 24);
    target[2] = (byte) (schemaId >>> 16);
    target[3] = (byte) (schemaId >>> 8);
    target[4] = (byte) schemaId;
  }

  /** Reads the schema id that follows the magic byte at the offset. */
  static int schemaId(byte[] source, int offset) {
    return (source[offset + 1] & 0xff) << 24
        | (source[offset + 2] & 0xff) << 16
        | (source[offset + 3] & 0xff) << 8
        | (source[offset + 4] & 0xff);
  }
}
