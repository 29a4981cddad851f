package dev.millrace.orders.account;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What can be put to the writer of an account. Each has an id and is carried out once. */
public sealed interface AccountCommand {

  /** What is asked about one hold. */
  sealed interface OfHold extends AccountCommand {
    String holdId();
  }

  /**
   * Puts something on an account, which it opens if there is none.
   *
   * @param expiresAt from when on a new account can pay no more; null for never
   * @param ownerId whose a new account is
   * @param note for our own people
   */
  record Issue(
      String issueId,
      Account.Kind kind,
      String unit,
      long amount,
      @Nullable Instant expiresAt,
      @Nullable String ownerId,
      @Nullable String note)
      implements AccountCommand {}

  /**
   * Keeps as much as there is up to {@code most}; nothing if there is not {@code least}.
   *
   * @param kind what the asker believes the account to be
   * @param limit of a coupon: how many uses there are in all; null for accounts of money
   */
  record Hold(
      String holdId,
      Account.Kind kind,
      String unit,
      long most,
      long least,
      Duration holdFor,
      @Nullable Long limit)
      implements OfHold {}

  /** Spends what is held, or a part of it. A hold that ran out is spent if there is enough. */
  record Take(String holdId, long amount) implements OfHold {}

  /** Ends a hold without spending it. */
  record Release(String holdId) implements OfHold {}

  /** Puts back a part of what a hold spent; never more than that in all. */
  record GiveBack(String giveBackId, String holdId, long amount) implements OfHold {}

  /** Ends the holds that have run out. */
  record Sweep() implements AccountCommand {}
}
