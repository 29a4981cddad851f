package dev.millrace.standalone.log;

import dev.millrace.schemas.topics.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads the committed records of one partition from the first one on, in pieces: each piece ends at
 * what is the end when it begins.
 *
 * <p>Threading: not thread-safe.
 */
public final class LogReader<V extends SpecificRecord> implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(500);

  private final KafkaConsumer<String, V> consumer;
  private final TopicPartition partition;

  /** Stands before the partition's first record. */
  public LogReader(String bootstrapServers, Topic<V> topic, int partition) {
    this.partition = new TopicPartition(topic.name(), partition);
    this.consumer = committed(bootstrapServers, topic);
    consumer.assign(List.of(this.partition));
    consumer.seekToBeginning(List.of(this.partition));
  }

  /** How many partitions a topic has on these brokers. */
  public static int partitionsOf(String bootstrapServers, Topic<?> topic) {
    try (var consumer = committed(bootstrapServers, topic)) {
      return partitions(consumer, topic).size();
    }
  }

  /** Offsets from here to the end, which are about as many records. */
  public long left() {
    return end() - consumer.position(partition);
  }

  /** Whether no record has been deleted yet because of its age. */
  public boolean isWhole() {
    return consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L) == 0;
  }

  /** Hands over the values up to the end; the next call goes on behind them. */
  public void readToEnd(Consumer<V> values) {
    long end = end();
    while (consumer.position(partition) < end) {
      consumer.poll(POLL).forEach(record -> values.accept(record.value()));
    }
  }

  @Override
  public void close() {
    consumer.close();
  }

  private long end() {
    return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
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
