package dev.millrace.kit.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.edge.Problem;
import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.edge.ReplyStatus;
import dev.millrace.schemas.registry.InMemoryRegistry;
import dev.millrace.schemas.topics.HeaderNames;
import dev.millrace.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommandProcessorTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant DECIDED = START.plusSeconds(1);
  private static final CommandOutcomes.Retention RETENTION =
      new CommandOutcomes.Retention(Duration.ofHours(1));

  private final Topics topics = new Topics(new InMemoryRegistry(), 4);
  private final List<Record<String, Outcome<String, String>>> forwarded = new ArrayList<>();
  private final List<String> decided = new ArrayList<>();
  private @Nullable TopologyTestDriver driver;

  /** Commands are texts such as {@code cmd_1/print accept}: an id, a fingerprint, and a verdict. */
  private final class Handler implements CommandHandler<String, String, String> {
    @Override
    public String commandId(String command) {
      return command.split("[/ ]", 3)[0];
    }

    @Override
    public String fingerprint(String command) {
      return command.split("[/ ]", 3)[1];
    }

    @Override
    public Verdict<String, String> decide(@Nullable String key, String command, Request request) {
      decided.add(commandId(command));
      return switch (command.split("[/ ]", 3)[2]) {
        case "accept" -> new Verdict.Accepted<>(DECIDED, List.of("done"), "state");
        case "change nothing" -> new Verdict.Accepted<>(DECIDED, List.of(), "state");
        case "repeat" -> new Verdict.Repeated<>("state");
        case "refuse" -> Verdict.refused(DECIDED, "no", "Because.");
        case "conflict" -> Verdict.versionConflict(DECIDED, "version_conflict", "Late.", 3L, 4);
        default -> new Verdict.Malformed<>();
      };
    }

    @Override
    public void answer(String state, Reply.Builder reply) {
      reply.setDetail(state);
    }
  }

  @AfterEach
  void close() {
    if (driver != null) {
      driver.close();
    }
  }

  @Test
  void anAcceptedCommandForwardsItsEventsItsStateAndAnAnswer() {
    ask("cmd_1/print accept");

    Record<String, Outcome<String, String>> record = onlyForwarded();
    assertThat(record.key()).isEqualTo("key");
    assertThat(record.timestamp()).isEqualTo(DECIDED.toEpochMilli());
    assertThat(record.value().events()).containsExactly("done");
    assertThat(record.value().changes()).containsExactly("state");
    Reply reply = reply(record);
    assertThat(reply.getStatus()).isEqualTo(ReplyStatus.ACCEPTED);
    assertThat(reply.getCommandId()).isEqualTo("cmd_1");
    assertThat(reply.getDetail()).isEqualTo("state");
    assertThat(reply.getAt()).isEqualTo(DECIDED);
    assertThat(record.value().repliesByCommand()).hasSize(1);
    assertThat(counted("decided")).isEqualTo(1);
  }

  @Test
  void whatChangesNothingIsAnsweredButForwardsNoState() {
    ask("cmd_1/print change nothing");

    assertThat(onlyForwarded().value().changes()).isEmpty();
    assertThat(reply(onlyForwarded()).getDetail()).isEqualTo("state");
  }

  @Test
  void theSecondCommandOfAnIdGetsTheFirstAnswerAndIsNotDecided() {
    ask("cmd_1/print refuse");
    ask("cmd_1/print accept");
    ask("cmd_1/other accept");

    assertThat(decided).containsExactly("cmd_1");
    assertThat(forwarded).hasSize(3);
    assertThat(reply(forwarded.get(1)).getRefusal()).isEqualTo("no");
    assertThat(reply(forwarded.get(1)).getReplayed()).isTrue();
    assertThat(reply(forwarded.get(2)).getRefusal()).isEqualTo("idempotency_key_reused");
    assertThat(counted("refused")).isEqualTo(1);
    assertThat(counted("replayed")).isEqualTo(2);
  }

  @Test
  void aHandlerThatKnowsItsAnswersIsAskedEveryTime() {
    var input = start(CommandProcessor.of("decide", context -> new Handler(), anyStore()));
    input.pipeInput(asked("cmd_1/print accept"));
    input.pipeInput(asked("cmd_1/print repeat"));
    input.pipeInput(new TestRecord<>("key", "cmd_1/print repeat", START));

    assertThat(decided).hasSize(3);
    assertThat(forwarded).hasSize(2);
    assertThat(reply(forwarded.get(1)).getReplayed()).isTrue();
    assertThat(reply(forwarded.get(1)).getDetail()).isEqualTo("state");
    assertThat(counted("replayed")).isEqualTo(2);
  }

  @Test
  void aVersionConflictNamesBothVersions() {
    ask("cmd_1/print conflict");

    assertThat(reply(onlyForwarded()).getProblems())
        .containsExactly(new Problem("version", "version_conflict", "Late.", 3L, 4L));
  }

  @Test
  void aMalformedCommandIsRefusedAndNotRemembered() {
    ask("cmd_1/print nonsense");
    ask("cmd_1/print accept");

    assertThat(reply(forwarded.getFirst()).getRefusal()).isEqualTo("malformed_command");
    assertThat(reply(forwarded.get(1)).getStatus()).isEqualTo(ReplyStatus.ACCEPTED);
    assertThat(counted("malformed")).isEqualTo(1);
  }

  @Test
  void withoutAnybodyWaitingOnlyEventsAreForwarded() {
    var input = start(remembering());
    for (String verdict : List.of("accept", "refuse", "nonsense", "repeat", "change nothing")) {
      input.pipeInput(new TestRecord<>("key", "cmd_1/print " + verdict, START));
    }
    input.pipeInput(new TestRecord<>("key", null, START));

    assertThat(decided).hasSize(5);
    assertThat(onlyForwarded().value().events()).containsExactly("done");
    assertThat(onlyForwarded().value().reply()).isNull();
    assertThat(counted("malformed")).isEqualTo(2);
  }

  @Test
  void theTraceIsPassedOnAndTheReplyPartitionIsNot() {
    TestRecord<String, String> command = asked("cmd_1/print accept");
    command.headers().add(HeaderNames.TRACEPARENT, "00-trace".getBytes(StandardCharsets.UTF_8));
    start(remembering()).pipeInput(command);

    assertThat(onlyForwarded().headers().toArray())
        .extracting(header -> header.key())
        .containsExactly(HeaderNames.TRACEPARENT);
  }

  @Test
  void storesStandInTheOrderOfTheirNames() {
    assertThat(remembering().stores())
        .extracting(store -> ((StoreBuilder<?>) store).name())
        .containsExactly("any-store", "remembered-answers");
  }

  private void ask(String command) {
    TestInputTopic<String, String> input = driver == null ? start(remembering()) : input(driver);
    input.pipeInput(asked(command));
  }

  private static TestRecord<String, String> asked(String command) {
    var headers = new RecordHeaders();
    headers.add(HeaderNames.REPLY_PARTITION, "0".getBytes(StandardCharsets.UTF_8));
    return new TestRecord<>("key", command, headers, START);
  }

  private CommandProcessor.Supplier<String, String, String> remembering() {
    return CommandProcessor.remembering(
        RETENTION, topics, "decide", context -> new Handler(), anyStore());
  }

  private static StoreBuilder<?> anyStore() {
    return TimeIndex.store("any-store");
  }

  private TestInputTopic<String, String> start(
      CommandProcessor.Supplier<String, String, String> supplier) {
    var builder = new StreamsBuilder();
    builder.stream("input", Consumed.with(Serdes.String(), Serdes.String()))
        .process(supplier)
        .process(
            () ->
                new Processor<String, Outcome<String, String>, Void, Void>() {
                  @Override
                  public void process(Record<String, Outcome<String, String>> record) {
                    forwarded.add(record);
                  }
                });
    driver = new TopologyTestDriver(builder.build(), START);
    return input(driver);
  }

  private static TestInputTopic<String, String> input(TopologyTestDriver driver) {
    return driver.createInputTopic("input", new StringSerializer(), new StringSerializer());
  }

  private Record<String, Outcome<String, String>> onlyForwarded() {
    assertThat(forwarded).hasSize(1);
    return forwarded.getFirst();
  }

  private static Reply reply(Record<String, Outcome<String, String>> record) {
    return Objects.requireNonNull(record.value().reply(), "somebody waits");
  }

  private double counted(String outcome) {
    return Objects.requireNonNull(driver).metrics().entrySet().stream()
        .filter(metric -> metric.getKey().name().equals(outcome + "-total"))
        .mapToDouble(metric -> (double) metric.getValue().metricValue())
        .sum();
  }
}
