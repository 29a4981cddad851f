package dev.millrace.edge.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a handler answers: a status, perhaps a body, and headers. */
public record Answer(
    int status,
    byte @Nullable [] body,
    String contentType,
    Map<String, String> headers,
    @Nullable EventStream stream) {

  public static final String JSON = "application/json";

  /** An answer that is told as a whole. */
  public Answer(
      int status, byte @Nullable [] body, String contentType, Map<String, String> headers) {
    this(status, body, contentType, headers, null);
  }

  /** An answer that goes on as server-sent events. */
  public static Answer stream(EventStream stream) {
    return new Answer(
        200,
        null,
        EventStream.CONTENT_TYPE,
        // Proxies that gather an answer before they pass it on would hold events back.
        Map.of("X-Accel-Buffering", "no"),
        stream);
  }

  public static Answer json(int status, JsonNode body) {
    return new Answer(status, Json.write(body), JSON, Map.of());
  }

  public static Answer ok(JsonNode body) {
    return json(200, body);
  }

  public static Answer empty(int status) {
    return new Answer(status, null, JSON, Map.of());
  }

  public static Answer text(String contentType, byte[] body) {
    return new Answer(200, body, contentType, Map.of());
  }

  public Answer with(String header, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Answer(status, body, contentType, more, stream);
  }

  public Answer withVersion(long version) {
    return with("ETag", Headers.etag(version));
  }
}
