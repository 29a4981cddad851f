package dev.millrace.bench.backbone;

import dev.millrace.schemas.topics.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What was committed to one topic from a place in it on, with the times of its appending. */
final class AppendedRecords<V extends SpecificRecord> {

  private static final Duration POLL = Duration.ofMillis(500);
  private static final int POLL_RECORDS_MAX = 5_000;

  private final String bootstrapServers;
  private final Topic<V> topic;
  private final Map<TopicPartition, Long> from;

  /** From the end as it is now. */
  AppendedRecords(String bootstrapServers, Topic<V> topic) {
    this.bootstrapServers = bootstrapServers;
    this.topic = topic;
    try (var consumer = consumer()) {
      this.from = Map.copyOf(consumer.endOffsets(partitions(consumer)));
    }
  }

  /** Hands over all up to the end as it is now, with when it was appended in milliseconds. */
  void read(BiConsumer<V, Long> values) {
    try (var consumer = consumer()) {
      consumer.assign(from.keySet());
      from.forEach(consumer::seek);
      Map<TopicPartition, Long> end = consumer.endOffsets(from.keySet());
      while (end.entrySet().stream()
          .anyMatch(last -> consumer.position(last.getKey()) < last.getValue())) {
        for (ConsumerRecord<String, V> record : consumer.poll(POLL)) {
          // A few may have come before the broker heard that it is to stamp them.
          if (record.timestampType() == TimestampType.LOG_APPEND_TIME && record.value() != null) {
            values.accept(record.value(), record.timestamp());
          }
        }
      }
    }
  }

  private KafkaConsumer<String, V> consumer() {
    return new KafkaConsumer<>(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed",
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            POLL_RECORDS_MAX,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false),
        new StringDeserializer(),
        topic.valueSerde().deserializer());
  }

  private List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer) {
    return consumer.partitionsFor(topic.name()).stream()
        .map(info -> new TopicPartition(info.topic(), info.partition()))
        .toList();
  }
}
