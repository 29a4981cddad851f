package dev.millrace.embedded;

import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.FaultHandlerFactory;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import kafka.server.StandardFaultHandlerFactory;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Kafka node, broker and controller, inside this process. Its data outlive the process, also
 * when that is killed, and may come back on another port.
 *
 * <p>While it starts, a fatal fault is thrown as {@link StartFailedException}. Afterwards it ends
 * the process, as it does in Kafka's own server: a system of record that cannot write must not
 * pretend.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
  private static final Duration STOP_MAX = Duration.ofSeconds(20);

  private final SharedServer shared;
  private final ControllerServer controller;
  private final BrokerServer broker;
  private final DataDirLock lock;
  private final String bootstrapServers;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @param dataDir created and formatted when it holds no Kafka data yet
   * @param host address to listen on; others than loopback are reachable by everybody on the
   *     network, without a password
   * @param port 0 chooses a free one
   * @param overrides Kafka settings that win over the embedded broker's own
   */
  public record Options(Path dataDir, String host, int port, Map<String, String> overrides) {
    public Options {
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
      }
      overrides = Map.copyOf(overrides);
    }

    /** Loopback, a free port, no overrides. */
    public static Options in(Path dataDir) {
      return new Options(dataDir, "127.0.0.1", 0, Map.of());
    }

    public Options withPort(int newPort) {
      return new Options(dataDir, host, newPort, overrides);
    }

    public Options withHost(String newHost) {
      return new Options(dataDir, newHost, port, overrides);
    }

    public Options withOverrides(Map<String, String> newOverrides) {
      return new Options(dataDir, host, port, newOverrides);
    }
  }

  private EmbeddedBroker(
      SharedServer shared,
      ControllerServer controller,
      BrokerServer broker,
      DataDirLock lock,
      String bootstrapServers) {
    this.shared = shared;
    this.controller = controller;
    this.broker = broker;
    this.lock = lock;
    this.bootstrapServers = bootstrapServers;
  }

  /** Returns once the broker takes requests. */
  public static EmbeddedBroker start(Options options) {
    var lock = DataDirLock.take(options.dataDir(), "broker");
    try {
      return start(options, lock);
    } catch (Throwable e) {
      lock.close();
      throw e;
    }
  }

  private static EmbeddedBroker start(Options options, DataDirLock lock) {
    var sockets = ListenSockets.bind(options.host(), options.port());
    try {
      var advertisedHost = advertisedHost(options.host());
      var settings =
          BrokerSettings.of(
              options.dataDir(), options.host(), advertisedHost, sockets, options.overrides());
      formatIfNew(options.dataDir());
      var bootstrapServers = advertisedHost + ":" + sockets.port(ListenSockets.BROKER);
      return start(configOf(settings), sockets, lock, bootstrapServers);
    } catch (Throwable e) {
      sockets.close();
      throw e;
    }
  }

  /** The same assembly as Kafka's own server, with our sockets and faults that can be caught. */
  private static EmbeddedBroker start(
      KafkaConfig config, ListenSockets sockets, DataDirLock lock, String bootstrapServers) {
    var faults = new StartFaults();
    EmbeddedBroker embedded = null;
    try {
      embedded = assemble(config, sockets, lock, bootstrapServers, faults);
      embedded.controller.startup();
      embedded.broker.startup();
      faults.startIsOver();
      return embedded;
    } catch (Throwable e) {
      if (embedded != null) {
        embedded.stopKafka();
      }
      throw new StartFailedException("the broker did not start: " + faults.firstOr(e), e);
    }
  }

  private static EmbeddedBroker assemble(
      KafkaConfig config,
      ListenSockets sockets,
      DataDirLock lock,
      String bootstrapServers,
      StartFaults faults) {
    var dirs = KafkaRaftServer.initializeLogDirs(config, LOG, "");
    var shared =
        new SharedServer(
            config,
            dirs._1(),
            Time.SYSTEM,
            Server.initializeMetrics(config, Time.SYSTEM, dirs._1().clusterId().orElseThrow()),
            CompletableFuture.completedFuture(
                QuorumConfig.parseVoterConnections(config.quorumConfig().voters())),
            QuorumConfig.parseBootstrapServers(config.quorumConfig().bootstrapServers()),
            faults.factory(),
            sockets);
    var controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), dirs._2());
    return new EmbeddedBroker(shared, controller, new BrokerServer(shared), lock, bootstrapServers);
  }

  private static KafkaConfig configOf(Map<String, String> settings) {
    try {
      return new KafkaConfig(settings, false);
    } catch (ConfigException e) {
      throw new IllegalArgumentException("broker settings: " + e.getMessage(), e);
    }
  }

  /** Host and port for clients. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** Made when the data folder was formatted; never changes after that. */
  public String clusterId() {
    return shared.clusterId();
  }

  /**
   * Stops cleanly, so that the next start need not check the logs. Bounded: gives up after 20
   * seconds with an exception; the data are safe then too.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    var stopper = Thread.ofPlatform().name("embedded-broker-stop").daemon().start(this::stopKafka);
    try {
      if (!stopper.join(STOP_MAX)) {
        throw new IllegalStateException("the broker did not stop within " + STOP_MAX);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the broker was stopping", e);
    } finally {
      lock.close();
    }
  }

  /** The broker first: it tells the controller that it leaves. */
  private void stopKafka() {
    try {
      broker.shutdown(STOP_MAX);
    } finally {
      controller.shutdown();
    }
  }

  private static void formatIfNew(Path dataDir) {
    if (Files.exists(dataDir.resolve("meta.properties"))) {
      return;
    }
    if (Files.exists(dataDir.resolve("__cluster_metadata-0").resolve("quorum-state"))) {
      throw new StartFailedException(
          dataDir
              + " holds Kafka data but no meta.properties: restore that file, or move the data");
    }
    try {
      new Formatter()
          .setPrintStream(
              new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
          .setNodeId(BrokerSettings.NODE_ID)
          .setClusterId(Uuid.randomUuid().toString())
          .addDirectory(dataDir.toAbsolutePath().toString())
          .setMetadataLogDirectory(dataDir.toAbsolutePath().toString())
          .setControllerListenerName(ListenSockets.CONTROLLER)
          .setReleaseVersion(MetadataVersion.latestProduction())
          .run();
    } catch (Exception e) {
      throw new StartFailedException("cannot format the data folder " + dataDir + ": " + e, e);
    }
  }

  /** A wildcard is a fine place to listen, but nothing a client could connect to. */
  private static String advertisedHost(String host) {
    try {
      return InetAddress.getByName(host).isAnyLocalAddress()
          ? InetAddress.getLocalHost().getHostAddress()
          : host;
    } catch (UnknownHostException e) {
      throw new StartFailedException("the host name " + host + " is unknown", e);
    }
  }

  /** Until the start is over a fatal fault is remembered; afterwards Kafka's own rule holds. */
  private static final class StartFaults {
    private final AtomicReference<@Nullable Throwable> first = new AtomicReference<>();
    private volatile boolean starting = true;

    FaultHandlerFactory factory() {
      var standard = new StandardFaultHandlerFactory();
      return (name, fatal, action) -> {
        var handler = standard.build(name, fatal, action);
        return (message, cause) -> {
          if (!fatal || !starting) {
            return handler.handleFault(message, cause);
          }
          action.run();
          first.compareAndSet(null, cause);
          return new StartFailedException(name + ": " + message, cause);
        };
      };
    }

    void startIsOver() {
      starting = false;
      var fault = first.get();
      if (fault != null) {
        throw new StartFailedException("a fault while starting: " + fault, fault);
      }
    }

    Throwable firstOr(Throwable other) {
      var fault = first.get();
      return fault == null ? other : fault;
    }
  }
}
