package dev.millrace.kit.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.kit.app.StreamsApp;
import dev.millrace.schemas.topics.HeaderNames;
import dev.millrace.schemas.topics.Topics;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Answers reads of the stores of all applications of the process, and tells how they are. For the
 * internal network only: it asks for no password.
 *
 * <p>A read by key, and a page of one partition, may be asked of any instance; one that does not
 * own it asks the owner.
 */
public final class QueryServer implements AutoCloseable {

  /** Values in Confluent wire format, subject {@code state.<store>-value}. */
  public static final String AVRO = "application/vnd.millrace.avro";

  /** Set on a question that another instance passed on; it is not passed on again. */
  static final String FORWARDED = "Millrace-Forwarded";

  private static final String JSON = "application/json";
  private static final int KEY_CHARACTERS_MAX = 512;
  private static final int PAGE_ITEMS_MAX = 1_000;
  private static final int PAGE_ITEMS = 100;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final List<StreamsApp> apps;
  private final List<Companion> companions;
  private final Map<String, StateQueries> stores = new HashMap<>();
  private final Answers answers;
  private final MeterRegistry meters;
  private final OwnerClient owners = new OwnerClient();
  private final Javalin http;

  private QueryServer(
      String host,
      int port,
      List<StreamsApp> apps,
      List<Companion> companions,
      Topics topics,
      MeterRegistry meters) {
    this.apps = List.copyOf(apps);
    this.companions = List.copyOf(companions);
    this.answers = new Answers(topics.registry());
    this.meters = meters;
    for (StreamsApp app : apps) {
      StateQueries.of(app)
          .forEach(
              (name, queries) -> {
                if (stores.put(name, queries) != null) {
                  throw new IllegalArgumentException("two applications answer for " + name);
                }
              });
    }
    this.http = Javalin.create(this::configure).start(host, port);
  }

  /**
   * Starts it.
   *
   * @param port 0 chooses a free one; then the applications cannot be asked by other instances
   */
  public static QueryServer start(
      String host,
      int port,
      List<StreamsApp> apps,
      List<Companion> companions,
      Topics topics,
      MeterRegistry meters) {
    return new QueryServer(host, port, apps, companions, topics, meters);
  }

  public int port() {
    return http.port();
  }

  @Override
  public void close() {
    http.stop();
    owners.close();
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.concurrency.useVirtualThreads = true;
    config.routes.get("/state/{store}/{key}", this::byKey);
    config.routes.get("/state/{store}", this::page);
    for (Companion companion : companions) {
      companion
          .routes()
          .forEach((path, route) -> config.routes.get(path, http -> answer(http, route)));
    }
    config.routes.get("/livez", this::live);
    config.routes.get("/readyz", this::ready);
    config.routes.get("/metrics", this::metrics);
  }

  private void byKey(Context http) throws IOException, InterruptedException {
    String name = http.pathParam("store");
    StateQueries queries = stores.get(name);
    if (queries == null) {
      Answers.problem(http, 404, "unknown_store", "There is no store " + name + " here.");
      return;
    }
    String key = http.pathParam("key");
    if (key.length() > KEY_CHARACTERS_MAX) {
      throw new BadRequestResponse("a key has at most %d characters".formatted(KEY_CHARACTERS_MAX));
    }
    Map<String, String> parameters = parameters(http);
    Optional<MinPosition> minPosition = minPosition(http);
    Lookup lookup;
    try {
      lookup = queries.byKey(key, parameters, minPosition);
    } catch (IllegalArgumentException e) {
      throw new BadRequestResponse(String.valueOf(e.getMessage()));
    }
    switch (lookup) {
      case Lookup.Found found -> answers.found(http, name, found);
      case Lookup.Missing missing -> {
        http.header(HeaderNames.POSITION, missing.position());
        Answers.problem(http, 404, "missing", "The store has no such key.");
      }
      case Lookup.NotReady notReady -> Answers.notReady(http, notReady);
      case Lookup.Elsewhere elsewhere ->
          elsewhere(
              http,
              elsewhere.host(),
              OwnerClient.Question.byKey(name, key, Answers.wanted(http), parameters));
    }
  }

  private void elsewhere(Context http, String host, OwnerClient.Question question)
      throws InterruptedException {
    if (http.header(FORWARDED) != null) {
      Answers.problem(http, 421, "elsewhere", "That now belongs to " + host + ".");
      return;
    }
    try {
      HttpResponse<byte[]> answer = owners.ask(host, question);
      if (answer.statusCode() == 421) {
        Answers.notReady(http, Answers.moving(host));
        return;
      }
      http.status(answer.statusCode()).result(answer.body());
      for (String header :
          List.of("Content-Type", HeaderNames.POSITION, Answers.NEXT, "Retry-After")) {
        answer.headers().firstValue(header).ifPresent(value -> http.header(header, value));
      }
    } catch (IOException e) {
      Answers.notReady(http, Answers.moving(host));
    }
  }

  private void page(Context http) throws InterruptedException {
    String name = http.pathParam("store");
    StateQueries queries = stores.get(name);
    if (queries == null || !queries.canBeListed()) {
      Answers.problem(http, 404, "unknown_store", "There is no store " + name + " here.");
      return;
    }
    int limit = http.queryParamAsClass("limit", Integer.class).getOrDefault(PAGE_ITEMS);
    if (limit < 1 || limit > PAGE_ITEMS_MAX) {
      throw new BadRequestResponse("limit is 1 to " + PAGE_ITEMS_MAX);
    }
    var wanted =
        new StorePage.Wanted(
            Optional.ofNullable(http.queryParam("prefix")).orElse(""),
            Optional.ofNullable(http.queryParam("after")),
            partition(http),
            limit);
    switch (queries.page(wanted)) {
      case PageLookup.Found found -> answers.page(http, name, found.page());
      case PageLookup.NotReady notReady -> Answers.notReady(http, notReady.why());
      case PageLookup.Elsewhere elsewhere ->
          elsewhere(
              http,
              elsewhere.host(),
              OwnerClient.Question.page(name, Answers.wanted(http), parameters(http)));
    }
  }

  private static void answer(Context http, Function<Map<String, String>, Companion.Answer> route)
      throws JsonProcessingException {
    Companion.Answer answer = route.apply(parameters(http));
    http.status(answer.status()).contentType(JSON).result(MAPPER.writeValueAsBytes(answer.body()));
  }

  private void live(Context http) {
    boolean alive = apps.stream().allMatch(StreamsApp::alive);
    http.status(alive ? 200 : 503).contentType(JSON).result(states().toString());
  }

  private void ready(Context http) {
    boolean ready =
        apps.stream().allMatch(StreamsApp::ready)
            && companions.stream().allMatch(companion -> companion.ready().getAsBoolean());
    http.status(ready ? 200 : 503).contentType(JSON).result(states().toString());
  }

  private ObjectNode states() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    for (StreamsApp app : apps) {
      body.putObject(app.applicationId())
          .put("state", app.state().name())
          .put("ready", app.ready())
          .put("recordsToRestore", app.recordsToRestore());
    }
    for (Companion companion : companions) {
      body.putObject(companion.name()).put("ready", companion.ready().getAsBoolean());
    }
    return body;
  }

  private void metrics(Context http) {
    if (meters instanceof PrometheusMeterRegistry prometheus) {
      http.contentType("text/plain; version=0.0.4; charset=utf-8").result(prometheus.scrape());
    } else {
      Answers.problem(http, 404, "no_metrics", "This process keeps no Prometheus metrics.");
    }
  }

  /** The first value of each. */
  private static Map<String, String> parameters(Context http) {
    Map<String, String> parameters = new HashMap<>();
    http.queryParamMap().forEach((name, values) -> parameters.put(name, values.getFirst()));
    return parameters;
  }

  private static Optional<Integer> partition(Context http) {
    return http.queryParam("partition") == null
        ? Optional.empty()
        : Optional.of(http.queryParamAsClass("partition", Integer.class).get());
  }

  private static Optional<MinPosition> minPosition(Context http) {
    String text = http.queryParam("min_position");
    if (text == null) {
      return Optional.empty();
    }
    return Optional.of(
        MinPosition.parse(text)
            .orElseThrow(() -> new BadRequestResponse("min_position is topic:partition:offset")));
  }
}
