package dev.millrace.orders.ledger;

import dev.millrace.avro.ledger.JournalEntry;
import dev.millrace.avro.ledger.state.LedgerBalance;
import dev.millrace.avro.ledger.state.LedgerOrder;
import dev.millrace.avro.orders.OrderEvent;
import dev.millrace.orders.OrdersLedger;
import dev.millrace.orders.journal.Account;
import dev.millrace.orders.journal.Entry;
import dev.millrace.orders.journal.Journal;
import dev.millrace.orders.journal.OrderBook;
import dev.millrace.orders.journal.Posting;
import dev.millrace.orders.journal.Terms;
import dev.millrace.schemas.id.LedgerKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Books from records alone: what the application does with each, and audits do again. */
public final class LedgerBooks {

  /** Entries that are kept with an order for its readers; few orders have a tenth of it. */
  static final int ENTRIES_KEPT_MAX = 100;

  private LedgerBooks() {}

  /**
   * What an event led to.
   *
   * @param order the order's books after it
   * @param entry as it is published
   * @param postings as they change balances
   */
  record Change(LedgerOrder order, Optional<JournalEntry> entry, List<Posting> postings) {}

  /**
   * The next event of an order.
   *
   * @param before null before the first
   * @param event one that {@link #concerns}
   * @return empty if it was entered already
   */
  static Optional<Change> next(@Nullable LedgerOrder before, OrderEvent event, Terms terms) {
    OrderBook book = before == null ? null : JournalAvro.book(before);
    return Journal.next(event.getOrderId(), book, OrdersLedger.recorded(event), terms)
        .map(step -> change(before, step));
  }

  private static Change change(@Nullable LedgerOrder before, Journal.Step step) {
    List<JournalEntry> entries = new ArrayList<>(before == null ? List.of() : before.getEntries());
    Optional<JournalEntry> entry = step.entry().map(JournalAvro::entry);
    entry.ifPresent(entries::add);
    int surplus = Math.max(0, entries.size() - ENTRIES_KEPT_MAX);
    return new Change(
        JournalAvro.order(step.book(), List.copyOf(entries.subList(surplus, entries.size()))),
        entry,
        step.entry().map(Entry::postings).orElse(List.of()));
  }

  /** Whether an event of an order, which may be newer than this version, means anything here. */
  public static boolean concerns(OrderEvent event) {
    return Journal.knows(event.getType());
  }

  /**
   * All entries of an order.
   *
   * @param events from its first on, in the order of the topic; others than {@link #concerns} says
   *     may be left out
   * @param made entries that were made of some of these events, whose terms stand
   * @throws IllegalArgumentException if there are events and the first places no order
   */
  public static List<JournalEntry> entries(List<OrderEvent> events, List<JournalEntry> made) {
    Terms terms =
        made.isEmpty()
            ? new Terms(0, true, "unknown")
            : JournalAvro.terms(made.getFirst().getTerms());
    List<JournalEntry> entries = new ArrayList<>();
    OrderBook book = null;
    for (OrderEvent event : events.stream().filter(LedgerBooks::concerns).toList()) {
      Optional<Journal.Step> step =
          Journal.next(event.getOrderId(), book, OrdersLedger.recorded(event), terms);
      if (step.isPresent()) {
        book = step.get().book();
        step.get().entry().map(JournalAvro::entry).ifPresent(entries::add);
      }
    }
    return entries;
  }

  /** Balances by {@link LedgerKey}, from entries alone. */
  public static final class Balances {

    private final Map<String, LedgerBalance> balances = new TreeMap<>();

    /** Adds the postings of one more entry. */
    public void add(JournalEntry entry) {
      for (var posting : entry.getPostings()) {
        balances.compute(
            LedgerKey.of(posting.getAccount(), posting.getCurrency()),
            (key, before) ->
                plus(
                    before,
                    posting.getAccount(),
                    typeOf(posting.getAccount()),
                    posting.getCurrency(),
                    posting.getAmountMinor()));
      }
    }

    /** A copy of what there is. */
    public Map<String, LedgerBalance> all() {
      return new TreeMap<>(balances);
    }

    /** The balance under a key; null if nothing was posted. */
    public @Nullable LedgerBalance get(String key) {
      return balances.get(key);
    }
  }

  /** A kind that this version does not know has no type here. */
  private static String typeOf(String account) {
    String code = account.split(":", 2)[0];
    for (Account.Kind kind : Account.Kind.values()) {
      if (kind.code().equals(code)) {
        return kind.type().code();
      }
    }
    return "";
  }

  /** An account's balance after one more posting. */
  static LedgerBalance plus(@Nullable LedgerBalance before, Posting posting) {
    return plus(
        before,
        posting.account().id(),
        posting.account().kind().type().code(),
        posting.currency(),
        posting.amountMinor());
  }

  private static LedgerBalance plus(
      @Nullable LedgerBalance before,
      String account,
      String type,
      String currency,
      long amountMinor) {
    return new LedgerBalance(
        account,
        type,
        currency,
        Math.addExact(before == null ? 0 : before.getDebitMinor(), Math.max(0, amountMinor)),
        Math.addExact(before == null ? 0 : before.getCreditMinor(), Math.max(0, -amountMinor)),
        (before == null ? 0 : before.getPostings()) + 1);
  }
}
