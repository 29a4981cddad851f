package dev.millrace.schemas.registry;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/**
 * Where one thread writes its records, one after another, with one encoder. Unlike {@code
 * ByteArrayOutputStream} it takes no lock for each byte and leaves room for the header.
 */
final class RecordBuffer extends OutputStream {

  /** Larger records are refused: the brokers would not take them either. */
  static final int RECORD_BYTES_MAX = 16 * 1024 * 1024;

  private static final int INITIAL_BYTES = 1024;
  private static final int RETAINED_BYTES_MAX = 64 * 1024;

  private final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(this, null);
  private byte[] bytes = new byte[INITIAL_BYTES];
  private int size = WireFormat.HEADER_BYTES;

  /**
   * Returns header and record. After a failure this buffer must not be used again: the encoder may
   * still hold part of the broken record.
   */
  <T> byte[] encode(int schemaId, GenericDatumWriter<T> writer, T record) throws IOException {
    size = WireFormat.HEADER_BYTES;
    writer.write(record, encoder);
    encoder.flush();
    WireFormat.writeHeader(bytes, schemaId);
    byte[] encoded = Arrays.copyOf(bytes, size);
    if (bytes.length > RETAINED_BYTES_MAX) {
      bytes = new byte[INITIAL_BYTES];
    }
    return encoded;
  }

  @Override
  public void write(int value) throws IOException {
    ensureRoom(1);
    bytes[size++] = (byte) value;
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    ensureRoom(length);
    System.arraycopy(source, offset, bytes, size, length);
    size += length;
  }

  private void ensureRoom(int more) throws IOException {
    if (more > RECORD_BYTES_MAX - size) {
      throw new IOException("the record is larger than " + RECORD_BYTES_MAX + " bytes");
    }
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
    }
  }
}
