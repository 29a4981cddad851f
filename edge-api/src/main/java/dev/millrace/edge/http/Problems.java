package dev.millrace.edge.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Writes problems as application/problem+json. */
public final class Problems {

  public static final String CONTENT_TYPE = "application/problem+json";

  private static final Map<Integer, String> TITLES =
      Map.ofEntries(
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(409, "Conflict"),
          Map.entry(410, "Gone"),
          Map.entry(412, "Precondition Failed"),
          Map.entry(413, "Content Too Large"),
          Map.entry(415, "Unsupported Media Type"),
          Map.entry(422, "Unprocessable Content"),
          Map.entry(429, "Too Many Requests"),
          Map.entry(431, "Request Header Fields Too Large"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(503, "Service Unavailable"));

  private Problems() {}

  public static Answer answer(Problem problem, String instance, String traceId) {
    var answer =
        new Answer(
            problem.status(), Json.write(body(problem, instance, traceId)), CONTENT_TYPE, Map.of());
    if (problem.status() == 401) {
      answer = answer.with("WWW-Authenticate", "Bearer");
    }
    return problem.retryAfterSeconds() > 0
        ? answer.with("Retry-After", Integer.toString(problem.retryAfterSeconds()))
        : answer;
  }

  static ObjectNode body(Problem problem, String instance, String traceId) {
    ObjectNode body = Json.object();
    body.put(
        "type",
        problem.status() == 429
            ? "https://iana.org/assignments/http-problem-types#quota-exceeded"
            : "urn:millrace:problem:" + problem.code());
    body.put("title", TITLES.getOrDefault(problem.status(), "Problem"));
    body.put("status", problem.status());
    body.put("detail", problem.detail());
    body.put("instance", instance);
    body.put("code", problem.code());
    body.put("retryable", problem.retryAfterSeconds() > 0);
    body.put("trace_id", traceId);
    if (!problem.errors().isEmpty()) {
      ArrayNode errors = body.putArray("errors");
      problem.errors().forEach(item -> errors.add(item(item)));
    }
    if (problem.extra() != null) {
      body.setAll(problem.extra());
    }
    return body;
  }

  private static ObjectNode item(Problem.Item item) {
    ObjectNode node = Json.object();
    if (item.pointer() != null) {
      node.put("pointer", item.pointer());
    }
    node.put("code", item.code()).put("detail", item.detail());
    if (item.requested() != null) {
      node.put("requested", item.requested());
    }
    if (item.available() != null) {
      node.put("available", item.available());
    }
    return node;
  }
}
