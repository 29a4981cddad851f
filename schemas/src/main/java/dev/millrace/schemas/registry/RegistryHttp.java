package dev.millrace.schemas.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.schemas.registry.SchemaRegistryException.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Requests to a registry: sent, tried again where that can help, and answered with JSON or a {@link
 * SchemaRegistryException}. Holds no lock while it waits; an interrupt ends the wait.
 */
final class RegistryHttp implements AutoCloseable {

  private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final int ANSWER_BYTES_MAX = 4 * 1024 * 1024;
  private static final int QUOTED_CHARS_MAX = 2_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * One request.
   *
   * @param purpose completes the sentence "Cannot …"
   */
  record Call(String purpose, String method, String path, @Nullable Map<String, String> body) {}

  private sealed interface Outcome {
    record Answered(int status, String body) implements Outcome {}

    record Silent(Exception cause) implements Outcome {}
  }

  private final URI baseUrl;
  private final RegistryOptions options;
  private final HttpClient client;

  RegistryHttp(URI baseUrl, RegistryOptions options) {
    this.baseUrl = requireBase(baseUrl);
    this.options = options;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(options.connectTimeout())
            .build();
  }

  /** Returns the answer's JSON if the registry did what it was asked. */
  JsonNode send(Call call) {
    HttpRequest request = request(call);
    for (int attempt = 1; ; attempt++) {
      Outcome outcome = attempt(call, request);
      if (attempt == options.attempts() || !mayChange(outcome)) {
        return result(call, outcome, attempt);
      }
      pause(call, options.delayAfter(attempt));
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }

  private HttpRequest request(Call call) {
    BodyPublisher body =
        call.body() == null
            ? BodyPublishers.noBody()
            : BodyPublishers.ofString(JSON.valueToTree(call.body()).toString());
    return HttpRequest.newBuilder(URI.create(baseUrl + call.path()))
        .timeout(options.requestTimeout())
        .header("Content-Type", CONTENT_TYPE)
        .header("Accept", CONTENT_TYPE + ", application/json")
        .method(call.method(), body)
        .build();
  }

  private Outcome attempt(Call call, HttpRequest request) {
    // The request's own timeout ends with the headers; waiting on the future bounds the body too.
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, headers -> new BoundedBody(ANSWER_BYTES_MAX));
    try {
      HttpResponse<byte[]> response =
          answer.get(options.requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
      return new Outcome.Answered(
          response.statusCode(), new String(response.body(), StandardCharsets.UTF_8));
    } catch (TimeoutException slow) {
      answer.cancel(true);
      return new Outcome.Silent(slow);
    } catch (ExecutionException failed) {
      return new Outcome.Silent(failed.getCause() instanceof IOException broken ? broken : failed);
    } catch (InterruptedException interrupt) {
      answer.cancel(true);
      throw interrupted(call, interrupt);
    }
  }

  private static boolean mayChange(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Answered answered -> reasonFor(answered.status()).retriable();
      case Outcome.Silent silent -> true;
    };
  }

  private void pause(Call call, Duration longest) {
    // Instances that failed together should not all come back together.
    long nanos = ThreadLocalRandom.current().nextLong(longest.toNanos() / 2, longest.toNanos() + 1);
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
      if (Thread.interrupted()) {
        throw interrupted(call, null);
      }
    }
  }

  private JsonNode result(Call call, Outcome outcome, int attempts) {
    return switch (outcome) {
      case Outcome.Answered(int status, String body) when status / 100 == 2 -> json(call, body);
      case Outcome.Answered(int status, String body) -> throw refusal(call, status, body, attempts);
      case Outcome.Silent(Exception cause) ->
          throw new SchemaRegistryException(
              Reason.UNREACHABLE,
              "Cannot %s: the registry at %s did not answer (%s; %s). Is it running there?"
                  .formatted(call.purpose(), baseUrl, whyUnanswered(cause), tries(attempts)),
              cause);
    };
  }

  private String whyUnanswered(Exception cause) {
    return switch (cause) {
      case TimeoutException slow -> "no whole answer within " + options.requestTimeout();
      default -> String.valueOf(cause);
    };
  }

  private JsonNode json(Call call, String body) {
    try {
      JsonNode json = JSON.readTree(body);
      if (json.isObject()) {
        return json;
      }
    } catch (JsonProcessingException notJson) {
      throw unintelligible(call, body, notJson);
    }
    throw unintelligible(call, body, null);
  }

  SchemaRegistryException unintelligible(Call call, String body, @Nullable Exception cause) {
    return new SchemaRegistryException(
        Reason.UNINTELLIGIBLE,
        "Cannot %s: the answer of %s is not what a schema registry says: %s"
            .formatted(call.purpose(), baseUrl, quoted(body)),
        cause);
  }

  private SchemaRegistryException refusal(Call call, int status, String body, int attempts) {
    Reason reason = reasonFor(status);
    String tries = attempts > 1 ? ", " + tries(attempts) : "";
    return new SchemaRegistryException(
        reason,
        "Cannot %s: the registry at %s answered %s (HTTP %d%s): %s"
            .formatted(call.purpose(), baseUrl, inWords(reason), status, tries, explanation(body)));
  }

  private static Reason reasonFor(int status) {
    return switch (status) {
      case 401, 403 -> Reason.FORBIDDEN;
      case 404 -> Reason.NOT_FOUND;
      case 409 -> Reason.INCOMPATIBLE;
      case 400, 422 -> Reason.INVALID;
      case 429 -> Reason.THROTTLED;
      default -> status >= 500 ? Reason.SERVER_ERROR : Reason.REFUSED;
    };
  }

  private static String inWords(Reason reason) {
    return switch (reason) {
      case INCOMPATIBLE -> "that the schema is incompatible with an earlier version";
      case INVALID -> "that the request is invalid";
      case NOT_FOUND -> "that there is no such thing";
      case FORBIDDEN -> "that this is not allowed";
      case THROTTLED -> "that it is asked too often";
      case SERVER_ERROR -> "that it failed";
      case REFUSED, UNREACHABLE, INTERRUPTED, UNINTELLIGIBLE -> "with a refusal";
    };
  }

  /** The registry's message first, then whatever else it said, such as the reasons it lists. */
  private static String explanation(String body) {
    JsonNode answer;
    try {
      answer = JSON.readTree(body);
    } catch (JsonProcessingException notJson) {
      answer = MissingNode.getInstance();
    }
    if (!(answer instanceof ObjectNode said) || !said.hasNonNull("message")) {
      return quoted(body);
    }
    ObjectNode rest = said.deepCopy();
    rest.remove(List.of("message", "error_code"));
    String message =
        "%s [error_code %s]"
            .formatted(said.path("message").asText(), said.path("error_code").asText("none"));
    return shortened(rest.isEmpty() ? message : message + " " + rest);
  }

  private static String quoted(String body) {
    return body.isBlank() ? "an empty answer" : "'" + shortened(body.strip()) + "'";
  }

  private static String shortened(String text) {
    return text.length() <= QUOTED_CHARS_MAX ? text : text.substring(0, QUOTED_CHARS_MAX) + "…";
  }

  private static String tries(int attempts) {
    return attempts == 1 ? "tried once" : "tried " + attempts + " times";
  }

  private SchemaRegistryException interrupted(Call call, @Nullable InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new SchemaRegistryException(
        Reason.INTERRUPTED,
        "Cannot %s: interrupted while waiting for the registry at %s"
            .formatted(call.purpose(), baseUrl),
        cause);
  }

  private static URI requireBase(URI url) {
    boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    boolean plain =
        url.getHost() != null
            && url.getRawUserInfo() == null
            && url.getRawQuery() == null
            && url.getRawFragment() == null;
    if (!http || !plain) {
      throw new IllegalArgumentException(
          "The registry URL must look like http://host:port/path, without user, query or fragment");
    }
    String text = url.toString();
    return URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
  }
}
