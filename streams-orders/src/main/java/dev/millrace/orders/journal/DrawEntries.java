package dev.millrace.orders.journal;

import dev.millrace.orders.account.Account.Kind;
import dev.millrace.orders.order.DrawEvent;

/** What gift cards and store credit pay of orders, and get back. Uses of coupons are no money. */
final class DrawEntries {

  private DrawEntries() {}

  static void taken(Draft draft, DrawEvent.DrawTaken event) {
    if (event.kind().isMoney()) {
      draft.becomes(draft.book().paidByCredit());
      Journal.taken(draft, account(event.kind()), event.amount());
    }
  }

  static void givenBack(Draft draft, DrawEvent.DrawGivenBack event) {
    if (event.kind().isMoney()) {
      paid(draft, account(event.kind()), event.requestId(), event.amount());
    }
  }

  static void issued(Draft draft, DrawEvent.StoreCreditIssued event) {
    paid(draft, Account.of(Account.Kind.STORE_CREDIT), event.requestId(), event.amountMinor());
  }

  /** A part of a claim is paid; others may pay the rest of it. */
  static void paid(Draft draft, Account where, String requestId, long amountMinor) {
    long[] claimed = Journal.claimedBy(requestId, draft.book());
    OrderBook book = draft.book();
    draft.becomes(book.without(requestId));
    long[] parts = Journal.givenBack(draft, where, amountMinor, claimed);
    draft.becomes(draft.book().reclaimed(book, requestId, parts));
  }

  /** Where the books have what is on accounts of a kind of money. */
  static Account account(Kind kind) {
    return Account.of(kind == Kind.GIFT_CARD ? Account.Kind.GIFT_CARDS : Account.Kind.STORE_CREDIT);
  }
}
