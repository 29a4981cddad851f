package dev.millrace.inventory.feed;

import dev.millrace.inventory.InventoryModule;
import dev.millrace.launch.run.SessionKeeper;
import dev.millrace.schemas.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the lane, and passes rows on when their partition's window has room. A round is passed on
 * and acknowledged before its place in the lane is committed, together with the offset that its
 * last row got, so that the next session knows what is still before the inventory.
 *
 * <p>Delivery is at least once, on purpose: an open transaction in the stock commands would hold
 * back everything behind it from the inventory, which reads only what is committed, and so delay
 * the very commands that this lane makes way for; after a crash for as long as its timeout. A round
 * that comes twice is recognised by its movement ids, or by its command ids if it asks for replies.
 *
 * <p>Threading: {@link #run} and {@link #close} on one thread; {@link #wakeUp} on any.
 */
final class FeedSession implements SessionKeeper.Session {

  /** Rows of one partition that are read before their time. */
  static final int ROWS_WAITING_MAX = 500;

  private static final Logger LOG = LoggerFactory.getLogger(FeedSession.class);
  private static final Duration IDLE_POLL = Duration.ofSeconds(5);
  private static final Duration PAUSE_MIN = Duration.ofMillis(12);
  private static final Duration PAUSE_MAX = Duration.ofMillis(200);
  private static final long ANSWER_SECONDS_MAX = 40;

  private final String lane;
  private final String commands;
  private final FeedClients clients;
  private final FeedMeters meters;
  private final CountDownLatch closing;
  private final FeedPacing<ConsumerRecord<byte[], byte[]>> pacing;
  private Duration pause = PAUSE_MIN;

  FeedSession(
      StockFeedConfig config,
      Topics topics,
      FeedClients clients,
      FeedMeters meters,
      CountDownLatch closing) {
    this.lane = topics.stockFeedCommands().name();
    this.commands = topics.stockCommands().name();
    this.clients = clients;
    this.meters = meters;
    this.closing = closing;
    this.pacing = new FeedPacing<>(config.allowance(), ROWS_WAITING_MAX);
  }

  /** Works until the feed closes, or fails with an exception of Kafka's. */
  @Override
  public void run() {
    clients.consumer().subscribe(List.of(lane), new Rebalance());
    while (closing.getCount() > 0) {
      takeIn();
      if (pacing.rowsWaiting() > 0) {
        boolean moved = passOn();
        pause = moved ? PAUSE_MIN : shorter(pause.multipliedBy(2), PAUSE_MAX);
      }
      meters.rowsWaiting().set(rowsWaiting());
    }
  }

  @Override
  public void wakeUp() {
    clients.consumer().wakeup();
  }

  @Override
  public void close() {
    clients.close();
  }

  private void takeIn() {
    List<TopicPartition> full = new ArrayList<>();
    List<TopicPartition> open = new ArrayList<>();
    for (TopicPartition partition : clients.consumer().assignment()) {
      (pacing.isFull(partition.partition()) ? full : open).add(partition);
    }
    clients.consumer().pause(full);
    clients.consumer().resume(open);
    try {
      Duration rest = Duration.ofNanos(pacing.restNanos(System.nanoTime()));
      Duration patience = pacing.rowsWaiting() == 0 ? IDLE_POLL : longer(pause, rest);
      for (ConsumerRecord<byte[], byte[]> row : clients.consumer().poll(patience)) {
        pacing.add(row.partition(), row);
      }
    } catch (WakeupException e) {
      LOG.trace("Woken: the feed closes");
    }
  }

  /** One round; false if no row may go on yet. */
  private boolean passOn() {
    if (pacing.waitsForRoom(System.nanoTime())) {
      Map<Integer, Long> committed = inventoryCommitted();
      long toldNanos = System.nanoTime();
      committed.forEach((partition, next) -> pacing.committed(partition, next, toldNanos));
    }
    Map<Integer, List<ConsumerRecord<byte[], byte[]>>> rows = pacing.take(System.nanoTime());
    if (rows.isEmpty()) {
      return false;
    }
    Map<TopicPartition, OffsetAndMetadata> places = send(rows);
    commit(places);
    return true;
  }

  /** Where each partition's lane goes on once these rows stand before the inventory. */
  private Map<TopicPartition, OffsetAndMetadata> send(
      Map<Integer, List<ConsumerRecord<byte[], byte[]>>> rows) {
    long passedOnNanos = System.nanoTime();
    Map<Integer, List<Future<RecordMetadata>>> sent = new HashMap<>();
    rows.forEach(
        (partition, its) ->
            sent.put(
                partition, its.stream().map(row -> clients.producer().send(onward(row))).toList()));
    clients.producer().flush();
    Map<TopicPartition, OffsetAndMetadata> places = new HashMap<>();
    rows.forEach(
        (partition, its) -> {
          long last = FeedWindow.NONE;
          for (Future<RecordMetadata> one : sent.getOrDefault(partition, List.of())) {
            last = answer(one).offset();
            pacing.passedOn(partition, last, passedOnNanos);
            meters.rowsPassedOn().increment();
          }
          places.put(
              new TopicPartition(lane, partition),
              new OffsetAndMetadata(its.getLast().offset() + 1, Long.toString(last)));
        });
    return places;
  }

  /** The two topics have the same keys and partitions; the row is decided when it goes on. */
  private ProducerRecord<byte[], byte[]> onward(ConsumerRecord<byte[], byte[]> row) {
    return new ProducerRecord<>(
        commands, row.partition(), null, row.key(), row.value(), row.headers());
  }

  private void commit(Map<TopicPartition, OffsetAndMetadata> places) {
    try {
      clients.consumer().commitSync(places);
    } catch (WakeupException e) {
      // The feed closes, but these rows have gone: their place must not be forgotten.
      clients.consumer().commitSync(places);
    }
  }

  private Map<Integer, Long> inventoryCommitted() {
    Map<TopicPartition, OffsetAndMetadata> offsets =
        answer(
            clients
                .admin()
                .listConsumerGroupOffsets(InventoryModule.APPLICATION_ID)
                .partitionsToOffsetAndMetadata());
    Map<Integer, Long> next = new HashMap<>();
    offsets.forEach(
        (partition, offset) -> {
          // A partition that nothing was committed for has no offset.
          if (offset != null && partition.topic().equals(commands)) {
            next.put(partition.partition(), offset.offset());
          }
        });
    return next;
  }

  private long rowsWaiting() {
    long unread =
        clients.consumer().assignment().stream()
            .mapToLong(partition -> clients.consumer().currentLag(partition).orElse(0))
            .sum();
    return unread + pacing.rowsWaiting();
  }

  private static <T> T answer(Future<T> future) {
    try {
      return future.get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while waiting for the brokers", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException("the brokers did not do it", e);
    }
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  private static Set<Integer> numbers(Collection<TopicPartition> partitions) {
    Set<Integer> numbers = new HashSet<>();
    partitions.forEach(partition -> numbers.add(partition.partition()));
    return numbers;
  }

  private final class Rebalance implements ConsumerRebalanceListener {

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      Map<TopicPartition, OffsetAndMetadata> places =
          clients.consumer().committed(new HashSet<>(partitions));
      List<TopicPartition> targets =
          partitions.stream().map(one -> new TopicPartition(commands, one.partition())).toList();
      Map<TopicPartition, Long> ends = clients.consumer().endOffsets(targets);
      for (TopicPartition partition : partitions) {
        long end = ends.getOrDefault(new TopicPartition(commands, partition.partition()), 0L);
        pacing.begin(partition.partition(), lastPassedOn(places.get(partition), end));
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      pacing.end(numbers(partitions));
    }
  }

  /** What does not fit the topic was said of another one, which has been made anew since. */
  private static long lastPassedOn(@Nullable OffsetAndMetadata place, long end) {
    if (place == null || !place.metadata().matches("\\d{1,18}")) {
      return FeedWindow.NONE;
    }
    long offset = Long.parseLong(place.metadata());
    return offset < end ? offset : FeedWindow.NONE;
  }
}
