package dev.millrace.standalone.log;

import dev.millrace.avro.edge.Reply;
import dev.millrace.schemas.topics.Topic;
import dev.millrace.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lane for bulk: writes commands straight to their topics, many in flight, and learns the
 * outcome of each from the replies, as an edge does. What is in flight is bounded, so a slow
 * backbone slows the sender.
 *
 * <p>Threading: {@link #send} may be called from many threads.
 */
public final class BulkCommands implements AutoCloseable {

  /** The replies partition that the commands name. */
  private static final int REPLY_PARTITION = 0;

  private static final Duration REPLY_TIMEOUT = Duration.ofMinutes(3);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Logger LOG = LoggerFactory.getLogger(BulkCommands.class);

  private final KafkaProducer<String, byte[]> producer;
  private final KafkaConsumer<String, Reply> replies;
  private final Map<String, CompletableFuture<Reply>> waiting = new ConcurrentHashMap<>();
  private final Semaphore inFlight;
  private final Thread reader;

  public BulkCommands(String bootstrapServers, Topics topics, int inFlightMax) {
    inFlight = new Semaphore(inFlightMax);
    producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.LINGER_MS_CONFIG,
                5,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                (int) REPLY_TIMEOUT.toMillis()),
            new StringSerializer(),
            new org.apache.kafka.common.serialization.ByteArraySerializer());
    replies =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "latest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false),
            new StringDeserializer(),
            topics.replies().valueSerde().deserializer());
    List<TopicPartition> partition =
        List.of(new TopicPartition(topics.replies().name(), REPLY_PARTITION));
    replies.assign(partition);
    replies.seekToEnd(partition);
    // The position is taken now, not at the first poll: no reply to a command sent later can be
    // missed.
    replies.position(partition.getFirst());
    reader = Thread.ofPlatform().daemon().name("bulk-replies").start(this::readReplies);
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
    var outcome = new CompletableFuture<Reply>();
    waiting.put(commandId, outcome);
    byte[] value = topic.valueSerde().serializer().serialize(topic.name(), command);
    var record = new ProducerRecord<>(topic.name(), key, value);
    record
        .headers()
        .add("reply-partition", Integer.toString(REPLY_PARTITION).getBytes(StandardCharsets.UTF_8));
    producer.send(
        record,
        (metadata, failure) -> {
          if (failure != null) {
            outcome.completeExceptionally(failure);
          }
        });
    outcome.orTimeout(REPLY_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    return outcome.whenComplete(
        (reply, failure) -> {
          waiting.remove(commandId, outcome);
          inFlight.release();
        });
  }

  private void readReplies() {
    try {
      while (true) {
        readSome();
      }
    } catch (WakeupException closing) {
      LOG.debug("Reading replies ends", closing);
    } finally {
      replies.close();
    }
  }

  private void readSome() {
    try {
      for (ConsumerRecord<String, Reply> record : replies.poll(POLL)) {
        CompletableFuture<Reply> outcome = waiting.get(record.key());
        if (outcome != null) {
          outcome.complete(record.value());
        }
      }
    } catch (RecordDeserializationException e) {
      // The position stays, so a registry that is only away is asked again; who waits has a
      // deadline.
      LOG.warn("A reply cannot be read yet: {}", e.getMessage());
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  @Override
  public void close() {
    producer.close(CLOSE_TIMEOUT);
    replies.wakeup();
    try {
      reader.join(CLOSE_TIMEOUT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
