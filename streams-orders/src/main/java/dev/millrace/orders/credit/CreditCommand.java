package dev.millrace.orders.credit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What can be put to the writer of an account. Each has an id and is carried out once. */
public sealed interface CreditCommand {

  /**
   * Puts money on an account, which it opens if there is none.
   *
   * @param expiresAt from when on a new account can pay no more; null for never
   */
  record Issue(
      String issueId,
      CreditAccount.Kind kind,
      String currency,
      long amountMinor,
      @Nullable Instant expiresAt)
      implements CreditCommand {}

  /**
   * Keeps money for whoever names the hold, until {@code expiresAt}; all of the amount or nothing.
   *
   * @param kind what the asker believes the account to be
   */
  record Hold(
      String holdId, CreditAccount.Kind kind, String currency, long amountMinor, Instant expiresAt)
      implements CreditCommand {}

  /** Spends what is held. A hold that ran out is spent if the account still has the money. */
  record Take(String holdId) implements CreditCommand {}

  /** Ends a hold without spending it. */
  record Release(String holdId) implements CreditCommand {}

  /** Puts back a part of what a hold spent; never more than that in all. */
  record GiveBack(String giveBackId, String holdId, long amountMinor) implements CreditCommand {}
}
