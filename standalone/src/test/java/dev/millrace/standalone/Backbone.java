package dev.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.edge.auth.Role;
import dev.millrace.edge.auth.Tokens;
import dev.millrace.standalone.cli.Millrace;
import dev.millrace.standalone.instance.DataFolder;
import dev.millrace.standalone.instance.Instance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A standalone instance in a process of its own, as a user runs it. */
final class Backbone implements AutoCloseable {

  /** Signs what the sandbox carrier says. */
  static final String CARRIER_SECRET = "whsec_of_the_sandbox_carrier";

  /** A carrier that calls back, and whose parcels lose no time. */
  static final Map<String, String> CARRIER =
      Map.of(
          "MILLRACE_EDGE_SANDBOX_CALLBACK_SECRET",
          CARRIER_SECRET,
          "MILLRACE_GATEWAYS_CARRIER_SANDBOX_PACE",
          "1ms");

  private static final Duration START_MAX = Duration.ofSeconds(90);
  private static final long LOOK_AGAIN_MS = 50;

  private final DataFolder folder;
  private final Map<String, String> settings;
  private Process process;

  private Backbone(DataFolder folder, Map<String, String> settings, Process process) {
    this.folder = folder;
    this.settings = settings;
    this.process = process;
  }

  /**
   * Starts on free ports, or on the ones that the folder had before, with no demo shop.
   *
   * @param settings beside the usual ones
   */
  static Backbone start(Path data, Map<String, String> settings)
      throws IOException, InterruptedException {
    var folder = new DataFolder(data);
    folder.create();
    var backbone = new Backbone(folder, settings, launch(folder, settings));
    backbone.awaitReady();
    return backbone;
  }

  /** Ends the process as a power cut would. */
  void killHard() throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).as("the process is gone").isTrue();
  }

  void startAgain() throws IOException, InterruptedException {
    process = launch(folder, settings);
    awaitReady();
  }

  Instance instance() {
    return folder.lastInstance().orElseThrow();
  }

  Path data() {
    return folder.root();
  }

  Path log() {
    return folder.log();
  }

  String token(Role role, String subject) {
    return Tokens.signedBy(folder.tokenKey(), Clock.systemUTC())
        .issue(role, subject, Duration.ofMinutes(30));
  }

  ShopApi as(Role role, String subject) {
    return new ShopApi(instance().edgeUrl(), token(role, subject));
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(40, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      process.waitFor(10, TimeUnit.SECONDS);
    }
  }

  private static Process launch(DataFolder folder, Map<String, String> settings)
      throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    var builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m",
                "-XX:+UseSerialGC",
                // It lives for seconds, which the second compiler would take from the work.
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                Millrace.class.getName(),
                "up",
                "--empty",
                "--port",
                "0",
                "--data",
                folder.root().toString()));
    // Only who names the country of a means of payment notices it.
    builder.environment().put("MILLRACE_ORDERS_FRAUD_COUNTRY", "true");
    builder.environment().putAll(settings);
    return builder.redirectErrorStream(true).redirectOutput(folder.console().toFile()).start();
  }

  private void awaitReady() throws InterruptedException, IOException {
    long deadlineNanos = System.nanoTime() + START_MAX.toNanos();
    while (folder
        .lastInstance()
        .filter(instance -> instance.pid() == process.pid() && instance.ready())
        .isEmpty()) {
      if (process.waitFor(LOOK_AGAIN_MS, TimeUnit.MILLISECONDS)
          || System.nanoTime() > deadlineNanos) {
        throw new AssertionError(
            "the instance did not become ready; it printed:\n"
                + Files.readString(folder.console()));
      }
    }
  }
}
