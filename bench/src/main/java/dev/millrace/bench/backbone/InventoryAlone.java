package dev.millrace.bench.backbone;

import dev.millrace.embedded.EmbeddedBroker;
import dev.millrace.embedded.EmbeddedRegistry;
import dev.millrace.inventory.InventoryConfig;
import dev.millrace.inventory.InventoryModule;
import dev.millrace.kit.app.StreamsApp;
import dev.millrace.kit.app.StreamsAppConfig;
import dev.millrace.launch.config.Cluster;
import dev.millrace.launch.config.Settings;
import dev.millrace.schemas.registry.HttpSchemaRegistry;
import dev.millrace.schemas.topics.TopicCreator;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.standalone.instance.DataFolder;
import dev.millrace.standalone.instance.Instance;
import dev.millrace.standalone.instance.Ports;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;

/**
 * A broker, a registry and the inventory in one process, and nothing else that follows the stock:
 * what a machine has that is there for reservations only. The parts are those of the whole, with
 * their usual settings.
 */
public final class InventoryAlone {

  private static final String HOST = "127.0.0.1";
  private static final long LOOK_AGAIN_NANOS = 20_000_000;
  private static final short REPLICATION = 1;

  private InventoryAlone() {}

  /**
   * Runs until it is told to stop.
   *
   * @param args the data folder
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    var folder = new DataFolder(Path.of(args[0]));
    // Before anything logs: a restore is timed by what the log says.
    System.setProperty("millrace.log", folder.log().toString());
    System.setProperty("logback.configurationFile", "logback-instance.xml");
    var instance = new Instance(ProcessHandle.current().pid(), HOST, Ports.free(HOST), false);
    folder.write(instance);
    var told = new CountDownLatch(1);
    var stopped = new CountDownLatch(1);
    try (var broker =
            EmbeddedBroker.start(
                EmbeddedBroker.Options.in(folder.kafka())
                    .withHost(HOST)
                    .withPort(instance.ports().kafka()));
        var registry =
            EmbeddedRegistry.start(
                EmbeddedRegistry.Options.in(folder.registry())
                    .withHost(HOST)
                    .withPort(instance.ports().registry()));
        StreamsApp inventory = start(folder, instance)) {
      Runtime.getRuntime()
          .addShutdownHook(Thread.ofPlatform().unstarted(() -> tellAndWait(told, stopped)));
      while (!inventory.ready()) {
        LockSupport.parkNanos(LOOK_AGAIN_NANOS);
      }
      folder.write(instance.becomeReady());
      told.await();
    } finally {
      stopped.countDown();
    }
  }

  /** The process ends with its last hook, so this one waits until everything is closed. */
  private static void tellAndWait(CountDownLatch told, CountDownLatch stopped) {
    told.countDown();
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static StreamsApp start(DataFolder folder, Instance instance) {
    var settings = new Settings(settings(folder, instance));
    Cluster cluster = Cluster.from(settings);
    StreamsAppConfig streams = StreamsAppConfig.from(settings);
    InventoryConfig config = settings.orThrow(InventoryConfig.from(settings));
    MeterRegistry meters = new SimpleMeterRegistry();
    var topics = new Topics(new HttpSchemaRegistry(cluster.registryUrl()), cluster.partitions());
    try (Admin admin = Admin.create(cluster.brokers().clientSettings())) {
      TopicCreator.createMissing(admin, topics, REPLICATION);
    }
    topics.registerSchemas();
    return StreamsApp.start(InventoryModule.of(config, topics), topics, streams, meters);
  }

  private static Map<String, String> settings(DataFolder folder, Instance instance) {
    Map<String, String> settings = new HashMap<>(Map.of("MILLRACE_PARTITIONS", "1"));
    settings.putAll(System.getenv());
    settings.put("MILLRACE_KAFKA_BOOTSTRAP_SERVERS", instance.bootstrapServers());
    settings.put("MILLRACE_KAFKA_REPLICATION", Short.toString(REPLICATION));
    settings.put("MILLRACE_REGISTRY_URL", instance.registryUrl());
    settings.put("MILLRACE_STATE_DIR", folder.state().toString());
    return settings;
  }
}
