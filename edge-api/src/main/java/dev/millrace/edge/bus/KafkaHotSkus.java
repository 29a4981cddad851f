package dev.millrace.edge.bus;

import dev.millrace.avro.inventory.HotSku;
import dev.millrace.launch.config.Brokers;
import dev.millrace.schemas.topics.Topics;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the small table of split SKUs from its beginning and follows it. Whatever it does not know,
 * or not yet, the inventory finds its way for.
 */
public final class KafkaHotSkus implements HotSkus {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaHotSkus.class);

  /** More split SKUs than anybody needs; those beyond are treated as not split. */
  private static final int SKUS_MAX = 10_000;

  private final Map<String, Integer> buckets = new ConcurrentHashMap<>();
  private final TopicFollower<HotSku> table;

  /**
   * @param onEnd told why, if the reading ends although nobody closed it
   */
  public KafkaHotSkus(Topics topics, Brokers brokers, Consumer<String> onEnd) {
    this.table =
        new TopicFollower<>(
            "edge-hot-skus",
            topics.hotSkus().name(),
            TopicFollower.Start.BEGINNING,
            brokers,
            topics.hotSkus().valueSerde().deserializer(),
            this::hear,
            onEnd);
  }

  @Override
  public int buckets(String sku) {
    return buckets.getOrDefault(sku, 1);
  }

  @Override
  public void close() {
    table.close();
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
}
