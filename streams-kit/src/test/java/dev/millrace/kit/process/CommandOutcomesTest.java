package dev.millrace.kit.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.edge.LogPosition;
import dev.millrace.avro.edge.Reply;
import dev.millrace.schemas.registry.InMemoryRegistry;
import dev.millrace.schemas.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
      new CommandOutcomes.Retention(Duration.ofHours(1), 100);

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
    Topics topics = new Topics(new InMemoryRegistry(), 4);
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
                return CommandOutcomes.stores(topics);
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
  void keepsAnAnswerForItsTimeAndForgetsItWithinHalfAsLongAgain() {
    decide(request("old", "digest", 0, START));
    decide(request("young", "digest", 0, START.plus(RETENTION.age())));

    task(own -> own.forgetOld(START.plus(RETENTION.age()).plusSeconds(1)));
    assertThat(outcomes.answered(request("old", "digest", 0, START))).isPresent();

    task(own -> own.forgetOld(START.plus(RETENTION.age().multipliedBy(2))));
    assertThat(outcomes.answered(request("old", "digest", 0, START))).isEmpty();
    assertThat(outcomes.answered(request("young", "digest", 0, START))).isPresent();
  }

  @Test
  void theLastAnswersGoToo() {
    decide(request("last", "digest", 0, START));

    task(own -> own.forgetOld(START.plus(RETENTION.age()).plus(RETENTION.age().dividedBy(2))));

    assertThat(stored()).isEmpty();
    decide(request("next", "digest", 0, START.minusSeconds(1)));
    assertThat(outcomes.answered(request("next", "digest", 0, START))).isPresent();
    task(own -> own.forgetOld(START.plus(RETENTION.age().multipliedBy(2))));
    assertThat(stored()).isEmpty();
  }

  @Test
  void keepsNoMoreThanTheBoundAndAtLeastTheYoungerHalf() {
    for (int i = 0; i < 130; i++) {
      decide(request("id-" + i, "digest", 0, START.plusMillis(i)));
    }

    task(own -> own.forgetOld(START.plusSeconds(1)));

    assertThat(stored()).hasSize(80);
    assertThat(outcomes.answered(request("id-49", "digest", 0, START))).isEmpty();
    assertThat(outcomes.answered(request("id-50", "digest", 0, START))).isPresent();
    assertThat(outcomes.answered(request("id-129", "digest", 0, START))).isPresent();
  }

  @Test
  void theBoundHoldsForCommandsWithATimeAheadOfTheClock() {
    for (int i = 0; i < 130; i++) {
      decide(request("id-" + i, "digest", 0, START.plusSeconds(3_600 + i)));
    }

    task(own -> own.forgetOld(START));

    assertThat(stored()).hasSize(80);
    assertThat(outcomes.answered(request("id-49", "digest", 0, START))).isEmpty();
    assertThat(outcomes.answered(request("id-50", "digest", 0, START))).isPresent();
  }

  @Test
  void forgettingKeepsUpWithMoreAnswersThanOneTickUsuallyForgets() {
    for (int i = 0; i < 9_000; i++) {
      decide(request("id-" + i, "digest", 0, START));
    }

    task(own -> own.forgetOld(START));

    assertThat(stored()).hasSizeLessThanOrEqualTo(RETENTION.countMax());
  }

  @Test
  void aRestartKnowsWhichAnswersThereAre() {
    for (int i = 0; i < 130; i++) {
      decide(request("id-" + i, "digest", 0, START.plusMillis(i)));
    }

    run("restart", own -> own.forgetOld(START.plusSeconds(1)));

    CommandOutcomes restarted = opened.get();
    assertThat(stored()).hasSize(80);
    assertThat(restarted.answered(request("id-49", "digest", 0, START))).isEmpty();
    assertThat(restarted.answered(request("id-50", "digest", 0, START))).isPresent();
  }

  private List<Object> stored() {
    List<Object> keys = new ArrayList<>();
    try (var entries = driver.getKeyValueStore(CommandOutcomes.STORE).all()) {
      entries.forEachRemaining(entry -> keys.add(entry.key));
    }
    return keys;
  }
}
