package dev.millrace.edge.bus;

import dev.millrace.launch.config.Brokers;
import dev.millrace.launch.run.SessionKeeper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
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
 * Reads all partitions of a topic on a thread of its own, without a group: every edge hears every
 * committed record. After a failure it begins again where it was told to start.
 *
 * @param <V> what the topic's records hold
 */
final class TopicFollower<V> implements AutoCloseable {

  /** Where the reading starts, each time. */
  enum Start {
    /** All that the topic holds is heard, again after a failure. */
    BEGINNING,
    /** Only what comes from now on is heard; what comes while a failure lasts is missed. */
    END
  }

  private static final Logger LOG = LoggerFactory.getLogger(TopicFollower.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(3);

  private final String topic;
  private final Start from;
  private final Map<String, Object> settings;
  private final Deserializer<V> values;
  private final Consumer<ConsumerRecord<String, V>> hear;
  private final SessionKeeper keeper;

  /**
   * Starts to follow.
   *
   * @param name of the thread
   * @param hear takes each record, on that thread
   * @param onEnd told why, if the following ends although nobody closed it
   */
  TopicFollower(
      String name,
      String topic,
      Start from,
      Brokers brokers,
      Deserializer<V> values,
      Consumer<ConsumerRecord<String, V>> hear,
      Consumer<String> onEnd) {
    this.topic = topic;
    this.from = from;
    this.values = values;
    this.hear = hear;
    this.settings = brokers.clientSettings();
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(
        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, from == Start.END ? "latest" : "earliest");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    this.keeper = SessionKeeper.start(name, CLOSE_MAX, Reading::new);
    keeper.ended().thenAccept(onEnd);
  }

  @Override
  public void close() {
    keeper.close();
  }

  private final class Reading implements SessionKeeper.Session {
    private final CountDownLatch closing;
    private final KafkaConsumer<String, V> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), values);

    Reading(CountDownLatch closing) {
      this.closing = closing;
    }

    @Override
    public void run() {
      try {
        begin();
        while (closing.getCount() > 0) {
          consumer.poll(POLL).forEach(hear);
        }
      } catch (WakeupException e) {
        LOG.debug("Following of {} ends", topic);
      }
    }

    private void begin() {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      if (partitions.isEmpty()) {
        throw new KafkaException("there is no topic " + topic);
      }
      consumer.assign(partitions);
      if (from == Start.END) {
        consumer.seekToEnd(partitions);
      } else {
        consumer.seekToBeginning(partitions);
      }
    }

    @Override
    public void wakeUp() {
      consumer.wakeup();
    }

    @Override
    public void close() {
      consumer.close();
    }
  }
}
