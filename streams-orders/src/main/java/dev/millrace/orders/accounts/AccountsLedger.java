package dev.millrace.orders.accounts;

import dev.millrace.avro.accounts.AccountEvent;
import dev.millrace.avro.accounts.state.AccountState;
import dev.millrace.orders.account.AccountBook;
import java.time.Instant;

/** Accounts from their published events alone, for audits. */
public final class AccountsLedger {

  private AccountsLedger() {}

  /**
   * What was put on an account.
   *
   * @param event one that says so
   */
  public static dev.millrace.orders.account.AccountEvent.AmountIssued issued(AccountEvent event) {
    return (dev.millrace.orders.account.AccountEvent.AmountIssued) AccountAvro.event(event);
  }

  /**
   * What the writer of an account remembers after its events.
   *
   * @param events of one account, from its first on, in the order of the topic
   * @throws IllegalArgumentException if there is none, or one is newer than this version
   */
  public static AccountState fold(String accountId, Iterable<AccountEvent> events) {
    AccountBook book = AccountBook.NONE;
    long version = 0;
    Instant at = Instant.EPOCH;
    for (AccountEvent event : events) {
      book = book.evolve(AccountAvro.event(event));
      version = event.getSequence();
      at = event.getAt();
    }
    if (book.account() == null) {
      throw new IllegalArgumentException("an account begins with an event");
    }
    return AccountAvro.state(accountId, book.account(), version, at);
  }
}
