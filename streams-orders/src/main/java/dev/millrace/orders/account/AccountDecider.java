package dev.millrace.orders.account;

import static dev.millrace.kit.decide.Decision.accept;
import static dev.millrace.kit.decide.Decision.reject;

import dev.millrace.kit.decide.Decision;
import dev.millrace.orders.account.Account.Kind;
import dev.millrace.orders.account.AccountHold.Step;
import dev.millrace.schemas.id.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one command does to one account. Holds that have run out end before the command is looked
 * at, so expiry is exact whoever asks; nothing is spent that is not there.
 */
public final class AccountDecider {

  /** How long a hold may stand. */
  static final Duration HOLD_MAX = Duration.ofDays(1);

  private static final int TEXT_LENGTH_MAX = 500;

  private AccountDecider() {}

  /**
   * Decides a command.
   *
   * @param book has the hold that the command is about, if there is one, and all that stand
   */
  public static Decision<AccountEvent, AccountRejection> decide(
      AccountBook book, AccountCommand command, Instant now) {
    if (isMalformed(command)) {
      return reject(AccountRejection.MALFORMED_COMMAND);
    }
    List<AccountEvent> expired = expired(book.account(), now);
    AccountBook current = book;
    for (AccountEvent event : expired) {
      current = current.evolve(event);
    }
    return switch (alone(current, command, now)) {
      case Decision.Rejected<AccountEvent, AccountRejection> rejected -> rejected;
      case Decision.Accepted<AccountEvent, AccountRejection> accepted -> {
        List<AccountEvent> all = new ArrayList<>(expired);
        all.addAll(accepted.events());
        yield accept(all);
      }
    };
  }

  private static Decision<AccountEvent, AccountRejection> alone(
      AccountBook book, AccountCommand command, Instant now) {
    return switch (command) {
      case AccountCommand.Issue c -> issue(book.account(), c);
      case AccountCommand.Hold c -> hold(book, c, now);
      case AccountCommand.Take c -> take(book, c);
      case AccountCommand.Release c -> release(book, c);
      case AccountCommand.GiveBack c -> giveBack(book, c);
      case AccountCommand.Sweep c -> accept();
    };
  }

  private static Decision<AccountEvent, AccountRejection> issue(
      @Nullable Account account, AccountCommand.Issue command) {
    if (account != null) {
      Optional<AccountRejection> other = other(account, command.kind(), command.unit());
      if (other.isPresent()) {
        return reject(other.get());
      }
      Optional<Account.Issue> before = account.issue(command.issueId());
      if (before.isPresent()) {
        return before.get().amount() == command.amount()
            ? accept()
            : reject(AccountRejection.CREDIT_ID_REUSED);
      }
    }
    long issued = account == null ? 0 : account.issued();
    return command.amount() > Account.AMOUNT_MAX - issued
        ? reject(AccountRejection.CREDIT_TOO_LARGE)
        : accept(
            new AccountEvent.AmountIssued(
                command.issueId(),
                command.kind(),
                command.unit(),
                command.amount(),
                command.expiresAt(),
                command.ownerId(),
                command.note()));
  }

  private static Decision<AccountEvent, AccountRejection> hold(
      AccountBook book, AccountCommand.Hold command, Instant now) {
    Account account = book.account();
    if (account == null && command.kind().isMoney()) {
      return reject(nothingThere(command.kind()));
    }
    if (account != null) {
      Optional<AccountRejection> other = other(account, command.kind(), command.unit());
      if (other.isPresent()) {
        // Nobody learns whether a card exists from asking for it as something else.
        return reject(
            other.get() == AccountRejection.CURRENCY_MISMATCH
                ? other.get()
                : nothingThere(command.kind()));
      }
    }
    Optional<AccountHold> before = book.hold(command.holdId());
    if (before.isPresent()) {
      return again(before.get(), command);
    }
    if (account != null && account.expiresAt() != null && !now.isBefore(account.expiresAt())) {
      return reject(AccountRejection.GIFT_CARD_EXPIRED);
    }
    if (account != null && account.open().size() >= Account.OPEN_MAX) {
      return reject(AccountRejection.TOO_MANY_HOLDS);
    }
    List<AccountEvent> events = new ArrayList<>();
    long available = account == null ? 0 : account.available();
    if (!command.kind().isMoney()) {
      // Pricing says how many uses there are. More than before open the account for more; fewer
      // only refuse who asks now.
      long limit = Objects.requireNonNull(command.limit(), "a coupon's hold has been looked at");
      long issued = account == null ? 0 : account.issued();
      if (limit > issued) {
        events.add(raised(command, limit - issued, limit));
      }
      available += limit - issued;
    }
    if (available < command.least()) {
      return reject(insufficient(command.kind()));
    }
    events.add(
        new AccountEvent.AmountHeld(
            command.holdId(), Math.min(command.most(), available), now.plus(command.holdFor())));
    return accept(events);
  }

  private static AccountEvent raised(AccountCommand.Hold command, long more, long limit) {
    return new AccountEvent.AmountIssued(
        "limit:" + limit, command.kind(), command.unit(), more, null, null, null);
  }

  /** A hold that stands or was spent answers as it did; one that has ended is not held anew. */
  private static Decision<AccountEvent, AccountRejection> again(
      AccountHold before, AccountCommand.Hold command) {
    if (before.step() == Step.RELEASED || before.step() == Step.EXPIRED) {
      return reject(AccountRejection.HOLD_ALREADY_RELEASED);
    }
    return before.amount() > command.most() || before.amount() < command.least()
        ? reject(AccountRejection.CREDIT_ID_REUSED)
        : accept();
  }

  private static Decision<AccountEvent, AccountRejection> take(
      AccountBook book, AccountCommand.Take command) {
    Account account = book.account();
    Optional<AccountHold> found = book.hold(command.holdId());
    if (account == null || found.isEmpty()) {
      return reject(AccountRejection.HOLD_UNKNOWN);
    }
    AccountHold hold = found.get();
    if (command.amount() > hold.amount()) {
      return reject(AccountRejection.TAKE_EXCEEDS_HOLD);
    }
    var taken = new AccountEvent.AmountTaken(command.holdId(), command.amount());
    return switch (hold.step()) {
      case HELD -> accept(taken);
      case TAKEN ->
          hold.taken() == command.amount() ? accept() : reject(AccountRejection.CREDIT_ID_REUSED);
      case RELEASED -> reject(AccountRejection.HOLD_ALREADY_RELEASED);
      // It was promised: if the hold ran out, whatever is there will do.
      case EXPIRED ->
          command.amount() <= account.available()
              ? accept(taken)
              : reject(insufficient(account.kind()));
    };
  }

  private static Decision<AccountEvent, AccountRejection> release(
      AccountBook book, AccountCommand.Release command) {
    Optional<AccountHold> hold = book.hold(command.holdId());
    if (hold.isEmpty()) {
      return reject(AccountRejection.HOLD_UNKNOWN);
    }
    return switch (hold.get().step()) {
      case HELD ->
          accept(new AccountEvent.AmountReleased(command.holdId(), hold.get().amount(), false));
      case RELEASED, EXPIRED -> accept();
      case TAKEN -> reject(AccountRejection.HOLD_ALREADY_TAKEN);
    };
  }

  private static Decision<AccountEvent, AccountRejection> giveBack(
      AccountBook book, AccountCommand.GiveBack command) {
    Optional<AccountHold> found = book.hold(command.holdId());
    if (found.isEmpty()) {
      return reject(AccountRejection.HOLD_UNKNOWN);
    }
    AccountHold hold = found.get();
    Optional<AccountHold.GiveBack> before = hold.giveBack(command.giveBackId());
    if (before.isPresent()) {
      return before.get().amount() == command.amount()
          ? accept()
          : reject(AccountRejection.CREDIT_ID_REUSED);
    }
    if (command.amount() > hold.spent()) {
      return reject(AccountRejection.GIVE_BACK_EXCEEDS_TAKEN);
    }
    return hold.giveBacks().size() >= AccountHold.GIVE_BACKS_MAX
        ? reject(AccountRejection.TOO_MANY_GIVE_BACKS)
        : accept(
            new AccountEvent.AmountGivenBack(
                command.giveBackId(), command.holdId(), command.amount()));
  }

  private static List<AccountEvent> expired(@Nullable Account account, Instant now) {
    List<AccountEvent> events = new ArrayList<>();
    if (account != null) {
      for (Account.Open one : account.open()) {
        if (!now.isBefore(one.expiresAt())) {
          events.add(new AccountEvent.AmountReleased(one.holdId(), one.amount(), true));
        }
      }
    }
    return events;
  }

  private static Optional<AccountRejection> other(Account account, Kind kind, String unit) {
    if (account.kind() != kind) {
      return Optional.of(AccountRejection.ACCOUNT_KIND_MISMATCH);
    }
    return account.unit().equals(unit)
        ? Optional.empty()
        : Optional.of(AccountRejection.CURRENCY_MISMATCH);
  }

  private static AccountRejection nothingThere(Kind kind) {
    return kind == Kind.GIFT_CARD ? AccountRejection.GIFT_CARD_UNKNOWN : insufficient(kind);
  }

  private static AccountRejection insufficient(Kind kind) {
    return switch (kind) {
      case GIFT_CARD, STORE_CREDIT -> AccountRejection.CREDIT_INSUFFICIENT;
      case COUPON -> AccountRejection.COUPON_EXHAUSTED;
      case COUPON_OF_CUSTOMER -> AccountRejection.COUPON_USED_BY_CUSTOMER;
    };
  }

  private static boolean isMalformed(AccountCommand command) {
    return switch (command) {
      case AccountCommand.Issue c ->
          isNoId(c.issueId())
              || isNoAmount(c.amount())
              || isNoUnit(c.kind(), c.unit())
              || isTooLong(c.note())
              || isTooLong(c.ownerId());
      case AccountCommand.Hold c ->
          isNoId(c.holdId())
              || isNoAmount(c.least())
              || isNoAmount(c.most())
              || c.least() > c.most()
              || isNoUnit(c.kind(), c.unit())
              || c.holdFor().isNegative()
              || c.holdFor().isZero()
              || c.holdFor().compareTo(HOLD_MAX) > 0
              || isNoLimit(c.kind(), c.limit());
      case AccountCommand.Take c -> isNoId(c.holdId()) || isNoAmount(c.amount());
      case AccountCommand.Release c -> isNoId(c.holdId());
      case AccountCommand.GiveBack c ->
          isNoId(c.giveBackId()) || isNoId(c.holdId()) || isNoAmount(c.amount());
      case AccountCommand.Sweep c -> false;
    };
  }

  private static boolean isNoLimit(Kind kind, @Nullable Long limit) {
    return kind.isMoney() ? limit != null : limit == null || isNoAmount(limit);
  }

  private static boolean isNoAmount(long amount) {
    return amount < 1 || amount > Account.AMOUNT_MAX;
  }

  private static boolean isNoUnit(Kind kind, String unit) {
    return kind.isMoney() ? unit.isBlank() || unit.length() > 3 : !unit.isEmpty();
  }

  private static boolean isNoId(String id) {
    return !Ids.isId(id);
  }

  private static boolean isTooLong(@Nullable String text) {
    return text != null && text.length() > TEXT_LENGTH_MAX;
  }
}
