package dev.millrace.edge.state;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** How the edge asks the query servers of other parts. Safe for many threads. */
final class QueryHttp implements AutoCloseable {

  private static final Duration CONNECT_MAX = Duration.ofSeconds(1);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_MAX)
          .build();

  /** The answer, if it comes in time. */
  HttpResponse<byte[]> get(URI base, String pathAndQuery, Duration max)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(base.resolve(pathAndQuery)).timeout(max).GET().build();
    return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  /** What a part that works answers within a second. */
  HttpResponse<byte[]> readiness(URI base) throws IOException, InterruptedException {
    return get(base, "/readyz", CONNECT_MAX);
  }

  /** The parameters behind a path; nothing if there are none. */
  static String query(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(one -> encode(one.getKey()) + "=" + encode(one.getValue()))
        .collect(Collectors.joining("&", parameters.isEmpty() ? "" : "?", ""));
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
