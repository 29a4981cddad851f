package dev.millrace.bench.backbone;

import dev.millrace.standalone.cli.Millrace;
import dev.millrace.standalone.instance.DataFolder;
import dev.millrace.standalone.instance.Instance;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A backbone in a process of its own, started as its users start it. */
public final class BackboneProcess implements AutoCloseable {

  private static final Duration START_MAX = Duration.ofMinutes(3);
  private static final long LOOK_AGAIN_MS = 20;
  private static final long STOP_SECONDS_MAX = 45;

  /** Where the registry was unpacked; passed on, so that it is not unpacked again. */
  private static final String REGISTRY_HOME = "millrace.registry.home";

  /** More options for the backbone's Java, separated by spaces, as the script takes them. */
  private static final String JAVA_OPTIONS = "MILLRACE_JAVA_OPTIONS";

  private final DataFolder folder;
  private final Process process;
  private final Duration startTook;

  private BackboneProcess(DataFolder folder, Process process, Duration startTook) {
    this.folder = folder;
    this.process = process;
    this.startTook = startTook;
  }

  /** What the process runs. */
  public enum Parts {
    /** Everything, without the demo shop. */
    ALL,
    /** {@link InventoryAlone}. */
    INVENTORY
  }

  /** Starts one and waits until it is ready. */
  public static BackboneProcess start(Path data, Parts parts)
      throws IOException, InterruptedException {
    var folder = new DataFolder(data);
    folder.create();
    long startedAt = System.nanoTime();
    Process process = launch(folder, parts);
    while (folder
        .lastInstance()
        .filter(instance -> instance.pid() == process.pid() && instance.ready())
        .isEmpty()) {
      boolean ended = process.waitFor(LOOK_AGAIN_MS, TimeUnit.MILLISECONDS);
      if (ended || System.nanoTime() - startedAt > START_MAX.toNanos()) {
        process.destroyForcibly();
        throw new IllegalStateException(
            "The backbone did not become ready; see %s and %s"
                .formatted(folder.console(), folder.log()));
      }
    }
    return new BackboneProcess(folder, process, Duration.ofNanos(System.nanoTime() - startedAt));
  }

  public DataFolder folder() {
    return folder;
  }

  public Instance instance() {
    return folder.lastInstance().orElseThrow();
  }

  /** From the start of the process to the moment it was ready. */
  public Duration startTook() {
    return startTook;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }

  private static Process launch(DataFolder folder, Parts parts) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // What the script gives to `up`.
    command.addAll(
        List.of(
            "-Xms256m",
            "-Xmx768m",
            "-XX:+UseG1GC",
            "-XX:MaxGCPauseMillis=20",
            "--enable-native-access=ALL-UNNAMED"));
    String more = System.getenv(JAVA_OPTIONS);
    if (more != null && !more.isBlank()) {
      command.addAll(List.of(more.strip().split("\\s+")));
    }
    String registryHome = System.getProperty(REGISTRY_HOME);
    if (registryHome != null) {
      command.add("-D" + REGISTRY_HOME + "=" + registryHome);
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    String data = folder.root().toString();
    command.addAll(
        switch (parts) {
          case ALL ->
              List.of(Millrace.class.getName(), "up", "--empty", "--port", "0", "--data", data);
          case INVENTORY -> List.of(InventoryAlone.class.getName(), data);
        });
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.console().toFile())
        .start();
  }
}
