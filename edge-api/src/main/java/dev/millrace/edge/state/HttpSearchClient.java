package dev.millrace.edge.state;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.edge.http.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the indexer's query server over HTTP. */
public final class HttpSearchClient implements SearchClient {

  private static final Logger LOG = LoggerFactory.getLogger(HttpSearchClient.class);

  /** As the indexer's readiness report names it. */
  private static final String INDEX = "search-index";

  private static final Duration ANSWER_MAX = Duration.ofSeconds(3);

  private final URI base;
  private final QueryHttp http = new QueryHttp();

  public HttpSearchClient(URI base) {
    this.base = base;
  }

  @Override
  public Result ask(String path, Map<String, String> parameters) {
    try {
      HttpResponse<byte[]> response =
          http.get(base, path + QueryHttp.query(parameters), ANSWER_MAX);
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
      JsonNode parts = Json.readTrusted(http.readiness(base).body());
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
    http.close();
  }
}
