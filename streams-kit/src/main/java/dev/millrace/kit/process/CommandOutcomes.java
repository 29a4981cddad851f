package dev.millrace.kit.process;

import dev.millrace.avro.edge.RememberedReply;
import dev.millrace.avro.edge.Reply;
import dev.millrace.launch.config.Settings;
import dev.millrace.schemas.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Remembers the answer to each command of an edge, refusals included, in the same transaction as
 * the command's effect: a second command with the same id gets the first answer and does nothing.
 * Bounded by age and by count per task.
 *
 * <p>Commands from other topologies are not remembered here: deciders answer those by what the
 * state says, and the log does not repeat them.
 */
public final class CommandOutcomes {

  /** Name of the refusal for an id that comes back with another payload. */
  public static final String IDEMPOTENCY_KEY_REUSED = "idempotency_key_reused";

  private static final String STORE = "command-outcomes";
  private static final String BY_AGE = "command-outcomes-by-age";

  /** How many answers one tick may forget, so that commands never wait long for it. */
  private static final int FORGOTTEN_PER_TICK_MAX = 2_000;

  private static final Instant END_OF_TIME = Instant.parse("9999-12-31T00:00:00Z");

  /**
   * How long and how many answers are kept.
   *
   * @param age at least as long as clients may retry
   * @param countMax per task; when there are more, the oldest go early
   */
  public record Retention(Duration age, int countMax) {

    /** Reads a context's two settings, {@code MILLRACE_<context>_OUTCOMES_KEPT} and _MAX. */
    public static Retention from(Settings settings, String context) {
      return new Retention(
          settings.duration(
              "MILLRACE_%s_OUTCOMES_KEPT".formatted(context),
              "how long the answer to a command is remembered for its repetitions",
              Duration.ofHours(24),
              Duration.ofMinutes(1),
              Duration.ofDays(30)),
          settings.integer(
              "MILLRACE_%s_OUTCOMES_MAX".formatted(context),
              "how many answers one task remembers; when there are more, the oldest go early",
              200_000,
              1_000,
              10_000_000));
    }
  }

  private final KeyValueStore<String, RememberedReply> answers;
  private final TimeIndex byAge;
  private final Retention retention;
  private long count;

  /** Opens the stores of the task; both must be among the processor's {@link #stores}. */
  public CommandOutcomes(ProcessingContext context, Retention retention) {
    this.answers = context.getStateStore(STORE);
    this.byAge = new TimeIndex(context.getStateStore(BY_AGE));
    this.retention = retention;
    this.count = byAge.count();
  }

  /** The stores to attach to the processor, with its others, in the order of their names. */
  public static Set<StoreBuilder<?>> stores(Topics topics, StoreBuilder<?>... others) {
    Set<StoreBuilder<?>> stores = ProcessorStores.inOrder(others);
    stores.add(ProcessorStores.records(STORE, RememberedReply.class, topics));
    stores.add(TimeIndex.store(BY_AGE));
    return stores;
  }

  /** The first answer to this command, or a refusal if the id was used for something else. */
  public Optional<Reply> answered(Request request) {
    if (!request.wantsReply()) {
      return Optional.empty();
    }
    RememberedReply remembered = answers.get(request.commandId());
    if (remembered == null) {
      return Optional.empty();
    }
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

  /** Keeps an answer. {@code fingerprint} is the command's. */
  public void remember(String fingerprint, Reply reply) {
    if (reply.getReplyPartition() == Replies.NOBODY) {
      return;
    }
    answers.put(reply.getCommandId(), new RememberedReply(fingerprint, reply.getAt(), reply));
    byAge.add(reply.getAt(), reply.getCommandId());
    count++;
  }

  /** Forgets what is too old or too much, a bounded piece at a time; call it from a punctuator. */
  public void forgetOld(Instant now) {
    // What is too much goes by its order, not its age: producers' clocks may be ahead of this one.
    Instant horizon = count > retention.countMax() ? END_OF_TIME : now.minus(retention.age());
    int surplus = (int) Math.clamp(count - retention.countMax(), 0, FORGOTTEN_PER_TICK_MAX);
    int entriesMax = surplus > 0 ? surplus : FORGOTTEN_PER_TICK_MAX;
    for (TimeIndex.Entry entry : byAge.due(horizon, entriesMax)) {
      answers.delete(entry.id());
      byAge.remove(entry);
      count--;
    }
  }
}
