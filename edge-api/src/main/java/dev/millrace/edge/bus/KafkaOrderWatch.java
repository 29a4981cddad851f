package dev.millrace.edge.bus;

import dev.millrace.launch.config.Brokers;
import dev.millrace.schemas.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the end of all order events without a group and wakes who waits for an order. It looks at
 * keys alone; what changed is then asked of the orders' own state.
 */
public final class KafkaOrderWatch implements OrderWatch {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaOrderWatch.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(3);

  private final String topic;
  private final Map<String, Object> settings;
  private final int watchesMax;
  private final Consumer<String> onEnd;
  private final Map<String, Set<CompletableFuture<Void>>> watches = new HashMap<>();
  private final CompletableFuture<Void> closing = new CompletableFuture<>();
  private final Thread thread;
  private int count;

  /**
   * @param watchesMax how many requests may watch at once; more are answered as if changed
   * @param onEnd told why, if the watching ends although nobody closed it
   */
  public KafkaOrderWatch(Topics topics, Brokers brokers, int watchesMax, Consumer<String> onEnd) {
    this.topic = topics.orderEvents().name();
    this.watchesMax = watchesMax;
    this.onEnd = onEnd;
    this.settings = brokers.clientSettings();
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    this.thread = Thread.ofPlatform().name("edge-order-watch").daemon().start(this::runToTheEnd);
  }

  @Override
  public synchronized CompletableFuture<Void> watch(String orderId) {
    if (count >= watchesMax) {
      return CompletableFuture.completedFuture(null);
    }
    var watch = new CompletableFuture<Void>();
    watches.computeIfAbsent(orderId, id -> new HashSet<>()).add(watch);
    count++;
    return watch;
  }

  @Override
  public synchronized void unwatch(String orderId, CompletableFuture<Void> watch) {
    Set<CompletableFuture<Void>> ofOrder = watches.get(orderId);
    if (ofOrder != null && ofOrder.remove(watch)) {
      count--;
      if (ofOrder.isEmpty()) {
        watches.remove(orderId);
      }
    }
  }

  @Override
  public void close() {
    closing.complete(null);
    try {
      thread.join(CLOSE_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void wake(String orderId) {
    Set<CompletableFuture<Void>> ofOrder = watches.remove(orderId);
    if (ofOrder != null) {
      count -= ofOrder.size();
      ofOrder.forEach(watch -> watch.complete(null));
    }
  }

  private void runToTheEnd() {
    try {
      run();
    } finally {
      if (!closing.isDone()) {
        onEnd.accept("the watching of orders ended; see above for the reason");
      }
    }
  }

  private void run() {
    while (!closing.isDone()) {
      try (var consumer =
          new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (PartitionInfo partition : consumer.partitionsFor(topic)) {
          partitions.add(new TopicPartition(topic, partition.partition()));
        }
        if (partitions.isEmpty()) {
          throw new KafkaException("there is no topic " + topic);
        }
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        while (!closing.isDone()) {
          for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
            wake(record.key());
          }
        }
      } catch (WakeupException e) {
        LOG.debug("Watching of orders ends");
      } catch (KafkaException e) {
        LOG.warn("Watching of orders failed and begins again: {}", e.getMessage());
        pause();
      }
    }
  }

  private void pause() {
    try {
      closing.get(RETRY_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.debug("Trying again");
    } catch (InterruptedException | ExecutionException e) {
      closing.complete(null);
    }
  }
}
