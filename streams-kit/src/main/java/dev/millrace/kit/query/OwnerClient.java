package dev.millrace.kit.query;

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

/** Asks the instance that owns a key or a partition. */
final class OwnerClient implements AutoCloseable {

  /** Longer than the owner itself may wait for a position. */
  private static final Duration ANSWER_WAIT_MAX = StateQueries.POSITION_WAIT_MAX.plusSeconds(1);

  private static final Duration CONNECT_MAX = Duration.ofMillis(500);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_MAX)
          .build();

  /** One read, as the asker put it. */
  record Question(String path, String accept, Map<String, String> parameters) {

    /** What is under a key. */
    static Question byKey(String store, String key, String accept, Map<String, String> parameters) {
      return new Question(escaped(store) + "/" + escaped(key), accept, parameters);
    }

    /** A list of entries. */
    static Question page(String store, String accept, Map<String, String> parameters) {
      return new Question(escaped(store), accept, parameters);
    }

    private URI at(String host) {
      String query =
          parameters.isEmpty()
              ? ""
              : parameters.entrySet().stream()
                  .map(one -> escaped(one.getKey()) + "=" + escaped(one.getValue()))
                  .collect(Collectors.joining("&", "?", ""));
      return URI.create("http://%s/state/%s%s".formatted(host, path, query));
    }

    private static String escaped(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
  }

  /**
   * The owner's answer.
   *
   * @throws IOException if it does not answer in time
   */
  HttpResponse<byte[]> ask(String host, Question question)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(question.at(host))
            .timeout(ANSWER_WAIT_MAX)
            .header(QueryServer.FORWARDED, "1")
            .header("Accept", question.accept())
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
