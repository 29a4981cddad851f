package dev.millrace.orders.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.orders.OrderEvent;
import dev.millrace.schemas.registry.InMemoryRegistry;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.testkit.Flow;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaOrderLogTest {

  private static final int RECORDS = 4_000;

  private final Topics topics = new Topics(new InMemoryRegistry(), 1);
  private final TopicPartition at = new TopicPartition(topics.orderEvents().name(), 0);
  private final TreeMap<Long, byte[]> log = new TreeMap<>();
  private int connections;

  /** A consumer of {@link #log} that gives as many records at a time as it likes. */
  private final class Broker extends MockConsumer<byte[], byte[]> {
    private final Random random;

    Broker(Random random) {
      super("none");
      this.random = random;
      connections++;
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
      log.tailMap(position(at)).entrySet().stream()
          .limit(random.nextInt(200))
          .forEach(
              entry ->
                  addRecord(
                      new ConsumerRecord<>(
                          at.topic(),
                          at.partition(),
                          entry.getKey(),
                          "ord".getBytes(StandardCharsets.UTF_8),
                          entry.getValue())));
      return super.poll(timeout);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatIsAskedForIsReadHoweverFarApartItIs(long seed) {
    var random = new Random(seed);
    long offset = 0;
    for (int i = 0; i < RECORDS; i++) {
      write(offset);
      // Marks of transactions stand between records.
      offset += 1 + random.nextInt(3);
    }
    List<Long> all = List.copyOf(log.keySet());
    try (var orders = new KafkaOrderLog(topics, () -> new Broker(random))) {
      for (int question = 0; question < 20; question++) {
        var wanted = new TreeSet<Long>();
        int spread = 1 + random.nextInt(random.nextBoolean() ? 20 : RECORDS);
        int begin = random.nextInt(RECORDS);
        for (int i = 0; i < 1 + random.nextInt(15); i++) {
          wanted.add(all.get(Math.min(begin + random.nextInt(spread), RECORDS - 1)));
        }
        assertThat(orders.read(0, List.copyOf(wanted)).orElseThrow())
            .as("seed %d, question %d", seed, question)
            .extracting(OrderEvent::getSequence)
            .containsExactlyElementsOf(wanted.stream().map(one -> one + 1).toList());
      }
    }
    assertThat(connections).as("one reader was enough").isEqualTo(1);
  }

  @Test
  void aPlaceWithoutAnEventIsAnError() {
    write(0);
    write(5);
    try (var orders = new KafkaOrderLog(topics, () -> new Broker(new Random(1)))) {
      assertThatThrownBy(() -> orders.read(0, List.of(0L, 3L)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("at 3");
    }
  }

  @Test
  void whatTheLogDoesNotGiveIsNotWaitedForForEver() {
    write(0);
    try (var orders = new KafkaOrderLog(topics, () -> new Broker(new Random(1)))) {
      assertThat(orders.read(0, List.of(0L, 9L))).isEmpty();
    }
  }

  @Test
  void aReaderThatFailedIsReplaced() {
    write(0);
    try (var orders =
        new KafkaOrderLog(
            topics,
            () -> {
              var broker = new Broker(new Random(1));
              if (connections == 1) {
                broker.setPollException(new KafkaException("gone"));
              }
              return broker;
            })) {
      assertThat(orders.read(0, List.of(0L))).isEmpty();
      assertThat(orders.read(0, List.of(0L)).orElseThrow()).hasSize(1);
      assertThat(connections).isEqualTo(2);
    }
  }

  @Test
  void nothingIsReadOnceItIsClosed() {
    write(0);
    var orders = new KafkaOrderLog(topics, () -> new Broker(new Random(1)));
    orders.close();
    assertThat(orders.read(0, List.of(0L))).isEqualTo(Optional.empty());
  }

  private void write(long offset) {
    OrderEvent event =
        OrderEvent.newBuilder()
            .setEventId("ord:" + offset)
            .setOrderId("ord")
            .setSequence(offset + 1)
            .setAt(Flow.START)
            .setCommandId("cmd")
            .setActor(new Actor(ActorRole.SYSTEM, "orders"))
            .setType("orderRejected")
            .build();
    log.put(offset, topics.orderEvents().valueSerde().serializer().serialize(at.topic(), event));
  }
}
