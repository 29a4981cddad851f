package dev.millrace.standalone.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.embedded.EmbeddedRegistry;
import dev.millrace.kit.query.QueryServer;
import dev.millrace.schemas.registry.HttpSchemaRegistry;
import dev.millrace.schemas.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class RegistryKeeperTest {

  private static final Schema SCHEMA =
      SchemaBuilder.record("Thing").fields().requiredString("name").endRecord();
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  @Timeout(60)
  void aKilledRegistryIsMissedAndAnswersAgainUnderTheSameAddressWithTheSameIdsUntilItIsClosed(
      @TempDir Path data) throws Exception {
    try (var keeper = RegistryKeeper.start(EmbeddedRegistry.Options.in(data));
        var first = new HttpSchemaRegistry(URI.create(keeper.url()));
        var queries =
            QueryServer.start(
                "127.0.0.1",
                0,
                List.of(),
                List.of(keeper.companion()),
                new Topics(first, 1),
                new SimpleMeterRegistry())) {
      int id = first.register("things-value", SCHEMA);
      String url = keeper.url();
      long killed = keeper.pid();
      assertThat(readyz(queries).statusCode()).isEqualTo(200);

      ProcessHandle.of(killed).orElseThrow().destroyForcibly();
      HttpResponse<String> away = awaitReadiness(queries, 503);
      assertThat(away.body()).contains("\"schema-registry\":{\"ready\":false}");

      awaitReadiness(queries, 200);
      assertThat(keeper.pid()).isNotEqualTo(killed);
      assertThat(keeper.url()).isEqualTo(url);
      try (var second = new HttpSchemaRegistry(URI.create(url))) {
        assertThat(second.byId(id)).isEqualTo(SCHEMA);
      }

      ProcessHandle last = ProcessHandle.of(keeper.pid()).orElseThrow();
      keeper.close();
      last.onExit().get(10, TimeUnit.SECONDS);
      assertThat(keeper.ready()).isFalse();
      assertThat(keeper.pid()).isEqualTo(last.pid());
    }
  }

  /** The timeout of the test bounds it. */
  private HttpResponse<String> awaitReadiness(QueryServer queries, int status) throws Exception {
    HttpResponse<String> answer = readyz(queries);
    while (answer.statusCode() != status) {
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
      answer = readyz(queries);
    }
    return answer;
  }

  private HttpResponse<String> readyz(QueryServer queries) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + queries.port() + "/readyz"))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
