package dev.millrace.standalone.audit;

import dev.millrace.avro.ledger.JournalEntry;
import dev.millrace.avro.ledger.state.LedgerBalance;
import dev.millrace.orders.ledger.LedgerBooks;
import dev.millrace.schemas.id.LedgerKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the entries of one partition add up to, beside the ledger's store of balances. */
final class LedgerBalances implements Settling.Subject {

  private final int partition;
  private final LedgerStore store;
  private final LedgerBooks.Balances entered = new LedgerBooks.Balances();
  private long entries;

  LedgerBalances(int partition, LedgerStore store) {
    this.partition = partition;
    this.store = store;
  }

  /** The next entry of the partition. */
  void enter(JournalEntry entry) {
    entries++;
    entered.add(entry);
  }

  long entries() {
    return entries;
  }

  Map<String, LedgerBalance> all() {
    return entered.all();
  }

  /** The balances that the store does not show as the entries lead to them. */
  Set<String> suspects() {
    Set<String> suspects = new TreeSet<>(entered.all().keySet());
    store.balances(
        partition,
        stored -> {
          String key = LedgerKey.of(stored.getAccount(), stored.getCurrency());
          if (stored.equals(entered.get(key))) {
            suspects.remove(key);
          } else {
            suspects.add(key);
          }
        });
    return suspects;
  }

  @Override
  public Difference.Kind kind() {
    return Difference.Kind.BALANCE;
  }

  @Override
  public String plural() {
    return "balances";
  }

  /** Empty if the balance has moved on since the entries were read. */
  @Override
  public Optional<List<Difference>> compare(String key) {
    LedgerBalance expected = entered.get(key);
    Optional<LedgerBalance> stored = stored(key);
    if (count(stored.orElse(null)) > count(expected)) {
      return Optional.empty();
    }
    if (stored.isPresent() && stored.get().equals(expected)) {
      return Optional.of(List.of());
    }
    return Optional.of(
        List.of(
            new Difference(
                Difference.Kind.BALANCE,
                printable(key),
                "the store shows %s in partition %d, the entries lead to %s"
                    .formatted(
                        stored.map(LedgerBalance::toString).orElse("nothing"),
                        partition,
                        expected))));
  }

  @Override
  public String gap(String key) {
    return "in partition %d the store counts %d postings, the log %d"
        .formatted(partition, count(stored(key).orElse(null)), count(entered.get(key)));
  }

  private Optional<LedgerBalance> stored(String key) {
    int end = LedgerKey.accountLength(key);
    return store.balance(partition, key.substring(0, end), key.substring(end + 1));
  }

  private static String printable(String key) {
    int end = LedgerKey.accountLength(key);
    return key.substring(0, end) + " " + key.substring(end + 1);
  }

  private static long count(@Nullable LedgerBalance balance) {
    return balance == null ? 0 : balance.getPostings();
  }
}
