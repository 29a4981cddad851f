package dev.millrace.standalone.audit;

import dev.millrace.orders.order.Order;
import dev.millrace.orders.order.Payment;
import dev.millrace.standalone.audit.AuditReport.OrderTotals;
import dev.millrace.standalone.audit.OrderAuditReport.MoneyTotals;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The sums of an audit of the orders, share by share. */
final class OrderTally {

  private long orders;
  private long confirmed;
  private long cancelled;
  private long pending;
  private long unsettled;
  private long needAttention;
  private long events;
  private long answers;
  private long waiting;
  private long older;
  private final Map<String, Long> rejected = new HashMap<>();
  private final Map<String, MoneyTotals> money = new TreeMap<>();

  void add(OrderAccount account, OrderAnswers given, Instant settledBefore, boolean isWhole) {
    orders++;
    events += account.events();
    answers += given.paid().size() + given.stocked().size();
    boolean isSettled = account.settledBefore(settledBefore);
    unsettled += isSettled ? 0 : 1;
    needAttention += account.needsAttention() ? 1 : 0;
    older += isWhole ? 0 : 1;
    Order order = account.order();
    if (order != null) {
      waiting += isSettled && OrderRules.waits(order) ? 1 : 0;
      addStanding(order);
      addMoney(order);
    }
  }

  private void addStanding(Order order) {
    switch (order.status()) {
      case PENDING_STOCK, PENDING_PAYMENT -> pending++;
      case CONFIRMED, FULFILLING, SHIPPED, DELIVERED, EXCEPTION -> confirmed++;
      case CANCELLED -> {
        if (order.wasConfirmed()) {
          cancelled++;
        } else {
          rejected.merge("cancelled before confirmation", 1L, Long::sum);
        }
      }
      case REJECTED ->
          rejected.merge(Objects.requireNonNullElse(order.reason(), "no reason"), 1L, Long::sum);
    }
  }

  private void addMoney(Order order) {
    Payment.Amounts amounts = order.payment().amounts();
    money.merge(
        order.attempt().placement().quote().currency(),
        new MoneyTotals(
            amounts.authorizedMinor(),
            amounts.capturedMinor(),
            amounts.voidedMinor(),
            amounts.refundedMinor()),
        MoneyTotals::plus);
  }

  OrderAuditReport report(long moving, Findings findings) {
    return new OrderAuditReport(
        new OrderTotals(orders, confirmed, cancelled, pending, unsettled, needAttention, rejected),
        money,
        events,
        answers,
        waiting,
        older,
        moving,
        findings.kept(),
        findings.count());
  }
}
