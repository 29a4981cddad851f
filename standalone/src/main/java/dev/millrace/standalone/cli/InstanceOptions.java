package dev.millrace.standalone.cli;

import dev.millrace.standalone.instance.DataFolder;
import dev.millrace.standalone.instance.Instance;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Names the instance that a command means. */
final class InstanceOptions {

  static final int DEFAULT_PORT = 8080;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Folder of the instance. Default: data, or data-N when --port names another port.")
  private @Nullable Path data;

  @Option(
      names = "--port",
      paramLabel = "N",
      description =
          "Port of the HTTP API; the next three serve internal queries, Kafka and schemas. 0"
              + " chooses free ones. Default: what the folder had last, else 8080.")
  private @Nullable Integer port;

  DataFolder folder() {
    if (data != null) {
      return new DataFolder(data);
    }
    boolean other = port != null && port != DEFAULT_PORT;
    return new DataFolder(Path.of(other ? "data-" + port : "data"));
  }

  @Nullable Integer port() {
    return port;
  }

  /**
   * The instance that runs.
   *
   * @throws CommandFailure if none runs there, or it runs on another port than --port says
   */
  Instance running() {
    DataFolder folder = folder();
    Instance instance =
        folder
            .runningInstance()
            .orElseThrow(
                () ->
                    new CommandFailure(
                        "No instance runs on %s. Start it with: ./millrace up%s"
                            .formatted(folder.root(), flags())));
    if (port != null && port != 0 && port != instance.ports().edge()) {
      throw new CommandFailure(
          "The instance on %s listens on port %d, not %d."
              .formatted(folder.root(), instance.ports().edge(), port));
    }
    return instance;
  }

  /** The options as they have to be given again to mean the same instance. */
  String flags() {
    String flags = data == null ? "" : " --data " + data;
    return port == null ? flags : flags + " --port " + port;
  }
}
