package dev.millrace.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TraceContextTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  @Test
  void aGivenTraceGoesOnUnderASpanOfOurs() {
    TraceContext trace = TraceContext.of("00-" + TRACE + "-00f067aa0ba902b7-00");
    assertThat(trace.traceId()).isEqualTo(TRACE);
    assertThat(trace.traceparent()).startsWith("00-" + TRACE).endsWith("-00");
    assertThat(trace.traceparent()).doesNotContain("00f067aa0ba902b7").hasSize(55);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
      })
  void anInvalidTraceIsReplacedByANewOne(String header) {
    TraceContext trace = TraceContext.of(header);
    assertThat(trace.traceId()).matches("[0-9a-f]{32}").isNotEqualTo(TRACE);
    assertThat(trace.traceparent()).isNotEqualTo(TraceContext.of(header).traceparent());
  }
}
