package dev.millrace.standalone.audit;

import dev.millrace.orders.order.Cash;
import dev.millrace.orders.order.Order;
import dev.millrace.standalone.audit.OrderAccount.Money;
import java.util.List;

/** What is true of an order that is paid in cash. */
final class CashRules {

  private CashRules() {}

  /** Adds what contradicts the order's cash, in sentences. */
  static void check(OrderAccount account, Order order, List<String> found) {
    Cash cash = order.payment().cash();
    long receivedMinor = sum(account, Money.CASH_RECEIVED);
    long givenBackMinor = sum(account, Money.CASH_GIVEN_BACK);
    if (cash.receivedMinor() != receivedMinor || cash.givenBackMinor() != givenBackMinor) {
      found.add(
          "it shows %,d received and %,d given back in cash, its events add up to %,d and %,d"
              .formatted(
                  cash.receivedMinor(), cash.givenBackMinor(), receivedMinor, givenBackMinor));
    }
    if (receivedMinor > cash.agreedMinor()
        || cash.dueMinor() < 0
        || cash.toGiveBackMinor() < 0
        || cash.owedMinor() > receivedMinor) {
      found.add("its cash does not add up: %s".formatted(cash));
    }
    boolean isConfirmed = order.stands();
    long total = order.dueMinor();
    if (isConfirmed && cash.isAgreed() && cash.agreedMinor() != total) {
      found.add(
          "it is confirmed, but %,d of %,d is to be paid in cash"
              .formatted(cash.agreedMinor(), total));
    }
    boolean isCancelled = order.status() == Order.Status.CANCELLED;
    if (isCancelled && (cash.dueMinor() > 0 || cash.owedMinor() != cash.receivedMinor())) {
      found.add("it has ended, but keeps cash or asks for it: %s".formatted(cash));
    }
  }

  private static long sum(OrderAccount account, Money what) {
    return account.money().stream()
        .filter(entry -> entry.what() == what)
        .mapToLong(OrderAccount.MoneyEntry::amountMinor)
        .sum();
  }
}
