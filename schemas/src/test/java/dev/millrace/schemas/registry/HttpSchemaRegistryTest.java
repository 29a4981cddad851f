package dev.millrace.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.avro.sample.Parcel;
import dev.millrace.schemas.registry.SchemaRegistryException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HttpSchemaRegistryTest {

  private static final String SUBJECT = "shipping.parcel-events.v1-value";
  private static final RegistryOptions IMPATIENT =
      RegistryOptions.defaults()
          .withAttempts(3)
          .withRetryDelays(Duration.ofMillis(1), Duration.ofMillis(2));

  private ScriptedRegistry server;

  @BeforeEach
  void startServer() throws IOException {
    server = new ScriptedRegistry();
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void registersOnceAndRemembersTheId() {
    server.answers(200, "{\"id\": 7}");
    try (HttpSchemaRegistry registry = registry(IMPATIENT)) {
      assertThat(registry.register(SUBJECT, Parcel.getClassSchema())).isEqualTo(7);
      assertThat(registry.register(SUBJECT, Parcel.getClassSchema())).isEqualTo(7);
      assertThat(registry.byId(7)).isEqualTo(PublishedSchema.of(Parcel.getClassSchema()));
    }
    assertThat(server.requests())
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.method()).isEqualTo("POST");
              assertThat(request.path()).isEqualTo("/subjects/" + SUBJECT + "/versions");
              assertThat(request.contentType()).isEqualTo("application/vnd.schemaregistry.v1+json");
              assertThat(request.body())
                  .startsWith("{\"schema\":\"{")
                  .doesNotContain("schemaType", "avro.java.string");
            });
  }

  @Test
  void fetchesASchemaOnceAndRemembersIt() {
    server.answers(200, "{\"schema\": \"{\\\"type\\\": \\\"string\\\"}\"}");
    try (HttpSchemaRegistry registry = registry(IMPATIENT)) {
      assertThat(registry.byId(3)).isEqualTo(Schema.create(Schema.Type.STRING));
      assertThat(registry.byId(3)).isSameAs(registry.byId(3));
    }
    assertThat(server.requests())
        .extracting(ScriptedRegistry.Request::method, ScriptedRegistry.Request::path)
        .containsExactly(tuple("GET", "/schemas/ids/3"));
  }

  @Test
  void keepsThePathOfTheBaseUrlAndEscapesTheSubject() {
    server.answers(200, "{\"id\": 1}");
    URI base = URI.create(server.url() + "/apis/ccompat/v7/");
    try (HttpSchemaRegistry registry = new HttpSchemaRegistry(base, IMPATIENT)) {
      registry.register("odd subject/value", Parcel.getClassSchema());
    }
    assertThat(server.requests().getFirst().path())
        .isEqualTo("/apis/ccompat/v7/subjects/odd%20subject%2Fvalue/versions");
  }

  @Test
  void triesAgainWhenTheServerFails() {
    server.answers(500, "oops").answers(503, "not yet").answers(200, "{\"id\": 9}");
    try (HttpSchemaRegistry registry = registry(IMPATIENT)) {
      assertThat(registry.register(SUBJECT, Parcel.getClassSchema())).isEqualTo(9);
    }
    assertThat(server.requests()).hasSize(3);
  }

  @Test
  void givesUpAfterTheLastTry() {
    server.answers(500, "{\"error_code\": 50001, \"message\": \"storage is full\"}");
    assertRefusal(
        registerParcel(IMPATIENT),
        Reason.SERVER_ERROR,
        "register schema dev.millrace.avro.sample.Parcel under subject " + SUBJECT,
        "http://127.0.0.1:",
        "HTTP 500, tried 3 times",
        "storage is full [error_code 50001]");
    assertThat(server.requests()).hasSize(3);
  }

  @Test
  void triesAgainWhenAskedTooOften() {
    server.answers(429, "").answers(200, "{\"id\": 2}");
    try (HttpSchemaRegistry registry = registry(IMPATIENT)) {
      assertThat(registry.register(SUBJECT, Parcel.getClassSchema())).isEqualTo(2);
    }
  }

  @Test
  void repeatsTheReasonsOfAnIncompatibilityAndDoesNotTryAgain() {
    server.answers(
        409,
        """
        {"error_code": 409, "message": "Incompatible artifact",
         "causes": [{"description": "reader lacks default", "context": "/fields/3"}]}
        """);
    assertRefusal(
        registerParcel(IMPATIENT),
        Reason.INCOMPATIBLE,
        SUBJECT,
        "incompatible with an earlier version (HTTP 409)",
        "Incompatible artifact [error_code 409]",
        "reader lacks default",
        "/fields/3");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void namesAnInvalidSchema() {
    server.answers(422, "{\"error_code\": 42201, \"message\": \"Invalid Avro schema\"}");
    assertRefusal(
        registerParcel(IMPATIENT), Reason.INVALID, "HTTP 422", "Invalid Avro schema", "42201");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void namesAnUnknownId() {
    server.answers(404, "{\"error_code\": 40403, \"message\": \"Schema not found\"}");
    assertRefusal(
        () -> {
          try (HttpSchemaRegistry registry = registry(IMPATIENT)) {
            registry.byId(77);
          }
        },
        Reason.NOT_FOUND,
        "get the schema with id 77",
        "HTTP 404",
        "Schema not found");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void asksOnlyForTheIdWhereApplicationsMayNotRegister() {
    server.answers(200, "{\"subject\": \"x\", \"id\": 4, \"version\": 1, \"schema\": \"{}\"}");
    try (HttpSchemaRegistry registry = registry(IMPATIENT.withAutoRegister(false))) {
      assertThat(registry.register(SUBJECT, Parcel.getClassSchema())).isEqualTo(4);
    }
    assertThat(server.requests().getFirst().path()).isEqualTo("/subjects/" + SUBJECT);
  }

  @Test
  void saysToRegisterFirstWhereApplicationsMayNot() {
    server.answers(404, "{\"error_code\": 40401, \"message\": \"Subject not found\"}");
    assertRefusal(
        registerParcel(IMPATIENT.withAutoRegister(false)),
        Reason.NOT_FOUND,
        "find schema dev.millrace.avro.sample.Parcel under subject " + SUBJECT,
        "autoRegister is off: register it first");
  }

  @Test
  void namesTheUrlWhenNothingListens() throws IOException {
    int freePort;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      freePort = socket.getLocalPort();
    }
    URI url = URI.create("http://127.0.0.1:" + freePort);
    assertRefusal(
        () -> {
          try (HttpSchemaRegistry registry = new HttpSchemaRegistry(url, IMPATIENT)) {
            registry.register(SUBJECT, Parcel.getClassSchema());
          }
        },
        Reason.UNREACHABLE,
        SUBJECT,
        "the registry at " + url + " did not answer",
        "ConnectException",
        "tried 3 times");
  }

  @Test
  void doesNotWaitForASilentServerForever() {
    server.staysSilent();
    assertRefusal(
        registerParcel(IMPATIENT.withAttempts(2).withRequestTimeout(Duration.ofMillis(100))),
        Reason.UNREACHABLE,
        "tried 2 times");
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void doesNotWaitForTheRestOfABodyForever() {
    server.stallsAfter("{\"id\":");
    assertRefusal(
        registerParcel(IMPATIENT.withAttempts(1).withRequestTimeout(Duration.ofSeconds(1))),
        Reason.UNREACHABLE,
        "no whole answer within PT1S",
        "tried once");
  }

  @Test
  void refusesAnAnswerThatWouldFillTheHeap() {
    server.answers(200, " ".repeat(5 * 1024 * 1024));
    assertRefusal(
        registerParcel(IMPATIENT.withAttempts(1)), Reason.UNREACHABLE, "larger than 4194304 bytes");
  }

  @Test
  void refusesAnAnswerThatIsNotARegistrys() {
    server.answers(200, "<html>Welcome</html>");
    assertRefusal(registerParcel(IMPATIENT), Reason.UNINTELLIGIBLE, "<html>Welcome</html>");
  }

  @Test
  void refusesASchemaThatIsNotAvro() {
    server.answers(200, "{\"schemaType\": \"PROTOBUF\", \"schema\": \"syntax\"}");
    assertRefusal(
        () -> {
          try (HttpSchemaRegistry registry = registry(IMPATIENT)) {
            registry.byId(1);
          }
        },
        Reason.UNINTELLIGIBLE,
        "PROTOBUF");
  }

  @Test
  void anInterruptEndsTheWaitBetweenTries() throws Exception {
    server.answers(500, "down");
    RegistryOptions slow = IMPATIENT.withRetryDelays(Duration.ofMinutes(1), Duration.ofMinutes(1));
    CompletableFuture<Boolean> stillInterrupted = new CompletableFuture<>();
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Thread caller =
        Thread.ofPlatform()
            .start(
                () -> {
                  Throwable failure = catchThrowable(registerParcel(slow));
                  stillInterrupted.complete(Thread.currentThread().isInterrupted());
                  thrown.complete(failure);
                });
    while (server.requests().isEmpty()) {
      Thread.onSpinWait();
    }
    caller.interrupt();
    assertThat(thrown.get(10, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            SchemaRegistryException.class,
            failure -> assertThat(failure.reason()).isEqualTo(Reason.INTERRUPTED));
    assertThat(stillInterrupted.get(1, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void setsTheCompatibilityOfASubject() {
    server.answers(200, "{\"compatibility\": \"FULL_TRANSITIVE\"}");
    try (HttpSchemaRegistry registry = registry(IMPATIENT)) {
      registry.setCompatibility(SUBJECT, "FULL_TRANSITIVE");
      assertThatThrownBy(() -> registry.setCompatibility(SUBJECT, "SOMETIMES"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("SOMETIMES", "FULL_TRANSITIVE");
    }
    assertThat(server.requests())
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.method()).isEqualTo("PUT");
              assertThat(request.path()).isEqualTo("/config/" + SUBJECT);
              assertThat(request.body()).isEqualTo("{\"compatibility\":\"FULL_TRANSITIVE\"}");
            });
  }

  @Test
  void setsTheCompatibilityOfSubjectsThatHaveNoneOfTheirOwn() {
    server.answers(200, "{\"compatibility\": \"FULL_TRANSITIVE\"}");
    try (HttpSchemaRegistry registry = registry(IMPATIENT)) {
      registry.setDefaultCompatibility("FULL_TRANSITIVE");
    }
    assertThat(server.requests().getFirst().path()).isEqualTo("/config");
  }

  @Test
  void sendsTheContractWithoutMarksOfJava() {
    Schema schema =
        SchemaBuilder.record("R")
            .fields()
            .name("s")
            .type()
            .stringBuilder()
            .prop("avro.java.string", "String")
            .endString()
            .noDefault()
            .endRecord();
    assertThat(PublishedSchema.of(schema).toString())
        .contains("{\"name\":\"s\",\"type\":\"string\"}");
  }

  @Test
  void refusesABaseUrlThatCarriesMoreThanAnAddress() {
    for (String url :
        new String[] {
          "ftp://host", "http://user:secret@host", "http://host?x=1", "localhost:8081"
        }) {
      assertThatThrownBy(() -> new HttpSchemaRegistry(URI.create(url), IMPATIENT))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("secret");
    }
  }

  @Test
  void reportsEveryProblemOfTheOptionsAtOnce() {
    assertThatThrownBy(
            () ->
                new RegistryOptions(
                    0,
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(1),
                    Duration.ZERO,
                    Duration.ofHours(1),
                    true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(
            "attempts", "firstRetryDelay", "connectTimeout", "requestTimeout", "but is PT1H");
  }

  private HttpSchemaRegistry registry(RegistryOptions options) {
    return new HttpSchemaRegistry(server.url(), options);
  }

  private ThrowingCallable registerParcel(RegistryOptions options) {
    return () -> {
      try (HttpSchemaRegistry registry = registry(options)) {
        registry.register(SUBJECT, Parcel.getClassSchema());
      }
    };
  }

  private static void assertRefusal(ThrowingCallable call, Reason reason, String... parts) {
    SchemaRegistryException failure = catchThrowableOfType(SchemaRegistryException.class, call);
    assertThat(failure).isNotNull();
    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure.retriable()).isEqualTo(reason.retriable());
    assertThat(failure).hasMessageContainingAll(parts);
  }
}
