package dev.millrace.orders.account;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An account with as many of its holds as a decision needs: the one that a command is about, and
 * those that stand. Others, ended ones, are not needed, however many there are.
 *
 * @param account null for one that nothing was ever put on
 */
public record AccountBook(@Nullable Account account, Map<String, AccountHold> holds) {

  /** Nothing has happened. */
  public static final AccountBook NONE = new AccountBook(null, Map.of());

  public AccountBook {
    holds = Map.copyOf(holds);
  }

  /** The book after one more event. */
  public AccountBook evolve(AccountEvent event) {
    Map<String, AccountHold> all = new LinkedHashMap<>(holds);
    if (event instanceof AccountEvent.OfHold ofHold) {
      all.put(ofHold.holdId(), AccountHold.evolve(all.get(ofHold.holdId()), ofHold));
    }
    return new AccountBook(Account.evolve(account, event), all);
  }

  Optional<AccountHold> hold(String holdId) {
    return Optional.ofNullable(holds.get(holdId));
  }
}
