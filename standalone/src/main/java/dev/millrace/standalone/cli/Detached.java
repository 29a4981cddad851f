package dev.millrace.standalone.cli;

import dev.millrace.standalone.instance.DataFolder;
import dev.millrace.standalone.instance.Instance;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts an instance as a process of its own and waits until it is ready. */
final class Detached {

  private static final Duration START_MAX = Duration.ofMinutes(5);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  private Detached() {}

  static int start(DataFolder folder, InstanceOptions options, String host, boolean empty)
      throws IOException, InterruptedException {
    Files.deleteIfExists(folder.console());
    Process process = launch(folder, options, host, empty);
    Instant deadline = Instant.now().plus(START_MAX);
    long shown = 0;
    while (true) {
      boolean ended = process.waitFor(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
      shown = showMore(folder.console(), shown);
      if (ended) {
        return process.exitValue() == 0 ? 1 : process.exitValue();
      }
      boolean ready =
          folder
              .lastInstance()
              .filter(instance -> instance.pid() == process.pid())
              .filter(Instance::ready)
              .isPresent();
      if (ready) {
        showMore(folder.console(), shown);
        return 0;
      }
      if (Instant.now().isAfter(deadline)) {
        process.destroy();
        throw new CommandFailure(
            "It was not ready within %d minutes and was stopped; see %s"
                .formatted(START_MAX.toMinutes(), folder.log()));
      }
    }
  }

  /** The same Java, class path and options as this process, without a terminal. */
  private static Process launch(
      DataFolder folder, InstanceOptions options, String host, boolean empty) throws IOException {
    List<String> command = new ArrayList<>();
    // A session of its own, so that closing the terminal does not end it.
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      command.add("/usr/bin/setsid");
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Millrace.class.getName()));
    command.addAll(List.of("up", "--data", folder.root().toString(), "--host", host));
    Integer port = options.port();
    if (port != null) {
      command.addAll(List.of("--port", port.toString()));
    }
    if (empty) {
      command.add("--empty");
    }
    return new ProcessBuilder(command)
        .redirectInput(new File("/dev/null"))
        .redirectErrorStream(true)
        .redirectOutput(folder.console().toFile())
        .start();
  }

  private static long showMore(Path console, long shown) throws IOException {
    if (!Files.exists(console)) {
      return shown;
    }
    byte[] all = Files.readAllBytes(console);
    System.out.write(all, (int) shown, (int) (all.length - shown));
    System.out.flush();
    return all.length;
  }
}
