package dev.millrace.edge.bus;

import dev.millrace.avro.edge.Reply;
import dev.millrace.schemas.topics.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads committed replies on the partitions that the consumer group gave to this edge. It starts at
 * the end of each: older replies have no waiter here. Nothing is committed, because a restarted
 * edge has no waiters either.
 */
final class ReplyInbox implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ReplyInbox.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration RETRY_PAUSE = Duration.ofMillis(500);

  /** A dead edge's partitions go to the others after this time. */
  private static final Duration SESSION = Duration.ofSeconds(8);

  private static final Duration CLOSE_MAX = Duration.ofSeconds(3);

  private final Topic<Reply> topic;
  private final Map<String, Object> settings;
  private final PendingReplies pending;
  private final Consumer<String> onEnd;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final CompletableFuture<Void> closing = new CompletableFuture<>();
  private final Thread thread;

  /** Partitions whose position is fixed; every reply from now on will be read. */
  private volatile List<Integer> partitions = List.of();

  private volatile KafkaConsumer<String, Reply> consumer;

  ReplyInbox(
      Topic<Reply> topic,
      Map<String, Object> clientSettings,
      ReplyGroup group,
      PendingReplies pending,
      Consumer<String> onEnd) {
    this.topic = topic;
    this.pending = pending;
    this.onEnd = onEnd;
    this.settings = new HashMap<>(clientSettings);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, group.id());
    group.instanceId().ifPresent(id -> settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, id));
    settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) SESSION.toMillis());
    settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, (int) SESSION.toMillis() / 4);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    this.consumer = newConsumer();
    this.thread = Thread.ofPlatform().name("edge-replies").daemon().start(this::runToTheEnd);
  }

  /**
   * The partition in which this edge wants its replies. One is used for all, so that a transaction
   * of a topology touches as few partitions as it can.
   */
  OptionalInt partition() {
    List<Integer> mine = partitions;
    return mine.isEmpty() ? OptionalInt.empty() : OptionalInt.of(mine.getFirst());
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    closing.complete(null);
    consumer.wakeup();
    try {
      thread.join(CLOSE_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private KafkaConsumer<String, Reply> newConsumer() {
    return new KafkaConsumer<>(
        settings, new StringDeserializer(), topic.valueSerde().deserializer());
  }

  private void runToTheEnd() {
    try {
      run();
    } finally {
      if (!closed.get()) {
        onEnd.accept("the reading of replies ended; see above for the reason");
      }
    }
  }

  private void run() {
    while (!closed.get()) {
      try (KafkaConsumer<String, Reply> current = consumer) {
        current.subscribe(List.of(topic.name()), new Assignment());
        while (!closed.get()) {
          for (ConsumerRecord<String, Reply> record : current.poll(POLL)) {
            if (record.value() != null) {
              pending.complete(record.value());
            }
          }
        }
      } catch (WakeupException e) {
        LOG.debug("Reading of replies ends");
      } catch (KafkaException e) {
        LOG.warn("Reading of replies failed and begins again", e);
      } finally {
        lose(partition -> true);
      }
      if (!closed.get()) {
        pause();
        consumer = newConsumer();
      }
    }
  }

  private void pause() {
    try {
      closing.get(RETRY_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.debug("Trying again");
    } catch (InterruptedException | ExecutionException e) {
      closed.set(true);
    }
  }

  private void lose(IntPredicate lost) {
    partitions = partitions.stream().filter(partition -> !lost.test(partition)).toList();
    pending.cancel(lost);
  }

  private final class Assignment implements ConsumerRebalanceListener {

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
      KafkaConsumer<String, Reply> current = consumer;
      current.seekToEnd(assigned);
      // seekToEnd is lazy: asking for the position fixes it before the first command goes out.
      assigned.forEach(current::position);
      Set<Integer> mine = new HashSet<>(partitions);
      assigned.forEach(partition -> mine.add(partition.partition()));
      partitions = mine.stream().sorted().toList();
      LOG.info("Replies are read from partitions {}", partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
      Set<Integer> gone = new HashSet<>();
      revoked.forEach(partition -> gone.add(partition.partition()));
      lose(gone::contains);
    }
  }
}
