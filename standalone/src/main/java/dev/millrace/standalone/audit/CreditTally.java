package dev.millrace.standalone.audit;

import dev.millrace.avro.accounts.Account;
import dev.millrace.avro.accounts.AccountEvent;
import dev.millrace.avro.accounts.AccountKind;
import dev.millrace.avro.ledger.JournalEntry;
import dev.millrace.avro.ledger.LedgerPosting;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is on gift cards and store credit by their events, beside what their state shows, and what
 * the ledger says is owed for all of them together. In memory: a few numbers for an account.
 */
final class CreditTally implements Settling.Subject {

  /** Names of what is compared as a whole: no account is called so. */
  private static final String ALL = "all ";

  private static final Map<AccountKind, String> LIABILITIES =
      Map.of(AccountKind.GIFT_CARD, "gift_cards", AccountKind.STORE_CREDIT, "store_credit");

  /** An account by its events. */
  private record Sums(
      AccountKind kind, String unit, long version, long issued, long taken, long givenBack) {

    Sums plus(AccountEvent event) {
      var put = event.getAmountIssued();
      var spent = event.getAmountTaken();
      var back = event.getAmountGivenBack();
      return new Sums(
          kind,
          unit,
          event.getSequence(),
          Math.addExact(issued, put == null ? 0 : put.getAmount()),
          Math.addExact(taken, spent == null ? 0 : spent.getAmount()),
          Math.addExact(givenBack, back == null ? 0 : back.getAmount()));
    }

    long balance() {
      return issued - taken + givenBack;
    }

    boolean isShownBy(Account account) {
      return account.getKind() == kind
          && account.getUnit().equals(unit)
          && account.getIssued() == issued
          && account.getTaken() == taken
          && account.getGivenBack() == givenBack;
    }
  }

  private final CreditStore store;
  private final boolean hasLedger;
  private final Map<String, Sums> accounts = new TreeMap<>();
  private final Map<String, Long> owed = new TreeMap<>();

  /**
   * @param hasLedger whether there are books to compare with
   */
  CreditTally(CreditStore store, boolean hasLedger) {
    this.store = store;
    this.hasLedger = hasLedger;
  }

  /** The next event of an account. */
  void enter(AccountEvent event) {
    Sums before = accounts.get(event.getAccountId());
    if (before == null) {
      var first = event.getAmountIssued();
      before =
          first == null
              ? new Sums(AccountKind.UNKNOWN, "", 0, 0, 0, 0)
              : new Sums(first.getKind(), first.getUnit(), 0, 0, 0, 0);
    }
    accounts.put(event.getAccountId(), before.plus(event));
  }

  /** The next entry of the ledger. */
  void enter(JournalEntry entry) {
    for (LedgerPosting posting : entry.getPostings()) {
      if (LIABILITIES.containsValue(posting.getAccount())) {
        String key = ALL + posting.getAccount() + " " + posting.getCurrency();
        owed.merge(key, -posting.getAmountMinor(), Math::addExact);
      }
    }
  }

  long accounts() {
    return accounts.size();
  }

  /** The accounts that do not show what their events lead to, and what is owed for all of them. */
  Set<String> suspects(int partitions) {
    Set<String> suspects = new TreeSet<>(accounts.keySet());
    if (store.hasAccounts()) {
      for (int partition = 0; partition < partitions; partition++) {
        store.accounts(
            partition,
            shown -> {
              Sums sums = accounts.get(shown.getAccountId());
              if (sums != null && sums.isShownBy(shown)) {
                suspects.remove(shown.getAccountId());
              } else {
                suspects.add(shown.getAccountId());
              }
            });
      }
    } else {
      suspects.clear();
    }
    if (hasLedger) {
      suspects.addAll(owed.keySet());
      suspects.addAll(balances().keySet());
    }
    return suspects;
  }

  @Override
  public Difference.Kind kind() {
    return Difference.Kind.CREDIT;
  }

  @Override
  public String plural() {
    return "accounts";
  }

  /** Empty if one of the two is ahead of the other, which the next look may settle. */
  @Override
  public Optional<List<Difference>> compare(String id) {
    if (id.startsWith(ALL)) {
      boolean agree = owed.getOrDefault(id, 0L).equals(balances().getOrDefault(id, 0L));
      return agree ? Optional.of(List.of()) : Optional.empty();
    }
    Sums sums = accounts.get(id);
    Optional<Account> shown = store.account(id);
    if (version(shown) > (sums == null ? 0 : sums.version())) {
      return Optional.empty();
    }
    return sums != null && shown.isPresent() && sums.isShownBy(shown.get())
        ? Optional.of(List.of())
        : Optional.of(
            List.of(
                new Difference(
                    kind(),
                    id,
                    "its state shows %s, its events lead to %s"
                        .formatted(shown.map(Account::toString).orElse("nothing"), sums))));
  }

  @Override
  public String gap(String id) {
    if (id.startsWith(ALL)) {
      return "the ledger owes %,d, the accounts have %,d"
          .formatted(owed.getOrDefault(id, 0L), balances().getOrDefault(id, 0L));
    }
    Sums sums = accounts.get(id);
    return "its state has %d events, the log %d"
        .formatted(version(store.account(id)), sums == null ? 0 : sums.version());
  }

  private Map<String, Long> balances() {
    Map<String, Long> all = new TreeMap<>();
    for (Sums sums : accounts.values()) {
      @Nullable String liability = LIABILITIES.get(sums.kind());
      if (liability != null) {
        all.merge(ALL + liability + " " + sums.unit(), sums.balance(), Math::addExact);
      }
    }
    return all;
  }

  private static long version(Optional<Account> shown) {
    return shown.map(Account::getVersion).orElse(0L);
  }
}
