package dev.millrace.customers;

import dev.millrace.avro.customers.Cart;
import dev.millrace.avro.customers.CartCommand;
import dev.millrace.avro.customers.CartEvent;
import dev.millrace.avro.edge.Problem;
import dev.millrace.avro.edge.Reply;
import dev.millrace.customers.cart.CartDecider;
import dev.millrace.customers.cart.CartRejection;
import dev.millrace.kit.decide.Decision;
import dev.millrace.kit.metrics.ProcessorMetrics;
import dev.millrace.kit.process.CommandOutcomes;
import dev.millrace.kit.process.MessageHeaders;
import dev.millrace.kit.process.Replies;
import dev.millrace.kit.process.Request;
import dev.millrace.kit.trace.RecordTrace;
import dev.millrace.schemas.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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

/** The one writer of each cart: load, decide, fold, store, forward one outcome. */
final class CartProcessor implements Processor<String, CartCommand, String, CartOutcome> {

  private static final Logger LOG = LoggerFactory.getLogger(CartProcessor.class);
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final String MALFORMED = "malformed_command";

  /** Makes one processor for each task and brings its stores. */
  record Supplier(CustomersConfig config, Topics topics)
      implements ProcessorSupplier<String, CartCommand, String, CartOutcome> {

    @Override
    public Processor<String, CartCommand, String, CartOutcome> get() {
      return new CartProcessor(config);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
      // In order of their names, so that the topology describes itself alike in every process.
      Set<StoreBuilder<?>> stores = new TreeSet<>(Comparator.comparing(StoreBuilder::name));
      stores.addAll(CommandOutcomes.stores(topics));
      stores.add(CustomersStores.cartState(topics));
      return stores;
    }
  }

  private final CustomersConfig config;
  private final RecordTrace trace = RecordTrace.ofProcess();
  private ProcessorContext<String, CartOutcome> context;
  private KeyValueStore<String, Cart> carts;
  private CommandOutcomes outcomes;
  private ProcessorMetrics metrics;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else.
  CartProcessor(CustomersConfig config) {
    this.config = config;
  }

  @Override
  public void init(ProcessorContext<String, CartOutcome> processorContext) {
    context = processorContext;
    carts = context.getStateStore(CustomersStores.CART_STATE);
    outcomes = new CommandOutcomes(context, config.outcomes());
    metrics = new ProcessorMetrics(context);
    context.schedule(
        TICK,
        PunctuationType.WALL_CLOCK_TIME,
        nowMs -> outcomes.forgetOld(Instant.ofEpochMilli(nowMs)));
  }

  @Override
  public void process(Record<String, CartCommand> record) {
    if (record.value() == null) {
      metrics.malformed();
      return;
    }
    try (var work = trace.work("decide-cart", record.headers())) {
      decide(record, record.value());
    }
  }

  @Override
  public void close() {
    metrics.close();
  }

  private void decide(Record<String, CartCommand> record, CartCommand command) {
    Request request = Request.of(record, context, command.getCommandId(), command.getFingerprint());
    var asked = CartAvro.command(record.key(), command);
    if (asked.isEmpty()) {
      refuseMalformed(record, request);
      return;
    }
    Optional<Reply> answered = outcomes.answered(request);
    if (answered.isPresent()) {
      metrics.replayed();
      forward(record, new CartOutcome(List.of(), answered.get()), request.at());
      return;
    }
    Cart stored = carts.get(record.key());
    var cart = CartAvro.cart(record.key(), stored);
    Instant now = request.notBefore(cart.latestAt());
    var decision =
        CartDecider.decide(
            cart, asked.get(), command.getCustomerId(), command.getExpectedVersion());
    CartOutcome outcome =
        switch (decision) {
          case Decision.Accepted<dev.millrace.customers.cart.CartEvent, CartRejection>(
                  var events) ->
              accept(cart, events, command, request, now);
          case Decision.Rejected<dev.millrace.customers.cart.CartEvent, CartRejection>(
                  var reason) ->
              new CartOutcome(List.of(), refusal(request, now, reason, cart, command));
        };
    Reply reply = outcome.reply();
    if (reply != null) {
      outcomes.remember(request.fingerprint(), reply);
    }
    forward(record, outcome, now);
  }

  private CartOutcome accept(
      dev.millrace.customers.cart.Cart before,
      List<dev.millrace.customers.cart.CartEvent> events,
      CartCommand command,
      Request request,
      Instant now) {
    metrics.decided();
    var after = before;
    List<CartEvent> facts = new ArrayList<>(events.size());
    for (var event : events) {
      after = after.evolve(event, command.getCustomerId(), now);
      facts.add(CartAvro.event(event, after, command, now));
    }
    Cart view = CartAvro.view(after, command.getCustomerId(), now);
    if (!facts.isEmpty()) {
      carts.put(view.getCartId(), view);
    }
    Reply reply =
        request.wantsReply() ? Replies.accepted(request, now).setCart(view).build() : null;
    return new CartOutcome(facts, reply);
  }

  private @Nullable Reply refusal(
      Request request,
      Instant now,
      CartRejection reason,
      dev.millrace.customers.cart.Cart cart,
      CartCommand command) {
    metrics.refused();
    if (!request.wantsReply()) {
      warnDropped(request, reason.code());
      return null;
    }
    List<Problem> problems =
        reason == CartRejection.VERSION_CONFLICT
            ? List.of(
                new Problem(
                    "version",
                    reason.code(),
                    reason.detail(),
                    command.getExpectedVersion(),
                    cart.version()))
            : List.of();
    return Replies.refused(request, now, reason.code(), reason.detail(), problems);
  }

  private void refuseMalformed(Record<String, CartCommand> record, Request request) {
    metrics.malformed();
    if (!request.wantsReply()) {
      warnDropped(request, MALFORMED);
      return;
    }
    Reply reply =
        Replies.refused(
            request,
            request.at(),
            MALFORMED,
            "The command names its cart and customer and sets exactly one request.",
            List.of());
    forward(record, new CartOutcome(List.of(), reply), request.at());
  }

  private static void warnDropped(Request request, String why) {
    LOG.warn("Dropped the cart command at {}: {}", request.position(), why);
  }

  private void forward(Record<String, CartCommand> record, CartOutcome outcome, Instant now) {
    if (outcome.events().isEmpty() && outcome.reply() == null) {
      return;
    }
    context.forward(
        new Record<>(
            record.key(), outcome, now.toEpochMilli(), MessageHeaders.passedOn(record.headers())));
  }
}
