package dev.millrace.kit.process;

import dev.millrace.schemas.topics.HeaderNames;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Reads and passes on the headers that records of the backbone carry. */
public final class MessageHeaders {

  private MessageHeaders() {}

  /** The header's last value as text, or null. */
  public static @Nullable String text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }

  /**
   * What a processor passes on: the trace goes with every consequence of a command, the reply
   * partition does not, or other contexts would answer the edge too.
   */
  public static Headers passedOn(Headers headers) {
    var kept = new RecordHeaders();
    Header trace = headers.lastHeader(HeaderNames.TRACEPARENT);
    if (trace != null) {
      kept.add(trace);
    }
    return kept;
  }
}
