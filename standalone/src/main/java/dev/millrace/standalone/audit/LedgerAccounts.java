package dev.millrace.standalone.audit;

import dev.millrace.avro.accounts.AccountEvent;
import dev.millrace.avro.ledger.JournalEntry;
import dev.millrace.avro.orders.OrderEvent;
import dev.millrace.orders.ledger.CreditBooks;
import dev.millrace.orders.ledger.LedgerBooks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What moves or promises money in the orders of one share of one partition, what was put on gift
 * cards and store credit there, and the entries that the ledger made of it. In memory: about 4 KB
 * for an order.
 */
final class LedgerAccounts implements Settling.Subject {

  private final int share;
  private final int shares;
  private final Map<String, List<OrderEvent>> events = new TreeMap<>();
  private final Map<String, List<AccountEvent>> credit = new TreeMap<>();
  private final Map<String, List<JournalEntry>> entries = new HashMap<>();
  private long eventCount;

  /**
   * Empty accounts.
   *
   * @param share which of {@code shares} about equal parts of the partition's orders, from 0 on
   */
  LedgerAccounts(int share, int shares) {
    this.share = share;
    this.shares = shares;
  }

  /** The next event of the partition; those of other shares are left out. */
  void enter(OrderEvent event) {
    if (!isHere(event.getOrderId())) {
      return;
    }
    eventCount++;
    if (LedgerBooks.concerns(event)) {
      events.computeIfAbsent(event.getOrderId(), id -> new ArrayList<>(6)).add(event);
    }
  }

  /** The next event of an account that orders draw on; those of other shares are left out. */
  void enter(AccountEvent event) {
    if (isHere(event.getAccountId()) && CreditBooks.concerns(event)) {
      credit.computeIfAbsent(event.getAccountId(), id -> new ArrayList<>(2)).add(event);
    }
  }

  /** The next entry of the partition; those of other shares are left out. */
  void enter(JournalEntry entry) {
    String id = entry.getAccountId() == null ? entry.getOrderId() : entry.getAccountId();
    if (isHere(id)) {
      entries.computeIfAbsent(id, none -> new ArrayList<>(4)).add(entry);
    }
  }

  private boolean isHere(String orderId) {
    return Math.floorMod(orderId.hashCode(), shares) == share;
  }

  long orders() {
    return events.size();
  }

  long events() {
    return eventCount;
  }

  /** The orders whose entries are not what their events lead to, or not yet. */
  Set<String> suspects() {
    Set<String> all = new TreeSet<>(events.keySet());
    all.addAll(credit.keySet());
    all.addAll(entries.keySet());
    all.removeIf(orderId -> compare(orderId).filter(List::isEmpty).isPresent());
    return all;
  }

  @Override
  public Difference.Kind kind() {
    return Difference.Kind.ENTRY;
  }

  @Override
  public String plural() {
    return "orders";
  }

  /** Empty while one of the two logs goes on where the other ends. */
  @Override
  public Optional<List<Difference>> compare(String orderId) {
    List<JournalEntry> made = entries.getOrDefault(orderId, List.of());
    List<JournalEntry> expected;
    try {
      expected = expected(orderId, made);
    } catch (RuntimeException e) {
      return difference(orderId, "its events cannot be entered: " + e.getMessage());
    }
    int both = Math.min(made.size(), expected.size());
    for (int i = 0; i < both; i++) {
      if (!made.get(i).equals(expected.get(i))) {
        return difference(
            orderId,
            "entry %d is %s, its events lead to %s".formatted(i + 1, made.get(i), expected.get(i)));
      }
    }
    return made.size() == expected.size() ? Optional.of(List.of()) : Optional.empty();
  }

  private static Optional<List<Difference>> difference(String orderId, String what) {
    return Optional.of(List.of(new Difference(Difference.Kind.ENTRY, orderId, what)));
  }

  @Override
  public String gap(String orderId) {
    List<JournalEntry> made = entries.getOrDefault(orderId, List.of());
    return "the log has %d entries, its events lead to %d"
        .formatted(made.size(), expected(orderId, made).size());
  }

  private List<JournalEntry> expected(String id, List<JournalEntry> made) {
    List<AccountEvent> issued = credit.get(id);
    return issued == null
        ? LedgerBooks.entries(events.getOrDefault(id, List.of()), made)
        : CreditBooks.entries(issued, made);
  }
}
