package dev.millrace.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A real Apicurio Registry as a child process, with its schemas in a file database under one
 * folder. Ids that were handed out survive a kill. The child ends with this process, however this
 * process ends.
 */
public final class EmbeddedRegistry implements AutoCloseable {
  /** Where to look for the unpacked registry, when it is not where the build puts it. */
  public static final String HOME_PROPERTY = "millrace.registry.home";

  private static final Duration POLL = Duration.ofMillis(50);
  private static final int REQUEST_TIMEOUT_MS = 2_000;

  /** Tries for a port chosen by us, which another process may take before the child does. */
  private static final int PORT_TRIES_MAX = 3;

  private final GuardedProcess process;
  private final DataDirLock lock;
  private final Path pidFile;
  private final String url;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @param home the unpacked distribution, see {@link #defaultHome()}
   * @param dataDir created when missing
   * @param host address to listen on; others than loopback let everybody on the network change
   *     schemas
   * @param port 0 chooses a free one
   * @param compatibility rule for every subject without one of its own, set at each start
   * @param startMax how long the start may take
   */
  public record Options(
      Path home,
      Path dataDir,
      String host,
      int port,
      Compatibility compatibility,
      Duration startMax) {
    public Options {
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
      }
      if (startMax.isNegative() || startMax.isZero()) {
        throw new IllegalArgumentException("startMax must be positive, not " + startMax);
      }
      dataDir = dataDir.toAbsolutePath().normalize();
      if (dataDir.toString().contains(";")) {
        throw new IllegalArgumentException("the data folder's name must not hold a semicolon");
      }
    }

    /** Loopback, a free port, every schema change readable both ways by every version. */
    public static Options in(Path dataDir) {
      return new Options(
          defaultHome(),
          dataDir,
          "127.0.0.1",
          0,
          Compatibility.FULL_TRANSITIVE,
          Duration.ofSeconds(60));
    }

    public Options withPort(int newPort) {
      return new Options(home, dataDir, host, newPort, compatibility, startMax);
    }

    public Options withHost(String newHost) {
      return new Options(home, dataDir, newHost, port, compatibility, startMax);
    }

    public Options withStartMax(Duration newStartMax) {
      return new Options(home, dataDir, host, port, compatibility, newStartMax);
    }
  }

  /** The registry protocol's names for what a new version of a schema may change. */
  public enum Compatibility {
    NONE,
    BACKWARD,
    BACKWARD_TRANSITIVE,
    FORWARD,
    FORWARD_TRANSITIVE,
    FULL,
    FULL_TRANSITIVE
  }

  private EmbeddedRegistry(GuardedProcess process, DataDirLock lock, Path pidFile, String url) {
    this.process = process;
    this.lock = lock;
    this.pidFile = pidFile;
    this.url = url;
  }

  /** Returns once the registry answers. */
  public static EmbeddedRegistry start(Options options) {
    if (Files.notExists(runner(options.home()))) {
      throw new StartFailedException("no registry is unpacked in " + options.home());
    }
    var lock = DataDirLock.take(options.dataDir(), "registry");
    try {
      var pidFile = options.dataDir().resolve("registry.pid");
      GuardedProcess.killLeftover(pidFile, RegistryCommand.mark(options.dataDir()));
      return start(options, lock, pidFile);
    } catch (IOException e) {
      lock.close();
      throw new StartFailedException("the registry did not start: " + e, e);
    } catch (Throwable e) {
      lock.close();
      throw e;
    }
  }

  private static EmbeddedRegistry start(Options options, DataDirLock lock, Path pidFile)
      throws IOException {
    for (var attempt = 1; ; attempt++) {
      var port = freePort(options.host(), options.port());
      var process =
          GuardedProcess.start(
              RegistryCommand.of(options),
              options.dataDir().resolve(RegistryCommand.OUTPUT),
              inherited ->
                  RegistryCommand.environment(inherited, options, port, freePort("127.0.0.1", 0)));
      try {
        Files.writeString(pidFile, Long.toString(process.server().pid()));
        var url = urlOf(options.host(), port);
        awaitReady(process, url, options);
        setCompatibility(url, options.compatibility());
        return new EmbeddedRegistry(process, lock, pidFile, url);
      } catch (PortTakenException e) {
        process.close();
        if (options.port() != 0 || attempt == PORT_TRIES_MAX) {
          throw e.reported();
        }
      } catch (Throwable e) {
        process.close();
        throw e;
      }
    }
  }

  /** Where clients of the Confluent protocol find it. */
  public String url() {
    return url;
  }

  /** The registry's own process id. */
  public long pid() {
    return process.server().pid();
  }

  /** False once the registry has ended, by itself or by somebody's hand. */
  public boolean isAlive() {
    return process.server().isAlive();
  }

  /** Completes once the registry has ended, whoever ended it. */
  public CompletableFuture<Void> ended() {
    return process.server().onExit().thenApply(gone -> null);
  }

  /** Bounded: a registry that does not stop within five seconds is killed; its ids are safe. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      process.close();
      Files.deleteIfExists(pidFile);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + pidFile, e);
    } finally {
      lock.close();
    }
  }

  /**
   * The distribution that the build of this module unpacked, or the folder that the system property
   * {@value #HOME_PROPERTY} names.
   */
  public static Path defaultHome() {
    var named = System.getProperty(HOME_PROPERTY);
    if (named != null) {
      return Path.of(named);
    }
    try {
      var classes = EmbeddedRegistry.class.getProtectionDomain().getCodeSource().getLocation();
      return Path.of(classes.toURI()).resolveSibling("registry");
    } catch (URISyntaxException e) {
      throw new IllegalStateException("cannot tell where this module was built", e);
    }
  }

  static Path runner(Path home) {
    return home.resolve("quarkus-run.jar");
  }

  private static void awaitReady(GuardedProcess process, String url, Options options) {
    var deadlineNanos = System.nanoTime() + options.startMax().toNanos();
    try {
      while (!answers(url)) {
        if (process.ended(POLL)) {
          var lastLines = RegistryCommand.lastLines(options.dataDir());
          if (lastLines.contains("already in use") || lastLines.contains("to be in use")) {
            throw new PortTakenException(lastLines);
          }
          throw new StartFailedException("the registry ended while starting:\n" + lastLines);
        }
        if (System.nanoTime() > deadlineNanos) {
          throw new StartFailedException(
              "the registry did not answer within %s:\n%s"
                  .formatted(options.startMax(), RegistryCommand.lastLines(options.dataDir())));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailedException("interrupted while the registry was starting", e);
    }
  }

  private static boolean answers(String url) {
    try {
      return request("GET", url + "/subjects", null) == HttpURLConnection.HTTP_OK;
    } catch (IOException notListeningYet) {
      return false;
    }
  }

  private static void setCompatibility(String url, Compatibility compatibility) throws IOException {
    var body = "{\"compatibility\":\"" + compatibility + "\"}";
    var status = request("PUT", url + "/config", body);
    if (status != HttpURLConnection.HTTP_OK) {
      throw new StartFailedException(
          "the registry refused the rule %s with status %d".formatted(compatibility, status));
    }
  }

  private static int request(String method, String url, @Nullable String body) throws IOException {
    var connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    try {
      connection.setConnectTimeout(REQUEST_TIMEOUT_MS);
      connection.setReadTimeout(REQUEST_TIMEOUT_MS);
      connection.setRequestMethod(method);
      if (body != null) {
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/vnd.schemaregistry.v1+json");
        connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
      }
      return connection.getResponseCode();
    } finally {
      connection.disconnect();
    }
  }

  private static String urlOf(String host, int port) throws IOException {
    var reachable = InetAddress.getByName(host).isAnyLocalAddress() ? "127.0.0.1" : host;
    return "http://%s:%d/apis/ccompat/v7".formatted(reachable, port);
  }

  /** The port itself when it is free to use; for 0 one that is. */
  private static int freePort(String host, int port) {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(host, port));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new StartFailedException(
          "the registry cannot listen on %s:%d: %s".formatted(host, port, e.getMessage()), e);
    }
  }

  private static final class PortTakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PortTakenException(String lastLines) {
      super(lastLines);
    }

    StartFailedException reported() {
      return new StartFailedException("the registry's port was taken:\n" + getMessage(), this);
    }
  }
}
