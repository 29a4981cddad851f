package dev.millrace.launch.run;

import dev.millrace.launch.config.InvalidSettingsException;
import dev.millrace.launch.config.Settings;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts that run in a process. They end together: latest first, on SIGTERM or when one of them
 * ends by itself; then the process exits with 1, for whoever watches it to start it anew.
 *
 * <p>Threading: safe to share.
 */
public final class RunningProcess implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RunningProcess.class);
  private static final int EXIT_FAILED = 1;

  /** Starts the parts of a process and keeps them in it. */
  @FunctionalInterface
  public interface Start {

    /**
     * Reads everything first, ends the reading with {@link #acceptSettings}, and then starts.
     *
     * @throws StartRefusedException if something that it needs is not there
     */
    void in(RunningProcess process, Settings settings);
  }

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private boolean closing;
  private final CompletableFuture<String> ended = new CompletableFuture<>();

  private RunningProcess() {}

  /**
   * Starts the parts and returns once they run. If one does not start, those before it are closed.
   *
   * @throws InvalidSettingsException listing every setting that breaks its bounds
   * @throws StartRefusedException if something that it needs is not there
   */
  public static RunningProcess start(Map<String, String> environment, Start start) {
    var process = new RunningProcess();
    try {
      start.in(process, new Settings(environment));
      return process;
    } catch (RuntimeException e) {
      process.close();
      throw e;
    }
  }

  /** Runs the parts with the settings of the environment, for as long as the process lives. */
  public static void run(Start start) {
    var process = new RunningProcess();
    // Before the start: a process that is told to end while it starts closes what runs already.
    Runtime.getRuntime().addShutdownHook(new Thread(process::close, "close"));
    try {
      start.in(process, new Settings(System.getenv()));
      String reason = process.ended().toCompletableFuture().join();
      LOG.error("The process ends: {}", reason);
    } catch (InvalidSettingsException | StartRefusedException e) {
      LOG.error("Not started. {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("Not started", e);
    }
    System.exit(EXIT_FAILED);
  }

  /** Ends the reading of settings and tells them to the log, secrets masked. */
  public void acceptSettings(Settings settings) {
    settings.orThrow(this);
    settings
        .asked()
        .forEach(
            setting -> LOG.info("{}={} ({})", setting.name(), setting.value(), setting.meaning()));
    settings.warnings().forEach(LOG::warn);
  }

  /**
   * Closes the part when the process ends, before all that were kept earlier.
   *
   * @throws StartRefusedException if the process ends already; the part is closed
   */
  public <T extends AutoCloseable> T keep(T part) {
    synchronized (parts) {
      if (!closing) {
        parts.push(part);
        return part;
      }
    }
    close(part);
    throw new StartRefusedException("The process was told to end while it started.");
  }

  /** To be called by a part that ends although nobody closed it; says why. */
  public void endBecause(String reason) {
    ended.complete(reason);
  }

  /** Completes with the reason when a part has ended by itself, and never otherwise. */
  public CompletionStage<String> ended() {
    return ended.minimalCompletionStage();
  }

  /** Closes the parts, latest first; each has its own bound. */
  @Override
  public void close() {
    AutoCloseable part = next();
    while (part != null) {
      close(part);
      part = next();
    }
  }

  private @Nullable AutoCloseable next() {
    synchronized (parts) {
      closing = true;
      return parts.poll();
    }
  }

  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      LOG.warn("{} did not stop in order", part.getClass().getSimpleName(), e);
    }
  }
}
