package dev.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The edge as one caller sees it: paths and JSON text, nothing of ours in between. */
final class ShopApi {

  /** An answer with its headers. */
  record Answer(HttpResponse<String> response, JsonNode body) {
    int status() {
      return response.statusCode();
    }

    String text(String field) {
      return body.path(field).asText("");
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    Answer expect(int status) {
      assertThat(response.statusCode())
          .as("%s: %s", response.request(), response.body())
          .isEqualTo(status);
      return this;
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SETTLED_MAX = Duration.ofSeconds(30);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(10);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String baseUrl;
  private final String token;

  ShopApi(String baseUrl, String token) {
    this.baseUrl = baseUrl;
    this.token = token;
  }

  Answer get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  /** The same once a part of the answer says so. */
  Answer once(String path, String pointer, String value) throws IOException, InterruptedException {
    return once(path, body -> body.at(pointer).asText().equals(value));
  }

  /** The same once the answer is as wanted. */
  Answer once(String path, Predicate<JsonNode> wanted) throws IOException, InterruptedException {
    long deadlineNanos = System.nanoTime() + SETTLED_MAX.toNanos();
    while (true) {
      Answer answer = get(path).expect(200);
      if (wanted.test(answer.body())) {
        return answer;
      }
      assertThat(System.nanoTime()).as("in time: %s", answer.body()).isLessThan(deadlineNanos);
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  /** What is no JSON. */
  String text(String path) throws IOException, InterruptedException {
    HttpResponse<String> response =
        HTTP.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(200);
    return response.body();
  }

  Answer put(String path, String json) throws IOException, InterruptedException {
    return send(request(path).PUT(HttpRequest.BodyPublishers.ofString(json)));
  }

  Answer post(String path, String json, String... headers)
      throws IOException, InterruptedException {
    var request = request(path).POST(HttpRequest.BodyPublishers.ofString(json));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request);
  }

  /** The ids of the first events of a stream, which is then left. */
  List<String> streamedIds(String path, String lastEventId, int count)
      throws IOException, InterruptedException {
    HttpResponse<Stream<String>> response =
        HTTP.send(
            request(path).header("Last-Event-ID", lastEventId).GET().build(),
            HttpResponse.BodyHandlers.ofLines());
    assertThat(response.statusCode()).isEqualTo(200);
    try (Stream<String> lines = response.body()) {
      return lines
          .filter(line -> line.startsWith("id: "))
          .map(line -> line.substring("id: ".length()))
          .limit(count)
          .toList();
    }
  }

  /** The order once it is no longer pending. */
  Answer settledOrder(String orderId) throws IOException, InterruptedException {
    long deadlineNanos = System.nanoTime() + SETTLED_MAX.toNanos();
    Answer order = get("/v1/orders/" + orderId).expect(200);
    while (order.text("status").startsWith("pending")) {
      assertThat(System.nanoTime()).as("order settles: %s", order.body()).isLessThan(deadlineNanos);
      send(
          request("/v1/orders/" + orderId + "?wait=5")
              .header("If-None-Match", order.header("ETag"))
              .GET());
      order = get("/v1/orders/" + orderId).expect(200);
    }
    return order;
  }

  Answer delete(String path) throws IOException, InterruptedException {
    return send(request(path).DELETE());
  }

  private HttpRequest.Builder request(String path) {
    var request =
        HttpRequest.newBuilder(URI.create(baseUrl + path)).timeout(Duration.ofSeconds(40));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return request.header("Content-Type", "application/json");
  }

  private static Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response =
        HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new Answer(
        response, response.body().isEmpty() ? JSON.nullNode() : JSON.readTree(response.body()));
  }
}
