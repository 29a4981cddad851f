package dev.millrace.kit.trace;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Carries a trace over Kafka: from a record's headers into the thread that works on it (log lines
 * get the trace id, and a span is made if anybody records spans), and from a thread into headers.
 *
 * <p>Threading: safe to share. What {@link #work} returns belongs to the calling thread.
 */
public final class RecordTrace {

  /** Key of the trace id in the logging context. */
  public static final String MDC_TRACE_ID = "trace_id";

  private static final String INSTRUMENTATION = "dev.millrace";
  private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();
  private static final TextMapGetter<Headers> FROM_HEADERS = new FromHeaders();
  private static final TextMapSetter<Headers> INTO_HEADERS = RecordTrace::put;

  private final OpenTelemetry telemetry;

  public RecordTrace(OpenTelemetry telemetry) {
    this.telemetry = telemetry;
  }

  /** With the process's telemetry, if any is set up; else only log lines get the trace id. */
  public static RecordTrace ofProcess() {
    return new RecordTrace(GlobalOpenTelemetry.getOrNoop());
  }

  /** Work on one record; close it on the same thread. */
  public static final class Work implements AutoCloseable {
    private static final Work UNTRACED = new Work(null, null);

    private final @Nullable Span span;
    private final @Nullable Scope scope;

    private Work(@Nullable Span span, @Nullable Scope scope) {
      this.span = span;
      this.scope = scope;
    }

    @Override
    public void close() {
      if (scope != null) {
        scope.close();
        MDC.remove(MDC_TRACE_ID);
      }
      if (span != null) {
        span.end();
      }
    }
  }

  /**
   * Begins the work on a record. A record without a trace costs one header look-up.
   *
   * @param name of the span, such as {@code decide-order}
   */
  @SuppressWarnings("MustBeClosedChecker") // The work that is returned closes the scope.
  public Work work(String name, Headers headers) {
    Context parent = W3C.extract(Context.root(), headers, FROM_HEADERS);
    SpanContext caller = Span.fromContext(parent).getSpanContext();
    if (!caller.isValid()) {
      return Work.UNTRACED;
    }
    MDC.put(MDC_TRACE_ID, caller.getTraceId());
    Span span =
        telemetry
            .getTracer(INSTRUMENTATION)
            .spanBuilder(name)
            .setParent(parent)
            .setSpanKind(SpanKind.CONSUMER)
            .startSpan();
    return new Work(span, parent.with(span).makeCurrent());
  }

  /**
   * Writes the current trace, if there is one, so that whoever reads the record goes on with it.
   */
  public static void inject(Headers headers) {
    W3C.inject(Context.current(), headers, INTO_HEADERS);
  }

  private static void put(@Nullable Headers headers, String name, String value) {
    if (headers != null) {
      headers.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static final class FromHeaders implements TextMapGetter<Headers> {
    @Override
    public Iterable<String> keys(Headers headers) {
      List<String> names = new ArrayList<>();
      headers.forEach(header -> names.add(header.key()));
      return names;
    }

    @Override
    public @Nullable String get(@Nullable Headers headers, String name) {
      Header header = headers == null ? null : headers.lastHeader(name);
      return header == null || header.value() == null
          ? null
          : new String(header.value(), StandardCharsets.UTF_8);
    }
  }
}
