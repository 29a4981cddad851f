package dev.millrace.orders.order;

import dev.millrace.orders.order.FollowUp.AskPayment;
import dev.millrace.orders.order.OrderCommand.PaymentAnswered;
import dev.millrace.orders.order.OrderCommand.PaymentOutcome;
import dev.millrace.orders.order.OrderCommand.StockAnswered;
import dev.millrace.orders.order.OrderCommand.StockOperation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    CAPTURE,
    CASH,
    INVENTORY,
    FILL,
    PROVIDER,
    DELIVER,
    DELIVER_AGAIN,
    DEADLINE,
    SETTLE
  }

  /** What the inventory knows of a hold. */
  static final class Hold {
    final int quantity;
    String state = "held";
    int missing;

    Hold(int quantity, int missing) {
      this.quantity = quantity;
      this.missing = missing;
    }

    int there() {
      return quantity - missing;
    }

    boolean waits() {
      return missing > 0 && (state.equals("held") || state.equals("committed"));
    }
  }

  static final class Promise {
    boolean authorized;
    boolean voided;
    boolean ended;
    long captured;
    long refunded;
  }

  final OrderScene scene;
  final Map<String, Hold> holds = new LinkedHashMap<>();
  final Map<String, Promise> promises = new HashMap<>();
  final Map<String, PaymentAnswered> providerAnswers = new HashMap<>();
  private final Deque<FollowUp> toInventory = new ArrayDeque<>();
  private final Deque<AskPayment> toProvider = new ArrayDeque<>();
  private final List<OrderCommand> results = new ArrayList<>();
  private final List<OrderCommand> delivered = new ArrayList<>();
  private int commands;
  boolean settled;
  int unitsSold;
  int unitsReturned;
  private final Set<String> seen;

  /**
   * @param seen collects the names of what happened: refusals, and what becomes of backorders
   */
  OrderProperties(CheckoutTerms terms, Set<String> seen) {
    this.scene = new OrderScene(terms);
    this.seen = seen;
  }

  void apply(Step step) {
    settled = false;
    switch (step.kind()) {
      case PLACE ->
          put(OrderScene.placing("cmd_" + commands++, "pm_card_visa", step.pick() % 4 != 0));
      case PLACE_OTHER ->
          put(
              OrderScene.placing(
                  "cmd_" + commands++,
                  step.pick() % 2 == 0 ? "pm_other" : Placement.CASH_ON_DELIVERY));
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
      case CAPTURE ->
          put(
              new OrderCommand.CapturePayment(
                  "cmd_" + commands++,
                  "cap_" + step.pick() % 6,
                  step.pick() % 3 == 0 ? null : 1L + step.pick() * 4,
                  step.pick() % 7 == 0));
      case CASH ->
          put(
              new OrderCommand.RecordCash(
                  "cmd_" + commands++,
                  "rec_" + step.pick() % 6,
                  step.pick() % 2 == 0 ? null : 1L + step.pick() * 2,
                  step.pick() % 5 == 0));
      case INVENTORY -> inventory(step.pick());
      case FILL -> fill(step.pick());
      case PROVIDER -> provider(step.pick());
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
        }
      }
      case SETTLE -> settle();
    }
  }

  private void settle() {
    while (!toInventory.isEmpty() || !toProvider.isEmpty() || !results.isEmpty()) {
      inventory(1);
      provider(1);
      if (!results.isEmpty()) {
        deliver(results.removeFirst());
      }
    }
    settled = true;
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
    scene.put(command);
    seen.add(scene.refusal());
    scene.lastEvents.forEach(event -> seen.add(event.type()));
    take();
  }

  private void take() {
    for (FollowUp followUp : scene.asked) {
      switch (followUp) {
        case AskPayment ask -> toProvider.add(ask);
        case FollowUp.ForStock stock -> toInventory.add(stock);
        case FollowUp.CompleteCheckout cart -> {
          // The cart's part is not modelled.
        }
      }
    }
    scene.asked = List.of();
  }

  private void inventory(int pick) {
    FollowUp next = toInventory.poll();
    switch (next) {
      case null -> {
        // Nothing waits.
      }
      case FollowUp.Reserve one -> {
        boolean done = pick % 5 != 0 && !holds.containsKey(one.reservationId());
        if (done) {
          int missing = one.backorderAllowed() ? pick / 7 % (one.quantity() + 1) : 0;
          holds.put(one.reservationId(), new Hold(one.quantity(), missing));
        }
        results.add(answer(one.reservationId(), StockOperation.RESERVE, done));
      }
      case FollowUp.Commit one -> {
        Hold hold = holds.get(one.reservationId());
        boolean done = pick % 7 != 0 && hold != null && hold.state.equals("held");
        if (hold != null) {
          hold.state = done ? "committed" : "expired";
          unitsSold += done ? hold.there() : 0;
        }
        results.add(answer(one.reservationId(), StockOperation.COMMIT, done));
      }
      case FollowUp.Release one -> {
        Hold hold = holds.get(one.reservationId());
        if (hold != null) {
          hold.state = "released";
        }
      }
      case FollowUp.Withdraw one -> {
        Hold hold = Objects.requireNonNull(holds.get(one.reservationId()));
        boolean known = hold.waits() || pick % 3 != 0;
        StockAnswered answer = answer(one.reservationId(), StockOperation.WITHDRAW, known);
        results.add(answer);
        if (hold.waits()) {
          seen.add("withdrawn");
          hold.state = "withdrawn";
        }
      }
      case FollowUp.ReturnToStock one -> unitsReturned += one.quantity();
      default -> throw new AssertionError(next);
    }
  }

  /** Units come for one of those who wait. */
  private void fill(int pick) {
    List<String> waiting =
        holds.entrySet().stream()
            .filter(one -> one.getValue().waits())
            .map(Map.Entry::getKey)
            .toList();
    if (!waiting.isEmpty()) {
      String reservationId = waiting.get(pick % waiting.size());
      Hold hold = Objects.requireNonNull(holds.get(reservationId));
      int units = 1 + pick / 5 % hold.missing;
      hold.missing -= units;
      unitsSold += hold.state.equals("committed") ? units : 0;
      results.add(answer(reservationId, StockOperation.FILL, true));
      seen.add(hold.state.equals("committed") ? "filled once sold" : "filled while held");
    }
  }

  private StockAnswered answer(String reservationId, StockOperation operation, boolean done) {
    Hold hold = holds.get(reservationId);
    int quantity = hold == null ? 0 : hold.quantity;
    int there = hold == null ? 0 : hold.there();
    return new StockAnswered(
        reservationId + operation,
        reservationId,
        operation,
        done,
        done ? null : "refused",
        quantity,
        0,
        done ? scene.now.plus(OrderScene.TERMS.hold()) : null,
        done && there > 0 ? List.of(new Order.Allocation("wh_main", there)) : List.of(),
        done && operation != StockOperation.WITHDRAW ? quantity - there : 0,
        null);
  }

  private void provider(int pick) {
    AskPayment ask = toProvider.poll();
    if (ask == null) {
      return;
    }
    PaymentAnswered answer = providerAnswers.get(ask.requestId());
    if (answer == null) {
      answer = decideAtProvider(ask, pick);
      providerAnswers.put(ask.requestId(), answer);
    }
    results.add(answer);
  }

  private PaymentAnswered decideAtProvider(AskPayment ask, int pick) {
    String key =
        ask.authorizationRequestId() == null ? ask.requestId() : ask.authorizationRequestId();
    Promise promise = promises.computeIfAbsent(key, id -> new Promise());
    PaymentOutcome outcome =
        switch (ask.operation()) {
          case AUTHORIZE -> {
            PaymentOutcome wanted = PaymentOutcome.values()[pick % 6 % 5];
            if (promise.voided) {
              wanted = PaymentOutcome.DECLINED;
            }
            if (wanted == PaymentOutcome.SUCCEEDED
                || (wanted == PaymentOutcome.UNRESOLVED && pick % 8 > 3)) {
              promise.authorized = true;
            }
            yield wanted;
          }
          case CAPTURE -> {
            boolean fits = promise.captured + ask.amountMinor() <= OrderScene.TOTAL;
            if (!promise.authorized || promise.voided || promise.ended || !fits || pick % 9 == 0) {
              yield PaymentOutcome.DECLINED;
            }
            promise.captured += ask.amountMinor();
            promise.ended = ask.isLast();
            yield PaymentOutcome.SUCCEEDED;
          }
          case VOID -> {
            boolean isLeft = !promise.ended && promise.captured < OrderScene.TOTAL;
            boolean was =
                promise.authorized
                    && isLeft
                    && ask.amountMinor() == OrderScene.TOTAL - promise.captured;
            promise.voided = isLeft;
            yield was ? PaymentOutcome.SUCCEEDED : PaymentOutcome.DECLINED;
          }
          case REFUND -> {
            promise.refunded += ask.amountMinor();
            yield PaymentOutcome.SUCCEEDED;
          }
          case UNKNOWN -> PaymentOutcome.DECLINED;
        };
    return new PaymentAnswered(
        ask.requestId(),
        ask.requestId(),
        ask.operation(),
        outcome,
        ask.amountMinor(),
        "ref",
        null,
        null);
  }

  @Nullable Order order() {
    return scene.order;
  }

  long promisesKept() {
    return promises.values().stream().filter(one -> one.authorized && !one.voided).count();
  }

  long moneyKept() {
    return promises.values().stream()
        .filter(one -> one.authorized && !one.voided)
        .mapToLong(one -> (one.ended ? one.captured : OrderScene.TOTAL) - one.refunded)
        .sum();
  }

  /** What is taken of promises whose rest went back, and not given back. */
  long moneyKeptOfVoided() {
    return promises.values().stream()
        .filter(one -> one.voided)
        .mapToLong(one -> one.captured - one.refunded)
        .sum();
  }
}
