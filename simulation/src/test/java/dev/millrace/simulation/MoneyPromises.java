package dev.millrace.simulation;

import dev.millrace.avro.orders.OrderCash;
import dev.millrace.gateways.payments.SandboxCharge;
import dev.millrace.simulation.Promises.Promise;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What Millrace promises of the money of an order, and of credit. */
final class MoneyPromises {

  /** Accounts of those to whom taken money belongs. */
  private static final List<String> SOMEBODYS =
      List.of(
          "seller_payable",
          "platform_fees",
          "tax_payable",
          "shipping_income",
          "restocking_fees",
          "return_shipping_fees");

  static final List<Promise<OrderBook>> ALWAYS =
      List.of(new Promise<>("NeverChargedTwice", MoneyPromises::chargedTwice));

  static final List<Promise<OrderBook>> AT_REST =
      List.of(
          new Promise<>("NoMoneyWithoutItsOrder", MoneyPromises::moneyWithoutOrder),
          new Promise<>("EventsAndProviderHaveTheSameAmounts", MoneyPromises::amountsDiffer),
          new Promise<>("TheLedgerSaysWhoseTheMoneyIs", MoneyPromises::booksDiffer),
          new Promise<>("CashAddsUp", MoneyPromises::cashDiffers));

  private MoneyPromises() {}

  private static Optional<String> chargedTwice(OrderBook order) {
    long taken = order.charges().stream().filter(one -> one.capturedMinor() > 0).count();
    long takenMinor = order.charges().stream().mapToLong(SandboxCharge::capturedMinor).sum();
    return Promises.no(
        taken > 1 || takenMinor > order.totalMaxMinor(),
        "%d charges were taken, %d in all of an order of %d"
            .formatted(taken, takenMinor, order.totalMaxMinor()));
  }

  private static Optional<String> moneyWithoutOrder(OrderBook order) {
    boolean givenUp = order.status().equals("rejected") || order.status().equals("cancelled");
    long spentMinor = CreditBook.spentMinor(order.view());
    return Promises.no(
        givenUp
            && !order.isMoneyInDoubt()
            && order.keptMinor() + order.promisedMinor() + spentMinor != 0,
        "the provider keeps %d and may take %d"
            .formatted(order.keptMinor(), order.promisedMinor()));
  }

  private static Optional<String> amountsDiffer(OrderBook order) {
    if (order.isMoneyInDoubt()) {
      return Optional.empty();
    }
    List<Long> told =
        List.of(
            order.view().getAuthorizedMinor(),
            order.view().getVoidedMinor(),
            order.view().getCapturedMinor(),
            order.view().getRefundedMinor());
    List<Long> kept =
        List.of(
            order.charges().stream().mapToLong(SandboxCharge::authorizedMinor).sum(),
            order.charges().stream()
                .filter(one -> one.voided() || one.ended())
                .mapToLong(one -> one.authorizedMinor() - one.capturedMinor())
                .sum(),
            order.charges().stream().mapToLong(SandboxCharge::capturedMinor).sum(),
            order.charges().stream().mapToLong(SandboxCharge::refundedMinor).sum());
    return Promises.no(
        !told.equals(kept),
        "promised, voided, taken, given back: %s by events, %s at the provider"
            .formatted(told, kept));
  }

  /** Nobody pays twice, nobody is owed what they never paid, and what ended asks for nothing. */
  private static Optional<String> cashDiffers(OrderBook order) {
    OrderCash cash = order.view().getCash();
    if (cash == null) {
      return Optional.empty();
    }
    long dueMinor = cash.getAgreedMinor() - cash.getWaivedMinor() - cash.getReceivedMinor();
    boolean ended = order.status().equals("cancelled");
    return Promises.no(
        dueMinor < 0
            || cash.getOwedMinor() > cash.getReceivedMinor()
            || cash.getGivenBackMinor() > cash.getOwedMinor()
            || ended && (dueMinor > 0 || cash.getOwedMinor() != cash.getReceivedMinor()),
        "the cash is " + cash);
  }

  /** What was taken and did not go back is all somebody's, and no more than that is. */
  private static Optional<String> booksDiffer(OrderBook order) {
    Map<String, Long> accounts = order.accounts();
    long takenMinor = order.view().getCapturedMinor() - order.view().getRefundedMinor();
    long providerMinor = accounts.getOrDefault("provider_receivable", 0L);
    long cashMinor = accounts.getOrDefault("cash", 0L);
    OrderCash cash = order.view().getCash();
    long inCashMinor = cash == null ? 0 : cash.getReceivedMinor() - cash.getGivenBackMinor();
    long somebodysMinor =
        SOMEBODYS.stream().mapToLong(kind -> -accounts.getOrDefault(kind, 0L)).sum();
    long allMinor = accounts.values().stream().mapToLong(Long::longValue).sum();
    long creditMinor = CreditBook.spentMinor(order.view());
    long ofCreditMinor =
        accounts.getOrDefault("gift_cards", 0L) + accounts.getOrDefault("store_credit", 0L);
    boolean isOwed = accounts.getOrDefault("buyer_receivable", 0L) != 0;
    boolean isGivenUp = order.status().equals("rejected") || order.status().equals("cancelled");
    return Promises.no(
        providerMinor != takenMinor
            || (!order.isMoneyInDoubt() && providerMinor != order.keptMinor())
            || cashMinor != inCashMinor
            || ofCreditMinor != creditMinor
            || somebodysMinor != takenMinor + inCashMinor + creditMinor
            || allMinor != 0
            || accounts.getOrDefault("unallocated", 0L) != 0
            || (isOwed && isGivenUp),
        "%d are taken and not given back, the accounts are %s".formatted(takenMinor, accounts));
  }

  /** What is gone from the accounts is what orders say they spent. */
  static Optional<String> creditAtRest(Books books) {
    long toldMinor =
        books.orders().stream().mapToLong(one -> CreditBook.spentMinor(one.view())).sum();
    return Promises.no(
            toldMinor != books.credit().spentMinor(),
            "CreditIsWhatOrdersSpent: %d by orders, %d by accounts"
                .formatted(toldMinor, books.credit().spentMinor()))
        .or(() -> owedOtherwise(books));
  }

  /** The ledger's liabilities are what is on the accounts. */
  private static Optional<String> owedOtherwise(Books books) {
    long ofOrdersMinor = 0;
    for (OrderBook one : books.orders()) {
      ofOrdersMinor -= one.accounts().getOrDefault("gift_cards", 0L);
      ofOrdersMinor -= one.accounts().getOrDefault("store_credit", 0L);
    }
    long owedMinor = books.credit().owedWithoutOrdersMinor() + ofOrdersMinor;
    long thereMinor = books.credit().onAccountsMinor();
    return Promises.no(
        owedMinor != thereMinor,
        "TheLedgerOwesWhatIsOnAccounts: it owes %d, %d is there".formatted(owedMinor, thereMinor));
  }
}
