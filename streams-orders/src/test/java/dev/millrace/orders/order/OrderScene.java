package dev.millrace.orders.order;

import dev.millrace.kit.decide.Decision;
import dev.millrace.orders.fraud.FraudPolicy;
import dev.millrace.orders.order.OrderCommand.PaymentOperation;
import dev.millrace.orders.order.OrderCommand.PaymentOutcome;
import dev.millrace.orders.order.OrderCommand.StockOperation;
import dev.millrace.schemas.id.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One order with its writer, without Kafka: tests put commands and look at what came of them. */
final class OrderScene {

  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final CheckoutTerms TERMS =
      new CheckoutTerms(
          Duration.ofMinutes(15),
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofMinutes(10),
          CheckoutTerms.Capture.ON_CONFIRMATION,
          true);
  static final Caller SHOPPER = new Caller(Caller.Role.SHOPPER, "cus_1");
  static final Caller STAFF = new Caller(Caller.Role.OPS, "ops");
  static final Caller SYSTEM = new Caller(Caller.Role.SYSTEM, "test");
  static final String CART = "crt_1";
  static final String ORDER_ID = Ids.orderOf(CART, 3);
  static final Instant PROMISED = Instant.parse("2026-02-01T00:00:00Z");
  static final long TOTAL = 2050 + 999 + 540;

  final OrderDecider decider;
  final CheckoutSaga saga;
  @Nullable Order order;
  Instant now = START;
  List<OrderEvent.Recorded> log = new ArrayList<>();
  List<FollowUp> asked = new ArrayList<>();
  List<OrderEvent> lastEvents = List.of();
  Optional<Refusal> lastRefusal = Optional.empty();

  /** The usual terms, but for when money is taken. */
  static CheckoutTerms taking(CheckoutTerms.Capture capture) {
    return new CheckoutTerms(
        TERMS.hold(),
        TERMS.stockDeadline(),
        TERMS.paymentDeadline(),
        TERMS.actionDeadline(),
        capture,
        true);
  }

  OrderScene() {
    this(TERMS);
  }

  OrderScene(CheckoutTerms terms) {
    this(terms, ReturnTerms.STANDARD);
  }

  OrderScene(CheckoutTerms terms, ReturnTerms returns) {
    this(terms, returns, FraudPolicy.ALLOW_ALL);
  }

  OrderScene(CheckoutTerms terms, FraudPolicy fraud) {
    this(terms, ReturnTerms.STANDARD, fraud);
  }

  OrderScene(CheckoutTerms terms, ReturnTerms returns, FraudPolicy fraud) {
    decider = new OrderDecider(terms, returns, fraud);
    saga = new CheckoutSaga(terms, returns);
  }

  Order order() {
    return java.util.Objects.requireNonNull(order);
  }

  OrderScene put(OrderCommand command) {
    return put(command, SYSTEM);
  }

  OrderScene put(OrderCommand command, Caller caller) {
    now = now.plusMillis(1);
    lastEvents = new ArrayList<>();
    lastRefusal = Optional.empty();
    asked = new ArrayList<>();
    switch (decider.decide(order, command, caller, now)) {
      case Decision.Rejected<OrderEvent, Refusal> rejected ->
          lastRefusal = Optional.of(rejected.reason());
      case Decision.Accepted<OrderEvent, Refusal> accepted -> {
        for (OrderEvent event : accepted.events()) {
          Order before = order;
          var recorded =
              new OrderEvent.Recorded(
                  event,
                  before == null ? 1 : before.sequence() + 1,
                  now,
                  command.commandId(),
                  caller);
          order = OrderFold.evolve(before, recorded);
          log.add(recorded);
          asked.addAll(saga.on(before, event, order));
          lastEvents.add(event);
        }
      }
    }
    return this;
  }

  OrderScene place(String commandId, String paymentMethodId) {
    return put(placing(commandId, paymentMethodId), SHOPPER);
  }

  static OrderCommand.PlaceOrder placing(String commandId, String paymentMethodId) {
    return placing(commandId, paymentMethodId, false);
  }

  static OrderCommand.PlaceOrder placing(
      String commandId, String paymentMethodId, boolean backorderAllowed) {
    return new OrderCommand.PlaceOrder(
        commandId,
        ORDER_ID,
        new Placement(
            "cus_1",
            quote(),
            new Placement.Address("A. Buyer", "1 Road", null, "Town", null, "12345", "US"),
            paymentMethodId,
            backorderAllowed),
        true,
        null);
  }

  static Placement.Quote quote() {
    return new Placement.Quote(
        "quo_1",
        "cus_1",
        CART,
        3,
        "USD",
        List.of(
            new Placement.Line(
                "l1", "SKU-1", "sel_platform", 2, 1000, 2000, 100, 150, 2050, List.of()),
            new Placement.Line("l2", "SKU-2", "sel_platform", 1, 950, 950, 0, 49, 999, List.of())),
        "standard",
        500,
        40,
        List.of(),
        2950,
        100,
        239,
        TOTAL,
        "HALF_UP",
        "LINE",
        "US",
        null,
        START,
        START.plus(Duration.ofDays(365)),
        "signed",
        null);
  }

  OrderScene held(int line) {
    return put(reserve(line, true));
  }

  OrderScene refused(int line) {
    return put(reserve(line, false));
  }

  /** Refused for a reason, with so many units that could be had. */
  OrderScene refused(int line, String refusal, int available) {
    Order.Line one = order().lines().get(line);
    return put(
        StockAnswers.refused(
            "r" + line + refusal + available, one, StockOperation.RESERVE, refusal, available));
  }

  /** As many units are held as were asked for last. */
  OrderScene heldInPart(int line) {
    Order.Line one = order().lines().get(line);
    int units = PartialAllocation.units(order(), one.priced());
    return put(StockAnswers.held("p" + line, one.reservationId(), units, units, now));
  }

  OrderCommand reserve(int line, boolean done) {
    Order.Line one = order().lines().get(line);
    int units = one.priced().quantity();
    return done
        ? StockAnswers.held("r" + line, one.reservationId(), units, units, now)
        : StockAnswers.refused("r" + line, one, StockOperation.RESERVE, StockAnswers.TOO_FEW, 0);
  }

  /** An answer of the inventory about a line that misses some of its units. */
  OrderScene answered(int line, StockOperation operation, int missing) {
    Order.Line one = order().lines().get(line);
    String commandId = operation + ":" + line + ":" + missing;
    return put(StockAnswers.owing(commandId, one, operation, missing, now));
  }

  /** Nothing more comes for a line of which so many units came. */
  OrderScene withdrawn(int line, int there) {
    Order.Line one = order().lines().get(line);
    return put(
        StockAnswers.done(
            "w" + line,
            one.reservationId(),
            StockOperation.WITHDRAW,
            one.priced().quantity(),
            StockAnswers.main(there)));
  }

  /** Paid, and sold but for one of the two units of the first line. */
  OrderScene backordered() {
    return put(placing("cmd_1", "pm_card_visa", true), SHOPPER)
        .answered(0, StockOperation.RESERVE, 1)
        .held(1)
        .authorized()
        .answered(0, StockOperation.COMMIT, 1)
        .committed(1, true)
        .money(PaymentOperation.CAPTURE, RequestIds.capture(ORDER_ID, 1), PaymentOutcome.SUCCEEDED);
  }

  OrderScene committed(int line, boolean done) {
    return committed(line, done, List.of());
  }

  /** Sold from these warehouses; none says that it was where the line was held. */
  OrderScene committed(int line, boolean done, List<Order.Allocation> allocations) {
    Order.Line one = order().lines().get(line);
    return put(
        done
            ? StockAnswers.done(
                "c" + line,
                one.reservationId(),
                StockOperation.COMMIT,
                one.priced().quantity(),
                allocations)
            : StockAnswers.refused(
                "c" + line, one, StockOperation.COMMIT, "reservation_expired", 0));
  }

  OrderScene money(PaymentOperation operation, String requestId, PaymentOutcome outcome) {
    return money(operation, requestId, outcome, TOTAL);
  }

  OrderScene money(
      PaymentOperation operation, String requestId, PaymentOutcome outcome, long amountMinor) {
    return put(
        new OrderCommand.PaymentAnswered(
            requestId,
            requestId,
            operation,
            outcome,
            amountMinor,
            "ref",
            outcome == PaymentOutcome.DECLINED ? "card_declined" : null,
            outcome == PaymentOutcome.ACTION_REQUIRED ? "https://act" : null));
  }

  OrderScene authorized() {
    return money(
        PaymentOperation.AUTHORIZE,
        RequestIds.authorize(ORDER_ID, order().attempt().number()),
        PaymentOutcome.SUCCEEDED);
  }

  OrderScene pendingPayment() {
    return place("cmd_1", "pm_card_visa").held(0).held(1);
  }

  OrderScene confirmed() {
    return pendingPayment().authorized();
  }

  OrderScene settled() {
    return confirmed()
        .committed(0, true)
        .committed(1, true)
        .money(PaymentOperation.CAPTURE, RequestIds.capture(ORDER_ID, 1), PaymentOutcome.SUCCEEDED);
  }

  OrderScene cancel(String commandId) {
    return put(new OrderCommand.CancelOrder(commandId, "changed my mind"), SHOPPER);
  }

  OrderScene giveBack(String returnId, String lineId, int quantity) {
    return put(
        new OrderCommand.ReturnItems(
            "cmd_" + returnId,
            returnId,
            List.of(new OrderCommand.Item(lineId, quantity)),
            "too big",
            "wh_main"),
        SHOPPER);
  }

  /** The customer asks to send units of the first lines back, for one reason. */
  OrderScene askReturn(String returnId, ReturnReason reason, int... quantities) {
    List<ReturnCommand.Claim> claims = new ArrayList<>();
    for (int i = 0; i < quantities.length; i++) {
      if (quantities[i] > 0) {
        claims.add(new ReturnCommand.Claim("l" + (i + 1), quantities[i], reason));
      }
    }
    return put(new ReturnCommand.RequestReturn("cmd_" + returnId, returnId, claims, null), SHOPPER);
  }

  /** The customer wants other units of a SKU for units of the first line. */
  OrderScene askExchange(
      String returnId, ReturnReason reason, int quantity, ReturnCommand.Wanted wanted) {
    return put(
        new ReturnCommand.RequestReturn(
            "cmd_" + returnId,
            returnId,
            List.of(new ReturnCommand.Claim("l1", quantity, reason, wanted)),
            null),
        SHOPPER);
  }

  /** What the inventory says of the exchange of a return, if there is one. */
  OrderScene exchange(String returnId, StockOperation operation, boolean done) {
    Optional<Exchange> found =
        order().returnBook().of(returnId).flatMap(one -> one.exchanges().stream().findFirst());
    return found.isEmpty() ? this : put(StockAnswers.ofExchange(found.get(), operation, done, now));
  }

  OrderScene move(String returnId, ReturnCommand.Move move) {
    return put(new ReturnCommand.MoveReturn("cmd_" + returnId, returnId, move), STAFF);
  }

  /** What came of the return's lines, in their order: resellable, damaged, missing, accepted. */
  OrderScene inspect(String returnId, int... found) {
    List<ReturnCommand.Finding> findings = new ArrayList<>();
    List<ReturnCase.Line> lines = order().returnBook().of(returnId).orElseThrow().lines();
    for (int i = 0; i < lines.size(); i++) {
      int at = 4 * i;
      findings.add(
          new ReturnCommand.Finding(
              lines.get(i).lineId(), found[at], found[at + 1], found[at + 2], found[at + 3]));
    }
    return move(returnId, new ReturnCommand.Inspect(findings));
  }

  OrderScene refund(String refundId, @Nullable Long amountMinor) {
    return put(
        new ReturnCommand.RefundOrder(
            "cmd_" + refundId, refundId, amountMinor, List.of(), "sorry", "original"),
        STAFF);
  }

  OrderScene hold(String holdId) {
    return put(
        new OrderCommand.PutOnHold("cmd_" + holdId, holdId, "address_check", "call first"), STAFF);
  }

  OrderScene release(String holdId) {
    return put(new OrderCommand.ReleaseHold("cmd_release_" + holdId, holdId), STAFF);
  }

  OrderScene resolve(Resolution action, @Nullable String note) {
    return put(new OrderCommand.ResolveException("cmd_resolve", action.code(), note), STAFF);
  }

  OrderScene cancelLine(String cancellationId, String lineId, int quantity) {
    return put(
        new OrderCommand.CancelLines(
            "cmd_" + cancellationId,
            cancellationId,
            List.of(new OrderCommand.Item(lineId, quantity)),
            "one is enough"),
        SHOPPER);
  }

  OrderScene cancelAllLines(String cancellationId) {
    return put(
        new OrderCommand.CancelLines(
            "cmd_" + cancellationId,
            cancellationId,
            List.of(new OrderCommand.Item("l1", 2), new OrderCommand.Item("l2", 1)),
            "none is enough"),
        SHOPPER);
  }

  OrderScene edit(
      String editId, Placement.@Nullable Address address, OrderCommand.Item... quantities) {
    return put(
        new OrderCommand.EditOrder(
            "cmd_" + editId, editId, address, List.of(quantities), "moved", false),
        SHOPPER);
  }

  static Placement.Address addressIn(String country) {
    return new Placement.Address("A. Buyer", "2 Road", null, "Town", null, "12345", country);
  }

  OrderScene overdue() {
    Instant deadline = order().attempt().deadline();
    if (deadline == null) {
      return put(new OrderCommand.DeadlinePassed("d", now));
    }
    now = deadline;
    return put(new OrderCommand.DeadlinePassed("d", deadline));
  }

  List<String> eventTypes() {
    return lastEvents.stream().map(OrderEvent::type).toList();
  }

  String refusal() {
    return lastRefusal.map(one -> one.name().code()).orElse("");
  }

  <F extends FollowUp> List<F> asked(Class<F> type) {
    return asked.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
