package dev.millrace.standalone.log;

import dev.millrace.schemas.topics.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a topic from its first committed record to what is its end when the reading begins. */
public final class LogReader {

  private static final Duration POLL = Duration.ofMillis(500);

  private final String bootstrapServers;

  public LogReader(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /** Hands over every record, in order within its partition. */
  public <V extends SpecificRecord> void readAll(
      Topic<V> topic, Consumer<ConsumerRecord<String, V>> records) {
    try (var consumer = committed(bootstrapServers, topic)) {
      List<TopicPartition> partitions = partitions(consumer, topic);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        consumer.poll(POLL).forEach(records);
      }
    }
  }

  /** A consumer of committed records that belongs to no group and starts where it is told to. */
  static <V extends SpecificRecord> KafkaConsumer<String, V> committed(
      String bootstrapServers, Topic<V> topic) {
    return new KafkaConsumer<>(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed",
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            5_000,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false),
        new StringDeserializer(),
        topic.valueSerde().deserializer());
  }

  static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, Topic<?> topic) {
    return consumer.partitionsFor(topic.name()).stream()
        .map(info -> new TopicPartition(info.topic(), info.partition()))
        .toList();
  }
}
