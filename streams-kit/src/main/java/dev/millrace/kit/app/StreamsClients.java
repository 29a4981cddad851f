package dev.millrace.kit.app;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * The usual clients, but for two things about the consumers of commands.
 *
 * <p>They note where each task began: Streams itself tells only what it committed since, and a
 * store that was restored does not know its position. Both are needed to say whether a command's
 * effect is in a store.
 *
 * <p>They poll briefly while there is something to commit, and long while there is nothing. Streams
 * commits only between polls, so after a record a long poll would hold up its commit; but brief
 * polls for ever cost an idle thread several percent of a core, and delay the next record's commit,
 * because each of them starts the commit interval anew.
 */
final class StreamsClients implements KafkaClientSupplier {

  /** In commit intervals: long enough that the last record's commit cannot be missed. */
  private static final int BUSY_INTERVALS = 4;

  private final Map<TopicPartition, Long> beginnings = new ConcurrentHashMap<>();
  private final Duration commitInterval;

  StreamsClients(Duration commitInterval) {
    this.commitInterval = commitInterval;
  }

  /**
   * Whether a task of this process began behind the offset: then whatever the command there did was
   * in its state from the start.
   */
  boolean begunBehind(TopicPartition partition, long offset) {
    return beginnings.getOrDefault(partition, -1L) > offset;
  }

  @Override
  public Admin getAdmin(Map<String, Object> config) {
    return Admin.create(config);
  }

  @Override
  public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    return new CommandConsumer(config);
  }

  @Override
  public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
    return consumer(config);
  }

  @Override
  public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
    return consumer(config);
  }

  private static Consumer<byte[], byte[]> consumer(Map<String, Object> config) {
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private final class CommandConsumer extends KafkaConsumer<byte[], byte[]> {
    private long busyUntilNanos = System.nanoTime();

    CommandConsumer(Map<String, Object> config) {
      super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration wanted) {
      boolean busy = System.nanoTime() - busyUntilNanos < 0;
      boolean brief = busy && wanted.compareTo(commitInterval) > 0;
      ConsumerRecords<byte[], byte[]> records = super.poll(brief ? commitInterval : wanted);
      if (!records.isEmpty()) {
        busyUntilNanos = System.nanoTime() + BUSY_INTERVALS * commitInterval.toNanos();
      }
      return records;
    }

    /** A task asks for its committed offsets exactly once, before it restores its stores. */
    @Override
    public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
      Map<TopicPartition, OffsetAndMetadata> committed = super.committed(partitions);
      committed.forEach(
          (partition, offset) -> {
            // A partition that nothing was committed for has no offset.
            if (offset != null) {
              beginnings.put(partition, offset.offset());
            }
          });
      return committed;
    }
  }
}
