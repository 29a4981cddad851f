package dev.millrace.orders.order;

import dev.millrace.orders.account.Account;
import java.time.Instant;

/** What happened between an order and an account that it draws on. */
public sealed interface DrawEvent extends OrderEvent.OfDraws {

  record DrawHeld(String holdId, String accountId, long amount, Instant expiresAt)
      implements DrawEvent {}

  record DrawRefused(String holdId, String accountId, String refusal, long available)
      implements DrawEvent {}

  record DrawTaken(String holdId, Account.Kind kind, long amount) implements DrawEvent {}

  /**
   * @param requestId what it was given back for
   */
  record DrawGivenBack(String requestId, String giveBackId, Account.Kind kind, long amount)
      implements DrawEvent {}

  /**
   * @param requestId what it was given back for
   */
  record StoreCreditIssued(String requestId, String issueId, long amountMinor)
      implements DrawEvent {}

  /**
   * An account refused what was promised.
   *
   * @param requestId the hold, the giving back or the issue
   */
  record DrawFailed(String requestId, OrderCommand.AccountOperation operation, String refusal)
      implements DrawEvent {}

  /**
   * What an account had refused is asked for again.
   *
   * @param requestId the hold, the giving back or the issue
   * @param retry how often the order has asked for something again, this time included
   */
  record DrawRetried(
      OrderCommand.AccountOperation operation, String requestId, long amount, int retry)
      implements DrawEvent {}
}
