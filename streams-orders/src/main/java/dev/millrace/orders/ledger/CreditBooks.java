package dev.millrace.orders.ledger;

import dev.millrace.avro.accounts.AccountEvent;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.ledger.JournalEntry;
import dev.millrace.avro.ledger.state.LedgerCredit;
import dev.millrace.orders.accounts.AccountsLedger;
import dev.millrace.orders.journal.CreditIssues;
import dev.millrace.orders.journal.Entry;
import dev.millrace.orders.journal.Posting;
import dev.millrace.orders.journal.Terms;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Entries of gift cards and store credit, from records alone. Only what was put on them outside of
 * orders: the events of orders tell of everything else.
 */
public final class CreditBooks {

  /** Who issues what an order gives back as credit. */
  private static final String ORDERS = "orders";

  private CreditBooks() {}

  /**
   * What an event led to.
   *
   * @param credit how far the account's events have been entered
   * @param postings as they change balances
   */
  record Change(LedgerCredit credit, JournalEntry entry, List<Posting> postings) {}

  /** Whether an event, which may be newer than this version, means anything here. */
  public static boolean concerns(AccountEvent event) {
    return event.getAmountIssued() != null
        && !(event.getActor().getRole() == ActorRole.SYSTEM
            && event.getActor().getSubject().equals(ORDERS));
  }

  /**
   * The next event of an account.
   *
   * @param before null before the first
   * @param event one that {@link #concerns}
   * @return empty if it was entered already, or is about no money
   */
  static Optional<Change> next(@Nullable LedgerCredit before, AccountEvent event, Terms terms) {
    List<Posting> postings = CreditIssues.postings(AccountsLedger.issued(event));
    if (postings.isEmpty() || (before != null && event.getSequence() <= before.getLastSequence())) {
      return Optional.empty();
    }
    var entry =
        new Entry(
            event.getAccountId(),
            before == null ? 1 : before.getEntryCount() + 1,
            event.getSequence(),
            event.getType(),
            event.getAt(),
            terms,
            postings);
    return Optional.of(
        new Change(
            new LedgerCredit(event.getAccountId(), entry.eventSequence(), entry.number()),
            JournalAvro.creditEntry(entry),
            entry.postings()));
  }

  /**
   * All entries of an account.
   *
   * @param events from its first on, in the order of the topic
   * @param made entries that were made of some of these events, whose terms stand
   */
  public static List<JournalEntry> entries(List<AccountEvent> events, List<JournalEntry> made) {
    List<JournalEntry> entries = new ArrayList<>();
    LedgerCredit credit = null;
    for (AccountEvent event : events.stream().filter(CreditBooks::concerns).toList()) {
      Terms terms =
          entries.size() < made.size()
              ? JournalAvro.terms(made.get(entries.size()).getTerms())
              : new Terms(0, true, "unknown");
      Optional<Change> change = next(credit, event, terms);
      if (change.isPresent()) {
        credit = change.get().credit();
        entries.add(change.get().entry());
      }
    }
    return entries;
  }
}
