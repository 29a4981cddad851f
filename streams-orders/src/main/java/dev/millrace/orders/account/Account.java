package dev.millrace.orders.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something limited that orders draw on, with one writer: what its events fold to. Amounts are
 * minor units of money, or uses of a coupon.
 *
 * @param unit ISO 4217 code; empty for uses
 * @param ownerId whose it is; null for whoever has the code
 * @param issued what was ever put on it
 * @param taken what was ever spent
 * @param givenBack what of it came back
 * @param expiresAt from when on nothing more can be held; null for never
 * @param open holds that were neither spent nor released, the oldest first
 * @param issues the latest, the oldest first
 */
public record Account(
    Kind kind,
    String unit,
    @Nullable String ownerId,
    long issued,
    long taken,
    long givenBack,
    @Nullable Instant expiresAt,
    List<Open> open,
    List<Issue> issues) {

  /** Holds that may stand at one time. */
  static final int OPEN_MAX = 500;

  /** Issues whose ids are remembered. */
  static final int ISSUES_MAX = 200;

  /** What an account may ever have, far below where sums run over. */
  static final long AMOUNT_MAX = 1_000_000_000_000L;

  public Account {
    open = List.copyOf(open);
    issues = List.copyOf(issues);
  }

  /** What an account is. */
  public enum Kind {
    GIFT_CARD,
    STORE_CREDIT,
    /** All uses of a coupon. */
    COUPON,
    /** The uses of a coupon by one customer. */
    COUPON_OF_CUSTOMER;

    /** Whether it holds money, and not uses. */
    public boolean isMoney() {
      return this == GIFT_CARD || this == STORE_CREDIT;
    }
  }

  /** A hold that stands. */
  public record Open(String holdId, long amount, Instant expiresAt) {}

  /** Something that was put on it. */
  public record Issue(String issueId, long amount) {}

  /** What is there, held or not. */
  public long balance() {
    return issued - taken + givenBack;
  }

  /** What is kept for somebody. */
  public long held() {
    return open.stream().mapToLong(Open::amount).sum();
  }

  /** What may be held. */
  public long available() {
    return balance() - held();
  }

  /** What an event makes of an account; {@code before} is null before the first. */
  static Account evolve(@Nullable Account before, AccountEvent event) {
    if (event instanceof AccountEvent.AmountIssued issued) {
      return issue(before, issued);
    }
    Account account = Objects.requireNonNull(before, "the first event opens the account");
    return switch (event) {
      case AccountEvent.AmountIssued e -> issue(before, e);
      case AccountEvent.AmountHeld e ->
          account.with(
              account.taken,
              account.givenBack,
              plus(account.open, new Open(e.holdId(), e.amount(), e.expiresAt())));
      case AccountEvent.AmountTaken e ->
          account.with(account.taken + e.amount(), account.givenBack, account.without(e.holdId()));
      case AccountEvent.AmountReleased e ->
          account.with(account.taken, account.givenBack, account.without(e.holdId()));
      case AccountEvent.AmountGivenBack e ->
          account.with(account.taken, account.givenBack + e.amount(), account.open);
    };
  }

  Optional<Issue> issue(String issueId) {
    return issues.stream().filter(one -> one.issueId().equals(issueId)).findFirst();
  }

  /** When the first of the holds that stand ends. */
  public Optional<Instant> firstExpiry() {
    return open.stream().map(Open::expiresAt).min(Instant::compareTo);
  }

  private static Account issue(@Nullable Account before, AccountEvent.AmountIssued event) {
    var issue = new Issue(event.issueId(), event.amount());
    if (before == null) {
      return new Account(
          event.kind(),
          event.unit(),
          event.ownerId(),
          event.amount(),
          0,
          0,
          event.expiresAt(),
          List.of(),
          List.of(issue));
    }
    List<Issue> all = plus(before.issues, issue);
    return new Account(
        before.kind,
        before.unit,
        before.ownerId,
        before.issued + event.amount(),
        before.taken,
        before.givenBack,
        before.expiresAt,
        before.open,
        all.subList(Math.max(0, all.size() - ISSUES_MAX), all.size()));
  }

  private List<Open> without(String holdId) {
    return open.stream().filter(one -> !one.holdId().equals(holdId)).toList();
  }

  private static <T> List<T> plus(List<T> some, T one) {
    List<T> all = new ArrayList<>(some);
    all.add(one);
    return all;
  }

  private Account with(long newTaken, long newGivenBack, List<Open> newOpen) {
    return new Account(
        kind, unit, ownerId, issued, newTaken, newGivenBack, expiresAt, newOpen, issues);
  }
}
