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
 * The usual clients, but for two things about the consumers of commands, and producers that tell
 * how long a commit takes.
 *
 * <p>They note where each task began: Streams itself tells only what it committed since, and a
 * store that was restored does not know its position. Both are needed to say whether a command's
 * effect is in a store.
 *
 * <p>While somebody waits for what was done they poll no longer than the {@link CommitPace} allows,
 * because Streams commits only between polls. While nobody does they poll long: brief polls for
 * ever cost an idle thread several percent of a core.
 */
final class StreamsClients implements KafkaClientSupplier {

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
    return new OutcomeProducer(config);
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
    CommandConsumer(Map<String, Object> config) {
      super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration wanted) {
      return super.poll(CommitPace.ofThisThread(commitInterval).patience(wanted));
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

  private final class OutcomeProducer extends KafkaProducer<byte[], byte[]> {
    OutcomeProducer(Map<String, Object> config) {
      super(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** What Streams begins a commit with. */
    @Override
    public void flush() {
      CommitPace.ofThisThread(commitInterval).commitBegins();
      super.flush();
    }

    @Override
    public void commitTransaction() {
      try {
        super.commitTransaction();
      } finally {
        CommitPace.ofThisThread(commitInterval).commitEnds();
      }
    }

    @Override
    public void abortTransaction() {
      try {
        super.abortTransaction();
      } finally {
        CommitPace.ofThisThread(commitInterval).commitEnds();
      }
    }
  }
}
