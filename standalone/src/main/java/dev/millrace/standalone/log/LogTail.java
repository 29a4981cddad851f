package dev.millrace.standalone.log;

import dev.millrace.schemas.topics.Topic;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what is committed to a topic after the tail was opened.
 *
 * <p>Threading: hands records over on one thread of its own, which a consumer of them must not
 * block.
 */
public final class LogTail<V extends SpecificRecord> implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(10);
  private static final Logger LOG = LoggerFactory.getLogger(LogTail.class);

  private final KafkaConsumer<String, V> consumer;
  private final Consumer<ConsumerRecord<String, V>> records;
  private final Thread reader;

  /**
   * Opens a tail; no record that is written after this returns is missed.
   *
   * @param partitions which of the topic's partitions are read
   */
  public LogTail(
      String bootstrapServers,
      Topic<V> topic,
      IntPredicate partitions,
      Consumer<ConsumerRecord<String, V>> records) {
    this.records = records;
    consumer = LogReader.committed(bootstrapServers, topic);
    List<TopicPartition> read =
        LogReader.partitions(consumer, topic).stream()
            .filter(partition -> partitions.test(partition.partition()))
            .toList();
    consumer.assign(read);
    consumer.seekToEnd(read);
    // The positions are taken now, not at the first poll.
    read.forEach(consumer::position);
    reader = Thread.ofPlatform().daemon().name("tail-of-" + topic.name()).start(this::read);
  }

  private void read() {
    try {
      while (true) {
        readSome();
      }
    } catch (WakeupException closing) {
      LOG.debug("Reading ends", closing);
    } finally {
      consumer.close();
    }
  }

  private void readSome() {
    try {
      consumer.poll(POLL).forEach(records);
    } catch (RecordDeserializationException e) {
      // The position stays, so a registry that is only away is asked again; who waits for a record
      // has a deadline.
      LOG.warn("A record cannot be read yet: {}", e.getMessage());
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  @Override
  public void close() {
    consumer.wakeup();
    try {
      reader.join(CLOSE_MAX.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
