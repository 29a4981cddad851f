package dev.millrace.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.standalone.instance.Instance;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "status",
    description =
        "Tell whether the instance runs and is well. Exit code: 0 ready, 1 not ready, 3 not"
            + " running.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

  private static final int NOT_RUNNING = 3;
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  @Mixin private InstanceOptions options = new InstanceOptions();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Optional<Instance> running = options.folder().runningInstance();
    if (running.isEmpty()) {
      System.out.println("No instance runs on " + options.folder().root());
      return NOT_RUNNING;
    }
    Instance instance = options.running();
    System.out.printf("process   %d, %s%n", instance.pid(), memory(instance.pid()));
    System.out.println("data      " + options.folder().root());
    System.out.println("HTTP API  " + instance.edgeUrl());
    System.out.println("internal  " + instance.internalUrl() + "  (/metrics, /state)");
    System.out.println("Kafka     " + instance.bootstrapServers());
    System.out.println("registry  " + instance.registryUrl());
    boolean edge = show("edge", instance.edgeUrl() + "/readyz");
    boolean internal = show("contexts", instance.internalUrl() + "/readyz");
    return edge && internal ? 0 : 1;
  }

  private static boolean show(String what, String url) throws InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT).build(),
              HttpResponse.BodyHandlers.ofString());
      JsonNode body = new ObjectMapper().readTree(response.body());
      boolean ready = response.statusCode() == 200;
      System.out.printf("%-9s %s  %s%n", what, ready ? "ready" : "NOT READY", body);
      return ready;
    } catch (IOException e) {
      System.out.printf("%-9s does not answer: %s%n", what, e.getMessage());
      return false;
    }
  }

  /** Resident memory where the operating system tells it. */
  private static String memory(long pid) throws IOException {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    if (!Files.exists(status)) {
      return "memory unknown";
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .map(
            line ->
                Long.parseLong(line.replaceAll("\\D", "")) / 1024
                    + " MB resident, the registry beside it")
        .findFirst()
        .orElse("memory unknown");
  }
}
