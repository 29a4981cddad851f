package dev.millrace.standalone.audit;

import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.common.Address;
import dev.millrace.avro.inventory.CommitReservation;
import dev.millrace.avro.inventory.MoveStock;
import dev.millrace.avro.inventory.MovementType;
import dev.millrace.avro.inventory.ReleaseReservation;
import dev.millrace.avro.inventory.Reservation;
import dev.millrace.avro.inventory.ReserveStock;
import dev.millrace.avro.inventory.SalesTerms;
import dev.millrace.avro.inventory.SetSalesTerms;
import dev.millrace.avro.inventory.Stock;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.avro.inventory.StockEvent;
import dev.millrace.avro.inventory.WithdrawBackorder;
import dev.millrace.avro.orders.ItemsReturned;
import dev.millrace.avro.orders.LineBackorderWithdrawn;
import dev.millrace.avro.orders.LineStockCommitted;
import dev.millrace.avro.orders.OrderCancelled;
import dev.millrace.avro.orders.OrderConfirmed;
import dev.millrace.avro.orders.OrderEvent;
import dev.millrace.avro.orders.OrderPlaced;
import dev.millrace.avro.orders.OrderRejected;
import dev.millrace.avro.orders.ReturnedItem;
import dev.millrace.avro.pricing.Quote;
import dev.millrace.avro.pricing.QuoteLine;
import dev.millrace.inventory.InventoryConfig;
import dev.millrace.inventory.InventoryModule;
import dev.millrace.inventory.InventoryTopology;
import dev.millrace.kit.app.QueryableStore;
import dev.millrace.launch.config.Settings;
import dev.millrace.orders.order.RequestIds;
import dev.millrace.schemas.registry.InMemoryRegistry;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.testkit.Flow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A small shop whose inventory really ran, so that everything agrees until a test changes one of
 * the places: a confirmed order, a pending one, a rejected one, one with a return, one cancelled
 * after its confirmation, and a hold of a machine client.
 */
final class AuditScene implements InventoryStores {

  static final String SKU = "SKU-1";
  static final String SELLER = "sel_1";
  static final String LINE = "lin_1";
  static final Instant START = Flow.START;

  /** All orders of the scene are older. */
  static final Instant SETTLED = START.plus(Duration.ofHours(1));

  private static final Actor ORDERS = new Actor(ActorRole.SYSTEM, "orders");
  private static final Actor TILL = new Actor(ActorRole.SELLER, SELLER);

  final List<StockEvent> events = new ArrayList<>();
  final Map<String, Stock> table = new HashMap<>();
  final Map<String, Stock> stocks = new HashMap<>();
  final List<Reservation> holds = new ArrayList<>();
  final Map<String, List<OrderEvent>> orders = new HashMap<>();

  /** Runs whenever the log is read on, as the inventory does meanwhile. */
  Consumer<StockBooks> meanwhile = books -> {};

  private int commands;

  /** Lived through once; tests change copies. */
  private static final class Lived {
    private static final AuditScene SCENE = new AuditScene(new Settings(Map.of()));
  }

  AuditScene() {
    AuditScene lived = Lived.SCENE;
    events.addAll(lived.events);
    table.putAll(lived.table);
    stocks.putAll(lived.stocks);
    holds.addAll(lived.holds);
    lived.orders.forEach((orderId, all) -> orders.put(orderId, new ArrayList<>(all)));
    commands = lived.commands;
  }

  private AuditScene(Settings settings) {
    var config = InventoryConfig.from(settings);
    try (Flow flow = Flow.of(topics -> InventoryTopology.build(config, topics))) {
      move(flow, TILL, MovementType.RECEIVE, 20);
      confirmed(flow, "ord_confirmed", 2);
      hold(flow, ORDERS, hold("ord_pending"), 1, "ord_pending");
      placed("ord_pending", 1);
      hold(flow, ORDERS, hold("ord_rejected"), 3, "ord_rejected");
      placed("ord_rejected", 3);
      release(flow, "ord_rejected");
      order("ord_rejected", event -> event.setOrderRejected(new OrderRejected("payment_declined")));
      confirmed(flow, "ord_returned", 4);
      move(flow, ORDERS, MovementType.RETURN_TO_STOCK, 1);
      order(
          "ord_returned",
          event ->
              event.setItemsReturned(
                  new ItemsReturned(
                      "ret_1", List.of(new ReturnedItem(LINE, 1)), "", "wh", 0L, "req_1")));
      confirmed(flow, "ord_cancelled", 2);
      move(flow, ORDERS, MovementType.RETURN_TO_STOCK, 2);
      order("ord_cancelled", event -> event.setOrderCancelled(new OrderCancelled(TILL, "")));
      hold(flow, TILL, "till-1", 5, "the till");
      cancelledThatWaited(flow);
      read(flow, config);
    }
  }

  static String hold(String orderId) {
    return RequestIds.reservation(orderId, 1, LINE, SKU, SELLER);
  }

  /** Audits as {@link InventoryAudit} does. */
  AuditReport audit(Instant settledBefore) {
    var findings = new Findings();
    var totals = new Totals();
    var books = new StockBooks(0, 1);
    events.forEach(books::enter);
    Runnable readOn =
        () -> {
          meanwhile.accept(books);
          table.values().forEach(books::enter);
        };
    table.values().forEach(books::enter);
    long moving =
        new Settling(books.against(this), readOn, Duration.ZERO)
            .settle(books.suspects(this), findings);
    findings.addAll(books.amongEvents());
    var comparison = new OrderComparison(books, settledBefore, findings);
    orders.forEach(
        (id, all) -> {
          var order = new OrderBook(id);
          all.forEach(order::enter);
          order.differences().forEach(what -> findings.add(Difference.Kind.ORDER, id, what));
          comparison.compare(order);
          totals.add(order, settledBefore);
        });
    comparison.finish();
    books.all().forEach(totals::add);
    return totals.report(moving, findings);
  }

  /** Adds an event to an order. */
  void order(String orderId, Consumer<OrderEvent.Builder> what) {
    List<OrderEvent> all = orders.computeIfAbsent(orderId, id -> new ArrayList<>());
    OrderEvent.Builder event =
        OrderEvent.newBuilder()
            .setEventId(orderId + "-" + all.size())
            .setOrderId(orderId)
            .setSequence(all.size() + 1)
            .setAt(START)
            .setCommandId("cmd")
            .setActor(ORDERS)
            .setType("any");
    what.accept(event);
    all.add(event.build());
  }

  /** Begins the order's next attempt. */
  void placed(String orderId, int quantity) {
    long before =
        orders.getOrDefault(orderId, List.of()).stream()
            .filter(event -> event.getOrderPlaced() != null)
            .count();
    int attempt = (int) before + 1;
    order(orderId, event -> event.setOrderPlaced(placement(orderId, attempt, quantity)));
  }

  /** Changes the stock event with this sequence. */
  void change(long sequence, Consumer<StockEvent.Builder> how) {
    events.replaceAll(
        event -> {
          if (event.getSequence() != sequence) {
            return event;
          }
          StockEvent.Builder changed = StockEvent.newBuilder(event);
          how.accept(changed);
          return changed.build();
        });
  }

  @Override
  public void stocks(int partition, Consumer<Stock> consumer) {
    stocks.values().forEach(consumer);
  }

  @Override
  public void holds(int partition, Consumer<Reservation> consumer) {
    holds.forEach(consumer);
  }

  @Override
  public Optional<Stock> stock(String sku) {
    return Optional.ofNullable(stocks.get(sku));
  }

  @Override
  public List<Reservation> holds(String sku) {
    return holds.stream().filter(hold -> hold.getSku().equals(sku)).toList();
  }

  private void confirmed(Flow flow, String orderId, int quantity) {
    hold(flow, ORDERS, hold(orderId), quantity, orderId);
    placed(orderId, quantity);
    order(orderId, event -> event.setOrderConfirmed(new OrderConfirmed("cmd", null)));
    send(
        flow,
        command(ORDERS)
            .setCommit(CommitReservation.newBuilder().setReservationId(hold(orderId)).build()));
    order(
        orderId,
        event ->
            event.setLineStockCommitted(
                new LineStockCommitted(LINE, hold(orderId), List.of(), 0, null)));
  }

  /** The last 9 units and 2 that never came, of which an order was cancelled. */
  private void cancelledThatWaited(Flow flow) {
    String orderId = "ord_withdrawn";
    SalesTerms terms = SalesTerms.newBuilder().setSellerId(SELLER).setBackorderMax(5).build();
    send(flow, command(TILL).setSetTerms(new SetSalesTerms(terms, null)));
    confirmed(flow, orderId, 11);
    order(orderId, event -> event.setOrderCancelled(new OrderCancelled(TILL, "")));
    send(flow, command(ORDERS).setWithdraw(new WithdrawBackorder(hold(orderId), "", null)));
    order(
        orderId,
        event ->
            event.setLineBackorderWithdrawn(
                new LineBackorderWithdrawn(LINE, hold(orderId), 2, List.of())));
    move(flow, ORDERS, MovementType.RETURN_TO_STOCK, 9);
  }

  private void hold(Flow flow, Actor actor, String reservationId, int quantity, String owner) {
    send(
        flow,
        command(actor)
            .setReserve(
                ReserveStock.newBuilder()
                    .setReservationId(reservationId)
                    .setSellerId(SELLER)
                    .setQuantity(quantity)
                    .setHoldMs(60_000L)
                    .setOwner(owner)
                    .setBackorderAllowed(true)
                    .build()));
  }

  private void release(Flow flow, String orderId) {
    send(
        flow,
        command(ORDERS)
            .setRelease(
                ReleaseReservation.newBuilder()
                    .setReservationId(hold(orderId))
                    .setReason("")
                    .build()));
  }

  private void move(Flow flow, Actor actor, MovementType type, int quantity) {
    send(
        flow,
        command(actor)
            .setMove(
                MoveStock.newBuilder()
                    .setMovementType(type)
                    .setSellerId(SELLER)
                    .setWarehouseId("wh")
                    .setQuantity(quantity)
                    .build()));
  }

  private StockCommand.Builder command(Actor actor) {
    return StockCommand.newBuilder()
        .setCommandId("cmd_" + commands++)
        .setFingerprint("")
        .setIssuedAt(START)
        .setActor(actor)
        .setSku(SKU);
  }

  private static void send(Flow flow, StockCommand.Builder command) {
    flow.send(flow.topics().stockCommands(), SKU, command.build());
  }

  private void read(Flow flow, InventoryConfig config) {
    events.addAll(flow.takeAll(flow.topics().stockEvents()));
    flow.takeAll(flow.topics().stockTable()).forEach(row -> table.put(SKU, row));
    var module = InventoryModule.of(config, new Topics(new InMemoryRegistry(), 1));
    for (QueryableStore store : module.queryableStores()) {
      try (var entries = flow.<String, Object>store(store.store()).all()) {
        entries.forEachRemaining(
            entry -> {
              switch (store.view().apply(entry.value)) {
                case Stock stock -> stocks.put(SKU, stock);
                case Reservation hold -> holds.add(hold);
                default -> throw new IllegalStateException(store.store());
              }
            });
      }
    }
  }

  private static OrderPlaced placement(String orderId, int attempt, int quantity) {
    var line = new QuoteLine(LINE, SKU, SELLER, quantity, 100L, 100L, 0L, 0L, 100L, List.of());
    var quote =
        Quote.newBuilder()
            .setQuoteId("quo")
            .setCustomerId("cus")
            .setCartId("crt")
            .setCartGeneration(0L)
            .setCurrency("USD")
            .setLines(List.of(line))
            .setShippingOptionId("standard")
            .setShippingMinor(0L)
            .setShippingTaxMinor(0L)
            .setShippingRules(List.of())
            .setSubtotalMinor(100L)
            .setDiscountMinor(0L)
            .setTaxMinor(0L)
            .setTotalMinor(100L)
            .setRoundingMode("HALF_EVEN")
            .setRoundingLevel("LINE")
            .setCountry("US")
            .setRegion("CA")
            .setIssuedAt(START)
            .setExpiresAt(START)
            .setSignature("")
            .build();
    return new OrderPlaced(
        attempt,
        "cus",
        quote,
        new Address("Ada", "1 Main St", null, "Town", null, "94000", "US"),
        "pm",
        orderId,
        START,
        false,
        null,
        false,
        null,
        null);
  }
}
