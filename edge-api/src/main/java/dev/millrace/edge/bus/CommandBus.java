package dev.millrace.edge.bus;

import dev.millrace.avro.edge.Reply;
import dev.millrace.schemas.topics.Topic;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.specific.SpecificRecord;

/** Puts commands into the log and hands back their committed outcomes. Safe for many threads. */
public interface CommandBus extends AutoCloseable {

  /**
   * A command that was sent.
   *
   * @param logged completes when the log has the command; fails with {@link
   *     BusUnavailableException} when that cannot be said
   * @param reply completes with the committed outcome; is cancelled when this edge no longer reads
   *     the partition into which the reply goes
   */
  record Sent(CompletableFuture<Void> logged, CompletableFuture<Reply> reply) {}

  /**
   * Sends a command.
   *
   * @throws BusUnavailableException if it was certainly not sent
   */
  <V extends SpecificRecord> Sent send(Command<V> command);

  /**
   * Sends a record that nobody replies to.
   *
   * @return completes when the log has it; fails with {@link BusUnavailableException} when that
   *     cannot be said
   */
  <V extends SpecificRecord> CompletableFuture<Void> publish(
      Topic<V> topic, String key, V value, String traceparent);

  /** Says that nobody waits for the reply any more. */
  void forget(String commandId, CompletableFuture<Reply> reply);

  /** Whether commands can be sent and answered now. */
  boolean ready();

  @Override
  void close();
}
