package dev.millrace.edge.bus;

import dev.millrace.avro.edge.Reply;
import dev.millrace.launch.config.Brokers;
import dev.millrace.schemas.registry.SchemaRegistryException;
import dev.millrace.schemas.topics.HeaderNames;
import dev.millrace.schemas.topics.Topic;
import dev.millrace.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** The real bus: an idempotent producer and the {@link ReplyInbox}. */
public final class KafkaCommandBus implements CommandBus {

  private static final Duration CLOSE_MAX = Duration.ofSeconds(3);

  private final KafkaProducer<String, byte[]> producer;
  private final PendingReplies pending;
  private final ReplyInbox inbox;

  /**
   * @param deliveryMax after it a command that the log did not confirm counts as failed
   * @param pendingMax how many requests may wait at once
   * @param onEnd told why, if the reading of replies ends although nobody closed it
   */
  public KafkaCommandBus(
      Topics topics,
      Brokers brokers,
      ReplyGroup group,
      Duration deliveryMax,
      int pendingMax,
      Consumer<String> onEnd) {
    Map<String, Object> client = brokers.clientSettings();
    client.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
    this.pending = new PendingReplies(pendingMax);
    this.inbox = new ReplyInbox(topics.replies(), client, group, pending, onEnd);
    this.producer =
        new KafkaProducer<>(
            producerSettings(client, deliveryMax),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  private static Map<String, Object> producerSettings(
      Map<String, Object> client, Duration deliveryMax) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1_500L);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) deliveryMax.toMillis() / 2);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) deliveryMax.toMillis());
    settings.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 20L);
    return settings;
  }

  @Override
  public <V extends SpecificRecord> Sent send(Command<V> command) {
    OptionalInt partition = inbox.partition();
    if (partition.isEmpty()) {
      throw new BusUnavailableException("no partition of the replies is assigned yet", null);
    }
    byte[] value = serialize(command.topic(), command.value());
    var logged = new CompletableFuture<Void>();
    CompletableFuture<Reply> reply = pending.await(command.commandId(), partition.getAsInt());
    try {
      var record = new ProducerRecord<>(command.topic().name(), command.key(), value);
      record
          .headers()
          .add(HeaderNames.REPLY_PARTITION, ascii(Integer.toString(partition.getAsInt())))
          .add(HeaderNames.TRACEPARENT, ascii(command.traceparent()));
      producer.send(record, (metadata, failure) -> completed(logged, failure));
    } catch (KafkaException | IllegalStateException e) {
      pending.forget(command.commandId(), reply);
      throw new BusUnavailableException("the log takes no commands", e);
    }
    return new Sent(logged, reply);
  }

  @Override
  public <V extends SpecificRecord> CompletableFuture<Void> publish(
      Topic<V> topic, String key, V value, String traceparent) {
    var logged = new CompletableFuture<Void>();
    try {
      var record = new ProducerRecord<>(topic.name(), key, serialize(topic, value));
      record.headers().add(HeaderNames.TRACEPARENT, ascii(traceparent));
      producer.send(record, (metadata, failure) -> completed(logged, failure));
    } catch (KafkaException | IllegalStateException e) {
      throw new BusUnavailableException("the log takes no records", e);
    }
    return logged;
  }

  @Override
  public void forget(String commandId, CompletableFuture<Reply> reply) {
    pending.forget(commandId, reply);
  }

  @Override
  public boolean ready() {
    return inbox.partition().isPresent();
  }

  /** How many requests wait for a reply, for metrics. */
  public int pendingCount() {
    return pending.count();
  }

  @Override
  public void close() {
    producer.close(CLOSE_MAX);
    inbox.close();
    pending.cancel(partition -> true);
  }

  private static <V extends SpecificRecord> byte[] serialize(Topic<V> topic, V value) {
    try (var serializer = topic.valueSerde().serializer()) {
      return serializer.serialize(topic.name(), value);
    } catch (SchemaRegistryException | KafkaException e) {
      throw new BusUnavailableException("the schema registry does not answer", e);
    }
  }

  private static void completed(CompletableFuture<Void> logged, @Nullable Exception failure) {
    if (failure == null) {
      logged.complete(null);
    } else {
      logged.completeExceptionally(
          new BusUnavailableException("the log did not confirm the command", failure));
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
