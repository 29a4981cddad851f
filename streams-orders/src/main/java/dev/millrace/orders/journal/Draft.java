package dev.millrace.orders.journal;

import dev.millrace.orders.journal.Account.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** An entry in the making: the order's books, and what has been posted to which account. */
final class Draft {

  private OrderBook book;
  private final Map<Account, Long> sums = new LinkedHashMap<>();

  Draft(OrderBook book) {
    this.book = book;
  }

  OrderBook book() {
    return book;
  }

  Draft becomes(OrderBook next) {
    book = next;
    return this;
  }

  /** Debits an account; an amount below zero is a credit. */
  void debit(Account account, long amountMinor) {
    sums.merge(account, amountMinor, Math::addExact);
  }

  void credit(Account account, long amountMinor) {
    debit(account, -amountMinor);
  }

  /** Debits one account and credits another. */
  void move(Account debited, Account credited, long amountMinor) {
    debit(debited, amountMinor);
    credit(credited, amountMinor);
  }

  /** Puts another slot in a slot's place and posts what that changes for whoever has a share. */
  void replace(int index, Slot next) {
    Slot was = book.slots().get(index);
    long tax = next.keptTaxMinor() - was.keptTaxMinor();
    long net = next.keptNetMinor() - was.keptNetMinor();
    Account owner =
        next.isShipping()
            ? Account.of(Kind.SHIPPING_INCOME)
            : Account.of(Kind.SELLER_PAYABLE, next.sellerId());
    boolean platformPays = next.isShipping() || book.terms().platformRemitsTax();
    credit(owner, net);
    credit(Account.of(Kind.PLATFORM_FEES), next.keptCommissionMinor() - was.keptCommissionMinor());
    credit(platformPays ? Account.of(Kind.TAX_PAYABLE) : owner, tax);
    List<Slot> slots = new ArrayList<>(book.slots());
    slots.set(index, next);
    book = book.with(slots);
  }

  /** Takes what is due of fees, as far as the slots have it. */
  void takeFees() {
    for (Fee fee : book.fees()) {
      for (int i = 0; i < book.slots().size(); i++) {
        long amountMinor = Math.min(fee.dueMinor(i), book.slots().get(i).keptMinor());
        if (amountMinor > 0) {
          replace(i, book.slots().get(i).plusRefunded(amountMinor));
          credit(Account.of(fee.kind()), amountMinor);
          book = book.with(book.fee(fee.kind()).came(i, amountMinor));
        }
      }
    }
  }

  /**
   * Gives fees back.
   *
   * @return what that came to; no more than was kept
   */
  long giveFeesBack(long amountMinor) {
    long[] parts =
        Shares.apportion(amountMinor, book.fees().stream().mapToLong(Fee::keptMinor).toArray());
    List<Fee> fees = book.fees();
    for (int i = 0; i < parts.length; i++) {
      debit(Account.of(fees.get(i).kind()), parts[i]);
      book = book.with(fees.get(i).wentBack(parts[i]));
    }
    return LongStream.of(parts).sum();
  }

  /** What was posted; accounts that nothing came of are left out. */
  List<Posting> postings() {
    return sums.entrySet().stream()
        .filter(one -> one.getValue() != 0)
        .map(one -> new Posting(one.getKey(), book.currency(), one.getValue()))
        .toList();
  }
}
