package dev.millrace.kit.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.edge.LogPosition;
import dev.millrace.avro.edge.Reply;
import dev.millrace.kit.app.RocksDbBounds;
import dev.millrace.schemas.registry.InMemoryRegistry;
import dev.millrace.schemas.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommandOutcomesTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final CommandOutcomes.Retention RETENTION =
      new CommandOutcomes.Retention(Duration.ofHours(1));
  private final Topics topics = new Topics(new InMemoryRegistry(), 4);

  private final AtomicReference<CommandOutcomes> opened = new AtomicReference<>();
  private final AtomicReference<Consumer<CommandOutcomes>> work =
      new AtomicReference<>(outcomes -> {});
  private final TopologyTestDriver driver = driver();
  private final CommandOutcomes outcomes = opened.get();

  /** Opens the outcomes as a task does, and does what the test wants while it has a record. */
  private final class Task implements Processor<String, String, Void, Void> {
    private @Nullable ProcessorContext<Void, Void> context;

    @Override
    public void init(ProcessorContext<Void, Void> processorContext) {
      context = processorContext;
      opened.set(new CommandOutcomes(processorContext, RETENTION));
    }

    @Override
    public void process(Record<String, String> record) {
      if (record.value().equals("restart")) {
        opened.set(new CommandOutcomes(Objects.requireNonNull(context), RETENTION));
      }
      work.get().accept(opened.get());
    }
  }

  private void task(Consumer<CommandOutcomes> wanted) {
    run("go on", wanted);
  }

  private void run(String how, Consumer<CommandOutcomes> wanted) {
    work.set(wanted);
    driver
        .createInputTopic("input", new StringSerializer(), new StringSerializer())
        .pipeInput("any", how);
  }

  private TopologyTestDriver driver() {
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream("input", Consumed.with(Serdes.String(), Serdes.String()))
        .process(
            new ProcessorSupplier<String, String, Void, Void>() {
              @Override
              public Processor<String, String, Void, Void> get() {
                return new Task();
              }

              @Override
              public Set<StoreBuilder<?>> stores() {
                return CommandOutcomes.stores(RETENTION, topics);
              }
            });
    return new TopologyTestDriver(builder.build());
  }

  @AfterEach
  void close() {
    driver.close();
  }

  private static Request request(String id, String fingerprint, int replyPartition, Instant at) {
    return new Request(
        id, fingerprint, OptionalInt.of(replyPartition), new LogPosition("commands", 0, 7L), at);
  }

  private Reply decide(Request request) {
    Reply reply = Replies.accepted(request, request.at()).build();
    task(own -> own.remember(request.fingerprint(), reply));
    return reply;
  }

  @Test
  void aCommandSeenForTheFirstTimeHasNoAnswer() {
    assertThat(outcomes.answered(request("one", "digest", 0, START))).isEmpty();
  }

  @Test
  void theSecondCommandGetsTheFirstAnswerMarkedReplayedAndSentToItsOwnEdge() {
    Reply first = decide(request("one", "digest", 0, START));

    Optional<Reply> second = outcomes.answered(request("one", "digest", 3, START.plusSeconds(5)));

    assertThat(second)
        .hasValue(Reply.newBuilder(first).setReplyPartition(3).setReplayed(true).build());
  }

  @Test
  void aRefusalIsRememberedLikeAnyAnswer() {
    Request request = request("one", "digest", 0, START);
    Reply refusal = Replies.refused(request, START, "out_of_stock", "None left.", List.of());
    task(own -> own.remember("digest", refusal));

    assertThat(outcomes.answered(request).orElseThrow().getRefusal()).isEqualTo("out_of_stock");
  }

  @Test
  void theSameIdForAnotherRequestIsRefusedByName() {
    decide(request("one", "digest", 0, START));

    Reply reply = outcomes.answered(request("one", "other", 0, START)).orElseThrow();

    assertThat(reply.getRefusal()).isEqualTo(CommandOutcomes.IDEMPOTENCY_KEY_REUSED);
  }

  @Test
  void commandsOfOtherTopologiesAreNeitherRememberedNorAnswered() {
    Request request =
        new Request("one", "digest", OptionalInt.empty(), new LogPosition("c", 0, 1L), START);
    decide(request);

    assertThat(outcomes.answered(request)).isEmpty();
    assertThat(outcomes.answered(request("one", "digest", 0, START))).isEmpty();
  }

  @Test
  void anAnswerIsGivenForItsTimeAndThenMakesRoomForAnother() {
    decide(request("one", "digest", 0, START));
    Instant end = START.plus(RETENTION.age());

    assertThat(outcomes.answered(request("one", "digest", 0, end))).isPresent();
    assertThat(outcomes.answered(request("one", "digest", 0, end.plusMillis(1)))).isEmpty();

    Reply later = decide(request("one", "other", 0, end.plusMillis(1)));
    assertThat(
            outcomes.answered(request("one", "other", 0, end.plusMillis(2))).orElseThrow().getAt())
        .isEqualTo(later.getAt());
  }

  @Test
  void aRestartKnowsTheAnswersBeforeAndAfterItHasLearntWhichThereAreNot() {
    for (int i = 0; i < 130; i++) {
      decide(request("id-" + i, "digest", 0, START.plusMillis(i)));
    }

    run("restart", own -> {});
    CommandOutcomes restarted = opened.get();
    assertThat(restarted.answered(request("id-0", "digest", 0, START))).isPresent();

    task(CommandOutcomes::goOn);
    assertThat(restarted.answered(request("id-0", "digest", 0, START))).isPresent();
    assertThat(restarted.answered(request("id-129", "digest", 0, START))).isPresent();
    assertThat(restarted.answered(request("id-130", "digest", 0, START))).isEmpty();
    decide(request("id-130", "digest", 0, START));
    assertThat(restarted.answered(request("id-130", "digest", 0, START))).isPresent();
  }

  /**
   * What bounds an answer's time in the log; its size in the store is a matter of RocksDbBounds.
   */
  @Test
  void theChangelogKeepsAnswersByAgeAndSizeAndIsNotCompacted() {
    StoreBuilder<?> store = CommandOutcomes.stores(RETENTION, topics).iterator().next();

    assertThat(store.name()).isEqualTo(CommandOutcomes.STORE);
    assertThat(store.logConfig())
        .containsEntry("cleanup.policy", "delete")
        .containsEntry("retention.ms", "3600000")
        .containsEntry("retention.bytes", Long.toString(RocksDbBounds.ANSWERS_BYTES_MAX));
  }
}
