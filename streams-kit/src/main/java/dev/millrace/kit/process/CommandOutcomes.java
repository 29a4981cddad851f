package dev.millrace.kit.process;

import dev.millrace.avro.edge.RememberedReply;
import dev.millrace.avro.edge.Reply;
import dev.millrace.launch.config.Settings;
import dev.millrace.schemas.registry.AvroSerde;
import dev.millrace.schemas.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the answer to each command of an edge, refusals included, in the same transaction as
 * the command's effect: a second command with the same id gets the first answer and does nothing.
 * Bounded by age and by count per task.
 *
 * <p>Answers stand in generations, which are forgotten whole, oldest first: so an answer is written
 * once, without an index of ages beside it. The price is one look per generation for a command that
 * is new; there are two while there is much to remember, three when there is little.
 *
 * <p>Commands from other topologies are not remembered here: deciders answer those by what the
 * state says, and the log does not repeat them.
 */
public final class CommandOutcomes {

  /** Name of the refusal for an id that comes back with another payload. */
  public static final String IDEMPOTENCY_KEY_REUSED = "idempotency_key_reused";

  /** Every answer, by its generation and its command. */
  static final String STORE = "command-answers";

  /** A generation takes this share of the answers, or of the time, that are kept. */
  private static final int SHARE = 2;

  /** How many answers one tick may forget, so that commands never wait long for it. */
  private static final int FORGOTTEN_PER_TICK_MAX = 2_000;

  /**
   * How long and how many answers are kept.
   *
   * @param age at least as long as clients may retry; no answer is kept longer than half as long
   *     again
   * @param countMax per task; when there are more, the older half goes early
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
              "how many answers one task remembers; when there are more, the older half goes early",
              200_000,
              1_000,
              10_000_000));
    }
  }

  /** Answers that were remembered from one time on, until the next generation began. */
  private static final class Generation {
    final long beganMs;
    int count;

    Generation(long beganMs) {
      this.beganMs = beganMs;
    }
  }

  /** By the generation's beginning, then by command id. */
  private final KeyValueStore<Bytes, LazyValue<RememberedReply>> answers;

  private final Retention retention;

  /** Those that still answer, oldest first. What stands before them in the store is to go. */
  private final Deque<Generation> generations = new ArrayDeque<>();

  /** Nothing stands before this key, so no scan walks the tombstones of what was forgotten. */
  private Bytes floor = TimeIndex.key(0, "");

  /** The newest generation that there ever was; below any time at first. */
  private long newestBeganMs = -1;

  /** Answers since the last tick; forgetting must keep up with them. */
  private int rememberedSinceTick;

  /** Opens the store of the task; it must be among the processor's {@link #stores}. */
  public CommandOutcomes(ProcessingContext context, Retention retention) {
    this.answers = context.getStateStore(STORE);
    this.retention = retention;
    countGenerations();
    dropSurplus();
  }

  /** The stores to attach to the processor, with its others, in the order of their names. */
  public static Set<StoreBuilder<?>> stores(Topics topics, StoreBuilder<?>... others) {
    Set<StoreBuilder<?>> stores = ProcessorStores.inOrder(others);
    stores.add(
        Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(STORE),
            Serdes.Bytes(),
            LazyValue.serde(new AvroSerde<>(topics.registry(), RememberedReply.class))));
    return stores;
  }

  /** The first answer to this command, or a refusal if the id was used for something else. */
  public Optional<Reply> answered(Request request) {
    if (!request.wantsReply()) {
      return Optional.empty();
    }
    RememberedReply remembered = find(request.commandId());
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
    Generation generation = generationAt(reply.getAt().toEpochMilli());
    answers.put(
        TimeIndex.key(generation.beganMs, reply.getCommandId()),
        LazyValue.of(new RememberedReply(fingerprint, reply.getAt(), reply)));
    generation.count++;
    rememberedSinceTick++;
  }

  /** Forgets what is too old or too much, a bounded piece at a time; call it from a punctuator. */
  public void forgetOld(Instant now) {
    dropOlderThan(now.minus(retention.age()).toEpochMilli());
    int entriesMax = Math.max(FORGOTTEN_PER_TICK_MAX, SHARE * rememberedSinceTick);
    rememberedSinceTick = 0;
    Bytes to =
        TimeIndex.key(
            generations.isEmpty() ? newestBeganMs + 1 : generations.getFirst().beganMs, "");
    if (floor.compareTo(to) >= 0) {
      return;
    }
    List<Bytes> forgotten = new ArrayList<>();
    try (KeyValueIterator<Bytes, LazyValue<RememberedReply>> entries = answers.range(floor, to)) {
      while (entries.hasNext() && forgotten.size() < entriesMax) {
        forgotten.add(entries.next().key);
      }
    }
    forgotten.forEach(answers::delete);
    floor = forgotten.size() < entriesMax ? to : forgotten.getLast();
  }

  private @Nullable RememberedReply find(String commandId) {
    for (Iterator<Generation> newestFirst = generations.descendingIterator();
        newestFirst.hasNext(); ) {
      var found = answers.get(TimeIndex.key(newestFirst.next().beganMs, commandId));
      if (found != null) {
        return found.get();
      }
    }
    return null;
  }

  private void countGenerations() {
    try (KeyValueIterator<Bytes, LazyValue<RememberedReply>> entries = answers.all()) {
      while (entries.hasNext()) {
        long beganMs = TimeIndex.entry(entries.next().key).at().toEpochMilli();
        Generation counted = generations.peekLast();
        if (counted == null || counted.beganMs != beganMs) {
          counted = begin(beganMs);
        }
        counted.count++;
      }
    }
  }

  /** The generation that takes an answer now. */
  private Generation generationAt(long nowMs) {
    Generation newest = generations.peekLast();
    if (newest != null
        && newest.count < retention.countMax() / SHARE
        && nowMs - newest.beganMs < lifeMs()) {
      return newest;
    }
    // Senders' clocks differ, so times may step back; generations may not.
    Generation next = begin(Math.max(nowMs, newestBeganMs + 1));
    dropSurplus();
    return next;
  }

  private Generation begin(long beganMs) {
    var next = new Generation(beganMs);
    generations.addLast(next);
    newestBeganMs = beganMs;
    return next;
  }

  /** Behind the newest generation, which has room for its share, the others' share is kept. */
  private void dropSurplus() {
    int others = 0;
    for (Generation generation : generations) {
      others += generation.count;
    }
    others -= generations.isEmpty() ? 0 : generations.getLast().count;
    while (others > retention.countMax() / SHARE) {
      others -= generations.removeFirst().count;
    }
  }

  /** A generation is too old when the last of its answers is. */
  private void dropOlderThan(long horizonMs) {
    while (!generations.isEmpty()) {
      Generation oldest = generations.removeFirst();
      long endedMs =
          generations.isEmpty() ? oldest.beganMs + lifeMs() : generations.getFirst().beganMs;
      if (endedMs > horizonMs) {
        generations.addFirst(oldest);
        return;
      }
    }
  }

  private long lifeMs() {
    return retention.age().toMillis() / SHARE;
  }
}
