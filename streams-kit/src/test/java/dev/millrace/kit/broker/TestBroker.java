package dev.millrace.kit.broker;

import dev.millrace.embedded.EmbeddedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/** The one broker of all tests of the module; ends with the JVM. */
public final class TestBroker {

  /** System property of a child process. */
  public static final String OF_PARENT = "millrace.test.bootstrap";

  private static final class Holder {
    private static final EmbeddedBroker BROKER = start();
  }

  private TestBroker() {}

  /** The broker; a child process is given its parent's. */
  public static String bootstrapServers() {
    String given = System.getProperty(OF_PARENT);
    return given != null ? given : Holder.BROKER.bootstrapServers();
  }

  public static void createTopics(int partitions, String... names) throws Exception {
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()))) {
      admin
          .createTopics(
              List.of(names).stream()
                  .map(name -> new NewTopic(name, partitions, (short) 1))
                  .toList())
          .all()
          .get();
    }
  }

  /** Waits for a condition; fails after the bound. */
  public static void await(String what, Duration bound, BooleanSupplier condition) {
    long startNanos = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - startNanos > bound.toNanos()) {
        throw new AssertionError("not within " + bound + ": " + what);
      }
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }

  public static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Path folder(String name) {
    try {
      return Files.createTempDirectory(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static EmbeddedBroker start() {
    EmbeddedBroker broker = EmbeddedBroker.start(EmbeddedBroker.Options.in(folder("kit-broker")));
    Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "close-broker"));
    return broker;
  }
}
