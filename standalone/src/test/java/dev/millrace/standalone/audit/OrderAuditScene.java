package dev.millrace.standalone.audit;

import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.common.Address;
import dev.millrace.avro.gateways.PaymentOutcome;
import dev.millrace.avro.gateways.PaymentRequest;
import dev.millrace.avro.gateways.PaymentResult;
import dev.millrace.avro.inventory.Allocation;
import dev.millrace.avro.inventory.ReservationOperation;
import dev.millrace.avro.inventory.ReservationResult;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.avro.orders.CancelOrder;
import dev.millrace.avro.orders.CapturePayment;
import dev.millrace.avro.orders.ConfirmPayment;
import dev.millrace.avro.orders.EditOrder;
import dev.millrace.avro.orders.EditTerms;
import dev.millrace.avro.orders.MoveReturn;
import dev.millrace.avro.orders.Order;
import dev.millrace.avro.orders.OrderCommand;
import dev.millrace.avro.orders.OrderEvent;
import dev.millrace.avro.orders.PlaceOrder;
import dev.millrace.avro.orders.RecordCash;
import dev.millrace.avro.orders.RequestReturn;
import dev.millrace.avro.orders.ReturnClaim;
import dev.millrace.avro.orders.ReturnFinding;
import dev.millrace.avro.orders.ReturnItems;
import dev.millrace.avro.orders.ReturnReason;
import dev.millrace.avro.orders.ReturnStep;
import dev.millrace.avro.orders.ReturnedItem;
import dev.millrace.avro.orders.UnitsOfLine;
import dev.millrace.avro.pricing.Quote;
import dev.millrace.avro.pricing.QuoteLine;
import dev.millrace.kit.app.QueryableStore;
import dev.millrace.launch.config.Settings;
import dev.millrace.orders.OrdersConfig;
import dev.millrace.orders.OrdersModule;
import dev.millrace.orders.OrdersTopology;
import dev.millrace.schemas.id.Ids;
import dev.millrace.schemas.quote.QuoteSignature;
import dev.millrace.schemas.registry.InMemoryRegistry;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.testkit.Flow;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A small shop whose orders really ran, so that everything agrees until a test changes one of the
 * places: an order that is paid and partly returned, one of which a unit came back broken, one
 * cancelled after it was paid, one that was declined and tried again, one without stock, one given
 * up before its payment was answered, and one that waits for its payment.
 */
final class OrderAuditScene implements OrderStore {

  static final String RETURNED = Ids.orderOf("crt_returned", 0);
  static final String CANCELLED = Ids.orderOf("crt_cancelled", 0);
  static final String DECLINED = Ids.orderOf("crt_declined", 0);
  static final String SOLD_OUT = Ids.orderOf("crt_sold_out", 0);
  static final String GIVEN_UP = Ids.orderOf("crt_given_up", 0);
  static final String PENDING = Ids.orderOf("crt_pending", 0);

  static final String RAISED = Ids.orderOf("crt_raised", 0);

  static final long TOTAL = 2_000;

  /** All events and answers are older. */
  static final Instant SETTLED = Flow.START.plus(Duration.ofHours(1));

  private static final Actor SHOPPER = new Actor(ActorRole.SHOPPER, "cus_1");
  private static final OrdersConfig CONFIG = OrdersConfig.from(new Settings(Map.of()));

  /** Paid in cash: taken back in part, cancelled, and still due. */
  static final String CASH = Ids.orderOf("crt_cash", 0);

  static final String CASH_CANCELLED = Ids.orderOf("crt_cash_cancelled", 0);
  static final String CASH_DUE = Ids.orderOf("crt_cash_due", 0);

  /** Taken in parts: all of it, with a rest that was released, and cancelled half-way. */
  static final String PARTS = Ids.orderOf("crt_parts", 0);

  static final String RELEASED = Ids.orderOf("crt_released", 0);
  static final String HALFWAY = Ids.orderOf("crt_halfway", 0);

  final List<OrderEvent> events = new ArrayList<>();
  final List<PaymentRequest> requests = new ArrayList<>();
  final List<PaymentResult> results = new ArrayList<>();
  final List<ReservationResult> stock = new ArrayList<>();
  final Map<String, Order> store = new HashMap<>();

  /** Runs whenever the log is read on, as orders do meanwhile. */
  Consumer<OrderAccounts> meanwhile = accounts -> {};

  /** From when on requests and answers are kept. */
  Instant keptSince = Instant.EPOCH;

  private final Flow flow;
  private int commands;

  /** Lived through once; tests change copies. */
  private static final class Lived {
    private static final OrderAuditScene SCENE = new OrderAuditScene(CONFIG, OrderAuditScene::live);
  }

  OrderAuditScene() {
    OrderAuditScene lived = Lived.SCENE;
    flow = lived.flow;
    commands = lived.commands;
    events.addAll(lived.events);
    requests.addAll(lived.requests);
    results.addAll(lived.results);
    stock.addAll(lived.stock);
    store.putAll(lived.store);
  }

  /** Orders whose money is taken in parts, or in cash. */
  static OrderAuditScene inParts() {
    return new OrderAuditScene(
        OrdersConfig.from(new Settings(Map.of("MILLRACE_ORDERS_CAPTURE", "MANUAL"))),
        OrderAuditScene::liveInParts);
  }

  /** An order of which more was wanted, and its addition. */
  static OrderAuditScene raised() {
    return new OrderAuditScene(CONFIG, OrderAuditScene::raise);
  }

  private void raise() {
    bought("crt_raised");
    Quote quote = quote(Ids.cartOfAddition(RAISED, "edt_1"));
    var terms = new EditTerms(quote, null, null);
    var more = List.of(new UnitsOfLine("l1", 4));
    ask(
        "crt_raised",
        command -> command.setEdit(new EditOrder("edt_1", null, more, "more", false, terms)));
    stockCommands().forEach(command -> answer(command, true));
    pay(PaymentOutcome.SUCCEEDED);
    stockCommands().forEach(command -> answer(command, true));
    pay(PaymentOutcome.SUCCEEDED);
  }

  private OrderAuditScene(OrdersConfig config, Consumer<OrderAuditScene> life) {
    try (Flow opened = Flow.of(topics -> OrdersTopology.build(config, topics))) {
      flow = opened;
      life.accept(this);
      readStore();
    }
  }

  private void liveInParts() {
    soldForCash("crt_cash");
    cash("crt_cash", "rec_1", 500L, false);
    cash("crt_cash", "rec_2", null, false);
    var back = new ReturnItems("ret_1", List.of(new ReturnedItem("l1", 1)), "", "wh");
    ask("crt_cash", command -> command.setReturnItems(back));
    cash("crt_cash", "rec_3", null, true);
    soldForCash("crt_cash_cancelled");
    cash("crt_cash_cancelled", "rec_1", 500L, false);
    ask("crt_cash_cancelled", command -> command.setCancel(new CancelOrder("")));
    soldForCash("crt_cash_due");
    for (String cartId : List.of("crt_parts", "crt_released", "crt_halfway")) {
      placed(cartId, true);
      pay(PaymentOutcome.SUCCEEDED);
      stockCommands().forEach(command -> answer(command, true));
      capture(cartId, "cap_1", 500L, false);
    }
    capture("crt_parts", "cap_2", null, false);
    capture("crt_released", "cap_2", 700L, true);
    ask("crt_halfway", command -> command.setCancel(new CancelOrder("")));
    for (PaymentRequest request : flow.takeAll(flow.topics().paymentRequests())) {
      pay(request, PaymentOutcome.SUCCEEDED);
    }
  }

  private void soldForCash(String cartId) {
    placed(cartId, "cod", true);
    stockCommands().forEach(command -> answer(command, true));
  }

  private void cash(
      String cartId, String receiptId, @Nullable Long amountMinor, boolean givenBack) {
    ask(
        cartId,
        command -> command.setRecordCash(new RecordCash(receiptId, amountMinor, givenBack)));
  }

  private void capture(
      String cartId, String captureId, @Nullable Long amountMinor, boolean isLast) {
    ask(
        cartId,
        command -> command.setCapturePayment(new CapturePayment(captureId, amountMinor, isLast)));
    pay(PaymentOutcome.SUCCEEDED);
  }

  private void live() {
    bought("crt_returned");
    var back = new ReturnItems("ret_1", List.of(new ReturnedItem("l1", 1)), "", "wh");
    ask("crt_returned", command -> command.setReturnItems(back));
    pay(PaymentOutcome.SUCCEEDED);
    bought("crt_sent_back");
    var claim = new ReturnClaim("l1", 1, ReturnReason.DAMAGED, null);
    ask(
        "crt_sent_back",
        command ->
            command.setRequestReturn(new RequestReturn("ret_2", List.of(claim), null, null, null)));
    step(ReturnStep.RECEIVED, List.of());
    step(ReturnStep.INSPECTED, List.of(new ReturnFinding("l1", 0, 1, 0, 1, 0, 0L)));
    pay(PaymentOutcome.SUCCEEDED);
    bought("crt_cancelled");
    ask("crt_cancelled", command -> command.setCancel(new CancelOrder("")));
    pay(PaymentOutcome.SUCCEEDED);
    placed("crt_declined", true);
    pay(PaymentOutcome.DECLINED);
    stockCommands();
    bought("crt_declined");
    placed("crt_sold_out", false);
    placed("crt_given_up", true);
    PaymentRequest late = flow.take(flow.topics().paymentRequests());
    ask("crt_given_up", command -> command.setCancel(new CancelOrder("")));
    stockCommands();
    pay(late, PaymentOutcome.SUCCEEDED);
    pay(PaymentOutcome.SUCCEEDED);
    placed("crt_pending", true);
    pay(PaymentOutcome.ACTION_REQUIRED);
    ask("crt_pending", command -> command.setConfirmPayment(new ConfirmPayment(null)));
    requests.add(flow.take(flow.topics().paymentRequests()));
  }

  /** Audits as {@link OrderAudit} does, in so many shares. */
  OrderAuditReport audit(Instant settledBefore, int shares) {
    var findings = new Findings();
    var tally = new OrderTally();
    long moving = 0;
    for (int share = 0; share < shares; share++) {
      var accounts = new OrderAccounts(0, share, shares);
      events.forEach(accounts::enter);
      moving +=
          new Settling(accounts.against(this), () -> meanwhile.accept(accounts), Duration.ZERO)
              .settle(accounts.suspects(this), findings);
      results.forEach(accounts::enter);
      stock.forEach(accounts::enter);
      requests.forEach(accounts::enter);
      accounts.wholeOnlySince(keptSince);
      accounts.compareAnswers(settledBefore, findings, tally);
      accounts.compareAdditions(this, settledBefore, findings);
    }
    return tally.report(moving, findings);
  }

  /** Changes the order's events of a type. */
  void change(String orderId, String type, Consumer<OrderEvent.Builder> how) {
    events.replaceAll(
        event -> {
          if (!event.getOrderId().equals(orderId) || !event.getType().equals(type)) {
            return event;
          }
          OrderEvent.Builder changed = OrderEvent.newBuilder(event);
          how.accept(changed);
          return changed.build();
        });
  }

  /** The order's first event of a type. */
  OrderEvent event(String orderId, String type) {
    return events.stream()
        .filter(event -> event.getOrderId().equals(orderId) && event.getType().equals(type))
        .findFirst()
        .orElseThrow();
  }

  /** Takes the order's last event out of the log, as if it had never been. */
  OrderEvent dropLast(String orderId) {
    OrderEvent last =
        events.stream()
            .filter(event -> event.getOrderId().equals(orderId))
            .reduce((first, second) -> second)
            .orElseThrow();
    events.remove(last);
    return last;
  }

  @Override
  public void orders(int partition, Consumer<Order> consumer) {
    store.values().forEach(consumer);
  }

  @Override
  public Optional<Order> order(String orderId) {
    return Optional.ofNullable(store.get(orderId));
  }

  private void bought(String cartId) {
    placed(cartId, true);
    pay(PaymentOutcome.SUCCEEDED);
    stockCommands().forEach(command -> answer(command, true));
    pay(PaymentOutcome.SUCCEEDED);
  }

  private void placed(String cartId, boolean done) {
    placed(cartId, "pm_card_visa", done);
  }

  private void placed(String cartId, String paymentMethodId, boolean done) {
    ask(
        cartId,
        command ->
            command.setPlace(
                new PlaceOrder(
                    "cus_1",
                    quote(cartId),
                    new Address("Ada", "1 Main St", null, "Town", null, "94000", "US"),
                    paymentMethodId,
                    TOTAL,
                    false,
                    null,
                    false,
                    null,
                    null)));
    stockCommands().forEach(command -> answer(command, done));
  }

  private void ask(String cartId, Consumer<OrderCommand.Builder> what) {
    String commandId = "cmd_" + commands++;
    String orderId = Ids.orderOf(cartId, 0);
    OrderCommand.Builder command =
        OrderCommand.newBuilder()
            .setCommandId(commandId)
            .setFingerprint("f_" + commandId)
            .setIssuedAt(flow.now())
            .setActor(SHOPPER)
            .setOrderId(orderId);
    what.accept(command);
    flow.send(flow.topics().orderCommands(), orderId, command.build());
    note();
  }

  private void step(ReturnStep step, List<ReturnFinding> found) {
    ask(
        "crt_sent_back",
        command ->
            command
                .setActor(new Actor(ActorRole.OPS, "ops"))
                .setMoveReturn(
                    MoveReturn.newBuilder()
                        .setReturnId("ret_2")
                        .setStep(step)
                        .setWarehouseId("wh")
                        .setFindings(found)
                        .build()));
  }

  private List<StockCommand> stockCommands() {
    return flow.takeAll(flow.topics().stockCommands());
  }

  private void answer(StockCommand command, boolean done) {
    boolean isHold = command.getReserve() != null;
    if (!isHold && command.getCommit() == null) {
      return;
    }
    String orderId =
        isHold ? command.getReserve().getResultKey() : command.getCommit().getResultKey();
    var result =
        new ReservationResult(
            orderId,
            command.getSku(),
            Ids.PLATFORM_SELLER,
            isHold
                ? command.getReserve().getReservationId()
                : command.getCommit().getReservationId(),
            isHold ? ReservationOperation.RESERVE : ReservationOperation.COMMIT,
            done,
            done ? null : "insufficient_stock",
            2,
            0,
            isHold && done ? flow.now().plus(Duration.ofMinutes(15)) : null,
            done ? List.of(new Allocation("wh", 2)) : List.of(),
            0,
            null,
            flow.now());
    stock.add(result);
    flow.send(flow.topics().reservationResults(), orderId, result);
    note();
  }

  private void pay(PaymentOutcome outcome) {
    pay(flow.take(flow.topics().paymentRequests()), outcome);
  }

  private void pay(PaymentRequest request, PaymentOutcome outcome) {
    requests.add(request);
    var result =
        new PaymentResult(
            request.getRequestId(),
            request.getOrderId(),
            request.getOperation(),
            outcome,
            request.getAmount(),
            "ref",
            outcome == PaymentOutcome.DECLINED ? "card_declined" : null,
            outcome == PaymentOutcome.ACTION_REQUIRED ? "https://bank.example/act" : null,
            flow.now());
    results.add(result);
    flow.send(flow.topics().paymentResults(), request.getOrderId(), result);
    note();
  }

  private void note() {
    events.addAll(flow.takeAll(flow.topics().orderEvents()));
    flow.after(Duration.ofMillis(10));
  }

  private void readStore() {
    var module = OrdersModule.of(CONFIG, new Topics(new InMemoryRegistry(), 1));
    QueryableStore queryable = module.queryableStores().getFirst();
    Function<Object, @Nullable Object> view = queryable.view()::apply;
    try (var entries = flow.<String, Object>store(queryable.store()).all()) {
      entries.forEachRemaining(entry -> store.put(entry.key, (Order) view.apply(entry.value)));
    }
  }

  private static Quote quote(String cartId) {
    var line =
        new QuoteLine(
            "l1", "SKU-1", Ids.PLATFORM_SELLER, 2, 1_000L, TOTAL, 0L, 0L, TOTAL, List.of());
    Quote quote =
        Quote.newBuilder()
            .setQuoteId("quo")
            .setCustomerId("cus_1")
            .setCartId(cartId)
            .setCartGeneration(0L)
            .setCurrency("USD")
            .setLines(List.of(line))
            .setShippingOptionId("standard")
            .setShippingMinor(0L)
            .setShippingTaxMinor(0L)
            .setShippingRules(List.of())
            .setSubtotalMinor(TOTAL)
            .setDiscountMinor(0L)
            .setTaxMinor(0L)
            .setTotalMinor(TOTAL)
            .setRoundingMode("HALF_UP")
            .setRoundingLevel("LINE")
            .setCountry("US")
            .setRegion("CA")
            .setIssuedAt(Flow.START)
            .setExpiresAt(Flow.START.plus(Duration.ofDays(1)))
            .setSignature("")
            .build();
    byte[] secret = CONFIG.quoteSecret().getBytes(StandardCharsets.UTF_8);
    return Quote.newBuilder(quote).setSignature(QuoteSignature.sign(quote, secret)).build();
  }
}
