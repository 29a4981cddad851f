package dev.millrace.standalone.log;

import dev.millrace.avro.edge.Reply;
import dev.millrace.schemas.topics.HeaderNames;
import dev.millrace.schemas.topics.Topic;
import dev.millrace.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Commands straight into the log and their committed replies out of it, as an edge does, but
 * without bounds and timers: what is measured goes through here, and {@link BulkCommands} bounds it
 * for everybody else.
 *
 * <p>Threading: {@link #send} may be called from many threads; outcomes complete on the thread that
 * reads the replies.
 */
public final class CommandLane implements AutoCloseable {

  /** The replies partition that the commands name. */
  private static final int REPLY_PARTITION = 0;

  private static final byte[] REPLY_TO =
      Integer.toString(REPLY_PARTITION).getBytes(StandardCharsets.UTF_8);

  /** How long a broker that does not answer is tried. */
  private static final Duration DELIVERY_MAX = Duration.ofMinutes(3);

  private static final Duration CLOSE_MAX = Duration.ofSeconds(10);

  private final KafkaProducer<String, byte[]> producer;
  private final LogTail<Reply> replies;
  private final Map<String, CompletableFuture<Reply>> waiting = new ConcurrentHashMap<>();

  /**
   * Opens a lane.
   *
   * @param linger how long a command may wait for others to be sent with
   */
  public CommandLane(String bootstrapServers, Topics topics, Duration linger) {
    producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.LINGER_MS_CONFIG,
                (int) linger.toMillis(),
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                (int) DELIVERY_MAX.toMillis()),
            new StringSerializer(),
            new ByteArraySerializer());
    replies =
        new LogTail<>(
            bootstrapServers,
            topics.replies(),
            partition -> partition == REPLY_PARTITION,
            this::complete);
  }

  /**
   * Sends a command.
   *
   * @return completes with the committed outcome, exceptionally if the command could not be
   *     written, or never; the lane forgets it when it is completed, by whomever
   */
  public <V extends SpecificRecord> CompletableFuture<Reply> send(
      Topic<V> topic, String key, String commandId, V command) {
    var outcome = new CompletableFuture<Reply>();
    waiting.put(commandId, outcome);
    var unusedRemoval =
        outcome.whenComplete((reply, failure) -> waiting.remove(commandId, outcome));
    byte[] value = topic.valueSerde().serializer().serialize(topic.name(), command);
    var record = new ProducerRecord<>(topic.name(), key, value);
    record.headers().add(HeaderNames.REPLY_PARTITION, REPLY_TO);
    var unusedWrite =
        producer.send(
            record,
            (metadata, failure) -> {
              if (failure != null) {
                outcome.completeExceptionally(failure);
              }
            });
    return outcome;
  }

  private void complete(ConsumerRecord<String, Reply> reply) {
    CompletableFuture<Reply> outcome = waiting.get(reply.key());
    if (outcome != null) {
      outcome.complete(reply.value());
    }
  }

  @Override
  public void close() {
    producer.close(CLOSE_MAX);
    replies.close();
  }
}
