package dev.millrace.edge.state;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.edge.http.Json;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the indexer's query server over HTTP. */
public final class HttpSearchClient implements SearchClient {

  private static final Logger LOG = LoggerFactory.getLogger(HttpSearchClient.class);

  /** As the indexer's readiness report names it. */
  private static final String INDEX = "search-index";

  private static final Duration CONNECT_MAX = Duration.ofSeconds(1);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(3);

  private final URI base;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_MAX)
          .build();

  public HttpSearchClient(URI base) {
    this.base = base;
  }

  @Override
  public Result ask(String path, Map<String, String> parameters) {
    String query =
        parameters.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + encode(entry.getValue()))
            .collect(Collectors.joining("&", "?", ""));
    try {
      HttpResponse<byte[]> response = get(path + query, ANSWER_MAX);
      JsonNode body =
          response.statusCode() == 200 || response.statusCode() == 400
              ? Json.readTrusted(response.body())
              : Json.object();
      if (response.statusCode() == 400) {
        return new Result.Refused(body.path("detail").asText("The query was not understood."));
      }
      if (response.statusCode() == 200 && body.isObject()) {
        return new Result.Found(body);
      }
      LOG.debug("Search answers {}", response.statusCode());
    } catch (IOException e) {
      LOG.debug("Search does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new Result.NotReady();
  }

  /** Whether the index is; other parts of the same process are no concern of searches. */
  @Override
  public boolean ready() {
    try {
      JsonNode parts = Json.readTrusted(get("/readyz", CONNECT_MAX).body());
      return parts.path(INDEX).path("ready").asBoolean(false);
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private HttpResponse<byte[]> get(String pathAndQuery, Duration max)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(base.resolve(pathAndQuery)).timeout(max).GET().build();
    return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
