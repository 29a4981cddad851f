package dev.millrace.orders;

import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.orders.OrderEvent;
import dev.millrace.avro.orders.state.WaitingRequest;
import dev.millrace.kit.app.CommitPace;
import dev.millrace.kit.metrics.TaskCounter;
import dev.millrace.kit.process.CommandOutcomes;
import dev.millrace.kit.process.MessageHeaders;
import dev.millrace.kit.process.Request;
import dev.millrace.kit.process.TimeIndex;
import dev.millrace.orders.order.Caller;
import dev.millrace.orders.order.Order;
import dev.millrace.orders.order.OrderCommand;
import dev.millrace.orders.order.OrderRejection;
import dev.millrace.orders.order.Refusal;
import dev.millrace.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer of the orders of its partition: takes each command, answer and passed deadline to its
 * order, stores what became of it and forwards one outcome. What happens to an order is {@link
 * OrderInHand}'s, how it is kept {@link StoredOrders}'.
 */
final class OrdersProcessor implements Processor<String, OrdersInput, String, OrdersOutcome> {

  private static final Logger LOG = LoggerFactory.getLogger(OrdersProcessor.class);

  /** How many overdue steps one tick decides, so that commands never wait long for it. */
  private static final int OVERDUE_PER_TICK_MAX = 500;

  private static final Caller INVENTORY = new Caller(Caller.Role.SYSTEM, "inventory");
  private static final Caller ACCOUNTS = new Caller(Caller.Role.SYSTEM, "accounts");
  private static final Caller GATEWAYS = new Caller(Caller.Role.SYSTEM, "gateways");
  private static final Caller DEADLINES = new Caller(Caller.Role.SYSTEM, "orders");

  private final OrdersConfig config;
  private final byte[] quoteSecret;
  private final OrderInHand.Rules rules;

  private final ProcessorContext<String, OrdersOutcome> context;
  private final StoredOrders orders;
  private final Labels labels;
  private final CommandOutcomes outcomes;
  private final TaskCounter needingAttention;

  record Supplier(OrdersConfig config, Topics topics)
      implements ProcessorSupplier<String, OrdersInput, String, OrdersOutcome> {
    @Override
    public Processor<String, OrdersInput, String, OrdersOutcome> get() {
      return new Opening(config);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
      return OrdersStores.all(config, topics);
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
    this.rules = OrderInHand.Rules.of(config.terms(), config.returns(), config.fraud());
    this.context = context;
    this.orders = new StoredOrders(context);
    this.labels = new Labels(context);
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
    CommitPace.awaited(context);
    switch (record.value()) {
      case OrdersInput.Command input -> command(record, input.command());
      case OrdersInput.StockResult input ->
          answered(
              record, input.result().getResultKey(), OrderAvro.answer(input.result()), INVENTORY);
      case OrdersInput.ParcelResult input -> parcel(record, input.result());
      case OrdersInput.DrawResult input ->
          answered(
              record, input.result().getResultKey(), DrawAvro.answer(input.result()), ACCOUNTS);
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
    OrderInHand order = orders.load(command.getOrderId());
    Instant now = order.notBefore(request.at());
    OrdersOutcome outcome = OrdersOutcome.empty();
    if (read.get() instanceof OrderCommand.EditOrder edit && edit.preview()) {
      preview(order, edit, OrderAvro.caller(command.getActor()), request, now, outcome);
      forward(order.orderId(), outcome, now, record.headers());
      return;
    }
    order
        .decide(rules, read.get(), OrderAvro.caller(command.getActor()), now, outcome)
        .ifPresentOrElse(
            refusal -> answer(request, OrderReplies.refused(request, refusal, now), outcome),
            () -> accepted(order, read.get(), request, now, outcome));
    finish(order, now, outcome, record.headers());
  }

  /** Says what an edit would do. Not remembered: asked again, it is what would happen then. */
  private void preview(
      OrderInHand order,
      OrderCommand.EditOrder edit,
      Caller caller,
      Request request,
      Instant now,
      OrdersOutcome outcome) {
    if (!request.wantsReply()) {
      return;
    }
    order
        .preview(
            rules,
            edit,
            caller,
            now,
            wouldBe -> outcome.replies().add(OrderReplies.accepted(request, wouldBe, now)))
        .ifPresent(refusal -> outcome.replies().add(OrderReplies.refused(request, refusal, now)));
  }

  /** A placement is answered when its stock has answered, everything else at once. */
  private void accepted(
      OrderInHand inHand,
      OrderCommand command,
      Request request,
      Instant now,
      OrdersOutcome outcome) {
    if (!request.wantsReply()) {
      return;
    }
    Order order = inHand.order();
    if (!(command instanceof OrderCommand.PlaceOrder)) {
      answer(request, OrderReplies.accepted(request, order, now), outcome);
    } else if (order.status() != Order.Status.PENDING_STOCK) {
      answer(request, OrderReplies.placed(request, order, now), outcome);
    } else {
      inHand
          .await(request)
          .ifPresent(
              // Not remembered: the same command may find room, or get its own answer, later.
              refusal -> outcome.replies().add(OrderReplies.refused(request, refusal, now)));
    }
  }

  private void answered(
      Record<String, OrdersInput> record, String orderId, OrderCommand answer, Caller from) {
    Instant at = Instant.ofEpochMilli(record.timestamp());
    decideAlone(orders.load(orderId), answer, from, at, record.headers());
  }

  private void parcel(
      Record<String, OrdersInput> record, dev.millrace.avro.gateways.CarrierResult result) {
    labels.keep(result);
    for (OrderCommand answer : ShipmentAvro.answers(result)) {
      answered(record, result.getOrderId(), answer, GATEWAYS);
    }
  }

  private void sweep(Instant now) {
    for (TimeIndex.Entry entry : orders.takeOverdue(now, OVERDUE_PER_TICK_MAX)) {
      var overdue =
          new OrderCommand.DeadlinePassed(
              entry.id() + ":deadline:" + entry.at().toEpochMilli(), entry.at());
      decideAlone(orders.load(entry.id()), overdue, DEADLINES, now, new RecordHeaders());
    }
    outcomes.goOn();
  }

  /** Decides what nobody waits for by itself. */
  private void decideAlone(
      OrderInHand order, OrderCommand command, Caller caller, Instant at, Headers headers) {
    Instant now = order.notBefore(at);
    OrdersOutcome outcome = OrdersOutcome.empty();
    order
        .decide(rules, command, caller, now, outcome)
        .ifPresent(refusal -> LOG.warn("{} was refused: {}", command, refusal.name().code()));
    finish(order, now, outcome, headers);
  }

  /** Answers who waited for what has now happened, stores the order and forwards the outcome. */
  private void finish(OrderInHand order, Instant now, OrdersOutcome outcome, Headers headers) {
    for (WaitingRequest waiting : order.takeAnswerable()) {
      Request request = OrderReplies.request(waiting, now);
      answer(request, OrderReplies.placed(request, order.order(), now), outcome);
    }
    orders.save(order);
    for (OrderEvent event : outcome.events()) {
      if (event.getOrderNeedsAttention() != null) {
        needingAttention.count();
      }
    }
    forward(order.orderId(), outcome, now, headers);
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
                Refusal.of(
                    OrderRejection.MALFORMED_COMMAND,
                    "A command holds exactly one request and bounded ids."),
                request.at()));
    forward(record.key(), outcome, request.at(), record.headers());
  }

  private void forward(String orderId, OrdersOutcome outcome, Instant now, Headers headers) {
    if (!outcome.isEmpty()) {
      context.forward(
          new Record<>(orderId, outcome, now.toEpochMilli(), MessageHeaders.passedOn(headers)));
    }
  }
}
