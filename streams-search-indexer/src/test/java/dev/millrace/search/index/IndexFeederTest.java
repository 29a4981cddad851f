package dev.millrace.search.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.search.SearchDocument;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexFeederTest {

  private static final String TOPIC = "documents";
  private static final TopicPartition FIRST = new TopicPartition(TOPIC, 0);
  private static final TopicPartition SECOND = new TopicPartition(TOPIC, 1);
  private static final IndexFeeder.Pace QUICK =
      new IndexFeeder.Pace(Duration.ofMillis(20), Duration.ofMillis(50), 1_000);
  private static final IndexFeeder.Pace NEVER_COMMITTING =
      new IndexFeeder.Pace(Duration.ofMillis(20), Duration.ofHours(1), 1_000_000);

  @TempDir Path folder;

  @Test
  void feedsDocumentsAndTombstones() {
    try (var index = open()) {
      var consumer = consumer(0);
      try (var feeder = start(index, consumer, QUICK)) {
        add(consumer, FIRST, 0, 1, IndexedProducts.product(1));
        add(consumer, SECOND, 0, 2, IndexedProducts.product(2));
        // Documents become visible before the offsets that promise them.
        await(() -> index.visibleOffsets().equals(Map.of(0, 1L, 1, 1L)));
        assertThat(index.size()).isEqualTo(2);

        add(consumer, FIRST, 1, 1, null);
        await(() -> index.size() == 1);
        assertThat(feeder.failure()).isEmpty();
      }
      assertThat(consumer.closed()).isTrue();
    }
  }

  @Test
  void goesOnFromItsLastCommitAfterAClose() {
    try (var index = open()) {
      var consumer = consumer(0);
      try (var feeder = start(index, consumer, NEVER_COMMITTING)) {
        add(consumer, FIRST, 0, 1, IndexedProducts.product(1));
        await(() -> index.size() == 1);
        assertThat(feeder.failure()).isEmpty();
      }
    }
    try (var index = open()) {
      assertThat(index.nextOffsets()).isEqualTo(Map.of(0, 1L));
      assertThat(index.visibleOffsets()).isEqualTo(Map.of(0, 1L));
      assertThat(index.size()).isEqualTo(1);
      var consumer = consumer(1);
      try (var feeder = start(index, consumer, QUICK)) {
        await(feeder::caughtUp);
        assertThat(index.size()).isEqualTo(1);
      }
    }
  }

  @Test
  void readsAgainWhatACrashForgot() {
    try (var index = open()) {
      IndexedProducts.fill(index, 10);
      index.commit();
      index.apply(List.of(new DocumentChange(0, 50, "prd_x", IndexedProducts.product(77))));
      index.refresh();
      assertThat(index.size()).isEqualTo(11);
      // Closing without a commit loses what a SIGKILL would.
    }
    try (var index = open()) {
      assertThat(index.size()).isEqualTo(10);
      assertThat(index.nextOffsets()).isEqualTo(Map.of(0, 9L, 1, 10L));
    }
  }

  @Test
  void buildsAgainWhenTheTopicIsANewOne() {
    try (var index = open()) {
      IndexedProducts.fill(index, 10);
      index.commit();
      var consumer = consumer(0);
      try (var feeder = start(index, consumer, QUICK)) {
        await(() -> index.size() == 0);
        add(consumer, FIRST, 0, 3, IndexedProducts.product(3));
        await(() -> index.size() == 1);
        assertThat(feeder.failure()).isEmpty();
      }
    }
  }

  private SearchIndex open() {
    return SearchIndex.open(folder, IndexedProducts.OPTIONS);
  }

  @Test
  void theLagIsMeasuredOnceThePastHasBeenRead() {
    var meters = new SimpleMeterRegistry();
    var lag = IndexLag.in(meters, System::currentTimeMillis);
    try (var index = open()) {
      var consumer = consumer(1);
      try (var feeder = start(index, consumer, QUICK, lag)) {
        add(consumer, FIRST, 0, 1, IndexedProducts.product(1));
        await(feeder::caughtUp);
        assertThat(meters.get("millrace.search.lag").timer().count()).isZero();
        add(consumer, FIRST, 1, 2, IndexedProducts.product(2));
        await(() -> meters.get("millrace.search.lag").timer().count() == 1);
        assertThat(index.size()).as("shown when it is measured").isEqualTo(2);
      }
    }
  }

  private static IndexFeeder start(
      SearchIndex index, MockConsumer<String, SearchDocument> consumer, IndexFeeder.Pace pace) {
    return start(
        index, consumer, pace, IndexLag.in(new SimpleMeterRegistry(), System::currentTimeMillis));
  }

  private static IndexFeeder start(
      SearchIndex index,
      MockConsumer<String, SearchDocument> consumer,
      IndexFeeder.Pace pace,
      IndexLag lag) {
    var feeder = new IndexFeeder(index, consumer, TOPIC, pace, lag, System::nanoTime);
    Thread.ofPlatform().daemon().start(feeder);
    await(() -> consumer.assignment().size() == 2);
    return feeder;
  }

  private static MockConsumer<String, SearchDocument> consumer(long firstEnd) {
    var consumer = new MockConsumer<String, SearchDocument>("earliest");
    Node node = new Node(0, "none", 1);
    Node[] nodes = {node};
    consumer.updatePartitions(
        TOPIC,
        List.of(
            new PartitionInfo(TOPIC, 0, node, nodes, nodes),
            new PartitionInfo(TOPIC, 1, node, nodes, nodes)));
    consumer.updateBeginningOffsets(Map.of(FIRST, 0L, SECOND, 0L));
    consumer.updateEndOffsets(Map.of(FIRST, firstEnd, SECOND, 0L));
    return consumer;
  }

  private static void add(
      MockConsumer<String, SearchDocument> consumer,
      TopicPartition partition,
      long offset,
      int product,
      @Nullable SearchDocument document) {
    consumer.addRecord(
        new ConsumerRecord<>(
            TOPIC, partition.partition(), offset, "prd_%05d".formatted(product), document));
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
  }
}
