package dev.millrace.orders.accounts;

import dev.millrace.avro.accounts.state.AccountState;
import dev.millrace.avro.accounts.state.HoldState;
import dev.millrace.kit.process.ProcessorStores;
import dev.millrace.kit.process.TimeIndex;
import dev.millrace.orders.account.Account;
import dev.millrace.orders.account.AccountBook;
import dev.millrace.orders.account.AccountHold;
import dev.millrace.schemas.topics.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The stores of the accounts. A hold is a record of its own, so that an account with a million uses
 * stays as small as one with ten.
 *
 * <p>Threading: one instance belongs to one task.
 */
public final class AccountsStores {

  /** Each account, by its id. */
  public static final String ACCOUNTS = "account-state";

  /** Each hold there ever was, by account and hold. */
  static final String HOLDS = "account-holds";

  /** Accounts by when the first of their holds ends. */
  static final String DEADLINES = "account-deadlines";

  private static final char SEPARATOR = '\u001f';

  private final KeyValueStore<String, AccountState> accounts;
  private final KeyValueStore<String, HoldState> holds;
  private final TimeIndex deadlines;

  AccountsStores(ProcessingContext context) {
    accounts = context.getStateStore(ACCOUNTS);
    holds = context.getStateStore(HOLDS);
    deadlines = new TimeIndex(context.getStateStore(DEADLINES));
  }

  /** The stores to attach to the processor. */
  static Set<StoreBuilder<?>> builders(Topics topics) {
    return ProcessorStores.inOrder(
        ProcessorStores.records(ACCOUNTS, AccountState.class, topics),
        ProcessorStores.records(HOLDS, HoldState.class, topics),
        TimeIndex.store(DEADLINES));
  }

  /** An account as it was last written; null if nothing was ever put on it. */
  @Nullable AccountState find(String accountId) {
    return accounts.get(accountId);
  }

  /**
   * What a decision needs.
   *
   * @param holdId of the hold that is asked about, if one is
   */
  AccountBook book(
      String accountId, @Nullable AccountState stored, @Nullable String holdId, Instant now) {
    if (stored == null) {
      return AccountBook.NONE;
    }
    Account account = AccountAvro.account(stored);
    Map<String, AccountHold> needed = new LinkedHashMap<>();
    List<String> ids = new ArrayList<>();
    if (holdId != null) {
      ids.add(holdId);
    }
    for (Account.Open one : account.open()) {
      if (!now.isBefore(one.expiresAt())) {
        ids.add(one.holdId());
      }
    }
    for (String id : ids) {
      HoldState hold = holds.get(key(accountId, id));
      if (hold != null) {
        needed.put(id, AccountAvro.hold(hold));
      }
    }
    return new AccountBook(account, needed);
  }

  /** Keeps an account after its events, and the holds that they changed. */
  void save(String accountId, AccountBook before, AccountBook after, AccountState state) {
    accounts.put(accountId, state);
    after
        .holds()
        .forEach(
            (holdId, hold) -> {
              if (!hold.equals(before.holds().get(holdId))) {
                holds.put(key(accountId, holdId), AccountAvro.state(hold));
              }
            });
    Optional<Instant> was = firstExpiry(before);
    Optional<Instant> is = firstExpiry(after);
    if (!was.equals(is)) {
      was.ifPresent(at -> deadlines.remove(new TimeIndex.Entry(at, accountId)));
      is.ifPresent(at -> deadlines.add(at, accountId));
    }
  }

  /** Accounts some of whose holds have run out, a bounded number of them. */
  List<String> overdue(Instant now, int accountsMax) {
    return deadlines.due(now, accountsMax).stream().map(TimeIndex.Entry::id).toList();
  }

  private static Optional<Instant> firstExpiry(AccountBook book) {
    return Optional.ofNullable(book.account()).flatMap(Account::firstExpiry);
  }

  private static String key(String accountId, String holdId) {
    return accountId + SEPARATOR + holdId;
  }
}
