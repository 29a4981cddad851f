package dev.millrace.kit.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.kit.broker.Counting;
import dev.millrace.kit.broker.TestBroker;
import dev.millrace.kit.process.MessageHeaders;
import dev.millrace.schemas.topics.DeadLetters;
import dev.millrace.schemas.topics.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StreamsAppBrokerTest {

  private static final Duration SESSION = Duration.ofSeconds(60);
  private static final Duration BOUND = Duration.ofSeconds(20);

  @Test
  void unreadableBytesGoToTheDeadLettersAndTheNextCommandIsProcessed() throws Exception {
    Counting counting = Counting.create("counting-poison");
    var meters = new SimpleMeterRegistry();
    try (KafkaProducer<String, byte[]> producer = Counting.producer();
        StreamsApp app = start(counting, TestBroker.folder("state"), Map.of(), meters)) {
      byte[] poison = "not avro at all".getBytes(StandardCharsets.UTF_8);
      var position = counting.send(producer, "key", poison);
      counting.tick(producer, "key", "EUR");

      assertThat(read(counting.countsTopic(), 1))
          .singleElement()
          .satisfies(record -> assertThat(counting.count(record.value()).getMinorUnits()).isOne());
      ConsumerRecord<String, byte[]> dead =
          read(Topics.deadLetters("counting-poison"), 1).getFirst();
      assertThat(dead.key()).isEqualTo("key");
      assertThat(dead.value()).isEqualTo(poison);
      assertThat(header(dead, DeadLetters.TOPIC)).isEqualTo(counting.ticksTopic());
      assertThat(header(dead, DeadLetters.PARTITION))
          .isEqualTo(Integer.toString(position.partition()));
      assertThat(header(dead, DeadLetters.OFFSET)).isEqualTo("0");
      assertThat(header(dead, DeadLetters.REASON)).isNotBlank();
      assertThat(header(dead, DeadLetters.EXCEPTION)).contains("Exception");
      assertThat(
              meters
                  .get(DeadLetters.METER)
                  .tag(DeadLetters.METER_CONTEXT, "counting-poison")
                  .counter()
                  .count())
          .isEqualTo(1);
      assertThat(app.alive()).isTrue();
    }
  }

  @Test
  void aBrokenInvariantStopsTheApplicationAndCommitsNothingOfIt() throws Exception {
    Counting counting = Counting.create("counting-bug");
    try (KafkaProducer<String, byte[]> producer = Counting.producer();
        StreamsApp app = start(counting, TestBroker.folder("state"), Map.of())) {
      counting.tick(producer, "key", "BUG");

      assertThat(app.ended().toCompletableFuture())
          .succeedsWithin(BOUND)
          .isEqualTo(KafkaStreams.State.ERROR);
      assertThat(app.alive()).isFalse();
      assertThat(app.ready()).isFalse();
    }
  }

  @Test
  void anInstanceIdGetsItsPlaceBackWithoutWaitingForItsOldSession() throws Exception {
    Counting counting = Counting.create("counting-static");
    Path stateDir = TestBroker.folder("state");
    Map<String, String> named =
        Map.of("MILLRACE_INSTANCE_ID", "one", "MILLRACE_STREAMS_SESSION_TIMEOUT", "60s");
    try (KafkaProducer<String, byte[]> producer = Counting.producer()) {
      // A member with an instance id does not leave the group when it closes: to the group this is
      // what a kill looks like.
      try (StreamsApp first = start(counting, stateDir, named)) {
        counting.tick(producer, "key", "EUR");
        read(counting.countsTopic(), 1);
        assertThat(first.ready()).isTrue();
      }
      long startNanos = System.nanoTime();
      try (StreamsApp second = start(counting, stateDir, named)) {
        counting.tick(producer, "key", "EUR");
        assertThat(read(counting.countsTopic(), 2))
            .extracting(record -> counting.count(record.value()).getMinorUnits())
            .containsExactly(1L, 2L);
        assertThat(second.ready()).isTrue();
      }
      assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isLessThan(BOUND);
    }
  }

  @Test
  void afterAKillARestartGoesOnAtOnceAndCountsEveryTickExactlyOnce() throws Exception {
    Counting counting = Counting.create("counting-killed");
    Path stateDir = TestBroker.folder("state");
    try (KafkaProducer<String, byte[]> producer = Counting.producer()) {
      Process child = CountingMain.inChild("counting-killed", stateDir);
      int ticks = 0;
      try {
        counting.tick(producer, "key", "EUR");
        ticks++;
        read(counting.countsTopic(), 1);
        // Ticks are still on their way through the child, in an open transaction, when it dies.
        for (; ticks < 200; ticks++) {
          counting.tick(producer, "key", "EUR");
        }
      } finally {
        child.destroyForcibly().waitFor();
      }
      long startNanos = System.nanoTime();
      try (StreamsApp second = start(counting, stateDir, CountingMain.SETTINGS)) {
        counting.tick(producer, "key", "EUR");
        ticks++;
        assertThat(read(counting.countsTopic(), ticks))
            .extracting(record -> counting.count(record.value()).getMinorUnits())
            .containsExactlyElementsOf(LongStream.rangeClosed(1, ticks).boxed().toList());
        assertThat(second.ready()).isTrue();
      }
      Duration outage = Duration.ofNanos(System.nanoTime() - startNanos);
      System.out.printf(
          "after a kill all was counted %d ms after the restart%n", outage.toMillis());
      assertThat(outage).as("shorter than the session of the dead one").isLessThan(SESSION);
    }
  }

  private static StreamsApp start(Counting counting, Path stateDir, Map<String, String> more) {
    return start(counting, stateDir, more, new SimpleMeterRegistry());
  }

  private static StreamsApp start(
      Counting counting, Path stateDir, Map<String, String> more, MeterRegistry meters) {
    StreamsApp app =
        StreamsApp.start(
            counting.module(),
            counting.topics(),
            counting.config(stateDir, TestBroker.freePort(), more),
            meters);
    TestBroker.await("the application runs", BOUND, app::ready);
    return app;
  }

  private static List<ConsumerRecord<String, byte[]>> read(String topic, int count) {
    List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<String, byte[]> consumer = Counting.consumer(topic)) {
      TestBroker.await(
          count + " records in " + topic,
          BOUND,
          () -> {
            consumer.poll(Duration.ofMillis(50)).forEach(records::add);
            return records.size() >= count;
          });
    }
    return records;
  }

  private static String header(ConsumerRecord<?, ?> record, String name) {
    return String.valueOf(MessageHeaders.text(record.headers(), name));
  }
}
