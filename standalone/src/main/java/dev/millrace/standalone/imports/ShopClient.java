package dev.millrace.standalone.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A machine client of the edge that survives restarts of it: what got no answer, or one that says
 * try again, is asked again with the same idempotency key until the patience ends.
 *
 * <p>Threading: safe to share.
 */
public final class ShopClient {

  /** An answer of the edge. */
  public record Answer(int status, JsonNode body) {
    /** The refusal's code, or the empty text. */
    public String code() {
      return body.path("code").asText("");
    }

    public boolean isOk() {
      return status >= 200 && status < 300;
    }
  }

  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(40);
  private static final int LONG_POLL_SECONDS = 5;
  private static final Duration PAUSE_MIN = Duration.ofMillis(50);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String baseUrl;
  private final Supplier<String> token;
  private final Duration patience;

  /**
   * @param token gives a valid access token; asked for each request, because tokens expire
   * @param patience how long one request is tried
   */
  public ShopClient(String baseUrl, Supplier<String> token, Duration patience) {
    this.baseUrl = baseUrl;
    this.token = token;
    this.patience = patience;
  }

  public Answer post(String path, JsonNode body, String idempotencyKey) {
    return send("POST", path, body, "Idempotency-Key", idempotencyKey);
  }

  public Answer put(String path, JsonNode body) {
    return send("PUT", path, body, "", "");
  }

  public Answer get(String path) {
    return send("GET", path, null, "", "");
  }

  /**
   * Waits up to {@code seconds} for a version of the resource other than this one; 304 if there is
   * none.
   */
  public Answer getChanged(String path, String version, int seconds) {
    return send("GET", path + "?wait=" + seconds, null, "If-None-Match", "\"" + version + "\"");
  }

  /** The order once its checkout has ended, one way or the other. */
  public JsonNode settledOrder(String orderId) {
    String path = "/v1/orders/" + orderId;
    while (true) {
      Answer answer = get(path);
      if (!answer.isOk()) {
        throw new IllegalStateException(
            "order %s cannot be read: %d %s".formatted(orderId, answer.status(), answer.code()));
      }
      if (!answer.body().path("status").asText("").startsWith("pending")) {
        return answer.body();
      }
      getChanged(path, answer.body().path("version").asText(), LONG_POLL_SECONDS);
    }
  }

  private Answer send(
      String method, String path, @Nullable JsonNode body, String header, String value) {
    Instant deadline = Instant.now().plus(patience);
    Duration pause = PAUSE_MIN;
    while (true) {
      String failure;
      try {
        HttpResponse<byte[]> response =
            http.send(
                request(method, path, body, header, value),
                HttpResponse.BodyHandlers.ofByteArray());
        boolean tryAgain = response.statusCode() == 429 || response.statusCode() >= 502;
        if (!tryAgain) {
          return new Answer(response.statusCode(), json(response.body()));
        }
        failure = "status " + response.statusCode();
      } catch (IOException e) {
        failure = e.toString();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
      if (Instant.now().isAfter(deadline)) {
        throw new IllegalStateException(
            "%s %s got no answer within %d s; last: %s"
                .formatted(method, path, patience.toSeconds(), failure));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pause.toMillis()));
      pause = pause.multipliedBy(2).compareTo(PAUSE_MAX) < 0 ? pause.multipliedBy(2) : PAUSE_MAX;
    }
  }

  private HttpRequest request(
      String method, String path, @Nullable JsonNode body, String header, String value) {
    var request =
        HttpRequest.newBuilder(URI.create(baseUrl + path))
            .timeout(REQUEST_TIMEOUT)
            .header("Authorization", "Bearer " + token.get());
    if (!header.isEmpty()) {
      request.header(header, value);
    }
    if (body == null) {
      return request.method(method, HttpRequest.BodyPublishers.noBody()).build();
    }
    return request
        .header("Content-Type", "application/json")
        .method(method, HttpRequest.BodyPublishers.ofString(body.toString()))
        .build();
  }

  private static JsonNode json(byte[] body) throws IOException {
    return body.length == 0 ? JSON.nullNode() : JSON.readTree(body);
  }
}
