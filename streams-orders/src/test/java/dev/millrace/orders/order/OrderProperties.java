package dev.millrace.orders.order;

import dev.millrace.orders.fraud.FraudPolicy;
import dev.millrace.orders.order.FollowUp.AskPayment;
import dev.millrace.orders.order.OrderCommand.StockAnswered;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An order between a tiny inventory and a tiny provider, which answer late, twice and in any order.
 */
final class OrderProperties {

  /** What happens next; {@code pick} chooses among possibilities. */
  record Step(Kind kind, int pick) {}

  enum Kind {
    PLACE,
    PLACE_OTHER,
    CANCEL,
    CONFIRM,
    RETURN,
    ASK_RETURN,
    MOVE_RETURN,
    REFUND,
    CAPTURE,
    CASH,
    INVENTORY,
    FILL,
    PROVIDER,
    ACCOUNT,
    DELIVER,
    DELIVER_AGAIN,
    DEADLINE,
    SHIP,
    SPLIT,
    CARRIER,
    REPORT,
    SETTLE,
    HOLD,
    RELEASE,
    RESOLVE,
    CANCEL_LINES,
    EDIT,
    RAISE,
    ADDITION
  }

  /** Fees that do not divide, and staff who decide. */
  static final ReturnTerms RETURNS =
      new ReturnTerms(
          Duration.ofDays(15),
          Duration.ofDays(60),
          List.of("SKU-2"),
          ReturnTerms.Approval.STAFF,
          Duration.ofDays(20),
          1_333,
          77);

  final CheckoutTerms terms;
  final OrderScene scene;
  final TinyProvider provider = new TinyProvider();
  final TinyInventory inventory;
  private final Deque<FollowUp.AskCarrier> toCarrier = new ArrayDeque<>();
  private final Deque<FollowUp.ForAccount> toAccounts = new ArrayDeque<>();
  final TinyAccounts accounts = DrawProperties.accounts();
  final AdditionProperties additions = new AdditionProperties();
  private final List<OrderCommand> results = new ArrayList<>();
  private final List<OrderCommand> delivered = new ArrayList<>();
  private int commands;
  boolean settled;
  private final Set<String> seen;

  /**
   * @param seen collects the names of what happened: events, refusals, where the order stood, and
   *     what becomes of backorders
   */
  OrderProperties(CheckoutTerms terms, Set<String> seen) {
    this.terms = terms;
    this.scene = new OrderScene(terms, RETURNS, OrderProperties::check);
    this.seen = seen;
    this.inventory = new TinyInventory(seen);
  }

  /** Some attempts are looked at, a few refused. */
  private static FraudPolicy.Verdict check(FraudPolicy.Subject subject) {
    return switch ((int) (subject.at().toEpochMilli() % 29)) {
      case 0 -> new FraudPolicy.Verdict(FraudPolicy.Outcome.REFUSE, List.of("x"));
      case 1, 2, 3, 4 -> new FraudPolicy.Verdict(FraudPolicy.Outcome.REVIEW, List.of("x"));
      default -> FraudPolicy.Verdict.ALLOW;
    };
  }

  void apply(Step step) {
    settled = false;
    switch (step.kind()) {
      case PLACE ->
          put(
              DrawProperties.drawing(
                  step.pick() % 5 == 4
                      ? PartialScene.placing("cmd_" + commands++, "pm_card_visa")
                      : OrderScene.placing(
                          "cmd_" + commands++, "pm_card_visa", step.pick() % 4 != 0),
                  step.pick()));
      case PLACE_OTHER ->
          put(
              DrawProperties.drawing(
                  OrderScene.placing(
                      "cmd_" + commands++,
                      step.pick() % 2 == 0 ? "pm_other" : Placement.CASH_ON_DELIVERY),
                  step.pick()));
      case CANCEL -> put(new OrderCommand.CancelOrder("cmd_" + commands++, "x"));
      case CONFIRM -> put(new OrderCommand.ConfirmPayment("cmd_" + commands++, null));
      case RETURN ->
          put(
              new OrderCommand.ReturnItems(
                  "cmd_" + commands++,
                  "ret_" + step.pick() % 5,
                  List.of(new OrderCommand.Item("l1", 1)),
                  "x",
                  "wh_main"));
      case ASK_RETURN ->
          put(
              new ReturnCommand.RequestReturn(
                  "cmd_" + commands++,
                  "ret_" + (5 + step.pick() % 20),
                  List.of(
                      new ReturnCommand.Claim(
                          "l" + (1 + step.pick() % 2),
                          1 + step.pick() / 2 % 2,
                          ReturnReason.values()[step.pick() % ReturnReason.values().length],
                          wanted(step.pick()))),
                  null));
      case MOVE_RETURN -> moveReturn(step.pick());
      case REFUND ->
          put(
              new ReturnCommand.RefundOrder(
                  "cmd_" + commands++,
                  "ref_" + step.pick() % 9,
                  step.pick() % 4 == 0 ? null : 1L + step.pick() % 700,
                  List.of(),
                  "x",
                  step.pick() % 5 == 0 ? "store_credit" : "original"));
      case CAPTURE ->
          put(
              new OrderCommand.CapturePayment(
                  "cmd_" + commands++,
                  "cap_" + step.pick() % 6,
                  DrawProperties.toCapture(order(), step.pick()),
                  step.pick() % 7 == 0));
      case CASH ->
          put(
              new OrderCommand.RecordCash(
                  "cmd_" + commands++,
                  "rec_" + step.pick() % 6,
                  step.pick() % 2 == 0 ? null : 1L + step.pick() * 2,
                  step.pick() % 5 == 0));
      case INVENTORY -> inventory.answerOne(step.pick(), scene.now).ifPresent(results::add);
      case FILL ->
          (step.pick() % 8 == 7
                  ? inventory.holdLate(step.pick() / 8, scene.now)
                  : inventory.fill(step.pick(), scene.now))
              .ifPresent(results::add);
      case ACCOUNT -> account(step.pick());
      case PROVIDER -> provider.answerOne(step.pick()).ifPresent(results::add);
      case DELIVER -> {
        if (!results.isEmpty()) {
          deliver(take(step.pick() % results.size()));
        }
      }
      case DELIVER_AGAIN -> {
        if (!delivered.isEmpty()) {
          put(delivered.get(step.pick() % delivered.size()));
        }
      }
      case DEADLINE -> {
        if (scene.order != null && scene.order.attempt().deadline() != null) {
          scene.overdue();
          take();
        } else if (scene.order != null && !scene.order.returnBook().deadlines().isEmpty()) {
          Instant deadline = scene.order.returnBook().deadlines().getFirst();
          scene.now = deadline;
          put(new OrderCommand.DeadlinePassed("d", deadline));
        }
      }
      case SHIP -> ship(step.pick());
      case SPLIT -> split(step.pick());
      case CARRIER -> carrier(step.pick());
      case REPORT -> report(step.pick());
      case SETTLE -> settle();
      case HOLD ->
          put(
              new OrderCommand.PutOnHold(
                  "cmd_" + commands++, "hld_" + step.pick() % 3, "address_check", null));
      case RELEASE ->
          put(new OrderCommand.ReleaseHold("cmd_" + commands++, holdToRelease(step.pick())));
      case RESOLVE ->
          put(
              new OrderCommand.ResolveException(
                  "cmd_" + commands++, DrawProperties.resolution(order(), step.pick()), "x"),
              OrderScene.STAFF);
      case CANCEL_LINES ->
          put(
              new OrderCommand.CancelLines(
                  "cmd_" + commands++,
                  "can_" + step.pick() % 7,
                  List.of(new OrderCommand.Item(step.pick() % 3 == 0 ? "l2" : "l1", 1)),
                  "x"));
      case EDIT ->
          put(
              new OrderCommand.EditOrder(
                  "cmd_" + commands++,
                  "edt_" + step.pick() % 7,
                  step.pick() % 2 == 0 ? OrderScene.addressIn("US") : null,
                  step.pick() % 3 == 0 ? List.of() : List.of(new OrderCommand.Item("l1", 1)),
                  "x",
                  false));
      case RAISE -> put(AdditionProperties.raising(scene.order, step.pick()), OrderScene.SHOPPER);
      case ADDITION -> additions.moveOne(step.pick()).ifPresent(results::add);
    }
  }

  /** Now and then the same units instead of money, rarely more than come back. */
  private static ReturnCommand.@Nullable Wanted wanted(int pick) {
    return pick % 10 < 6
        ? null
        : new ReturnCommand.Wanted("SKU-" + (1 + pick % 2), 1 + pick / 7 % 2);
  }

  /** Some step of some return, mostly one that it may take. */
  private void moveReturn(int pick) {
    if (scene.order == null || scene.order.returnBook().cases().isEmpty()) {
      return;
    }
    List<ReturnCase> cases = scene.order.returnBook().cases();
    ReturnCase one = cases.get(pick % cases.size());
    // Any step now and then; mostly one that leads on, or few returns would ever come.
    int wanted =
        switch (one.status()) {
          case REQUESTED -> pick % 4 == 0 ? 3 : 0;
          case APPROVED -> pick % 7 == 0 ? 11 : 4 + 2 * (pick / 3 % 3);
          case LABEL_SENT -> 6;
          case IN_TRANSIT -> 8;
          default -> 12;
        };
    ReturnCommand.Move move =
        switch (pick % 5 == 0 ? pick / 5 % 16 : wanted) {
          case 0, 1, 2 -> new ReturnCommand.Approve();
          case 3 -> new ReturnCommand.Reject("no");
          case 4, 5 -> new ReturnCommand.SendLabel("post", "1");
          case 6, 7 -> new ReturnCommand.Ship(null, null);
          case 8, 9 -> new ReturnCommand.Receive("wh_main");
          case 10 -> new ReturnCommand.Close();
          case 11 -> new ReturnCommand.Withdraw("no");
          default ->
              new ReturnCommand.Inspect(
                  one.lines().stream()
                      .map(
                          line -> {
                            // What is exchanged comes more often, or little ever would be.
                            boolean isWhole = pick % 3 > 0 && !one.exchanges().isEmpty();
                            int came = isWhole ? line.quantity() : pick / 5 % (line.quantity() + 1);
                            int damaged = isWhole ? 0 : pick / 7 % (came + 1);
                            int accepted = isWhole ? came : pick / 11 % (came + 1);
                            return new ReturnCommand.Finding(
                                line.lineId(),
                                came - damaged,
                                damaged,
                                line.quantity() - came,
                                accepted);
                          })
                      .toList());
        };
    scene.put(
        new ReturnCommand.MoveReturn("cmd_" + commands++, one.returnId(), move), OrderScene.STAFF);
    noted();
  }

  private String holdToRelease(int pick) {
    return scene.order == null || scene.order().care().holds().isEmpty() || pick % 3 == 0
        ? "hld_" + pick % 3
        : scene.order().care().holds().getFirst().holdId();
  }

  private void settle() {
    while (inventory.isAsked()
        || provider.isAsked()
        || !toCarrier.isEmpty()
        || !toAccounts.isEmpty()
        || !results.isEmpty()) {
      inventory.answerOne(1, scene.now).ifPresent(results::add);
      account(1);
      provider.answerOne(1).ifPresent(results::add);
      carrier(1);
      if (!results.isEmpty()) {
        deliver(results.removeFirst());
      }
    }
    settled = true;
  }

  private void account(int pick) {
    FollowUp.ForAccount ask = toAccounts.poll();
    if (ask != null) {
      DrawProperties.answer(accounts, ask, pick, scene.now).ifPresent(results::add);
    }
  }

  /** The staff takes a shipment a step further, mostly the one that is next. */
  private void ship(int pick) {
    any(pick)
        .ifPresent(
            shipment -> {
              Shipment.Status[] all = Shipment.Status.values();
              int next = Math.min(shipment.status().ordinal() + 1, all.length - 1);
              put(
                  new OrderCommand.AdvanceShipment(
                      "cmd_" + commands++,
                      shipment.shipmentId(),
                      pick % 4 == 0 ? all[pick / 4 % all.length] : all[next],
                      "by bike",
                      "BIKE-1",
                      null));
            });
  }

  private void split(int pick) {
    any(pick)
        .ifPresent(
            shipment ->
                put(
                    new OrderCommand.CreateShipment(
                        "cmd_" + commands++,
                        "shp_" + commands,
                        shipment.shipmentId(),
                        List.of(new OrderCommand.Item("l1", 1 + pick / 3 % 4)))));
  }

  private void carrier(int pick) {
    FollowUp.AskCarrier ask = toCarrier.poll();
    if (ask != null) {
      boolean done = pick % 3 != 0;
      results.add(
          new OrderCommand.CarrierAnswered(
              ask.requestId(),
              ask.requestId(),
              ask.shipmentId(),
              ask.labelRequestId() != null,
              done,
              "sandbox",
              null,
              "TRACK",
              700,
              "USD",
              null,
              done ? null : "refused"));
    }
  }

  private void report(int pick) {
    any(pick)
        .filter(shipment -> shipment.label().trackingNumber() != null)
        .ifPresent(
            shipment -> {
              Shipment.Status[] all = Shipment.Status.values();
              Shipment.Status status = all[Shipment.Status.HANDED_OVER.ordinal() + pick / 3 % 5];
              String eventId = shipment.shipmentId() + status + pick % 5;
              results.add(
                  new OrderCommand.ParcelReported(
                      eventId,
                      shipment.shipmentId(),
                      eventId,
                      status,
                      OrderScene.START.plusSeconds(pick % 1000),
                      null));
            });
  }

  private Optional<Shipment> any(int pick) {
    List<Shipment> all = scene.order == null ? List.of() : scene.order.shipments().all();
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(pick / 2 % all.size()));
  }

  /** What one SKU's writer says of one hold comes in its order; all else in any. */
  private OrderCommand take(int index) {
    OrderCommand picked = results.get(index);
    if (picked instanceof StockAnswered answer) {
      for (OrderCommand one : results) {
        if (one instanceof StockAnswered earlier
            && earlier.reservationId().equals(answer.reservationId())) {
          picked = one;
          break;
        }
      }
    }
    results.remove(picked);
    return picked;
  }

  private void deliver(OrderCommand result) {
    delivered.add(result);
    put(result);
  }

  private void put(OrderCommand command) {
    put(command, OrderScene.SYSTEM);
  }

  private void put(OrderCommand command, Caller caller) {
    scene.put(command, caller);
    noted();
  }

  private void noted() {
    seen.add(scene.refusal());
    scene.lastEvents.forEach(event -> seen.add(event.type()));
    if (scene.order != null) {
      seen.add(scene.order.status().name());
    }
    take();
  }

  private void take() {
    for (FollowUp followUp : scene.asked) {
      switch (followUp) {
        case AskPayment ask -> provider.ask(ask);
        case FollowUp.AskCarrier ask -> toCarrier.add(ask);
        case FollowUp.ForStock stock -> inventory.ask(stock);
        case FollowUp.ForAccount account -> toAccounts.add(account);
        case FollowUp.PlaceAddition addition -> additions.place(addition);
        case FollowUp.ReportAddition none -> throw new IllegalStateException("adds to none");
        case FollowUp.CompleteCheckout cart -> {
          // The cart's part is not modelled.
        }
      }
    }
    scene.asked = List.of();
  }

  @Nullable Order order() {
    return scene.order;
  }
}
