package dev.millrace.standalone.audit;

import dev.millrace.avro.gateways.PaymentRequest;
import dev.millrace.avro.gateways.PaymentResult;
import dev.millrace.avro.inventory.ReservationResult;
import dev.millrace.avro.orders.Order;
import dev.millrace.avro.orders.OrderEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The accounts of the orders of one share of one partition, and what others answered them. In
 * memory: about 8 KB for an order.
 */
final class OrderAccounts {

  private final int partition;
  private final int share;
  private final int shares;
  private final Map<String, OrderAccount> accounts = new TreeMap<>();
  private final Map<String, OrderAnswers> answers = new HashMap<>();

  /** Orders that were placed before then may have lost requests or answers to retention. */
  private Instant wholeSince = Instant.EPOCH;

  /**
   * Empty accounts.
   *
   * @param share which of {@code shares} about equal parts of the partition's orders, from 0 on
   */
  OrderAccounts(int partition, int share, int shares) {
    this.partition = partition;
    this.share = share;
    this.shares = shares;
  }

  /** The next event of the partition; those of other shares are left out. */
  void enter(OrderEvent event) {
    if (isHere(event.getOrderId())) {
      accounts.computeIfAbsent(event.getOrderId(), OrderAccount::new).enter(event);
    }
  }

  void enter(PaymentRequest request) {
    if (isHere(request.getOrderId())) {
      answers.computeIfAbsent(request.getOrderId(), id -> new OrderAnswers()).enter(request);
    }
  }

  void enter(PaymentResult result) {
    if (isHere(result.getOrderId())) {
      answers.computeIfAbsent(result.getOrderId(), id -> new OrderAnswers()).enter(result);
    }
  }

  /** Machine clients may ask the inventory too; what it answers them is left out. */
  void enter(ReservationResult result) {
    if (accounts.containsKey(result.getResultKey())) {
      answers.computeIfAbsent(result.getResultKey(), id -> new OrderAnswers()).enter(result);
    }
  }

  /** Some requests or answers from before then are not kept any more. */
  void wholeOnlySince(Instant time) {
    wholeSince = time.isAfter(wholeSince) ? time : wholeSince;
  }

  private boolean isHere(String orderId) {
    return Math.floorMod(orderId.hashCode(), shares) == share;
  }

  /**
   * The orders that need a closer look, because the store does not show what the log leads to.
   * Whether that is a difference or a change in between, {@link #compare} finds out.
   */
  Set<String> suspects(OrderStore store) {
    Set<String> suspects = new TreeSet<>(accounts.keySet());
    store.orders(
        partition,
        order -> {
          if (!isHere(order.getOrderId())) {
            return;
          }
          OrderAccount account = accounts.get(order.getOrderId());
          if (account != null && order.equals(account.view())) {
            suspects.remove(order.getOrderId());
          } else {
            suspects.add(order.getOrderId());
          }
        });
    return suspects;
  }

  /**
   * What differs between the store and the log about one order; empty if the order has moved on
   * since the log was read.
   */
  Optional<List<Difference>> compare(String orderId, OrderStore store) {
    Order stored = store.order(orderId).orElse(null);
    OrderAccount account = accounts.getOrDefault(orderId, new OrderAccount(orderId));
    if (stored != null && stored.getVersion() > account.sequence()) {
      return Optional.empty();
    }
    Order folded = account.view();
    if (folded == null || folded.equals(stored)) {
      // What could not be folded is a difference already.
      return Optional.of(List.of());
    }
    String what =
        stored == null
            ? "the store knows nothing of it"
            : "the store shows %s, the log leads to %s".formatted(stored, folded);
    return Optional.of(List.of(new Difference(Difference.Kind.ORDER_STORE, orderId, what)));
  }

  /** These accounts beside the store, for a {@link Settling}. */
  Settling.Subject against(OrderStore store) {
    return new Settling.Subject() {
      @Override
      public Difference.Kind kind() {
        return Difference.Kind.ORDER_STORE;
      }

      @Override
      public String plural() {
        return "orders";
      }

      @Override
      public Optional<List<Difference>> compare(String id) {
        return OrderAccounts.this.compare(id, store);
      }

      @Override
      public String gap(String id) {
        return OrderAccounts.this.gap(id, store);
      }
    };
  }

  /** What an order that never stood still long enough is short of, in words. */
  String gap(String orderId, OrderStore store) {
    OrderAccount account = accounts.get(orderId);
    return "the store is at event %d, the log at %d"
        .formatted(
            store.order(orderId).map(Order::getVersion).orElse(0L),
            account == null ? 0 : account.sequence());
  }

  /**
   * Finds out about all orders, but for the store. All events must have been entered before the
   * answers, and those before the requests, so that nothing can be there before its cause.
   */
  void compareAnswers(Instant settledBefore, Findings findings, OrderTally tally) {
    for (OrderAccount account : accounts.values()) {
      OrderAnswers given = answers.getOrDefault(account.orderId(), new OrderAnswers());
      boolean isWhole = !account.firstAt().isBefore(wholeSince);
      add(Difference.Kind.ORDER, account, account.differences(), findings);
      add(
          Difference.Kind.MONEY,
          account,
          MoneyComparison.differences(account, given, settledBefore, isWhole),
          findings);
      add(
          Difference.Kind.LINE,
          account,
          LineComparison.differences(account, given, settledBefore, isWhole),
          findings);
      var order = account.order();
      if (order != null) {
        List<String> money = new ArrayList<>(OrderRules.money(account, order));
        if (isWhole) {
          money.addAll(OrderRules.asked(order, given));
        }
        add(Difference.Kind.MONEY, account, money, findings);
        add(Difference.Kind.LINE, account, OrderRules.lines(order), findings);
      }
      tally.add(account, given, settledBefore, isWhole);
    }
    strangers(settledBefore, findings);
  }

  /** Finds out whether orders and their additions know each other. */
  void compareAdditions(OrderStore store, Instant settledBefore, Findings findings) {
    for (OrderAccount account : accounts.values()) {
      var order = account.order();
      if (order != null && account.settledBefore(settledBefore)) {
        add(
            Difference.Kind.ORDER,
            account,
            AdditionRules.broken(order, store, settledBefore),
            findings);
      }
    }
  }

  /** Whatever was asked or answered for an order that the log does not know. */
  private void strangers(Instant settledBefore, Findings findings) {
    answers.forEach(
        (orderId, given) -> {
          boolean isSettled =
              given.paid().values().stream().anyMatch(at -> at.isBefore(settledBefore));
          if (isSettled && !accounts.containsKey(orderId)) {
            findings.add(
                Difference.Kind.MONEY,
                orderId,
                "the provider answered for an order that has no event");
          }
        });
  }

  private static void add(
      Difference.Kind kind, OrderAccount account, List<String> sentences, Findings findings) {
    sentences.forEach(what -> findings.add(kind, account.orderId(), what));
  }
}
