package dev.millrace.orders.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What happened to an account; named as in the contract. */
public sealed interface AccountEvent {

  /** The event's name in the contract: the field of the record that it stands in. */
  default String type() {
    String name = getClass().getSimpleName();
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  /** What happened to one hold. */
  sealed interface OfHold extends AccountEvent {
    String holdId();
  }

  record AmountIssued(
      String issueId,
      Account.Kind kind,
      String unit,
      long amount,
      @Nullable Instant expiresAt,
      @Nullable String ownerId,
      @Nullable String note)
      implements AccountEvent {}

  record AmountHeld(String holdId, long amount, Instant expiresAt) implements OfHold {}

  /** What the hold had beyond the amount is free again. */
  record AmountTaken(String holdId, long amount) implements OfHold {}

  /**
   * @param expired whether nobody asked for it in time
   */
  record AmountReleased(String holdId, long amount, boolean expired) implements OfHold {}

  record AmountGivenBack(String giveBackId, String holdId, long amount) implements OfHold {}
}
