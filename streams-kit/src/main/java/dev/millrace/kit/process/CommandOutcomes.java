package dev.millrace.kit.process;

import dev.millrace.avro.edge.RememberedReply;
import dev.millrace.avro.edge.Reply;
import dev.millrace.kit.app.RocksDbBounds;
import dev.millrace.launch.config.Settings;
import dev.millrace.schemas.registry.AvroSerde;
import dev.millrace.schemas.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Remembers the answer to each command of an edge, refusals included, in the same transaction as
 * the command's effect: a second command with the same id gets the first answer and does nothing.
 *
 * <p>An answer is written once and never deleted: the store drops its oldest files when there is
 * more than {@link RocksDbBounds#ANSWERS_BYTES_MAX} of a task, and the brokers the oldest parts of
 * its changelog. So an answer is given for as long as the settings say, unless that much came after
 * it.
 *
 * <p>Commands from other topologies are not remembered here: deciders answer those by what the
 * state says, and the log does not repeat them.
 */
public final class CommandOutcomes {

  /** Name of the refusal for an id that comes back with another payload. */
  public static final String IDEMPOTENCY_KEY_REUSED = "idempotency_key_reused";

  /** Every answer, by its command. */
  static final String STORE = "remembered" + RocksDbBounds.ANSWERS;

  /** Of the changelog, whose oldest segment is dropped whole. */
  private static final int SEGMENT_BYTES = 32 << 20;

  /** How many keys one tick looks at when absent ones must be known anew; some milliseconds. */
  private static final int WALKED_PER_TICK_MAX = 4_000;

  /**
   * How long answers are given.
   *
   * @param age at least as long as clients may retry
   */
  public record Retention(Duration age) {

    /** Reads a context's setting, {@code MILLRACE_<context>_OUTCOMES_KEPT}. */
    public static Retention from(Settings settings, String context) {
      return new Retention(
          settings.duration(
              "MILLRACE_%s_OUTCOMES_KEPT".formatted(context),
              "how long the answer to a command is remembered for its repetitions",
              Duration.ofHours(24),
              Duration.ofMinutes(1),
              Duration.ofDays(30)));
    }
  }

  private final KeyValueStore<String, LazyValue<RememberedReply>> answers;
  private final AbsentKeys absent;
  private final Retention retention;

  /** Opens the store of the task; it must be among the processor's {@link #stores}. */
  public CommandOutcomes(ProcessingContext context, Retention retention) {
    this.answers = context.getStateStore(STORE);
    this.absent = new AbsentKeys(answers);
    this.retention = retention;
  }

  /** The stores to attach to the processor, with its others, in the order of their names. */
  public static Set<StoreBuilder<?>> stores(
      Retention retention, Topics topics, StoreBuilder<?>... others) {
    Set<StoreBuilder<?>> stores = ProcessorStores.inOrder(others);
    stores.add(
        Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(STORE),
                Serdes.String(),
                LazyValue.serde(new AvroSerde<>(topics.registry(), RememberedReply.class)))
            .withLoggingEnabled(changelog(retention)));
    return stores;
  }

  /** Answers are written once: compaction would find nothing to drop, age and size do. */
  private static Map<String, String> changelog(Retention retention) {
    return Map.of(
        TopicConfig.CLEANUP_POLICY_CONFIG,
        TopicConfig.CLEANUP_POLICY_DELETE,
        TopicConfig.RETENTION_MS_CONFIG,
        Long.toString(retention.age().toMillis()),
        TopicConfig.RETENTION_BYTES_CONFIG,
        Long.toString(RocksDbBounds.ANSWERS_BYTES_MAX),
        TopicConfig.SEGMENT_BYTES_CONFIG,
        Integer.toString(SEGMENT_BYTES));
  }

  /** The first answer to this command, or a refusal if the id was used for something else. */
  public Optional<Reply> answered(Request request) {
    if (!request.wantsReply() || absent.contains(request.commandId())) {
      return Optional.empty();
    }
    LazyValue<RememberedReply> found = answers.get(request.commandId());
    if (found == null || isForgotten(found.get(), request.at())) {
      return Optional.empty();
    }
    RememberedReply remembered = found.get();
    if (!remembered.getFingerprint().equals(request.fingerprint())) {
      return Optional.of(
          Replies.refused(
              request,
              request.at(),
              IDEMPOTENCY_KEY_REUSED,
              "This idempotency key was used for another request.",
              List.of()));
    }
    return Optional.of(
        Reply.newBuilder(remembered.getReply())
            .setReplyPartition(request.replyPartition().orElse(Replies.NOBODY))
            .setReplayed(true)
            .build());
  }

  private boolean isForgotten(RememberedReply remembered, Instant now) {
    return remembered.getAt().plus(retention.age()).isBefore(now);
  }

  /** Keeps an answer. {@code fingerprint} is the command's. */
  public void remember(String fingerprint, Reply reply) {
    if (reply.getReplyPartition() == Replies.NOBODY) {
      return;
    }
    answers.put(
        reply.getCommandId(), LazyValue.of(new RememberedReply(fingerprint, reply.getAt(), reply)));
    absent.put(reply.getCommandId());
  }

  /** Learns which commands have no answer, a bounded piece at a time; call it from a punctuator. */
  public void goOn() {
    absent.goOn(WALKED_PER_TICK_MAX);
  }
}
