package dev.millrace.standalone.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class DeadLetterLineTest {

  @Test
  void tellsThePositionTheHeadersAndTheText() {
    ConsumerRecord<String, byte[]> letter = letter("not avro".getBytes(StandardCharsets.UTF_8));
    letter.headers().add("dead-letter-reason", "expected \"0\"".getBytes(StandardCharsets.UTF_8));
    letter.headers().add("empty", null);

    assertThat(DeadLetterLine.of(letter))
        .isEqualTo(
            """
            {"partition":0,"offset":7,"key":"SKU-1",\
            "headers":{"dead-letter-reason":"expected \\"0\\"","empty":null},\
            "bytes":8,"text":"not avro"}\
            """);
  }

  @Test
  void showsBytesThatAreNoTextInHexadecimalDigits() {
    assertThat(line(new byte[] {0, 0, 0, 0, 1, (byte) 0xff}))
        .endsWith("\"bytes\":6,\"hex\":\"0000000001ff\"}");
    // A terminal would obey an escape sequence.
    assertThat(line("\u001b[2J".getBytes(StandardCharsets.UTF_8))).contains("\"hex\":\"1b5b324a\"");
    assertThat(line(new byte[] {'a', (byte) 0xc3})).contains("\"hex\":\"61c3\"");
  }

  @Test
  void showsOnlyTheBeginningOfALongValueAndItsWholeSize() {
    String text = "ä".repeat(500);

    // 64 bytes are 32 of them; one more letter before them splits the last.
    assertThat(line(text.getBytes(StandardCharsets.UTF_8)))
        .endsWith("\"bytes\":1000,\"text\":\"" + "ä".repeat(32) + "\"}");
    assertThat(line(("a" + text).getBytes(StandardCharsets.UTF_8)))
        .endsWith("\"bytes\":1001,\"text\":\"a" + "ä".repeat(31) + "\"}");
    assertThat(line(new byte[1_000]))
        .endsWith("\"hex\":\"" + "00".repeat(DeadLetterLine.SHOWN_BYTES_MAX) + "\"}");
  }

  @Test
  void aRecordWithoutKeyAndValueHasNone() {
    assertThat(DeadLetterLine.of(new ConsumerRecord<>("topic", 0, 7, null, null)))
        .isEqualTo(
            "{\"partition\":0,\"offset\":7,\"key\":null,\"headers\":{},\"bytes\":0,\"text\":\"\"}");
  }

  private static String line(byte[] value) {
    return DeadLetterLine.of(letter(value));
  }

  private static ConsumerRecord<String, byte[]> letter(byte[] value) {
    return new ConsumerRecord<>("topic", 0, 7, "SKU-1", value);
  }
}
