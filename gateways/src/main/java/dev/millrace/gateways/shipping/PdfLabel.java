package dev.millrace.gateways.shipping;

import java.nio.ByteBuffer;

/** A label as a PDF; nothing of more than {@link #BYTES_MAX} is kept. */
public final class PdfLabel {

  /** Small beside what a record of a topic may have. */
  public static final int BYTES_MAX = 100 * 1024;

  private final byte[] bytes;

  private PdfLabel(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Empty if it is too large. */
  public static PdfLabel of(byte[] pdf) {
    return new PdfLabel(pdf.length > BYTES_MAX ? new byte[0] : pdf.clone());
  }

  public boolean isEmpty() {
    return bytes.length == 0;
  }

  /** The PDF, to be read once. */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }
}
