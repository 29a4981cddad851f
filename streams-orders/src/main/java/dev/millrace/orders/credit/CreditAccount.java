package dev.millrace.orders.credit;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An account: what its events fold to.
 *
 * @param balanceMinor what was put on it, less what was spent, with what was given back; money that
 *     is held is part of it
 * @param expiresAt from when on it can pay no more; null for never
 * @param holds by id, the oldest first; those that ended long ago are forgotten
 * @param issues ids of what was put on it, the oldest first; bounded likewise
 */
public record CreditAccount(
    Kind kind,
    String currency,
    long balanceMinor,
    @Nullable Instant expiresAt,
    Map<String, Hold> holds,
    Map<String, Long> issues) {

  /** Holds and issues that an account remembers. */
  static final int REMEMBERED_MAX = 500;

  /** What an account may hold, far below where sums run over. */
  static final long BALANCE_MAX_MINOR = 1_000_000_000_000L;

  public CreditAccount {
    holds = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(holds));
    issues = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(issues));
  }

  /** What an account is. */
  public enum Kind {
    GIFT_CARD,
    STORE_CREDIT
  }

  /** What has become of a hold. */
  public enum Step {
    HELD,
    TAKEN,
    RELEASED
  }

  /** Money kept for one purpose, or spent on it. */
  public record Hold(
      long amountMinor, Instant expiresAt, Step step, long givenBackMinor, Set<String> giveBacks) {
    public Hold {
      giveBacks = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(giveBacks));
    }

    Hold at(Step next) {
      return new Hold(amountMinor, expiresAt, next, givenBackMinor, giveBacks);
    }

    Hold givenBack(String giveBackId, long backMinor) {
      Set<String> ids = new LinkedHashSet<>(giveBacks);
      ids.add(giveBackId);
      return new Hold(amountMinor, expiresAt, step, givenBackMinor + backMinor, ids);
    }

    /** Whether nothing can follow any more that it must be remembered for. */
    boolean isOver() {
      return step == Step.RELEASED || (step == Step.TAKEN && givenBackMinor == amountMinor);
    }
  }

  /** What may be held or spent. */
  public long availableMinor() {
    return balanceMinor
        - holds.values().stream()
            .filter(one -> one.step() == Step.HELD)
            .mapToLong(Hold::amountMinor)
            .sum();
  }

  Optional<Hold> hold(String holdId) {
    return Optional.ofNullable(holds.get(holdId));
  }

  /** Folds an event; {@code before} is null for an account that nothing has happened to. */
  public static CreditAccount evolve(@Nullable CreditAccount before, CreditEvent event) {
    if (event instanceof CreditEvent.CreditIssued issued) {
      return issue(before, issued);
    }
    CreditAccount account =
        java.util.Objects.requireNonNull(before, "the first event puts money on the account");
    return switch (event) {
      case CreditEvent.CreditIssued e -> issue(before, e);
      case CreditEvent.CreditHeld e ->
          account.with(
              account.balanceMinor,
              e.holdId(),
              new Hold(e.amountMinor(), e.expiresAt(), Step.HELD, 0, Set.of()));
      case CreditEvent.CreditTaken e ->
          account.with(
              account.balanceMinor - e.amountMinor(),
              e.holdId(),
              account.known(e.holdId()).at(Step.TAKEN));
      case CreditEvent.CreditReleased e ->
          account.with(
              account.balanceMinor, e.holdId(), account.known(e.holdId()).at(Step.RELEASED));
      case CreditEvent.CreditGivenBack e ->
          account.with(
              account.balanceMinor + e.amountMinor(),
              e.holdId(),
              account.known(e.holdId()).givenBack(e.giveBackId(), e.amountMinor()));
    };
  }

  private static CreditAccount issue(
      @Nullable CreditAccount before, CreditEvent.CreditIssued issued) {
    Map<String, Long> issues = before == null ? Map.of() : before.issues;
    Map<String, Long> all = new LinkedHashMap<>(issues);
    all.put(issued.issueId(), issued.amountMinor());
    while (all.size() > REMEMBERED_MAX) {
      all.remove(all.keySet().iterator().next());
    }
    return before == null
        ? new CreditAccount(
            issued.kind(),
            issued.currency(),
            issued.amountMinor(),
            issued.expiresAt(),
            Map.of(),
            all)
        : new CreditAccount(
            before.kind,
            before.currency,
            before.balanceMinor + issued.amountMinor(),
            before.expiresAt,
            before.holds,
            all);
  }

  private Hold known(String holdId) {
    return java.util.Objects.requireNonNull(holds.get(holdId), "a hold begins with an event");
  }

  private CreditAccount with(long newBalanceMinor, String holdId, Hold hold) {
    Map<String, Hold> all = new LinkedHashMap<>(holds);
    all.put(holdId, hold);
    if (all.size() > REMEMBERED_MAX) {
      // The decider saw to it that one of them is over.
      all.entrySet().stream()
          .filter(one -> one.getValue().isOver())
          .map(Map.Entry::getKey)
          .findFirst()
          .ifPresent(all::remove);
    }
    return new CreditAccount(kind, currency, newBalanceMinor, expiresAt, all, issues);
  }
}
