package dev.millrace.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A Java process with this test's class path, to be killed without a chance to clean up. */
final class ChildJvm implements AutoCloseable {
  private static final int WAIT_MAX_SECONDS = 40;

  private final Process process;
  private final BufferedReader output;

  private ChildJvm(Process process) {
    this.process = process;
    this.output = process.inputReader();
  }

  static ChildJvm start(Class<?> main, String... args) throws IOException {
    var command =
        new java.util.ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(args));
    return new ChildJvm(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** The rest of the first line that starts so. */
  String awaitLine(String start) throws Exception {
    return CompletableFuture.supplyAsync(
            () ->
                output
                    .lines()
                    .filter(line -> line.startsWith(start))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("the child ended first"))
                    .substring(start.length())
                    .strip())
        .get(WAIT_MAX_SECONDS, TimeUnit.SECONDS);
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(WAIT_MAX_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the child survived a kill");
    }
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    output.close();
  }

  /** For the child's main: its parent reads the line, and kills it. */
  static void sayAndWaitForTheKill(String line) throws InterruptedException {
    System.out.println(line);
    new CountDownLatch(1).await(2L * WAIT_MAX_SECONDS, TimeUnit.SECONDS);
    throw new IllegalStateException("nobody killed this process");
  }
}
