package dev.millrace.orders.credit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What happened to an account. */
public sealed interface CreditEvent {

  record CreditIssued(
      String issueId,
      CreditAccount.Kind kind,
      String currency,
      long amountMinor,
      @Nullable Instant expiresAt)
      implements CreditEvent {}

  record CreditHeld(String holdId, long amountMinor, Instant expiresAt) implements CreditEvent {}

  record CreditTaken(String holdId, long amountMinor) implements CreditEvent {}

  /** The money is free again; {@code expired} says that nobody asked for it in time. */
  record CreditReleased(String holdId, long amountMinor, boolean expired) implements CreditEvent {}

  record CreditGivenBack(String giveBackId, String holdId, long amountMinor)
      implements CreditEvent {}
}
