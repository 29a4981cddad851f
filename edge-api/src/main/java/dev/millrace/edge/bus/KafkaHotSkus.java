package dev.millrace.edge.bus;

import dev.millrace.avro.inventory.HotSku;
import dev.millrace.launch.config.Brokers;
import dev.millrace.schemas.topics.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the small table of split SKUs from its beginning and follows it, without a group. Whatever
 * it does not know, or not yet, the inventory finds its way for.
 */
public final class KafkaHotSkus implements HotSkus {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaHotSkus.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(3);

  /** More split SKUs than anybody needs; those beyond are treated as not split. */
  private static final int SKUS_MAX = 10_000;

  private final String topic;
  private final Deserializer<HotSku> values;
  private final Map<String, Object> settings;
  private final Consumer<String> onEnd;
  private final Map<String, Integer> buckets = new ConcurrentHashMap<>();
  private final CompletableFuture<Void> closing = new CompletableFuture<>();
  private final Thread thread;

  /**
   * @param onEnd told why, if the reading ends although nobody closed it
   */
  public KafkaHotSkus(Topics topics, Brokers brokers, Consumer<String> onEnd) {
    this.topic = topics.hotSkus().name();
    this.values = topics.hotSkus().valueSerde().deserializer();
    this.onEnd = onEnd;
    this.settings = brokers.clientSettings();
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    this.thread = Thread.ofPlatform().name("edge-hot-skus").daemon().start(this::runToTheEnd);
  }

  @Override
  public int buckets(String sku) {
    return buckets.getOrDefault(sku, 1);
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

  private void hear(ConsumerRecord<String, HotSku> record) {
    HotSku hot = record.value();
    if (hot == null || hot.getBuckets() <= 1) {
      buckets.remove(record.key());
    } else if (buckets.size() < SKUS_MAX || buckets.containsKey(record.key())) {
      buckets.put(record.key(), hot.getBuckets());
    } else {
      LOG.warn("{} is split, but too many other SKUs are", record.key());
    }
  }

  private void runToTheEnd() {
    try {
      run();
    } finally {
      if (!closing.isDone()) {
        onEnd.accept("the reading of split SKUs ended; see above for the reason");
      }
    }
  }

  private void run() {
    while (!closing.isDone()) {
      try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), values)) {
        List<TopicPartition> partitions =
            consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        if (partitions.isEmpty()) {
          throw new KafkaException("there is no topic " + topic);
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        while (!closing.isDone()) {
          consumer.poll(POLL).forEach(this::hear);
        }
      } catch (WakeupException e) {
        LOG.debug("Reading of split SKUs ends");
      } catch (KafkaException e) {
        LOG.warn("Reading of split SKUs failed and begins again: {}", e.getMessage());
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
