package dev.millrace.bench.backbone;

import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.edge.ReplyStatus;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.bench.load.Outcome;
import dev.millrace.schemas.topics.Topic;
import dev.millrace.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stock commands straight into the log, and their committed replies out of it, as an edge does.
 * Unlike the bulk lane it sends at once and keeps no timers, because it is measured with.
 *
 * <p>Threading: {@link #send} may be called from many threads.
 */
final class CommandLane implements AutoCloseable {

  private static final int REPLY_PARTITION = 0;
  private static final byte[] REPLY_TO =
      Integer.toString(REPLY_PARTITION).getBytes(StandardCharsets.UTF_8);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(10);
  private static final Logger LOG = LoggerFactory.getLogger(CommandLane.class);

  private final Topic<StockCommand> commands;
  private final KafkaProducer<String, byte[]> producer;
  private final KafkaConsumer<String, Reply> replies;
  private final Map<String, CompletableFuture<Outcome>> waiting = new ConcurrentHashMap<>();
  private final Thread reader;

  CommandLane(String bootstrapServers, Topics topics) {
    commands = topics.stockCommands();
    producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.LINGER_MS_CONFIG,
                0),
            new StringSerializer(),
            new ByteArraySerializer());
    replies =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "latest",
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                5_000,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false),
            new StringDeserializer(),
            topics.replies().valueSerde().deserializer());
    List<TopicPartition> partition =
        List.of(new TopicPartition(topics.replies().name(), REPLY_PARTITION));
    replies.assign(partition);
    replies.seekToEnd(partition);
    // Taken now, so that no reply to a later command can be missed.
    replies.position(partition.getFirst());
    reader = Thread.ofPlatform().daemon().name("bench-replies").start(this::readReplies);
  }

  /** Sends a command; completes with its committed outcome, or never if there is none. */
  CompletableFuture<Outcome> send(StockCommand command) {
    var outcome = new CompletableFuture<Outcome>();
    waiting.put(command.getCommandId(), outcome);
    byte[] value = commands.valueSerde().serializer().serialize(commands.name(), command);
    var record = new ProducerRecord<>(commands.name(), command.getSku(), value);
    record.headers().add("reply-partition", REPLY_TO);
    var unused =
        producer.send(
            record,
            (metadata, failure) -> {
              if (failure != null) {
                outcome.completeExceptionally(failure);
              }
            });
    return outcome;
  }

  private void readReplies() {
    try {
      while (true) {
        for (var record : replies.poll(POLL)) {
          CompletableFuture<Outcome> outcome = waiting.remove(record.key());
          if (outcome != null) {
            outcome.complete(outcome(record.value()));
          }
        }
      }
    } catch (WakeupException closing) {
      LOG.debug("Reading replies ends", closing);
    } finally {
      replies.close();
    }
  }

  private static Outcome outcome(Reply reply) {
    return reply.getStatus() == ReplyStatus.ACCEPTED
        ? Outcome.DONE
        : new Outcome.Refused(String.valueOf(reply.getRefusal()));
  }

  @Override
  public void close() {
    producer.close(CLOSE_MAX);
    replies.wakeup();
    try {
      reader.join(CLOSE_MAX.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
