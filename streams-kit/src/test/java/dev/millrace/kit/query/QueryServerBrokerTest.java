package dev.millrace.kit.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.avro.common.Money;
import dev.millrace.kit.app.StreamsApp;
import dev.millrace.kit.broker.Counting;
import dev.millrace.kit.broker.TestBroker;
import dev.millrace.schemas.registry.AvroSerde;
import dev.millrace.schemas.topics.HeaderNames;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QueryServerBrokerTest {

  private static final Duration BOUND = Duration.ofSeconds(25);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** One process: an application and its query server. */
  private record Instance(StreamsApp app, QueryServer server) implements AutoCloseable {
    static Instance start(Counting counting) {
      int port = TestBroker.freePort();
      var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
      StreamsApp app =
          StreamsApp.start(
              counting.module(),
              counting.topics(),
              counting.config(TestBroker.folder("state"), port, Map.of()),
              meters);
      return new Instance(
          app,
          QueryServer.start("127.0.0.1", port, List.of(app), List.of(), counting.topics(), meters));
    }

    @Override
    public void close() {
      server.close();
      app.close();
    }
  }

  private final HttpClient http = HttpClient.newHttpClient();
  private Counting counting;
  private Instance one;
  private KafkaProducer<String, byte[]> producer;

  @BeforeAll
  void startOne() throws Exception {
    counting = Counting.create("counting-queries");
    one = Instance.start(counting);
    producer = Counting.producer();
    TestBroker.await("the first instance is ready", BOUND, () -> status(one, "/readyz") == 200);
  }

  @AfterAll
  void close() {
    producer.close();
    one.close();
    http.close();
  }

  @Test
  void answersAsAvroInTheWireFormatWithThePositionOfTheStore() throws Exception {
    RecordMetadata tick = counting.tick(producer, "avro", "EUR");

    HttpResponse<byte[]> answer = get(one, atLeast("avro", tick), QueryServer.AVRO);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue(QueryServer.AVRO);
    assertThat(answer.headers().firstValue(HeaderNames.POSITION).orElse(""))
        .contains(position(tick));
    assertThat(
            new AvroSerde<>(counting.topics().registry(), Money.class)
                .deserializer()
                .deserialize("state." + counting.store(), answer.body()))
        .isEqualTo(new Money(1L, "EUR"));
  }

  @Test
  void answersAsJsonForPeople() throws Exception {
    RecordMetadata tick = counting.tick(producer, "json", "EUR");

    HttpResponse<byte[]> answer = get(one, atLeast("json", tick), "application/json");

    assertThat(JSON.readTree(answer.body()))
        .isEqualTo(JSON.readTree("{\"minorUnits\":1,\"currency\":\"EUR\"}"));
  }

  @Test
  void tellsAnUnknownStoreFromAMissingKey() throws Exception {
    assertThat(code(get(one, "/state/no-such-store/key", QueryServer.AVRO)))
        .isEqualTo("404 unknown_store");
    assertThat(code(get(one, "/state/" + counting.store() + "/nobody", QueryServer.AVRO)))
        .isEqualTo("404 missing");
  }

  @Test
  void aReadHasSeenTheCommandThatItNamesHoweverSoonItComes() throws Exception {
    for (int count = 1; count <= 20; count++) {
      RecordMetadata tick = counting.tick(producer, "mine", "EUR");
      HttpResponse<byte[]> answer = get(one, atLeast("mine", tick), "application/json");
      assertThat(JSON.readTree(answer.body()).path("minorUnits").asInt()).isEqualTo(count);
    }
  }

  @Test
  void aCommandThatChangedNothingIsSeenToo() throws Exception {
    counting.tick(producer, "unchanged", "EUR");
    RecordMetadata refused = counting.tick(producer, "unchanged", "NOP");

    HttpResponse<byte[]> answer = get(one, atLeast("unchanged", refused), "application/json");

    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void aPositionThatIsNotReachedIsAnsweredWithinItsBound() throws Exception {
    RecordMetadata tick = counting.tick(producer, "late", "EUR");
    String future =
        "/state/%s/late?min_position=%s:%d:%d"
            .formatted(
                counting.store(), counting.ticksTopic(), tick.partition(), tick.offset() + 1_000);

    HttpResponse<byte[]> answer = get(one, future, QueryServer.AVRO);

    assertThat(code(answer)).isEqualTo("503 not_ready");
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(get(one, future.replace("min_position=", "min_position=x"), "*/*").statusCode())
        .isEqualTo(503);
    assertThat(get(one, "/state/" + counting.store() + "/late?min_position=x", "*/*").statusCode())
        .isEqualTo(400);
  }

  @Test
  void aQuestionWaitsForWhatItNeedsToSee() throws Exception {
    get(one, atLeast("asked", counting.tick(producer, "asked", "EUR")), "*/*");
    var answer =
        http.sendAsync(
            request(one, "/state/" + counting.atLeast() + "/asked?count=2", "application/json"),
            HttpResponse.BodyHandlers.ofByteArray());
    counting.tick(producer, "asked", "EUR");

    assertThat(JSON.readTree(answer.get(10, TimeUnit.SECONDS).body()).path("minorUnits").asInt())
        .isEqualTo(2);
  }

  @Test
  void aQuestionThatCannotBeAnsweredSaysWhy() throws Exception {
    RecordMetadata tick = counting.tick(producer, "asked-in-vain", "EUR");
    get(one, atLeast("asked-in-vain", tick), "*/*");
    String question = "/state/" + counting.atLeast();

    HttpResponse<byte[]> behind = get(one, question + "/asked-in-vain?count=2", "*/*");

    assertThat(code(behind)).isEqualTo("503 not_ready");
    assertThat(JSON.readTree(behind.body()).path("detail").asText()).isEqualTo("the count is 1");
    assertThat(code(get(one, question + "/nobody?count=1", "*/*"))).isEqualTo("404 missing");
    assertThat(get(one, question + "/asked-in-vain?count=two", "*/*").statusCode()).isEqualTo(400);
    assertThat(code(get(one, question, "*/*"))).isEqualTo("404 unknown_store");
  }

  @Test
  void aPageMayBeOfOnePartition() throws Exception {
    RecordMetadata tick = counting.tick(producer, "partitioned", "EUR");
    get(one, atLeast("partitioned", tick), "*/*");
    for (int partition = 0; partition < Counting.PARTITIONS; partition++) {
      JsonNode page =
          JSON.readTree(
              get(
                      one,
                      "/state/%s?prefix=partitioned&partition=%d"
                          .formatted(counting.store(), partition),
                      "application/json")
                  .body());
      assertThat(page.path("items").size()).isEqualTo(partition == tick.partition() ? 1 : 0);
      assertThat(page.path("partitions").toString()).isEqualTo("[" + partition + "]");
    }
  }

  @Test
  void metricsCountWhatProcessorsDecided() throws Exception {
    RecordMetadata tick = counting.tick(producer, "metrics", "EUR");
    get(one, atLeast("metrics", tick), "*/*");

    assertThat(one.app().streams().metrics().entrySet())
        .anySatisfy(
            metric -> {
              assertThat(metric.getKey().name()).isEqualTo("decided-total");
              assertThat((double) metric.getValue().metricValue()).isPositive();
            });
    assertThat(new String(get(one, "/metrics", "*/*").body(), StandardCharsets.UTF_8))
        .contains("kafka_stream_");
  }

  @Test
  void everyKeyIsReadFromEitherInstanceAndFromTheOneThatIsLeft() throws Exception {
    List<String> keys = IntStream.range(0, 40).mapToObj("shared-%02d"::formatted).toList();
    Map<String, RecordMetadata> ticks = new HashMap<>();
    for (String key : keys) {
      ticks.put(key, counting.tick(producer, key, "EUR"));
    }
    Instance two = Instance.start(counting);
    try {
      TestBroker.await(
          "both instances own partitions",
          BOUND,
          () ->
              status(one, "/readyz") == 200
                  && status(two, "/readyz") == 200
                  && page(two, "").path("partitions").size() > 0);
      for (Instance instance : List.of(one, two)) {
        for (String key : keys) {
          TestBroker.await(
              key + " can be read",
              BOUND,
              () -> status(instance, atLeast(key, ticks.get(key))) == 200);
        }
      }
      TreeSet<String> listed = new TreeSet<>();
      listed.addAll(listAll(one));
      assertThat(listed).hasSizeLessThan(keys.size());
      listed.addAll(listAll(two));
      assertThat(listed).containsExactlyElementsOf(keys);
      assertThat(listPartitions(one)).containsExactlyElementsOf(keys);
      assertThat(listPartitions(two)).containsExactlyElementsOf(keys);
    } finally {
      two.close();
    }
    long startNanos = System.nanoTime();
    for (String key : keys) {
      TestBroker.await(key + " can be read", BOUND, () -> status(one, path(key)) == 200);
    }
    System.out.printf(
        "the remaining instance served all keys after %d ms%n",
        Duration.ofNanos(System.nanoTime() - startNanos).toMillis());
  }

  /** Each partition asked of the same instance, whoever owns it. */
  private TreeSet<String> listPartitions(Instance instance) {
    TreeSet<String> keys = new TreeSet<>();
    for (int partition = 0; partition < Counting.PARTITIONS; partition++) {
      String after = "";
      JsonNode page;
      do {
        page = page(instance, "&partition=" + partition + after);
        assertThat(page.path("partitions").toString()).isEqualTo("[" + partition + "]");
        page.path("items").forEach(item -> keys.add(item.path("key").asText()));
        after = "&after=" + page.path("next").asText();
      } while (!page.path("next").isNull());
    }
    return keys;
  }

  private List<String> listAll(Instance instance) {
    List<String> keys = new java.util.ArrayList<>();
    String after = "";
    while (true) {
      JsonNode page = page(instance, after);
      page.path("items").forEach(item -> keys.add(item.path("key").asText()));
      if (page.path("next").isNull()) {
        return keys;
      }
      after = "&after=" + page.path("next").asText();
    }
  }

  private JsonNode page(Instance instance, String after) {
    try {
      return JSON.readTree(
          get(
                  instance,
                  "/state/" + counting.store() + "?prefix=shared-&limit=7" + after,
                  "application/json")
              .body());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private String path(String key) {
    return "/state/" + counting.store() + "/" + key;
  }

  private String atLeast(String key, RecordMetadata tick) {
    return path(key) + "?min_position=" + position(tick);
  }

  private static String position(RecordMetadata tick) {
    return tick.topic() + ":" + tick.partition() + ":" + tick.offset();
  }

  private int status(Instance instance, String path) {
    try {
      return get(instance, path, QueryServer.AVRO).statusCode();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static String code(HttpResponse<byte[]> answer) throws Exception {
    return answer.statusCode() + " " + JSON.readTree(answer.body()).path("code").asText();
  }

  private HttpResponse<byte[]> get(Instance instance, String path, String accept) throws Exception {
    return http.send(request(instance, path, accept), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static HttpRequest request(Instance instance, String path, String accept) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + instance.server().port() + path))
        .timeout(Duration.ofSeconds(10))
        .header("Accept", accept)
        .build();
  }
}
