package dev.millrace.standalone.log;

import dev.millrace.avro.edge.Reply;
import dev.millrace.schemas.topics.Topic;
import dev.millrace.schemas.topics.Topics;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;

/**
 * The lane for bulk: writes commands straight to their topics, many in flight, and learns the
 * outcome of each. What is in flight is bounded, so a slow backbone slows the sender.
 *
 * <p>Threading: {@link #send} may be called from many threads.
 */
public final class BulkCommands implements AutoCloseable {

  private static final Duration LINGER = Duration.ofMillis(5);
  private static final Duration REPLY_TIMEOUT = Duration.ofMinutes(3);

  private final CommandLane lane;
  private final Semaphore inFlight;

  public BulkCommands(String bootstrapServers, Topics topics, int inFlightMax) {
    lane = new CommandLane(bootstrapServers, topics, LINGER);
    inFlight = new Semaphore(inFlightMax);
  }

  /**
   * Sends a command; waits while too many are in flight.
   *
   * @return completes with the committed outcome, or exceptionally after three minutes without one;
   *     the same command may then be sent again
   */
  public <V extends SpecificRecord> CompletableFuture<Reply> send(
      Topic<V> topic, String key, String commandId, V command) throws InterruptedException {
    inFlight.acquire();
    return lane.send(topic, key, commandId, command)
        .orTimeout(REPLY_TIMEOUT.toSeconds(), TimeUnit.SECONDS)
        .whenComplete((reply, failure) -> inFlight.release());
  }

  @Override
  public void close() {
    lane.close();
  }
}
