package dev.millrace.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.common.Address;
import dev.millrace.avro.gateways.PaymentOutcome;
import dev.millrace.avro.gateways.PaymentRequest;
import dev.millrace.avro.orders.CancelLines;
import dev.millrace.avro.orders.CancelOrder;
import dev.millrace.avro.orders.CapturePayment;
import dev.millrace.avro.orders.ConfirmPayment;
import dev.millrace.avro.orders.EditOrder;
import dev.millrace.avro.orders.Order;
import dev.millrace.avro.orders.OrderCommand;
import dev.millrace.avro.orders.OrderEvent;
import dev.millrace.avro.orders.OrderReturn;
import dev.millrace.avro.orders.PlaceOrder;
import dev.millrace.avro.orders.PutOnHold;
import dev.millrace.avro.orders.RecordCash;
import dev.millrace.avro.orders.ReleaseHold;
import dev.millrace.avro.orders.ResolveException;
import dev.millrace.avro.orders.ReturnFinding;
import dev.millrace.avro.orders.ReturnItems;
import dev.millrace.avro.orders.ReturnReason;
import dev.millrace.avro.orders.ReturnStep;
import dev.millrace.avro.orders.ReturnedItem;
import dev.millrace.avro.orders.UnitsOfLine;
import dev.millrace.avro.orders.state.OrderState;
import dev.millrace.avro.orders.views.OrderSummary;
import dev.millrace.avro.shipping.AdvanceShipment;
import dev.millrace.avro.shipping.Shipment;
import dev.millrace.orders.views.ViewsFlow;
import dev.millrace.testkit.Replay;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was served of an order at any version can be asked for ever after, and lists follow it. */
class OrderViewsPropertyTest {

  private static final int STEPS = 420;
  private static final int CARTS = 4;

  /** Of so many lives one takes money by hand. */
  private static final int BY_HAND_EVERY = 8;

  /** Where a return may go from where it stands. */
  private static final Map<String, List<ReturnStep>> NEXT_STEPS =
      Map.of(
          "requested", List.of(ReturnStep.APPROVED, ReturnStep.APPROVED, ReturnStep.REJECTED),
          "approved",
              List.of(
                  ReturnStep.LABEL_SENT,
                  ReturnStep.CANCELLED,
                  ReturnStep.CANCELLED,
                  ReturnStep.RECEIVED),
          "label_sent", List.of(ReturnStep.IN_TRANSIT),
          "in_transit", List.of(ReturnStep.RECEIVED),
          "received", List.of(ReturnStep.INSPECTED));

  /** What the orders published, and what they served after each step, by order and version. */
  private record Past(List<OrderEvent> events, Map<String, Map<Long, Order>> served) {}

  private static final Map<Long, Past> PASTS = new ConcurrentHashMap<>();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theOrderAtEveryVersionIsWhatWasServedThen(long seed) {
    Past past = past(seed);
    try (var views = new ViewsFlow()) {
      past.events().forEach(views::happened);
      int compared = 0;
      for (String orderId : past.served().keySet()) {
        for (Map.Entry<Long, Order> served : past.served().get(orderId).entrySet()) {
          assertThat(views.atVersion(orderId, served.getKey()).getOrder())
              .as("seed %d, %s at version %d", seed, orderId, served.getKey())
              .isEqualTo(served.getValue());
          compared++;
        }
      }
      assertThat(compared).as("seed %d: versions that were served", seed).isGreaterThan(20);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theOrderAtEveryMomentIsTheFoldOfTheEventsUntilThen(long seed) {
    Past past = past(seed);
    try (var views = new ViewsFlow()) {
      past.events().forEach(views::happened);
      Replay.byKey(past.events(), OrderEvent::getOrderId)
          .forEach(
              (orderId, events) -> {
                for (OrderEvent event : events) {
                  for (long aside : new long[] {-1, 0, 1}) {
                    Instant moment = event.getAt().plusMillis(aside);
                    List<OrderEvent> until =
                        events.stream().filter(one -> !one.getAt().isAfter(moment)).toList();
                    assertThat(views.at(orderId, moment.toEpochMilli()).getOrder())
                        .as("seed %d, %d ms beside %s", seed, aside, event.getEventId())
                        .isEqualTo(until.isEmpty() ? null : OrdersLedger.fold(until).getOrder());
                  }
                }
              });
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void afterEveryEventTheListSaysWhatTheOrderSays(long seed) {
    Past past = past(seed);
    Map<String, List<OrderEvent>> soFar = new HashMap<>();
    try (var views = new ViewsFlow()) {
      for (OrderEvent event : past.events()) {
        views.happened(event);
        soFar.computeIfAbsent(event.getOrderId(), id -> new ArrayList<>()).add(event);
        List<OrderSummary> expected =
            soFar.values().stream()
                .map(events -> summary(OrdersLedger.fold(events).getOrder()))
                .sorted(
                    Comparator.comparing(OrderSummary::getPlacedAt)
                        .reversed()
                        .thenComparing(OrderSummary::getOrderId))
                .toList();
        assertThat(views.ofCustomer("cus_1"))
            .as("seed %d after %s", seed, event.getEventId())
            .isEqualTo(expected);
        assertThat(views.inException())
            .as("seed %d after %s", seed, event.getEventId())
            .containsExactlyInAnyOrderElementsOf(
                soFar.values().stream()
                    .map(events -> OrdersLedger.fold(events).getOrder())
                    .filter(order -> !order.getTroubles().isEmpty())
                    .map(order -> List.of(order.getOrderId(), order.getTroubles()))
                    .toList());
      }
    }
  }

  /** Lists are compared with orders over every kind there is; a new one must be reached too. */
  @Test
  void theseLivesHaveEventsOfEveryKind() {
    Set<String> kinds = new TreeSet<>();
    for (long seed = 1; seed <= 32; seed++) {
      past(seed).events().forEach(event -> kinds.add(event.getType()));
    }
    List<String> fields =
        OrderEvent.getClassSchema().getFields().stream().map(Schema.Field::name).toList();
    assertThat(kinds).containsAll(fields.subList(fields.indexOf("type") + 1, fields.size()));
  }

  private static OrderSummary summary(Order order) {
    return new OrderSummary(
        order.getOrderId(),
        order.getCustomerId(),
        order.getStatus(),
        order.getCurrency(),
        order.getTotalMinor(),
        order.getLines().size(),
        order.getPlacedAt());
  }

  /** What such lives of orders publish. */
  static List<OrderEvent> lives(long seed) {
    return past(seed).events();
  }

  /** Every test of these lives looks at the same ones. */
  private static Past past(long seed) {
    return PASTS.computeIfAbsent(seed, OrderViewsPropertyTest::lived);
  }

  /** A life of some orders: requests, answers and silence in any order. */
  private static Past lived(long seed) {
    var random = new Random(seed);
    boolean byHand = seed % BY_HAND_EVERY == 0;
    List<OrderEvent> events = new ArrayList<>();
    Map<String, Map<Long, Order>> served = new HashMap<>();
    List<PaymentRequest> payments = new ArrayList<>();
    try (var orders = new OrdersFlow(byHand ? OrdersFlow.BY_HAND : OrdersFlow.CONFIG)) {
      orders.flow().after(Duration.ofMillis(random.nextInt(4)));
      if (byHand) {
        takenInPart(orders);
      }
      var stock = new TinyInventory(orders, random);
      var accounts = new AccountAnswers(orders);
      for (int step = 0; step < STEPS; step++) {
        act(orders, random, step, stock, payments);
        accounts.heard(orders.accountCommands());
        if (random.nextInt(3) > 0) {
          accounts.answerOne(random.nextInt(9) > 0);
        }
        events.addAll(orders.flow().takeAll(orders.flow().topics().orderEvents()));
        stock.heard(orders.stockCommands());
        payments.addAll(orders.flow().takeAll(orders.flow().topics().paymentRequests()));
        if (step % 9 == 8) {
          AdditionFlow.raiseOne(orders, step, CARTS);
        }
        for (String orderId : events.stream().map(OrderEvent::getOrderId).distinct().toList()) {
          OrderState stored = orders.stored(orderId);
          if (stored != null) {
            Order order = stored.getOrder();
            served.computeIfAbsent(orderId, id -> new HashMap<>()).put(order.getVersion(), order);
          }
        }
      }
    }
    return new Past(events, served);
  }

  /** All but what one unit costs is taken, and that unit is given up: the rest goes back. */
  private static void takenInPart(OrdersFlow orders) {
    String cart = "crt_0";
    orders.ask(orders.place("cmd_a", cart));
    orders.stockCommands().forEach(reserve -> orders.answer(reserve, true));
    orders.answer(orders.paymentRequest(), PaymentOutcome.SUCCEEDED);
    orders.stockCommands().forEach(commit -> orders.answer(commit, true));
    orders.ask(
        orders
            .command("cmd_b", cart)
            .setCapturePayment(new CapturePayment("cap_a", 2_000L, false)));
    orders.answer(orders.paymentRequest(), PaymentOutcome.SUCCEEDED);
    var unit = new UnitsOfLine("l1", 1);
    orders.ask(
        orders
            .command("cmd_c", cart)
            .setCancelLines(new CancelLines("can_a", List.of(unit), "less")));
    orders.answer(orders.paymentRequest(), PaymentOutcome.SUCCEEDED);
  }

  private static void act(
      OrdersFlow orders,
      Random random,
      int step,
      TinyInventory stock,
      List<PaymentRequest> payments) {
    String cart = "crt_" + random.nextInt(CARTS);
    String id = "cmd_" + step;
    switch (random.nextInt(39)) {
      case 38 -> orders.ask(orders.placePartial(id, cart));
      case 35, 36 -> orders.ask(orders.placeWithCredit(id, cart));
      case 27, 28, 29 -> care(orders, random, step, cart);
      case 30 -> orders.ask(orders.placeSuspiciously(id, cart));
      case 0, 1 -> orders.ask(orders.place(id, cart));
      case 23 -> {
        OrderCommand.Builder command = orders.place(id, cart);
        orders.ask(
            command.setPlace(
                PlaceOrder.newBuilder(command.getPlace()).setPaymentMethodId("cod").build()));
      }
      case 24 ->
          orders.ask(
              orders
                  .command(id, cart)
                  .setCapturePayment(new CapturePayment("cap_" + step, null, false)));
      case 25, 26 ->
          orders.ask(
              orders
                  .command(id, cart)
                  .setRecordCash(new RecordCash("rec_" + step, null, random.nextInt(2) == 0)));
      case 2, 3 -> orders.ask(orders.placeToWait(id, cart));
      case 4 -> orders.ask(orders.command(id, cart).setConfirmPayment(new ConfirmPayment("ref")));
      case 5, 37 -> {
        String waiting = whoWaits(orders).orElse(cart);
        if (!waiting.equals(cart) || random.nextInt(3) == 0) {
          orders.ask(orders.command(id, waiting).setCancel(new CancelOrder("changed my mind")));
        }
      }
      case 6 ->
          orders.ask(
              orders
                  .command(id, cart)
                  .setReturnItems(
                      new ReturnItems(
                          "ret_" + step,
                          List.of(new ReturnedItem("l1", 1)),
                          "too big",
                          "wh_main")));
      case 7 -> orders.flow().after(Duration.ofMillis(random.nextInt(12_000)));
      case 8, 9, 10, 11, 12, 13 -> stock.answerOne();
      case 14 -> {
        if (random.nextInt(8) == 0) {
          stock.holdLate();
        } else {
          stock.fillOne();
        }
      }
      case 15, 16, 17, 18 -> ship(orders, random, id, cart);
      case 19, 20, 21, 22 -> returnStepByStep(orders, random, id, cart);
      default -> {
        if (!payments.isEmpty()) {
          PaymentOutcome[] outcomes = {
            PaymentOutcome.SUCCEEDED,
            PaymentOutcome.SUCCEEDED,
            PaymentOutcome.SUCCEEDED,
            PaymentOutcome.DECLINED,
            PaymentOutcome.ACTION_REQUIRED,
            PaymentOutcome.PENDING,
            PaymentOutcome.UNRESOLVED
          };
          orders.answer(
              payments.remove(random.nextInt(payments.size())),
              outcomes[random.nextInt(outcomes.length)]);
        }
      }
    }
    orders.flow().after(Duration.ofMillis(random.nextInt(3)));
  }

  /** Somebody works on a shipment of the order, if it has one. */
  private static void ship(OrdersFlow orders, Random random, String id, String cart) {
    OrderState stored = orders.stored(OrdersFlow.orderOf(cart));
    if (stored == null || stored.getOrder().getShipments().isEmpty()) {
      return;
    }
    List<Shipment> shipments = stored.getOrder().getShipments();
    Shipment shipment = shipments.get(random.nextInt(shipments.size()));
    List<String> steps =
        List.of("allocated", "picked", "packed", "labelled", "handed_over", "in_transit");
    int now = steps.indexOf(shipment.getStatus());
    if (shipment.getStatus().equals("packed") && shipment.getLabel().equals("asked")) {
      orders
          .flow()
          .takeAll(orders.flow().topics().carrierRequests())
          .forEach(asked -> orders.answer(asked, random.nextBoolean()));
    } else if (now >= 3 && random.nextBoolean()) {
      orders.track(cart, shipment.getShipmentId(), random.nextBoolean() ? "lost" : "delivered");
    } else if (now >= 0 && now < steps.size() - 1) {
      orders.ask(
          orders
              .command(id, cart)
              .setAdvanceShipment(
                  new AdvanceShipment(
                      shipment.getShipmentId(), steps.get(now + 1), "by bike", "BIKE-1", null)));
    }
  }

  /** Some return of the order goes on, or another one begins, or money goes back by itself. */
  private static void returnStepByStep(OrdersFlow orders, Random random, String id, String cart) {
    OrderState stored = orders.stored(OrdersFlow.orderOf(cart));
    Optional<OrderReturn> open =
        stored == null
            ? Optional.empty()
            : stored.getOrder().getReturns().stream()
                .filter(one -> NEXT_STEPS.containsKey(one.getStatus()))
                .findFirst();
    if (open.isEmpty()) {
      orders.ask(
          random.nextInt(8) == 0
              ? orders.refund(
                  id,
                  cart,
                  "ref_" + id,
                  1L + random.nextInt(300),
                  random.nextInt(2) == 0 ? "original" : "store_credit")
              : random.nextInt(8) > 0
                  ? orders.askExchange(id, cart, "rma_" + id, ReturnReason.UNWANTED, 1)
                  : orders.askReturn(id, cart, "rma_" + id, ReturnReason.UNWANTED, 1));
      return;
    }
    List<ReturnStep> next = NEXT_STEPS.get(open.get().getStatus());
    ReturnStep step = next.get(random.nextInt(next.size()));
    var found = new ReturnFinding("l1", 1, 0, 0, Math.min(1, random.nextInt(4)), 0, 0L);
    orders.ask(
        step == ReturnStep.INSPECTED
            ? orders.move(id, cart, open.get().getReturnId(), step, found)
            : orders.move(id, cart, open.get().getReturnId(), step));
  }

  /** What people do beside the checkout. */
  private static void care(OrdersFlow orders, Random random, int step, String cart) {
    OrderState stored = orders.stored(OrdersFlow.orderOf(cart));
    OrderCommand.Builder command =
        orders.command("cmd_" + step, cart).setActor(new Actor(ActorRole.OPS, "ops"));
    boolean isHeld = stored != null && !stored.getOrder().getHolds().isEmpty();
    boolean needsPerson = stored != null && !stored.getOrder().getTroubles().isEmpty();
    if (needsPerson && random.nextInt(3) > 0) {
      boolean isOfCredit =
          stored.getOrder().getTroubles().stream()
              .anyMatch(one -> one.getReason().startsWith("credit_"));
      String action =
          isOfCredit
              ? "retry_credit"
              : List.of(
                      "retry_payment_step", "retry_stock", "retry_credit", "accept_as_is", "cancel")
                  .get(random.nextInt(5));
      orders.ask(command.setResolveException(new ResolveException(action, "settled")));
    } else if (isHeld && random.nextInt(2) == 0) {
      String holdId = stored.getOrder().getHolds().getFirst().getHoldId();
      orders.ask(command.setReleaseHold(new ReleaseHold(holdId)));
    } else if (random.nextInt(3) == 0) {
      orders.ask(command.setPutOnHold(new PutOnHold("hld_" + step, "address_check", "ask")));
    } else if (random.nextInt(2) == 0) {
      var line = new UnitsOfLine("l1", 1);
      orders.ask(command.setCancelLines(new CancelLines("can_" + step, List.of(line), "less")));
    } else {
      var address = new Address("A. Buyer", step + " Road", null, "Town", null, "12345", "US");
      orders.ask(
          command.setEdit(new EditOrder("edt_" + step, address, List.of(), "moved", false, null)));
    }
  }

  /**
   * A cart whose order is sold and has yet to come: rarer than others, and there is more to undo.
   */
  private static Optional<String> whoWaits(OrdersFlow orders) {
    for (int cart = 0; cart < CARTS; cart++) {
      OrderState stored = orders.stored(OrdersFlow.orderOf("crt_" + cart));
      if (stored != null
          && stored.getOrder().getStatus().equals("confirmed")
          && stored.getOrder().getLines().stream().anyMatch(one -> one.getBackordered() > 0)) {
        return Optional.of("crt_" + cart);
      }
    }
    return Optional.empty();
  }
}
