package dev.millrace.bench.backbone;

import dev.millrace.avro.orders.OrderEvent;
import dev.millrace.bench.load.Outcome;
import dev.millrace.schemas.topics.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns from the order events, as any reader of the topic may, when an order is confirmed or will
 * never be. An event may come before the answer that names its order, so whichever comes first
 * leaves a note for the other.
 */
public final class ConfirmationWatch implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(10);
  private static final Logger LOG = LoggerFactory.getLogger(ConfirmationWatch.class);

  private final KafkaConsumer<String, OrderEvent> events;
  private final Map<String, CompletableFuture<Outcome>> settled = new ConcurrentHashMap<>();
  private final Thread reader;

  public ConfirmationWatch(String bootstrapServers, Topics topics) {
    events =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false),
            new StringDeserializer(),
            topics.orderEvents().valueSerde().deserializer());
    List<TopicPartition> partitions =
        events.partitionsFor(topics.orderEvents().name()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    events.assign(partitions);
    events.seekToEnd(partitions);
    // Taken now, so that no later order can be missed.
    partitions.forEach(events::position);
    reader = Thread.ofPlatform().daemon().name("bench-orders").start(this::read);
  }

  /** Completes when the order has been decided, one way or the other. */
  public CompletableFuture<Outcome> settled(String orderId) {
    CompletableFuture<Outcome> outcome = note(orderId);
    return outcome.whenComplete((decided, failure) -> settled.remove(orderId, outcome));
  }

  private CompletableFuture<Outcome> note(String orderId) {
    return settled.computeIfAbsent(orderId, id -> new CompletableFuture<>());
  }

  private void read() {
    try {
      while (true) {
        for (var record : events.poll(POLL)) {
          OrderEvent event = record.value();
          if (event.getOrderConfirmed() != null) {
            note(event.getOrderId()).complete(Outcome.DONE);
          } else if (event.getOrderRejected() != null) {
            String reason = event.getOrderRejected().getReason();
            note(event.getOrderId()).complete(new Outcome.Refused(reason));
          } else if (event.getOrderNeedsAttention() != null) {
            String reason = event.getOrderNeedsAttention().getReason();
            note(event.getOrderId()).complete(new Outcome.Failed(reason));
          }
        }
      }
    } catch (WakeupException closing) {
      LOG.debug("Watching orders ends", closing);
    } finally {
      events.close();
    }
  }

  @Override
  public void close() {
    events.wakeup();
    try {
      reader.join(CLOSE_MAX.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
