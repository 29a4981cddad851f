package dev.millrace.kit.process;

import dev.millrace.avro.edge.Reply;
import dev.millrace.kit.app.CommitPace;
import dev.millrace.kit.metrics.ProcessorMetrics;
import dev.millrace.kit.process.CommandOutcomes.Retention;
import dev.millrace.kit.trace.RecordTrace;
import dev.millrace.schemas.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of an aggregate, whatever its rules: a command that was answered before gets that
 * answer, any other is decided by the context's {@link CommandHandler}; then one {@link Outcome} is
 * forwarded, all in one transaction. What nobody waits to hear is logged.
 *
 * <p>Threading: one instance belongs to one task.
 */
public final class CommandProcessor<C, E, V>
    implements Processor<String, C, String, Outcome<E, V>> {

  private static final Logger LOG = LoggerFactory.getLogger(CommandProcessor.class);
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final String MALFORMED = "malformed_command";
  private static final String MALFORMED_DETAIL =
      "A command has its aggregate's key, bounded ids and exactly one request.";

  /**
   * Makes one processor for each task and brings its stores.
   *
   * @param node names the work in traces, such as {@code decide-cart}
   * @param remembered how long answers are kept; empty if the handler's own state knows them
   */
  public record Supplier<C, E, V>(
      String node,
      CommandHandler.Opener<C, E, V> opener,
      Optional<Retention> remembered,
      Set<StoreBuilder<?>> stores)
      implements ProcessorSupplier<String, C, String, Outcome<E, V>> {

    @Override
    public Processor<String, C, String, Outcome<E, V>> get() {
      return new CommandProcessor<>(this);
    }
  }

  /** For commands whose answers are remembered beside the handler's own stores. */
  public static <C, E, V> Supplier<C, E, V> remembering(
      Retention retention,
      Topics topics,
      String node,
      CommandHandler.Opener<C, E, V> opener,
      StoreBuilder<?>... stores) {
    return new Supplier<>(
        node, opener, Optional.of(retention), CommandOutcomes.stores(retention, topics, stores));
  }

  /** For commands whose answers the handler knows from its own stores. */
  public static <C, E, V> Supplier<C, E, V> of(
      String node, CommandHandler.Opener<C, E, V> opener, StoreBuilder<?>... stores) {
    return new Supplier<>(node, opener, Optional.empty(), ProcessorStores.inOrder(stores));
  }

  private final Supplier<C, E, V> settings;
  private final RecordTrace trace = RecordTrace.ofProcess();
  private ProcessorContext<String, Outcome<E, V>> context;
  private CommandHandler<C, E, V> handler;
  private ProcessorMetrics metrics;
  private @Nullable CommandOutcomes outcomes;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else.
  private CommandProcessor(Supplier<C, E, V> settings) {
    this.settings = settings;
  }

  @Override
  public void init(ProcessorContext<String, Outcome<E, V>> processorContext) {
    context = processorContext;
    handler = settings.opener().open(context);
    metrics = new ProcessorMetrics(context);
    settings.remembered().ifPresent(this::remember);
  }

  private void remember(Retention retention) {
    var opened = new CommandOutcomes(context, retention);
    outcomes = opened;
    context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, nowMs -> opened.goOn());
  }

  @Override
  public void process(Record<String, C> record) {
    if (record.value() == null) {
      metrics.malformed();
      LOG.warn("Dropped a record without a command, key {}", record.key());
      return;
    }
    RecordTrace.Work work = trace.work(settings.node(), record.headers());
    try {
      process(record, record.value());
    } finally {
      work.close();
    }
  }

  @Override
  public void close() {
    metrics.close();
  }

  private void process(Record<String, C> record, C command) {
    CommitPace.awaited(context);
    Request request =
        Request.of(record, context, handler.commandId(command), handler.fingerprint(command));
    Optional<Reply> answered = outcomes == null ? Optional.empty() : outcomes.answered(request);
    if (answered.isPresent()) {
      metrics.replayed();
      forward(record, request.at(), Outcome.only(answered.get()));
      return;
    }
    switch (handler.decide(record.key(), command, request)) {
      case Verdict.Accepted<E, V> accepted -> accept(record, request, accepted);
      case Verdict.Refused<E, V> refused -> refuse(record, request, refused);
      case Verdict.Repeated<E, V> repeated -> repeat(record, request, repeated.state());
      case Verdict.Malformed<E, V> malformed -> refuseMalformed(record, request);
    }
  }

  private void accept(Record<String, C> record, Request request, Verdict.Accepted<E, V> accepted) {
    metrics.decided();
    List<E> events = accepted.events();
    Reply reply = null;
    if (request.wantsReply()) {
      Reply.Builder answer = Replies.accepted(request, accepted.at());
      handler.answer(accepted.state(), answer);
      reply = remembered(request, answer.build());
    }
    V changed = events.isEmpty() ? null : accepted.state();
    forward(record, accepted.at(), new Outcome<>(events, changed, reply));
  }

  private void refuse(Record<String, C> record, Request request, Verdict.Refused<E, V> refused) {
    metrics.refused();
    if (!request.wantsReply()) {
      warnDropped(request, refused.code());
      return;
    }
    Reply reply =
        Replies.refused(
            request, refused.at(), refused.code(), refused.detail(), refused.problems());
    forward(record, refused.at(), Outcome.only(remembered(request, reply)));
  }

  private void repeat(Record<String, C> record, Request request, V state) {
    metrics.replayed();
    if (request.wantsReply()) {
      Reply.Builder answer = Replies.accepted(request, request.at()).setReplayed(true);
      handler.answer(state, answer);
      forward(record, request.at(), Outcome.only(answer.build()));
    }
  }

  /** Such an answer is not remembered: its command's id may be none. */
  private void refuseMalformed(Record<String, C> record, Request request) {
    metrics.malformed();
    if (!request.wantsReply()) {
      warnDropped(request, MALFORMED);
      return;
    }
    Reply reply = Replies.refused(request, request.at(), MALFORMED, MALFORMED_DETAIL, List.of());
    forward(record, request.at(), Outcome.only(reply));
  }

  private Reply remembered(Request request, Reply reply) {
    if (outcomes != null) {
      outcomes.remember(request.fingerprint(), reply);
    }
    return reply;
  }

  private void forward(Record<String, C> record, Instant at, Outcome<E, V> outcome) {
    if (!outcome.isEmpty()) {
      context.forward(
          new Record<>(
              record.key(), outcome, at.toEpochMilli(), MessageHeaders.passedOn(record.headers())));
    }
  }

  private static void warnDropped(Request request, String why) {
    LOG.warn("Dropped the command at {}: {}", request.position(), why);
  }
}
