package dev.millrace.orders;

import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.orders.state.OrderState;
import dev.millrace.avro.orders.state.WaitingRequest;
import dev.millrace.kit.decide.Decision;
import dev.millrace.kit.metrics.TaskCounter;
import dev.millrace.kit.process.CommandOutcomes;
import dev.millrace.kit.process.MessageHeaders;
import dev.millrace.kit.process.Request;
import dev.millrace.kit.process.TimeIndex;
import dev.millrace.orders.order.Caller;
import dev.millrace.orders.order.CheckoutSaga;
import dev.millrace.orders.order.FollowUp;
import dev.millrace.orders.order.Order;
import dev.millrace.orders.order.OrderCommand;
import dev.millrace.orders.order.OrderDecider;
import dev.millrace.orders.order.OrderEvent;
import dev.millrace.orders.order.OrderFold;
import dev.millrace.orders.order.OrderRejection;
import dev.millrace.orders.order.Refusal;
import dev.millrace.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The writer of orders: load, decide, fold, store, forward one outcome. */
final class OrdersProcessor implements Processor<String, OrdersInput, String, OrdersOutcome> {

  private static final Logger LOG = LoggerFactory.getLogger(OrdersProcessor.class);

  /** How many overdue steps one tick decides, so that commands never wait long for it. */
  private static final int OVERDUE_PER_TICK_MAX = 500;

  private static final int RECENT_MAX = 256;

  private static final Caller INVENTORY = new Caller(Caller.Role.SYSTEM, "inventory");
  private static final Caller GATEWAYS = new Caller(Caller.Role.SYSTEM, "gateways");
  private static final Caller DEADLINES = new Caller(Caller.Role.SYSTEM, "orders");

  private final OrdersConfig config;
  private final byte[] quoteSecret;
  private final OrderDecider decider;
  private final CheckoutSaga saga;

  private final ProcessorContext<String, OrdersOutcome> context;
  private final KeyValueStore<String, OrderState> orders;
  private final TimeIndex deadlines;
  private final CommandOutcomes outcomes;
  private final TaskCounter needingAttention;

  /**
   * Spares reading back what this task wrote a moment ago: an order of n lines is decided 2n times
   * within a second. The store stays the truth; a processor that is opened again starts without.
   */
  private final Recent recent = new Recent();

  record Supplier(OrdersConfig config, Topics topics)
      implements ProcessorSupplier<String, OrdersInput, String, OrdersOutcome> {
    @Override
    public Processor<String, OrdersInput, String, OrdersOutcome> get() {
      return new Opening(config);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
      return OrdersStores.all(topics);
    }
  }

  /** Makes the processor once its context is there, so that all its fields are final. */
  private static final class Opening
      implements Processor<String, OrdersInput, String, OrdersOutcome> {
    private final OrdersConfig config;
    private @Nullable OrdersProcessor opened;

    Opening(OrdersConfig config) {
      this.config = config;
    }

    @Override
    public void init(ProcessorContext<String, OrdersOutcome> context) {
      opened = new OrdersProcessor(config, context);
      opened.init(context);
    }

    @Override
    public void process(Record<String, OrdersInput> record) {
      Objects.requireNonNull(opened, "init comes first").process(record);
    }

    @Override
    public void close() {
      if (opened != null) {
        opened.close();
      }
    }
  }

  private OrdersProcessor(OrdersConfig config, ProcessorContext<String, OrdersOutcome> context) {
    this.config = config;
    this.quoteSecret = config.quoteSecret().getBytes(StandardCharsets.UTF_8);
    this.decider = new OrderDecider(config.terms());
    this.saga = new CheckoutSaga(config.terms());
    this.context = context;
    this.orders = context.getStateStore(OrdersStores.ORDER_STATE);
    this.deadlines = new TimeIndex(context.getStateStore(OrdersStores.ORDER_DEADLINES));
    this.outcomes = new CommandOutcomes(context, config.outcomes());
    this.needingAttention = new TaskCounter(context, "orders", "needing-attention");
  }

  @Override
  public void init(ProcessorContext<String, OrdersOutcome> opened) {
    opened.schedule(
        config.sweepEvery(),
        PunctuationType.WALL_CLOCK_TIME,
        timestampMs -> sweep(Instant.ofEpochMilli(timestampMs)));
  }

  @Override
  public void process(Record<String, OrdersInput> record) {
    switch (record.value()) {
      case OrdersInput.Command input -> command(record, input.command());
      case OrdersInput.StockResult input ->
          answered(
              record, input.result().getResultKey(), OrderAvro.answer(input.result()), INVENTORY);
      case OrdersInput.MoneyResult input ->
          answered(record, input.result().getOrderId(), OrderAvro.answer(input.result()), GATEWAYS);
    }
  }

  @Override
  public void close() {
    needingAttention.close();
  }

  private void command(
      Record<String, OrdersInput> record, dev.millrace.avro.orders.OrderCommand command) {
    Request request = Request.of(record, context, command.getCommandId(), command.getFingerprint());
    Optional<Reply> before = outcomes.answered(request);
    if (before.isPresent()) {
      OrdersOutcome again = OrdersOutcome.empty();
      again.replies().add(before.get());
      forward(record.key(), again, request.at(), record.headers());
      return;
    }
    Optional<OrderCommand> read = OrderAvro.command(command, quoteSecret);
    if (read.isEmpty() || !command.getOrderId().equals(record.key())) {
      malformed(record, request);
      return;
    }
    Aggregate aggregate = load(command.getOrderId());
    Instant now = request.notBefore(aggregate.lastAt());
    OrdersOutcome outcome = OrdersOutcome.empty();
    aggregate
        .decide(read.get(), OrderAvro.caller(command.getActor()), now, outcome)
        .ifPresentOrElse(
            refusal -> answer(request, OrderReplies.refused(request, refusal, now), outcome),
            () -> accepted(aggregate, read.get(), request, now, outcome));
    save(aggregate, now, outcome);
    forward(command.getOrderId(), outcome, now, record.headers());
  }

  /** A placement is answered when its stock has answered, everything else at once. */
  private void accepted(
      Aggregate aggregate,
      OrderCommand command,
      Request request,
      Instant now,
      OrdersOutcome outcome) {
    if (!request.wantsReply()) {
      return;
    }
    Order order = aggregate.order();
    if (!(command instanceof OrderCommand.PlaceOrder)) {
      answer(request, OrderReplies.accepted(request, order, now), outcome);
    } else if (order.status() != Order.Status.PENDING_STOCK) {
      answer(request, OrderReplies.placed(request, order, now), outcome);
    } else {
      aggregate
          .await(request)
          .ifPresent(
              // Not remembered: the same command may find room, or get its own answer, later.
              refusal -> outcome.replies().add(OrderReplies.refused(request, refusal, now)));
    }
  }

  private void answered(
      Record<String, OrdersInput> record, String orderId, OrderCommand answer, Caller from) {
    Aggregate aggregate = load(orderId);
    Instant at = Instant.ofEpochMilli(record.timestamp());
    Instant lastAt = aggregate.lastAt();
    Instant now = lastAt != null && lastAt.isAfter(at) ? lastAt : at;
    decideAlone(aggregate, answer, from, now, record.headers());
  }

  private void sweep(Instant now) {
    for (TimeIndex.Entry entry : deadlines.due(now, OVERDUE_PER_TICK_MAX)) {
      deadlines.remove(entry);
      Aggregate aggregate = load(entry.id());
      Instant lastAt = aggregate.lastAt();
      Instant decidedAt = lastAt != null && lastAt.isAfter(now) ? lastAt : now;
      var overdue =
          new OrderCommand.DeadlinePassed(
              entry.id() + ":deadline:" + entry.at().toEpochMilli(), entry.at());
      decideAlone(aggregate, overdue, DEADLINES, decidedAt, new RecordHeaders());
    }
    outcomes.forgetOld(now);
  }

  /** Decides what nobody waits for by itself. */
  private void decideAlone(
      Aggregate aggregate, OrderCommand command, Caller caller, Instant now, Headers headers) {
    OrdersOutcome outcome = OrdersOutcome.empty();
    aggregate
        .decide(command, caller, now, outcome)
        .ifPresent(refusal -> LOG.warn("{} was refused: {}", command, refusal.name().code()));
    save(aggregate, now, outcome);
    forward(aggregate.orderId, outcome, now, headers);
  }

  private void save(Aggregate aggregate, Instant now, OrdersOutcome outcome) {
    Order order = aggregate.after;
    if (order == null || !aggregate.isChanged()) {
      return;
    }
    if (order.status() != Order.Status.PENDING_STOCK) {
      for (WaitingRequest waiting : aggregate.waiting) {
        Request request = OrderReplies.request(waiting, now);
        answer(request, OrderReplies.placed(request, order, now), outcome);
      }
      aggregate.waiting.clear();
    }
    moveDeadline(aggregate.before, order);
    List<WaitingRequest> waiting = List.copyOf(aggregate.waiting);
    orders.put(order.orderId(), OrderStateAvro.stored(order, waiting));
    recent.put(order.orderId(), new Held(order, waiting));
  }

  private void moveDeadline(@Nullable Order before, Order after) {
    Instant was = before == null ? null : before.attempt().deadline();
    Instant is = after.attempt().deadline();
    if (Objects.equals(was, is)) {
      return;
    }
    if (was != null) {
      deadlines.remove(new TimeIndex.Entry(was, after.orderId()));
    }
    if (is != null) {
      deadlines.add(is, after.orderId());
    }
  }

  private void answer(Request request, Reply reply, OrdersOutcome outcome) {
    if (request.wantsReply()) {
      outcomes.remember(request.fingerprint(), reply);
      outcome.replies().add(reply);
    }
  }

  private void malformed(Record<String, OrdersInput> record, Request request) {
    if (!request.wantsReply() || request.commandId().isBlank()) {
      LOG.warn("A malformed order command with key {} was dropped", record.key());
      return;
    }
    OrdersOutcome outcome = OrdersOutcome.empty();
    outcome
        .replies()
        .add(
            OrderReplies.refused(
                request,
                new Refusal(
                    OrderRejection.MALFORMED_COMMAND,
                    "A command holds exactly one request and bounded ids.",
                    null,
                    null,
                    null),
                request.at()));
    forward(record.key(), outcome, request.at(), record.headers());
  }

  private void forward(String orderId, OrdersOutcome outcome, Instant now, Headers headers) {
    if (!outcome.isEmpty()) {
      context.forward(
          new Record<>(orderId, outcome, now.toEpochMilli(), MessageHeaders.passedOn(headers)));
    }
  }

  private Aggregate load(String orderId) {
    Held held = recent.get(orderId);
    if (held == null) {
      OrderState stored = orders.get(orderId);
      held =
          stored == null
              ? new Held(null, List.of())
              : new Held(OrderStateAvro.order(stored), List.copyOf(stored.getWaiting()));
    }
    return new Aggregate(orderId, held);
  }

  /** An order as it was last written, and who waits for its stock. */
  private record Held(@Nullable Order order, List<WaitingRequest> waiting) {}

  /** The orders that were written latest. */
  private static final class Recent extends LinkedHashMap<String, Held> {
    private static final long serialVersionUID = 1L;

    Recent() {
      super(2 * RECENT_MAX, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Held> eldest) {
      return size() > RECENT_MAX;
    }
  }

  /** One order while one command is decided. */
  private final class Aggregate {
    private final String orderId;
    private final @Nullable Order before;
    private final List<WaitingRequest> waiting;
    private @Nullable Order after;
    private boolean waitsAnew;

    Aggregate(String orderId, Held held) {
      this.orderId = orderId;
      this.before = held.order();
      this.waiting = new ArrayList<>(held.waiting());
      this.after = before;
    }

    @Nullable Instant lastAt() {
      return before == null ? null : before.lastAt();
    }

    private static long sequenceOf(@Nullable Order order) {
      return order == null ? 0 : order.sequence();
    }

    Order order() {
      return Objects.requireNonNull(after, "an accepted command leaves an order");
    }

    boolean isChanged() {
      return sequenceOf(after) > sequenceOf(before) || waitsAnew;
    }

    Optional<Refusal> decide(
        OrderCommand command, Caller caller, Instant now, OrdersOutcome outcome) {
      return switch (decider.decide(before, command, caller, now)) {
        case Decision.Rejected<OrderEvent, Refusal> rejected -> Optional.of(rejected.reason());
        case Decision.Accepted<OrderEvent, Refusal> accepted -> {
          for (OrderEvent event : accepted.events()) {
            fold(event, command.commandId(), caller, now, outcome);
          }
          yield Optional.empty();
        }
      };
    }

    private void fold(
        OrderEvent event, String commandId, Caller caller, Instant now, OrdersOutcome outcome) {
      Order was = after;
      var recorded =
          new OrderEvent.Recorded(
              event, was == null ? 1 : was.sequence() + 1, now, commandId, caller);
      Order is = OrderFold.evolve(was, recorded);
      after = is;
      outcome.events().add(OrderAvro.event(orderId, recorded));
      if (event instanceof OrderEvent.OrderNeedsAttention) {
        needingAttention.count();
      }
      for (FollowUp followUp : saga.on(was, event, is)) {
        FollowUpAvro.add(followUp, is, now, outcome);
      }
    }

    /** Notes who waits for this order's stock, each edge and command once. */
    Optional<Refusal> await(Request request) {
      WaitingRequest one = OrderReplies.waiting(request);
      for (WaitingRequest other : waiting) {
        if (other.getCommandId().equals(one.getCommandId())) {
          if (!other.getFingerprint().equals(one.getFingerprint())) {
            return Optional.of(
                new Refusal(
                    OrderRejection.IDEMPOTENCY_KEY_REUSED,
                    "This idempotency key was used for another request.",
                    null,
                    null,
                    null));
          }
          waiting.remove(other);
          break;
        }
      }
      if (waiting.size() >= OrderReplies.WAITING_MAX) {
        return Optional.of(
            new Refusal(
                OrderRejection.TOO_MANY_WAITING,
                "Too many requests wait for this order; ask for the order instead.",
                orderId,
                null,
                null));
      }
      waiting.add(one);
      waitsAnew = true;
      return Optional.empty();
    }
  }
}
