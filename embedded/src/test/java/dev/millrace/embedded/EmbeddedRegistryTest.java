package dev.millrace.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRegistryTest {
  private static final String WITH_NAME =
      schema("{\\\"name\\\":\\\"name\\\",\\\"type\\\":\\\"string\\\"}");
  private static final String WITH_COUNT =
      schema("{\\\"name\\\":\\\"count\\\",\\\"type\\\":\\\"int\\\"}");
  private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");

  @TempDir Path dataDir;

  @Test
  void idsSurviveAKillOfTheRegistryAndAreTheSameForEverySubject() throws Exception {
    int id;
    try (var registry = EmbeddedRegistry.start(EmbeddedRegistry.Options.in(dataDir))) {
      id = register(registry, "a-value", WITH_NAME);
      assertThat(register(registry, "b-value", WITH_NAME)).isEqualTo(id);
      kill(registry.pid());
      assertThat(registry.isAlive()).isFalse();
    }
    try (var registry = EmbeddedRegistry.start(EmbeddedRegistry.Options.in(dataDir))) {
      assertThat(get(registry, "/schemas/ids/" + id).body()).contains("\\\"name\\\":\\\"Thing\\\"");
      assertThat(register(registry, "a-value", WITH_NAME)).isEqualTo(id);
      assertThat(register(registry, "c-value", WITH_NAME)).isEqualTo(id);
      assertThat(get(registry, "/config").body()).contains("FULL_TRANSITIVE");
      var refusal = post(registry, "/subjects/a-value/versions", WITH_COUNT);
      assertThat(refusal.statusCode()).isEqualTo(409);
      assertThat(refusal.body()).contains("Incompatible");
      assertThat(register(registry, "d-value", WITH_COUNT)).isNotEqualTo(id);
    }
  }

  @Test
  void theRegistryDiesWithItsKilledOwner() throws Exception {
    long pid;
    try (var owner = ChildJvm.start(RegistryOwnerMain.class, dataDir.toString())) {
      pid = Long.parseLong(owner.awaitLine("registry "));
      assertThat(ProcessHandle.of(pid)).get().matches(ProcessHandle::isAlive);
      owner.kill();
    }
    ProcessHandle.of(pid)
        .ifPresent(registry -> registry.onExit().orTimeout(10, TimeUnit.SECONDS).join());
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void killsWhatAnEarlierRunLeftBehindButNoStranger() throws Exception {
    var pidFile = Files.createDirectories(dataDir).resolve("registry.pid");
    var leftover = new ProcessBuilder("sleep", "60").start();
    try {
      Files.writeString(pidFile, Long.toString(leftover.pid()));
      GuardedProcess.killLeftover(pidFile, RegistryCommand.mark(dataDir));
      assertThat(leftover.isAlive()).isTrue();
      GuardedProcess.killLeftover(pidFile, "sleep 60");
      assertThat(leftover.waitFor(5, TimeUnit.SECONDS)).isTrue();
    } finally {
      leftover.destroyForcibly();
    }
  }

  @Test
  void refusesABusyPortAMissingDistributionAndAStartThatTakesTooLong() throws Exception {
    var options = EmbeddedRegistry.Options.in(dataDir);
    try (var busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> EmbeddedRegistry.start(options.withPort(busy.getLocalPort())))
          .isInstanceOf(StartFailedException.class)
          .hasMessageContaining("cannot listen on 127.0.0.1:" + busy.getLocalPort());
    }
    var homeless =
        new EmbeddedRegistry.Options(
            dataDir,
            dataDir,
            "127.0.0.1",
            0,
            EmbeddedRegistry.Compatibility.NONE,
            Duration.ofSeconds(1));
    assertThatThrownBy(() -> EmbeddedRegistry.start(homeless))
        .isInstanceOf(StartFailedException.class)
        .hasMessageContaining("no registry is unpacked in " + dataDir);
    assertThatThrownBy(() -> EmbeddedRegistry.start(options.withStartMax(Duration.ofMillis(200))))
        .isInstanceOf(StartFailedException.class)
        .hasMessageContaining("did not answer within PT0.2S");
    var pid = Long.parseLong(Files.readString(dataDir.resolve("registry.pid")));
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
  }

  private static void kill(long pid) {
    var process = ProcessHandle.of(pid).orElseThrow();
    process.destroyForcibly();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }

  private static int register(EmbeddedRegistry registry, String subject, String body)
      throws IOException, InterruptedException {
    var answer = post(registry, "/subjects/" + subject + "/versions", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    var id = ID.matcher(answer.body());
    assertThat(id.find()).as(answer.body()).isTrue();
    return Integer.parseInt(id.group(1));
  }

  private static HttpResponse<String> get(EmbeddedRegistry registry, String path)
      throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(registry.url() + path)).GET());
  }

  private static HttpResponse<String> post(EmbeddedRegistry registry, String path, String body)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(URI.create(registry.url() + path))
            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(
          request.timeout(Duration.ofSeconds(10)).build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  private static String schema(String field) {
    return "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"Thing\\\",\\\"fields\\\":["
        + field
        + "]}\"}";
  }
}
