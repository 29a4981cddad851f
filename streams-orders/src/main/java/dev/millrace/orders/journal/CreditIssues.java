package dev.millrace.orders.journal;

import dev.millrace.orders.account.AccountEvent;
import dev.millrace.orders.journal.Account.Kind;
import java.util.List;

/**
 * What is put on gift cards and store credit outside of orders: the platform owes its bearer or its
 * owner more. What orders spend of it, give back and make of other money stands in their entries.
 */
public final class CreditIssues {

  private CreditIssues() {}

  /** Both sides of an issue; none of uses of coupons, which are no money. */
  public static List<Posting> postings(AccountEvent.AmountIssued issued) {
    return issued.kind().isMoney()
        ? List.of(
            new Posting(Account.of(Kind.ISSUED_CREDIT), issued.unit(), issued.amount()),
            new Posting(DrawEntries.account(issued.kind()), issued.unit(), -issued.amount()))
        : List.of();
  }
}
