package dev.millrace.orders.credit;

import static dev.millrace.kit.decide.Decision.accept;
import static dev.millrace.kit.decide.Decision.reject;

import dev.millrace.kit.decide.Decision;
import dev.millrace.orders.credit.CreditAccount.Hold;
import dev.millrace.orders.credit.CreditAccount.Kind;
import dev.millrace.orders.credit.CreditAccount.Step;
import dev.millrace.schemas.id.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one command does to one account. Holds that have run out end before the command is looked
 * at, so that expiry is exact whoever asks; money is never spent that is not there.
 */
public final class CreditDecider {

  private CreditDecider() {}

  /**
   * Decides a command.
   *
   * @param account null for one that nothing was ever put on
   */
  public static Decision<CreditEvent, CreditRejection> decide(
      @Nullable CreditAccount account, CreditCommand command, Instant now) {
    if (isMalformed(command)) {
      return reject(CreditRejection.MALFORMED_COMMAND);
    }
    if (command instanceof CreditCommand.Issue issue) {
      return issue(account, issue);
    }
    if (account == null) {
      return reject(unknown(command));
    }
    List<CreditEvent> expired = expired(account, now);
    CreditAccount current = account;
    for (CreditEvent event : expired) {
      current = CreditAccount.evolve(current, event);
    }
    Decision<CreditEvent, CreditRejection> decision =
        switch (command) {
          case CreditCommand.Issue c -> issue(current, c);
          case CreditCommand.Hold c -> hold(current, c, now);
          case CreditCommand.Take c -> take(current, c);
          case CreditCommand.Release c -> release(current, c);
          case CreditCommand.GiveBack c -> giveBack(current, c);
        };
    if (expired.isEmpty()
        || !(decision instanceof Decision.Accepted<CreditEvent, CreditRejection> accepted)) {
      return decision;
    }
    List<CreditEvent> all = new ArrayList<>(expired);
    all.addAll(accepted.events());
    return accept(all);
  }

  private static Decision<CreditEvent, CreditRejection> issue(
      @Nullable CreditAccount account, CreditCommand.Issue command) {
    if (account != null) {
      if (account.kind() != command.kind()) {
        return reject(CreditRejection.ACCOUNT_KIND_MISMATCH);
      }
      if (!account.currency().equals(command.currency())) {
        return reject(CreditRejection.CURRENCY_MISMATCH);
      }
      Long before = account.issues().get(command.issueId());
      if (before != null) {
        return before == command.amountMinor()
            ? accept()
            : reject(CreditRejection.CREDIT_ID_REUSED);
      }
    }
    long balanceMinor = account == null ? 0 : account.balanceMinor();
    if (command.amountMinor() > CreditAccount.BALANCE_MAX_MINOR - balanceMinor) {
      return reject(CreditRejection.CREDIT_TOO_LARGE);
    }
    return accept(
        new CreditEvent.CreditIssued(
            command.issueId(),
            command.kind(),
            command.currency(),
            command.amountMinor(),
            command.expiresAt()));
  }

  private static Decision<CreditEvent, CreditRejection> hold(
      CreditAccount account, CreditCommand.Hold command, Instant now) {
    if (account.kind() != command.kind()) {
      return reject(unknown(command));
    }
    if (!account.currency().equals(command.currency())) {
      return reject(CreditRejection.CURRENCY_MISMATCH);
    }
    Optional<Hold> before = account.hold(command.holdId());
    if (before.isPresent()) {
      return before.get().amountMinor() != command.amountMinor()
          ? reject(CreditRejection.CREDIT_ID_REUSED)
          : before.get().step() == Step.RELEASED
              ? reject(CreditRejection.HOLD_ALREADY_RELEASED)
              : accept();
    }
    if (account.expiresAt() != null && !now.isBefore(account.expiresAt())) {
      return reject(CreditRejection.GIFT_CARD_EXPIRED);
    }
    if (command.amountMinor() > account.availableMinor()) {
      return reject(CreditRejection.CREDIT_INSUFFICIENT);
    }
    boolean isFull =
        account.holds().size() >= CreditAccount.REMEMBERED_MAX
            && account.holds().values().stream().noneMatch(Hold::isOver);
    return isFull
        ? reject(CreditRejection.TOO_MANY_HOLDS)
        : accept(
            new CreditEvent.CreditHeld(
                command.holdId(), command.amountMinor(), command.expiresAt()));
  }

  private static Decision<CreditEvent, CreditRejection> take(
      CreditAccount account, CreditCommand.Take command) {
    Optional<Hold> hold = account.hold(command.holdId());
    if (hold.isEmpty()) {
      return reject(CreditRejection.HOLD_UNKNOWN);
    }
    long amountMinor = hold.get().amountMinor();
    return switch (hold.get().step()) {
      case TAKEN -> accept();
      case HELD -> accept(new CreditEvent.CreditTaken(command.holdId(), amountMinor));
      // The order was promised the money: if the hold ran out, whatever is there will do.
      case RELEASED ->
          amountMinor <= account.availableMinor()
              ? accept(new CreditEvent.CreditTaken(command.holdId(), amountMinor))
              : reject(CreditRejection.CREDIT_INSUFFICIENT);
    };
  }

  private static Decision<CreditEvent, CreditRejection> release(
      CreditAccount account, CreditCommand.Release command) {
    Optional<Hold> hold = account.hold(command.holdId());
    if (hold.isEmpty()) {
      return reject(CreditRejection.HOLD_UNKNOWN);
    }
    return switch (hold.get().step()) {
      case HELD ->
          accept(new CreditEvent.CreditReleased(command.holdId(), hold.get().amountMinor(), false));
      case RELEASED -> accept();
      case TAKEN -> reject(CreditRejection.HOLD_ALREADY_TAKEN);
    };
  }

  private static Decision<CreditEvent, CreditRejection> giveBack(
      CreditAccount account, CreditCommand.GiveBack command) {
    Optional<Hold> hold = account.hold(command.holdId());
    if (hold.isEmpty()) {
      return reject(CreditRejection.HOLD_UNKNOWN);
    }
    if (hold.get().giveBacks().contains(command.giveBackId())) {
      return accept();
    }
    long leftMinor =
        hold.get().step() == Step.TAKEN
            ? hold.get().amountMinor() - hold.get().givenBackMinor()
            : 0;
    return command.amountMinor() > leftMinor
        ? reject(CreditRejection.GIVE_BACK_EXCEEDS_TAKEN)
        : accept(
            new CreditEvent.CreditGivenBack(
                command.giveBackId(), command.holdId(), command.amountMinor()));
  }

  private static List<CreditEvent> expired(CreditAccount account, Instant now) {
    List<CreditEvent> events = new ArrayList<>();
    account
        .holds()
        .forEach(
            (holdId, hold) -> {
              if (hold.step() == Step.HELD && !now.isBefore(hold.expiresAt())) {
                events.add(new CreditEvent.CreditReleased(holdId, hold.amountMinor(), true));
              }
            });
    return events;
  }

  /** Nobody learns whether a card exists from asking for it as something else. */
  private static CreditRejection unknown(CreditCommand command) {
    return switch (command) {
      case CreditCommand.Hold c ->
          c.kind() == Kind.GIFT_CARD
              ? CreditRejection.GIFT_CARD_UNKNOWN
              : CreditRejection.CREDIT_INSUFFICIENT;
      default -> CreditRejection.HOLD_UNKNOWN;
    };
  }

  private static boolean isMalformed(CreditCommand command) {
    return switch (command) {
      case CreditCommand.Issue c -> isNoId(c.issueId()) || c.amountMinor() < 1;
      case CreditCommand.Hold c -> isNoId(c.holdId()) || c.amountMinor() < 1;
      case CreditCommand.Take c -> isNoId(c.holdId());
      case CreditCommand.Release c -> isNoId(c.holdId());
      case CreditCommand.GiveBack c ->
          isNoId(c.giveBackId()) || isNoId(c.holdId()) || c.amountMinor() < 1;
    };
  }

  private static boolean isNoId(String id) {
    return id.isBlank() || id.length() > Ids.LENGTH_MAX;
  }
}
