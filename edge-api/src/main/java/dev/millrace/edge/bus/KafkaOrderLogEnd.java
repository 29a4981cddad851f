package dev.millrace.edge.bus;

import dev.millrace.launch.config.Brokers;
import dev.millrace.schemas.topics.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the brokers, over a connection that is made when it is first needed. */
public final class KafkaOrderLogEnd implements OrderLogEnd {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaOrderLogEnd.class);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(1);

  private final String topic;
  private final Map<String, Object> settings;
  private @Nullable KafkaConsumer<byte[], byte[]> consumer;
  private boolean closed;

  public KafkaOrderLogEnd(Topics topics, Brokers brokers) {
    topic = topics.orderEvents().name();
    settings = brokers.clientSettings();
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "edge-order-log-end");
    // A reply may be heard before the mark that commits its events: those must count too.
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
  }

  @Override
  public synchronized OptionalLong of(int partition) {
    if (closed) {
      return OptionalLong.empty();
    }
    var at = new TopicPartition(topic, partition);
    try {
      if (consumer == null) {
        consumer =
            new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
      }
      Long end = consumer.endOffsets(List.of(at), ANSWER_MAX).get(at);
      return end == null ? OptionalLong.empty() : OptionalLong.of(end);
    } catch (KafkaException e) {
      LOG.warn("The end of {} is not known", at, e);
      return OptionalLong.empty();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (consumer != null) {
      consumer.close();
    }
  }
}
