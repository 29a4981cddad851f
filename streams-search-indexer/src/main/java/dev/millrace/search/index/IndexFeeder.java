package dev.millrace.search.index;

import dev.millrace.avro.search.SearchDocument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the document topic into the index: every partition, from where the index's last commit
 * ends, committed records only. It waits in the consumer while there is nothing new.
 *
 * <p>Threading: {@link #run} occupies one thread; the rest may be called from any.
 */
public final class IndexFeeder implements Runnable, AutoCloseable {

  /**
   * When work is made visible and kept.
   *
   * @param refreshEvery at most this long after a batch it can be found
   * @param commitEvery at most this long after a batch it is on disk
   * @param commitDocumentsMax or after so many documents
   */
  public record Pace(Duration refreshEvery, Duration commitEvery, int commitDocumentsMax) {}

  private static final Logger log = LoggerFactory.getLogger(IndexFeeder.class);

  /** Nothing is due while nothing is new; the consumer wakes up for records and for close. */
  private static final Duration IDLE_WAIT = Duration.ofSeconds(5);

  private static final Duration CLOSE_WAIT = Duration.ofSeconds(20);

  private final SearchIndex index;
  private final Consumer<String, SearchDocument> consumer;
  private final String topic;
  private final Pace pace;
  private final IndexLag lag;
  private final LongSupplier nanoClock;
  private final CountDownLatch ended = new CountDownLatch(1);

  private volatile boolean closing;
  private volatile boolean started;
  private volatile boolean caughtUp;
  private final CompletableFuture<RuntimeException> failure = new CompletableFuture<>();

  private boolean unrefreshed;
  private int uncommitted;
  private long refreshedAt;
  private long committedAt;

  /**
   * @param consumer without a group; isolation level read_committed; the feeder closes it
   * @param nanoClock {@code System::nanoTime}
   */
  public IndexFeeder(
      SearchIndex index,
      Consumer<String, SearchDocument> consumer,
      String topic,
      Pace pace,
      IndexLag lag,
      LongSupplier nanoClock) {
    this.index = index;
    this.consumer = consumer;
    this.topic = topic;
    this.pace = pace;
    this.lag = lag;
    this.nanoClock = nanoClock;
  }

  /** Feeds the index until {@link #close} or a failure, which {@link #failure} tells. */
  @Override
  public void run() {
    started = true;
    try (consumer) {
      refreshedAt = nanoClock.getAsLong();
      committedAt = refreshedAt;
      List<TopicPartition> partitions = assign();
      while (!closing) {
        take(poll(waitTime()));
        refreshAndCommitWhenDue();
        caughtUp = caughtUp || isAtTheEnd(partitions);
      }
    } catch (WakeupException e) {
      log.debug("Woken up to close", e);
    } catch (RuntimeException e) {
      log.error("The search index is not fed any more", e);
      failure.complete(e);
    } finally {
      saveWhatWasApplied();
      ended.countDown();
    }
  }

  /** Whether the index has once reached the end that the topic then had. */
  public boolean caughtUp() {
    return caughtUp;
  }

  /** Why feeding ended before it was closed, if it did; health checks ask. */
  public Optional<RuntimeException> failure() {
    return Optional.ofNullable(failure.getNow(null));
  }

  /** Completes with the {@link #failure}, and never otherwise. */
  public CompletionStage<RuntimeException> failed() {
    return failure.minimalCompletionStage();
  }

  /** Ends feeding, with a commit. The index stays open. */
  @Override
  public void close() {
    closing = true;
    if (!started) {
      return;
    }
    consumer.wakeup();
    try {
      if (!ended.await(CLOSE_WAIT.toSeconds(), TimeUnit.SECONDS)) {
        log.warn("The feeder of the search index did not end within {}", CLOSE_WAIT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<TopicPartition> assign() {
    List<TopicPartition> partitions = new ArrayList<>();
    for (PartitionInfo partition : consumer.partitionsFor(topic)) {
      partitions.add(new TopicPartition(topic, partition.partition()));
    }
    if (partitions.isEmpty()) {
      throw new IllegalStateException("topic %s does not exist".formatted(topic));
    }
    consumer.assign(partitions);
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    if (isFromAnotherTopic(ends)) {
      log.warn("The search index is ahead of {}: the topic was made anew, so is the index", topic);
      index.clear();
    }
    Map<Integer, Long> next = index.nextOffsets();
    for (TopicPartition partition : partitions) {
      long begin = begins.getOrDefault(partition, 0L);
      consumer.seek(partition, Math.max(begin, next.getOrDefault(partition.partition(), begin)));
    }
    return partitions;
  }

  private boolean isFromAnotherTopic(Map<TopicPartition, Long> ends) {
    return index.nextOffsets().entrySet().stream()
        .anyMatch(
            next ->
                next.getValue() > ends.getOrDefault(new TopicPartition(topic, next.getKey()), 0L));
  }

  private ConsumerRecords<String, SearchDocument> poll(Duration wait) {
    try {
      return consumer.poll(wait);
    } catch (RecordDeserializationException e) {
      // One record that nobody can read must not keep all later ones from being found.
      log.error(
          "Skipped an unreadable search document at {} {}", e.topicPartition(), e.offset(), e);
      consumer.seek(e.topicPartition(), e.offset() + 1);
      return ConsumerRecords.empty();
    }
  }

  private void take(ConsumerRecords<String, SearchDocument> records) {
    if (records.isEmpty()) {
      return;
    }
    // A lone record is found at once if the last refresh is long ago.
    unrefreshed = true;
    if (uncommitted == 0) {
      committedAt = nanoClock.getAsLong();
    }
    List<DocumentChange> changes = new ArrayList<>(records.count());
    for (ConsumerRecord<String, SearchDocument> record : records) {
      changes.add(
          new DocumentChange(record.partition(), record.offset(), record.key(), record.value()));
      if (caughtUp) {
        // Before that it reads the past, whose age says nothing of the way.
        lag.applied(record.timestamp());
      }
    }
    index.apply(changes);
    uncommitted += changes.size();
  }

  private void refreshAndCommitWhenDue() {
    long now = nanoClock.getAsLong();
    if (unrefreshed && now - refreshedAt >= pace.refreshEvery().toNanos()) {
      index.refresh();
      lag.shown();
      unrefreshed = false;
      refreshedAt = nanoClock.getAsLong();
    }
    boolean commitDue =
        now - committedAt >= pace.commitEvery().toNanos()
            || uncommitted >= pace.commitDocumentsMax();
    if (uncommitted > 0 && commitDue) {
      index.commit();
      uncommitted = 0;
      committedAt = nanoClock.getAsLong();
    }
  }

  private Duration waitTime() {
    long now = nanoClock.getAsLong();
    long wait = IDLE_WAIT.toNanos();
    if (unrefreshed) {
      wait = Math.min(wait, pace.refreshEvery().toNanos() - (now - refreshedAt));
    }
    if (uncommitted > 0) {
      wait = Math.min(wait, pace.commitEvery().toNanos() - (now - committedAt));
    }
    return Duration.ofNanos(Math.max(0, wait));
  }

  private boolean isAtTheEnd(List<TopicPartition> partitions) {
    if (unrefreshed) {
      return false;
    }
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    return partitions.stream()
        .allMatch(partition -> consumer.position(partition) >= ends.getOrDefault(partition, 0L));
  }

  private void saveWhatWasApplied() {
    if (failure.isDone() || uncommitted == 0) {
      return;
    }
    try {
      index.refresh();
      index.commit();
    } catch (RuntimeException e) {
      failure.complete(e);
      log.error("The search index could not be committed at close", e);
    }
  }
}
