package dev.millrace.kit.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.kit.process.MessageHeaders;
import dev.millrace.schemas.topics.HeaderNames;
import io.opentelemetry.api.OpenTelemetry;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class RecordTraceTest {

  private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
  private static final String TRACEPARENT = "00-" + TRACE_ID + "-b7ad6b7169203331-01";

  private final RecordTrace trace = new RecordTrace(OpenTelemetry.noop());

  private static RecordHeaders headers(String traceparent) {
    RecordHeaders headers = new RecordHeaders();
    headers.add(HeaderNames.TRACEPARENT, traceparent.getBytes(StandardCharsets.UTF_8));
    return headers;
  }

  @Test
  void logLinesGetTheTraceIdWhileTheWorkGoesOnAndNoLonger() {
    try (var work = trace.work("decide-order", headers(TRACEPARENT))) {
      assertThat(work).isNotNull();
      assertThat(MDC.get(RecordTrace.MDC_TRACE_ID)).isEqualTo(TRACE_ID);
    }
    assertThat(MDC.get(RecordTrace.MDC_TRACE_ID)).isNull();
  }

  @Test
  void theTraceGoesOnInRecordsThatAreSentMeanwhile() {
    RecordHeaders sent = new RecordHeaders();
    try (var work = trace.work("decide-order", headers(TRACEPARENT))) {
      assertThat(work).isNotNull();
      RecordTrace.inject(sent);
    }
    assertThat(MessageHeaders.text(sent, HeaderNames.TRACEPARENT)).contains(TRACE_ID);
  }

  @Test
  void aRecordWithNoTraceOrABrokenOneIsWorkedOnWithoutATrace() {
    for (RecordHeaders headers : new RecordHeaders[] {new RecordHeaders(), headers("garbage")}) {
      RecordHeaders sent = new RecordHeaders();
      try (var work = trace.work("decide-order", headers)) {
        assertThat(work).isNotNull();
        assertThat(MDC.get(RecordTrace.MDC_TRACE_ID)).isNull();
        RecordTrace.inject(sent);
      }
      assertThat(sent.toArray()).isEmpty();
    }
  }
}
