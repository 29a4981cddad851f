package dev.millrace.orders.views;

import dev.millrace.avro.orders.OrderEvent;
import dev.millrace.launch.config.Brokers;
import dev.millrace.schemas.registry.AvroSerde;
import dev.millrace.schemas.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topic with a few consumers without a group, made when they are first needed. The events
 * of an order stand near one another, so a read mostly takes one or two requests.
 */
public final class KafkaOrderLog implements OrderLog {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaOrderLog.class);

  private static final int READERS_MAX = 4;
  private static final Duration READER_WAIT_MAX = Duration.ofMillis(500);
  private static final Duration READ_MAX = Duration.ofMillis(1_500);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int FETCH_BYTES = 128 << 10;
  private static final int RECORDS_PER_POLL = 10_000;

  /** Records that are rather read over than asked for anew behind them. */
  private static final long GAP_MAX = 500;

  private final Topics topics;
  private final Supplier<Consumer<byte[], byte[]>> connect;
  private final Semaphore free = new Semaphore(READERS_MAX);
  private final ConcurrentLinkedQueue<Reader> idle = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;

  /** Connects with the first read. */
  public KafkaOrderLog(Topics topics, Brokers brokers) {
    this(topics, consumersOf(brokers));
  }

  KafkaOrderLog(Topics topics, Supplier<Consumer<byte[], byte[]>> connect) {
    this.topics = topics;
    this.connect = connect;
  }

  private static Supplier<Consumer<byte[], byte[]>> consumersOf(Brokers brokers) {
    var made = new AtomicInteger();
    return () -> {
      Map<String, Object> settings = brokers.clientSettings();
      settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "order-log-" + made.incrementAndGet());
      settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
      settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
      settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
      settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
      settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
      settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_PER_POLL);
      settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, Math.toIntExact(POLL.toMillis()));
      return new KafkaConsumer<>(
          settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    };
  }

  @Override
  public Optional<List<OrderEvent>> read(int partition, List<Long> offsets) {
    if (offsets.isEmpty()) {
      return Optional.of(List.of());
    }
    try {
      if (closed || !free.tryAcquire(READER_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        return Optional.empty();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
    try {
      return readNow(partition, offsets);
    } catch (KafkaException e) {
      LOG.warn("The events of an order could not be read", e);
      return Optional.empty();
    } finally {
      free.release();
    }
  }

  /** A reader that failed is not used again: nobody knows what it still waits for. */
  private Optional<List<OrderEvent>> readNow(int partition, List<Long> offsets) {
    Reader reader = idle.poll();
    if (reader == null) {
      reader = new Reader();
    }
    boolean sound = false;
    try {
      Optional<List<OrderEvent>> events = reader.read(partition, offsets);
      sound = true;
      return events;
    } finally {
      if (sound && !closed) {
        idle.add(reader);
      } else {
        reader.close();
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    // Every read ends within its bound; whoever still reads closes its own.
    for (Reader reader = idle.poll(); reader != null; reader = idle.poll()) {
      reader.close();
    }
  }

  /** One consumer, used by one thread at a time. */
  private final class Reader implements AutoCloseable {

    private final Consumer<byte[], byte[]> consumer = connect.get();
    private final Deserializer<OrderEvent> events =
        new AvroSerde<>(topics.registry(), OrderEvent.class).deserializer();

    Optional<List<OrderEvent>> read(int partition, List<Long> offsets) {
      var at = new TopicPartition(topics.orderEvents().name(), partition);
      consumer.assign(List.of(at));
      List<OrderEvent> found = new ArrayList<>(offsets.size());
      long nextRead = Long.MIN_VALUE;
      long startNanos = System.nanoTime();
      while (found.size() < offsets.size()) {
        if (System.nanoTime() - startNanos > READ_MAX.toNanos()) {
          return Optional.empty();
        }
        long wanted = offsets.get(found.size());
        if (nextRead < wanted - GAP_MAX) {
          consumer.seek(at, wanted);
        }
        consumer.poll(POLL).records(at).forEach(record -> take(record, offsets, found));
        nextRead = consumer.position(at);
      }
      return Optional.of(found);
    }

    private void take(
        ConsumerRecord<byte[], byte[]> record, List<Long> offsets, List<OrderEvent> found) {
      if (found.size() == offsets.size() || record.offset() < offsets.get(found.size())) {
        return;
      }
      if (record.offset() > offsets.get(found.size())) {
        throw new IllegalStateException(
            "%s:%d has no event at %d"
                .formatted(record.topic(), record.partition(), offsets.get(found.size())));
      }
      found.add(events.deserialize(record.topic(), record.value()));
    }

    @Override
    public void close() {
      consumer.close();
    }
  }
}
