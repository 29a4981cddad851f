package dev.millrace.standalone.cli;

import dev.millrace.standalone.instance.DataFolder;
import dev.millrace.standalone.instance.Instance;
import dev.millrace.standalone.instance.Ports;
import dev.millrace.standalone.run.Standalone;
import dev.millrace.standalone.run.StartFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.FileLock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "up",
    description =
        "Start everything: broker, schema registry, topologies, gateways and the HTTP API.",
    mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {

  @Mixin private InstanceOptions options = new InstanceOptions();

  @Option(names = "--empty", description = "Load no demo shop.")
  private boolean empty;

  @Option(
      names = "--detach",
      description = "Return once it is ready; it goes on in the background.")
  private boolean detach;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description =
          "Address to listen on. Anything but loopback lets others reach Kafka and the registry,"
              + " which ask for no password. Default: ${DEFAULT-VALUE}.")
  private String host = "127.0.0.1";

  @Override
  public Integer call() throws Exception {
    DataFolder folder = options.folder();
    folder.create();
    Optional<Instance> running = folder.runningInstance();
    if (running.isPresent()) {
      throw new CommandFailure(
          "An instance runs on %s already: %s".formatted(folder.root(), running.get().edgeUrl()));
    }
    return detach ? Detached.start(folder, options, host, empty) : runHere(folder);
  }

  private int runHere(DataFolder folder) throws IOException, InterruptedException {
    logInto(folder);
    FileLock lock =
        folder
            .lock()
            .orElseThrow(() -> new CommandFailure("Another process uses " + folder.root()));
    Ports ports = ports(folder);
    ports
        .busy(host)
        .ifPresent(
            sentence -> {
              throw new CommandFailure(sentence);
            });
    if (!InetAddress.getByName(host).isLoopbackAddress()) {
      System.out.println(
          "Listening on "
              + host
              + ": Kafka and the registry ask for no password. Use this on networks you trust.");
    }
    var stopped = new CountDownLatch(1);
    var standalone = new Standalone(folder, host, ports, System.out);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("stop")
                .unstarted(
                    () -> {
                      standalone.close();
                      stopped.countDown();
                    }));
    try {
      standalone.start(empty);
    } catch (StartFailure e) {
      throw new CommandFailure(e.getMessage() + " The log says more: " + folder.log());
    }
    stopped.await();
    lock.release();
    return 0;
  }

  /** Must run before the first logger is made. */
  private static void logInto(DataFolder folder) {
    System.setProperty("millrace.log", folder.log().toString());
    System.setProperty("logback.configurationFile", "logback-instance.xml");
    // Lucene writes to the JDK's own log, which would go to the terminal.
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }

  /** What was asked for, else what the folder had last, else the default. */
  private Ports ports(DataFolder folder) throws IOException {
    Integer asked = options.port();
    if (asked != null && asked != 0) {
      return Ports.from(asked);
    }
    Optional<Ports> last = folder.lastInstance().map(Instance::ports);
    if (last.isPresent()) {
      return last.get();
    }
    return asked == null ? Ports.from(InstanceOptions.DEFAULT_PORT) : Ports.free(host);
  }
}
