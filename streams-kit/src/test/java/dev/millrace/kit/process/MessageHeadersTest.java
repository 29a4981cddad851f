package dev.millrace.kit.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.schemas.topics.HeaderNames;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class MessageHeadersTest {

  private static RecordHeaders headers(String... namesAndValues) {
    RecordHeaders headers = new RecordHeaders();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.add(namesAndValues[i], namesAndValues[i + 1].getBytes(StandardCharsets.UTF_8));
    }
    return headers;
  }

  @Test
  void readsTheLastValueOfAName() {
    assertThat(MessageHeaders.text(headers("a", "1", "a", "2"), "a")).isEqualTo("2");
    assertThat(MessageHeaders.text(headers(), "a")).isNull();
    assertThat(MessageHeaders.text(new RecordHeaders().add("a", null), "a")).isNull();
  }

  @Test
  void passesTheTraceOnButNotWhoWaitsForTheReply() {
    var passedOn =
        MessageHeaders.passedOn(
            headers(
                HeaderNames.TRACEPARENT,
                "00-trace-span-01",
                HeaderNames.REPLY_PARTITION,
                "3",
                "other",
                "x"));

    assertThat(passedOn.toArray()).hasSize(1);
    assertThat(MessageHeaders.text(passedOn, HeaderNames.TRACEPARENT))
        .isEqualTo("00-trace-span-01");
  }
}
