package dev.millrace.edge.http;

import dev.millrace.edge.auth.Caller;
import dev.millrace.edge.auth.Role;
import dev.millrace.edge.auth.Tokens;
import dev.millrace.edge.bus.BusUnavailableException;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** What happens around every handler: trace, identity, limits, problems, metrics. */
public final class Pipeline {

  private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);
  private static final int REST_BYTES_MAX = 65_536;
  private static final String BEARER = "bearer ";
  private static final String TRACE_ATTRIBUTE = "millrace.trace";
  private static final int USED_KEYS_MAX = 50_000;

  /** Requests per minute, by who asks. */
  public record Quotas(int anonymous, int customer, int trusted) {}

  private final Tokens tokens;
  private final RateLimiter limiter;
  private final Quotas quotas;
  private final MeterRegistry meters;
  private final UsedKeys usedKeys = new UsedKeys(USED_KEYS_MAX);
  private final Map<String, Timer> timers = new ConcurrentHashMap<>();

  public Pipeline(Tokens tokens, RateLimiter limiter, Quotas quotas, MeterRegistry meters) {
    this.tokens = tokens;
    this.limiter = limiter;
    this.quotas = quotas;
    this.meters = meters;
  }

  /** Answers a request for a route of the contract. */
  public void handle(Context context, Route route) {
    long startedAt = System.nanoTime();
    TraceContext trace = trace(context);
    MDC.put("trace_id", trace.traceId());
    try {
      Answer answer = answer(context, trace, () -> callRoute(context, route, trace));
      try (EventStream stream = answer.stream()) {
        send(context, trace, answer);
        timer(route.operation(), answer.status())
            .record(System.nanoTime() - startedAt, TimeUnit.NANOSECONDS);
        if (stream != null) {
          run(context, stream);
        }
      }
    } finally {
      MDC.remove("trace_id");
    }
  }

  /** Whatever happens, the status is sent: all that is left is to end the stream. */
  private static void run(Context context, EventStream stream) {
    context.contentType(EventStream.CONTENT_TYPE);
    try {
      stream.run(new SseWriter(context));
    } catch (UncheckedIOException e) {
      LOG.debug("A stream ended early", e);
    } catch (RuntimeException e) {
      LOG.error("{} {} failed", context.method(), context.path(), e);
    }
  }

  /** Answers a request that no route took. */
  public void handleUnrouted(Context context, HttpResponseException refusal) {
    TraceContext trace = trace(context);
    int status = refusal.getStatus();
    Problem problem =
        switch (status) {
          case 404 -> Problem.of(404, "route_not_found", "There is no such address.");
          case 405 ->
              Problem.of(405, "method_not_allowed", "This address does not know this method.");
          case 413 -> Problem.of(413, "body_too_large", "A body has at most 1 MiB.");
          default ->
              Problem.of(
                  status >= 400 ? status : 400, "malformed_request", "The request is malformed.");
        };
    send(context, trace, Problems.answer(problem, context.path(), trace.traceId()));
    timer("none", problem.status()).record(0, TimeUnit.NANOSECONDS);
  }

  /** Answers a request that failed outside every route. */
  public void handleFault(Context context, Exception fault) {
    TraceContext trace = trace(context);
    send(
        context,
        trace,
        answer(
            context,
            trace,
            () -> {
              throw new IllegalStateException(fault);
            }));
  }

  private Answer callRoute(Context context, Route route, TraceContext trace) {
    Caller caller = caller(context.header("Authorization"));
    RateLimiter.Verdict verdict = limit(context, caller);
    context.header("RateLimit-Policy", verdict.policyHeader());
    context.header("RateLimit", verdict.limitHeader());
    if (!verdict.allowed()) {
      throw new Problem(
              429,
              "rate_limited",
              "Too many requests; wait a moment.",
              java.util.List.of(),
              (int) verdict.resetSeconds(),
              null)
          .exception();
    }
    if (!route.roles().isEmpty()) {
      if (caller == null) {
        throw unauthorized("A bearer token is needed; POST /v1/guests gives one.").exception();
      }
      if (!route.roles().contains(caller.role())) {
        throw Problem.of(403, "role_not_allowed", "This role may not do this.").exception();
      }
    }
    return route.handler().handle(new Call(context, route.operation(), caller, trace, usedKeys));
  }

  private @Nullable Caller caller(@Nullable String authorization) {
    if (authorization == null) {
      return null;
    }
    if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      throw unauthorized("Only bearer tokens are understood.").exception();
    }
    return tokens
        .verify(authorization.substring(BEARER.length()).strip())
        .orElseThrow(() -> unauthorized("The token is not valid or has expired.").exception());
  }

  private RateLimiter.Verdict limit(Context context, @Nullable Caller caller) {
    if (caller == null) {
      return limiter.take("ip:" + context.req().getRemoteAddr(), quotas.anonymous());
    }
    boolean customer = caller.role() == Role.GUEST || caller.role() == Role.SHOPPER;
    return limiter.take(
        caller.role().code() + ":" + caller.subject(),
        customer ? quotas.customer() : quotas.trusted());
  }

  private static Problem unauthorized(String detail) {
    return Problem.of(401, "unauthorized", detail);
  }

  private Answer answer(Context context, TraceContext trace, Supplier<Answer> work) {
    Problem problem;
    try {
      return work.get();
    } catch (ProblemException e) {
      problem = e.problem();
    } catch (HttpResponseException e) {
      problem = Problem.of(e.getStatus(), "malformed_request", "The request is malformed.");
    } catch (BusUnavailableException e) {
      LOG.warn("{}: {}", context.path(), e.getMessage(), e.getCause());
      problem =
          Problem.unavailable(
              "log_unavailable",
              "The log does not confirm just now. Repeat the request with the same"
                  + " Idempotency-Key.");
    } catch (UncheckedIOException e) {
      LOG.debug("The request could not be read", e);
      problem = Problem.of(400, "incomplete_request", "The body did not arrive as a whole.");
    } catch (RuntimeException e) {
      LOG.error("{} {} failed", context.method(), context.path(), e);
      problem = Problem.of(500, "internal_error", "The request failed; the trace id leads to why.");
    }
    return Problems.answer(problem, context.path(), trace.traceId());
  }

  private static void send(Context context, TraceContext trace, Answer answer) {
    readRest(context);
    context.status(answer.status());
    context.header("traceparent", trace.traceparent());
    context.header("X-Content-Type-Options", "nosniff");
    if (!answer.headers().containsKey("Cache-Control")) {
      context.header("Cache-Control", "no-store");
    }
    answer.headers().forEach(context::header);
    byte[] body = answer.body();
    if (body != null) {
      context.contentType(answer.contentType());
      context.result(body);
    }
  }

  /**
   * Reads what a refused request left of its body, within a bound, so that the connection stays
   * usable; beyond it the client is told that it does not.
   */
  private static void readRest(Context context) {
    try {
      InputStream body = context.req().getInputStream();
      body.readNBytes(REST_BYTES_MAX);
      if (body.read() >= 0) {
        context.header("Connection", "close");
      }
    } catch (IOException e) {
      LOG.debug("The rest of a body did not come", e);
      context.header("Connection", "close");
    }
  }

  private static TraceContext trace(Context context) {
    TraceContext trace = context.attribute(TRACE_ATTRIBUTE);
    if (trace == null) {
      trace = TraceContext.of(context.header("traceparent"));
      context.attribute(TRACE_ATTRIBUTE, trace);
    }
    return trace;
  }

  private Timer timer(String operation, int status) {
    return timers.computeIfAbsent(
        operation + " " + status,
        key ->
            Timer.builder("millrace.http.requests")
                .description("Requests to the edge, by operation and status")
                .tag("operation", operation)
                .tag("status", Integer.toString(status))
                .publishPercentileHistogram(false)
                .register(meters));
  }
}
