package dev.millrace.standalone.log;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A record that nobody could read, for people: where it stands, what its headers say, how it
 * begins.
 */
public final class DeadLetterLine {

  /** How much of a value is shown, in bytes. */
  static final int SHOWN_BYTES_MAX = 64;

  private DeadLetterLine() {}

  /**
   * One line of JSON. The beginning of the value is {@code text} if it can be read as such, else
   * {@code hex}; {@code bytes} is the size of the whole value.
   */
  public static String of(ConsumerRecord<String, byte[]> letter) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("partition", letter.partition()).put("offset", letter.offset());
    line.put("key", letter.key());
    ObjectNode headers = line.putObject("headers");
    for (Header header : letter.headers()) {
      byte[] value = header.value();
      headers.put(header.key(), value == null ? null : new String(value, StandardCharsets.UTF_8));
    }
    byte[] value = letter.value() == null ? new byte[0] : letter.value();
    line.put("bytes", value.length);
    text(value).ifPresentOrElse(text -> line.put("text", text), () -> line.put("hex", hex(value)));
    return line.toString();
  }

  private static String hex(byte[] value) {
    return HexFormat.of().formatHex(value, 0, Math.min(value.length, SHOWN_BYTES_MAX));
  }

  /** Its beginning, unless that is no UTF-8 or holds what a terminal would not print. */
  private static Optional<String> text(byte[] value) {
    int shown = Math.min(value.length, SHOWN_BYTES_MAX);
    CharsetDecoder decoder =
        StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
    CharBuffer characters = CharBuffer.allocate(shown);
    // A character that the cut has split is left out; one that the value itself splits is an error.
    boolean whole = shown == value.length;
    if (decoder.decode(ByteBuffer.wrap(value, 0, shown), characters, whole).isError()) {
      return Optional.empty();
    }
    String text = characters.flip().toString();
    return text.chars().allMatch(c -> !Character.isISOControl(c) || "\n\r\t".indexOf(c) >= 0)
        ? Optional.of(text)
        : Optional.empty();
  }
}
