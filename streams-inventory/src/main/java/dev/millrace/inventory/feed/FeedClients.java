package dev.millrace.inventory.feed;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The feed's Kafka clients; rows are bytes to them, and go on as they came. */
record FeedClients(
    Consumer<byte[], byte[]> consumer, Producer<byte[], byte[]> producer, Admin admin)
    implements AutoCloseable {

  private static final Duration CLOSE_MAX = Duration.ofSeconds(3);

  /** More than a broker takes by default, so that what the lane holds always goes on. */
  private static final int REQUEST_BYTES_MAX = 16 << 20;

  private static final int LINGER_MS = 5;

  static FeedClients open(StockFeedConfig config) {
    return new FeedClients(consumer(config), producer(config), admin(config));
  }

  private static Consumer<byte[], byte[]> consumer(StockFeedConfig config) {
    Map<String, Object> properties = config.brokers().clientSettings();
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, StockFeedConfig.GROUP);
    config
        .instanceId()
        .ifPresent(
            id ->
                properties.put(
                    ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, StockFeedConfig.GROUP + "-" + id));
    properties.put(ConsumerConfig.CLIENT_ID_CONFIG, StockFeedConfig.GROUP);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, FeedSession.ROWS_WAITING_MAX);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static Producer<byte[], byte[]> producer(StockFeedConfig config) {
    Map<String, Object> properties = config.brokers().clientSettings();
    properties.put(ProducerConfig.CLIENT_ID_CONFIG, StockFeedConfig.GROUP);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    // Every round is flushed: this only keeps its first row from going alone.
    properties.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS);
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, REQUEST_BYTES_MAX);
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static Admin admin(StockFeedConfig config) {
    Map<String, Object> properties = config.brokers().clientSettings();
    properties.put(AdminClientConfig.CLIENT_ID_CONFIG, StockFeedConfig.GROUP);
    return Admin.create(properties);
  }

  @Override
  public void close() {
    try {
      // Others take over at once, although the member may have a name to come back under.
      consumer.close(
          CloseOptions.timeout(CLOSE_MAX)
              .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
    } finally {
      try {
        producer.close(CLOSE_MAX);
      } finally {
        admin.close(CLOSE_MAX);
      }
    }
  }
}
