package dev.millrace.standalone.audit;

import dev.millrace.avro.gateways.PaymentOperation;
import dev.millrace.orders.order.Exchange;
import dev.millrace.orders.order.Order;
import dev.millrace.orders.order.Order.LineStock;
import dev.millrace.orders.order.Payment;
import dev.millrace.orders.order.Payment.Authorization;
import dev.millrace.orders.order.Payment.Progress;
import dev.millrace.orders.order.Payment.Promise;
import dev.millrace.orders.order.Payment.RefundStep;
import dev.millrace.orders.order.RequestIds;
import dev.millrace.standalone.audit.OrderAccount.Money;
import dev.millrace.standalone.audit.OrderAccount.MoneyEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What is true of an order by where it stands: one that is confirmed has its money or asks for it,
 * one that ended has neither money nor stock. What it waits for must have been asked.
 */
final class OrderRules {

  private static final Set<LineStock> OF_CONFIRMED =
      Set.of(LineStock.COMMITTING, LineStock.BACKORDERED, LineStock.COMMITTED, LineStock.LOST);

  private static final Set<LineStock> OF_CANCELLED =
      Set.of(LineStock.COMMITTING, LineStock.WITHDRAWING, LineStock.RETURNED, LineStock.LOST);

  private static final Set<LineStock> OF_GIVEN_UP = Set.of(LineStock.RELEASED, LineStock.REFUSED);

  private OrderRules() {}

  /** What contradicts the order's money, in sentences. */
  static List<String> money(OrderAccount account, Order order) {
    List<String> found = new ArrayList<>(0);
    Payment.Amounts amounts = order.payment().amounts();
    long total = order.dueMinor();
    var entered =
        new Payment.Amounts(
            sum(account, Money.AUTHORIZED),
            sum(account, Money.CAPTURED),
            sum(account, Money.REFUNDED),
            sum(account, Money.VOIDED) + account.releasedMinor());
    if (!amounts.equals(entered)) {
      found.add("it shows %s, its events add up to %s".formatted(amounts, entered));
    }
    if (amounts.capturedMinor() > total) {
      found.add("%,d is captured of a total of %,d".formatted(amounts.capturedMinor(), total));
    }
    if (amounts.refundedMinor() > amounts.capturedMinor()) {
      found.add(
          "%,d is refunded of %,d captured"
              .formatted(amounts.refundedMinor(), amounts.capturedMinor()));
    }
    if (amounts.voidedMinor() + amounts.capturedMinor() > amounts.authorizedMinor()) {
      found.add(
          "%,d is voided and %,d captured of %,d authorised"
              .formatted(
                  amounts.voidedMinor(), amounts.capturedMinor(), amounts.authorizedMinor()));
    }
    CashRules.check(account, order, found);
    DrawRules.check(order, found);
    switch (order.status()) {
      case CONFIRMED, FULFILLING, SHIPPED, DELIVERED -> {
        if (!account.acceptedAsIs()) {
          hasItsMoney(account, order, total, found);
        }
      }
      case REJECTED, CANCELLED -> keepsNone(order, found);
      case PENDING_STOCK, PENDING_PAYMENT, EXCEPTION -> {
        // Its money is under way, or a person looks after it.
      }
    }
    return found;
  }

  private static void hasItsMoney(
      OrderAccount account, Order order, long total, List<String> found) {
    Payment payment = order.payment();
    if (payment.cash().isAgreed() || DrawRules.paysAll(order)) {
      return;
    }
    boolean isPromised =
        payment.authorizations().stream()
            .filter(one -> one.attempt() == order.attempt().number())
            .anyMatch(
                one ->
                    one.promise() == Promise.AUTHORIZED
                        && (one.voiding() == Progress.NONE || account.remainderVoidedMinor() > 0));
    if (!isPromised) {
      found.add("it is confirmed, but nobody has promised its money");
    }
    long accountedMinor =
        payment.amounts().capturedMinor()
            + payment.remainderMinor()
            + account.releasedMinor()
            + account.remainderVoidedMinor();
    if (payment.capture() == Progress.DONE && accountedMinor != total) {
      found.add(
          "it is confirmed and paid, but %,d is captured of a total of %,d"
              .formatted(payment.amounts().capturedMinor(), total));
    }
    if (payment.capture() == Progress.FAILED) {
      found.add("it is confirmed, but its money could not be captured");
    }
  }

  /** A step that failed was said to need a person; it is counted there. */
  private static void keepsNone(Order order, List<String> found) {
    Payment payment = order.payment();
    boolean isTaken = payment.capture() == Progress.DONE && payment.remainderMinor() == 0;
    for (Authorization one : payment.authorizations()) {
      boolean isCaptured =
          one.attempt() == order.attempt().number()
              && (isTaken || payment.capture() == Progress.ASKED);
      if (!isCaptured && one.promise() != Promise.DECLINED && one.voiding() == Progress.NONE) {
        found.add(
            "it has ended, but %,d promised for attempt %d is not asked back"
                .formatted(one.amountMinor(), one.attempt()));
      }
    }
    long kept =
        payment.amounts().capturedMinor()
            - payment.amounts().refundedMinor()
            - order.draws().ofProviderMinor();
    boolean isOnItsWay =
        payment.refunds().stream()
            .anyMatch(one -> one.step() == RefundStep.ASKED || one.step() == RefundStep.FAILED);
    if (kept > 0 && !isOnItsWay) {
      found.add("it has ended, but %,d of its money is not asked back".formatted(kept));
    }
  }

  private static long sum(OrderAccount account, Money what) {
    return account.money().stream()
        .filter(entry -> entry.what() == what)
        .mapToLong(MoneyEntry::amountMinor)
        .sum();
  }

  /** What the order waits for and nobody was asked, in sentences. */
  static List<String> asked(Order order, OrderAnswers answers) {
    List<String> found = new ArrayList<>(0);
    Payment payment = order.payment();
    payment.captures().all().stream()
        .filter(one -> one.step() == Progress.ASKED)
        .filter(one -> !answers.asked().containsKey(one.requestId()))
        .forEach(
            one -> found.add("it waits for %s, which was not asked".formatted(one.requestId())));
    payment.refunds().stream()
        .filter(one -> one.step() == RefundStep.ASKED)
        .filter(one -> !answers.asked().containsKey(one.requestId()))
        .forEach(
            one -> found.add("it waits for %s, which was not asked".formatted(one.requestId())));
    for (Authorization one : payment.authorizations()) {
      String first = RequestIds.authorize(order.orderId(), one.attempt());
      if (!answers.asked().containsKey(first)) {
        found.add("it waits for %s, which was not asked".formatted(first));
      }
      boolean isVoidAsked =
          answers.asked().values().stream()
              .anyMatch(
                  asked ->
                      asked.operation() == PaymentOperation.VOID
                          && first.equals(asked.authorizationRequestId()));
      if (one.voiding() == Progress.ASKED && !isVoidAsked) {
        found.add("it waits for the void of %s, which was not asked".formatted(first));
      }
    }
    return found;
  }

  /** What contradicts the stock of the order's lines, in sentences. */
  static List<String> lines(Order order) {
    Set<LineStock> allowed =
        switch (order.status()) {
          case CONFIRMED, FULFILLING, SHIPPED, DELIVERED, EXCEPTION -> OF_CONFIRMED;
          case CANCELLED -> order.wasConfirmed() ? OF_CANCELLED : OF_GIVEN_UP;
          case REJECTED -> OF_GIVEN_UP;
          case PENDING_STOCK, PENDING_PAYMENT -> Set.of();
        };
    return allowed.isEmpty()
        ? List.of()
        : order.lines().stream()
            .filter(line -> !allowed.contains(line.stock()))
            .map(
                line ->
                    "it is %s, but line %s is %s"
                        .formatted(order.status(), line.priced().lineId(), line.stock()))
            .toList();
  }

  /** Whether it still waits for an answer of the provider or the inventory. */
  static boolean waits(Order order) {
    Payment payment = order.payment();
    return payment.capture() == Progress.ASKED
        || DrawRules.waits(order)
        || payment.refunds().stream().anyMatch(one -> one.step() == RefundStep.ASKED)
        || payment.authorizations().stream().anyMatch(one -> one.voiding() == Progress.ASKED)
        || order.lines().stream()
            .anyMatch(
                line ->
                    line.stock() == LineStock.COMMITTING || line.stock() == LineStock.WITHDRAWING)
        || order.returnBook().exchanges().anyMatch(one -> one.step() == Exchange.Step.SELLING);
  }
}
