package dev.millrace.edge;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.avro.accounts.AccountCommand;
import dev.millrace.avro.customers.CartCommand;
import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.orders.OrderCommand;
import dev.millrace.avro.orders.OrderEvent;
import dev.millrace.avro.orders.views.OrderEventPage;
import dev.millrace.avro.pricing.QuoteCommand;
import dev.millrace.edge.bus.BusUnavailableException;
import dev.millrace.edge.bus.Command;
import dev.millrace.edge.bus.CommandBus;
import dev.millrace.edge.bus.OrderLogEnd;
import dev.millrace.edge.bus.OrderWatch;
import dev.millrace.edge.state.Lookup;
import dev.millrace.edge.state.SearchClient;
import dev.millrace.edge.state.StateClient;
import dev.millrace.edge.state.StatePage;
import dev.millrace.edge.state.StateStore;
import dev.millrace.schemas.topics.Topic;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Stands in for the log and the contexts: answers every command as {@link Samples} say. */
final class FakeShop implements CommandBus, StateClient, SearchClient, OrderWatch, OrderLogEnd {

  /** How the log behaves. */
  enum Log {
    ANSWERS,
    TAKES_BUT_IS_SILENT,
    DOES_NOT_CONFIRM,
    IS_AWAY
  }

  final List<Command<?>> commands = new CopyOnWriteArrayList<>();
  final Map<String, SpecificRecord> states = new ConcurrentHashMap<>();
  final List<CompletableFuture<Void>> watches = new CopyOnWriteArrayList<>();
  volatile Log log = Log.ANSWERS;
  volatile boolean statesReady = true;

  /** Stores and questions that have not seen yet what the asker has. */
  final Set<String> behind = ConcurrentHashMap.newKeySet();

  /** Applications that do not run in this shop. */
  final Set<String> missing = ConcurrentHashMap.newKeySet();

  /** Parameters of the latest question. */
  volatile Map<String, String> lastQuestion = Map.of();

  volatile SearchClient.Result searchResult = found();

  static final int PARTITIONS = 3;

  /** Entries of stores that are listed, by partition and store. */
  final Map<String, NavigableMap<String, SpecificRecord>> lists = new ConcurrentHashMap<>();

  /** Of one order, from its first event on. */
  final List<OrderEvent> orderEvents = new CopyOnWriteArrayList<>();

  /** Where the log of order events ends. */
  volatile OptionalLong logEnd = OptionalLong.of(10);

  /** The positions that reads had to have seen, the latest last. */
  final List<String> positions = new CopyOnWriteArrayList<>();

  /** Says something else than usual for some commands. */
  volatile Function<Command<?>, Optional<Reply>> script = command -> Optional.empty();

  void put(StateStore<?> store, String key, SpecificRecord value) {
    states.put(store.name() + "/" + key, value);
  }

  @SuppressWarnings("unchecked")
  <V extends SpecificRecord> V lastCommand(Class<V> type) {
    for (Command<?> command : commands.reversed()) {
      if (type.isInstance(command.value())) {
        return (V) command.value();
      }
    }
    throw new AssertionError("no " + type.getSimpleName() + " was sent");
  }

  void list(StateStore<?> store, int partition, String key, SpecificRecord value) {
    lists
        .computeIfAbsent(partition + "/" + store.name(), name -> new ConcurrentSkipListMap<>())
        .put(key, value);
  }

  void orderChanges() {
    watches.forEach(watch -> watch.complete(null));
  }

  @Override
  public <V extends SpecificRecord> Sent send(Command<V> command) {
    if (log == Log.IS_AWAY) {
      throw new BusUnavailableException("away", null);
    }
    commands.add(command);
    var logged = new CompletableFuture<Void>();
    var reply = new CompletableFuture<Reply>();
    switch (log) {
      case ANSWERS -> {
        logged.complete(null);
        reply.complete(script.apply(command).orElseGet(() -> usual(command)));
      }
      case TAKES_BUT_IS_SILENT -> logged.complete(null);
      case DOES_NOT_CONFIRM ->
          logged.completeExceptionally(new BusUnavailableException("not confirmed", null));
      case IS_AWAY -> throw new AssertionError();
    }
    return new Sent(logged, reply);
  }

  @Override
  public <V extends SpecificRecord> CompletableFuture<Void> publish(
      Topic<V> topic, String key, V value, String traceparent) {
    return send(new Command<>(topic, key, "none", value, traceparent)).logged();
  }

  @Override
  public void forget(String commandId, CompletableFuture<Reply> reply) {}

  @Override
  @SuppressWarnings("unchecked")
  public <T extends SpecificRecord> Lookup<T> find(
      StateStore<T> store,
      String key,
      Map<String, String> parameters,
      @Nullable String minPosition) {
    if (!statesReady || behind.contains(store.name())) {
      return new Lookup.NotReady<>();
    }
    if (minPosition != null) {
      positions.add(store.name() + " " + key + " " + minPosition);
    }
    if (!parameters.isEmpty()) {
      lastQuestion = parameters;
    }
    if (store.equals(StateStore.ORDER_EVENTS)) {
      return new Lookup.Found<>((T) orderEventPage(parameters), null);
    }
    SpecificRecord value = states.get(store.name() + "/" + key);
    return value == null ? new Lookup.Missing<>() : new Lookup.Found<>((T) value, null);
  }

  private OrderEventPage orderEventPage(Map<String, String> parameters) {
    int after = Integer.parseInt(parameters.getOrDefault("after_sequence", "0"));
    int to =
        Math.min(
            after + Integer.parseInt(parameters.getOrDefault("limit", "50")), orderEvents.size());
    return new OrderEventPage(
        (long) orderEvents.size(),
        (long) orderEvents.size(),
        after < to ? List.copyOf(orderEvents.subList(after, to)) : List.of(),
        to < orderEvents.size() ? Long.valueOf(to) : null);
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T extends SpecificRecord> Optional<StatePage<T>> page(
      StateStore<T> store, int partition, String prefix, @Nullable String after, int limit) {
    if (!statesReady || behind.contains(store.name())) {
      return Optional.empty();
    }
    List<StatePage.Entry<T>> all =
        lists.getOrDefault(partition + "/" + store.name(), new TreeMap<>()).entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(prefix))
            .filter(entry -> after == null || entry.getKey().compareTo(after) > 0)
            .map(entry -> new StatePage.Entry<>(entry.getKey(), (T) entry.getValue()))
            .toList();
    return Optional.of(
        new StatePage<>(all.subList(0, Math.min(limit, all.size())), all.size() > limit));
  }

  @Override
  public OptionalLong of(int partition) {
    return logEnd;
  }

  @Override
  public boolean has(String context) {
    return !missing.contains(context);
  }

  @Override
  public boolean ready(String context) {
    return statesReady;
  }

  @Override
  public boolean ready() {
    return log == Log.ANSWERS;
  }

  @Override
  public SearchClient.Result ask(String path, Map<String, String> parameters) {
    return searchResult;
  }

  @Override
  public CompletableFuture<Void> watch(String orderId) {
    var watch = new CompletableFuture<Void>();
    watches.add(watch);
    return watch;
  }

  @Override
  public void unwatch(String orderId, CompletableFuture<Void> watch) {
    watches.remove(watch);
  }

  @Override
  public void close() {}

  private static Reply usual(Command<?> command) {
    Reply.Builder reply = Samples.accepted(command.commandId());
    switch (command.value()) {
      case CartCommand cart -> reply.setCart(Samples.cart(cart.getCartId(), cart.getCustomerId()));
      case QuoteCommand quote ->
          reply.setQuote(
              Samples.quote(
                  quote.getQuoteId(),
                  quote.getRequestQuote().getCartId(),
                  quote.getRequestQuote().getCustomerId(),
                  Samples.NOW.plusSeconds(600)));
      case OrderCommand order ->
          reply.setOrder(
              Samples.order(
                  order.getOrderId(), order.getActor().getSubject(), "pending_payment", 4L));
      case AccountCommand account ->
          reply.setAccount(CreditRoutesTest.account(account.getAccountId(), account.getIssue()));
      default ->
          reply
              .setStock(Samples.stock())
              .setReservation(Samples.reservation())
              .setOffers(Samples.offers())
              .setProduct(Samples.product(1L));
    }
    return reply.build();
  }

  private static SearchClient.Result found() {
    var body = JsonNodeFactory.instance.objectNode();
    body.putArray("items").addObject().put("product_id", "prd_1");
    body.put("total", 1);
    return new SearchClient.Result.Found(body);
  }
}
