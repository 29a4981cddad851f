package dev.millrace.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * A child process that cannot outlive this one: a small shell between the two holds a pipe from
 * here, and ends the child when the pipe closes, which the operating system does even for a killed
 * process.
 */
final class GuardedProcess implements AutoCloseable {
  /** How long a child may take to stop by itself. */
  private static final Duration STOP_MAX = Duration.ofSeconds(5);

  private static final Duration KILL_MAX = Duration.ofSeconds(5);

  private final Process shell;
  private final ProcessHandle server;

  private GuardedProcess(Process shell, ProcessHandle server) {
    this.shell = shell;
    this.server = server;
  }

  /**
   * @param output takes what the child prints; truncated first
   * @param environment gets the inherited variables and returns those of the child
   */
  static GuardedProcess start(
      List<String> command, Path output, UnaryOperator<Map<String, String>> environment)
      throws IOException {
    var guarded = new ArrayList<String>();
    guarded.addAll(
        List.of(
            "sh",
            "-c",
            script(),
            "sh",
            output.toString(),
            Long.toString(STOP_MAX.toSeconds() * 10)));
    guarded.addAll(command);
    var builder = new ProcessBuilder(guarded).redirectError(ProcessBuilder.Redirect.INHERIT);
    var variables = environment.apply(Map.copyOf(builder.environment()));
    builder.environment().clear();
    builder.environment().putAll(variables);
    var shell = builder.start();
    var pid = shell.inputReader(StandardCharsets.UTF_8).readLine();
    if (pid == null) {
      throw new IOException("the shell could not run " + command.getFirst());
    }
    var server = ProcessHandle.of(Long.parseLong(pid.strip()));
    if (server.isEmpty()) {
      closePipe(shell);
      throw new IOException(command.getFirst() + " ended at once");
    }
    return new GuardedProcess(shell, server.get());
  }

  /** The child itself, not the shell around it. */
  ProcessHandle server() {
    return server;
  }

  /** Waits for the child to end, so long at most; true when it has. */
  boolean ended(Duration wait) throws InterruptedException {
    return shell.waitFor(wait.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Bounded: the shell kills a child that does not stop, and this kills one the shell missed. */
  @Override
  public void close() {
    closePipe(shell);
    try {
      if (!ended(STOP_MAX.plus(KILL_MAX)) || server.isAlive()) {
        server.destroyForcibly();
        shell.destroyForcibly();
        shell.waitFor(KILL_MAX.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      server.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static void closePipe(Process shell) {
    try {
      shell.getOutputStream().close();
    } catch (IOException e) {
      // The shell is gone already, and so is its end of the pipe; the child is dealt with by id.
      shell.destroy();
    }
  }

  private static String script() throws IOException {
    try (InputStream script = GuardedProcess.class.getResourceAsStream("run-child.sh")) {
      if (script == null) {
        throw new IOException("run-child.sh is missing from the class path");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Kills what an earlier run left behind, if the process of that id is still the same program. */
  static void killLeftover(Path pidFile, String commandMark) throws IOException {
    if (Files.notExists(pidFile)) {
      return;
    }
    var pid = Files.readString(pidFile).strip();
    if (!pid.matches("[0-9]{1,18}")) {
      return;
    }
    var leftover =
        ProcessHandle.of(Long.parseLong(pid))
            .filter(process -> process.info().commandLine().orElse("").contains(commandMark));
    if (leftover.isPresent()) {
      leftover.get().destroyForcibly();
      leftover.get().onExit().orTimeout(KILL_MAX.toMillis(), TimeUnit.MILLISECONDS).join();
    }
  }
}
