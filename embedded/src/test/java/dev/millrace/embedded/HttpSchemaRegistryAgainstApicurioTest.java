package dev.millrace.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.schemas.registry.HttpSchemaRegistry;
import dev.millrace.schemas.registry.RegistryOptions;
import dev.millrace.schemas.registry.SchemaRegistryException;
import dev.millrace.schemas.registry.SchemaRegistryException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client that every serde uses, against the real server instead of a scripted one. */
class HttpSchemaRegistryAgainstApicurioTest {
  private static final Schema NAMED =
      SchemaBuilder.record("Thing").fields().requiredString("name").endRecord();
  private static final Schema NAMED_WITH_OPTIONAL_NOTE =
      SchemaBuilder.record("Thing")
          .fields()
          .requiredString("name")
          .name("note")
          .type()
          .stringType()
          .stringDefault("")
          .endRecord();
  private static final Schema COUNTED =
      SchemaBuilder.record("Thing").fields().requiredInt("count").endRecord();

  @TempDir static Path dataDir;
  private static EmbeddedRegistry server;

  @BeforeAll
  static void start() {
    server = EmbeddedRegistry.start(EmbeddedRegistry.Options.in(dataDir));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aSchemaKeepsItsIdAndIsFoundByIt() {
    int id;
    try (var registry = client()) {
      id = registry.register("found-value", NAMED);
      assertThat(registry.register("found-elsewhere-value", NAMED)).isEqualTo(id);
    }
    try (var another = client()) {
      assertThat(another.byId(id)).isEqualTo(NAMED);
      assertThat(another.register("found-value", NAMED)).isEqualTo(id);
    }
  }

  @Test
  void aChangeThatOldReadersUnderstandIsTakenAndAnyOtherIsRefused() {
    try (var registry = client()) {
      var first = registry.register("changed-value", NAMED);
      assertThat(registry.register("changed-value", NAMED_WITH_OPTIONAL_NOTE)).isNotEqualTo(first);
      assertThatThrownBy(() -> registry.register("changed-value", COUNTED))
          .isInstanceOfSatisfying(
              SchemaRegistryException.class,
              refusal -> assertThat(refusal.reason()).isEqualTo(Reason.INCOMPATIBLE))
          .hasMessageContaining("changed-value");
      registry.setCompatibility("free-value", "NONE");
      registry.register("free-value", NAMED);
      registry.register("free-value", COUNTED);
    }
  }

  @Test
  void whatIsNotThereIsNamed() {
    try (var registry =
        new HttpSchemaRegistry(
            URI.create(server.url()), RegistryOptions.defaults().withAutoRegister(false))) {
      assertThatThrownBy(() -> registry.byId(999_999))
          .isInstanceOfSatisfying(
              SchemaRegistryException.class,
              refusal -> assertThat(refusal.reason()).isEqualTo(Reason.NOT_FOUND));
      assertThatThrownBy(() -> registry.register("never-registered-value", NAMED))
          .isInstanceOfSatisfying(
              SchemaRegistryException.class,
              refusal -> assertThat(refusal.reason()).isEqualTo(Reason.NOT_FOUND))
          .hasMessageContaining("never-registered-value");
    }
  }

  @Test
  void aRegistryThatIsDownIsSaidToBe() throws IOException {
    int closedPort;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closedPort = socket.getLocalPort();
    }
    var impatient =
        RegistryOptions.defaults()
            .withAttempts(2)
            .withRetryDelays(Duration.ofMillis(10), Duration.ofMillis(10));
    var url = URI.create("http://127.0.0.1:" + closedPort + "/apis/ccompat/v7");
    try (var registry = new HttpSchemaRegistry(url, impatient)) {
      assertThatThrownBy(() -> registry.register("any-value", NAMED))
          .isInstanceOfSatisfying(
              SchemaRegistryException.class,
              failure -> assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE))
          .hasMessageContaining(url.getAuthority());
    }
  }

  private static HttpSchemaRegistry client() {
    return new HttpSchemaRegistry(URI.create(server.url()));
  }
}
