package dev.millrace.orders.accounts;

import dev.millrace.avro.accounts.AccountKind;
import dev.millrace.avro.accounts.AmountGivenBack;
import dev.millrace.avro.accounts.AmountHeld;
import dev.millrace.avro.accounts.AmountIssued;
import dev.millrace.avro.accounts.AmountReleased;
import dev.millrace.avro.accounts.AmountTaken;
import dev.millrace.avro.accounts.HoldOnAccount;
import dev.millrace.avro.accounts.IssueToAccount;
import dev.millrace.avro.accounts.state.AccountState;
import dev.millrace.avro.accounts.state.CarriedOut;
import dev.millrace.avro.accounts.state.HoldState;
import dev.millrace.avro.accounts.state.OpenHold;
import dev.millrace.avro.common.Actor;
import dev.millrace.orders.account.Account;
import dev.millrace.orders.account.AccountCommand;
import dev.millrace.orders.account.AccountEvent;
import dev.millrace.orders.account.AccountHold;
import dev.millrace.schemas.id.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** Accounts between the contract, the store and the domain. */
final class AccountAvro {

  private AccountAvro() {}

  /** The domain's command, or nothing if the record does not hold exactly one well-formed one. */
  static Optional<AccountCommand> command(
      String key, dev.millrace.avro.accounts.AccountCommand record) {
    long set =
        Stream.of(
                Optional.ofNullable(record.getIssue()),
                Optional.ofNullable(record.getHold()),
                Optional.ofNullable(record.getTake()),
                Optional.ofNullable(record.getRelease()),
                Optional.ofNullable(record.getGiveBack()))
            .filter(Optional::isPresent)
            .count();
    if (set != 1
        || !record.getAccountId().equals(key)
        || !Ids.isId(key)
        || !Ids.isId(record.getCommandId())) {
      return Optional.empty();
    }
    if (record.getIssue() != null) {
      return issue(record.getIssue());
    }
    if (record.getHold() != null) {
      return hold(record.getHold());
    }
    if (record.getTake() != null) {
      return Optional.of(
          new AccountCommand.Take(record.getTake().getHoldId(), record.getTake().getAmount()));
    }
    if (record.getRelease() != null) {
      return Optional.of(new AccountCommand.Release(record.getRelease().getHoldId()));
    }
    var back = record.getGiveBack();
    return Optional.of(
        new AccountCommand.GiveBack(back.getGiveBackId(), back.getHoldId(), back.getAmount()));
  }

  private static Optional<AccountCommand> issue(IssueToAccount issue) {
    return kind(issue.getKind())
        .map(
            kind ->
                new AccountCommand.Issue(
                    issue.getIssueId(),
                    kind,
                    issue.getUnit(),
                    issue.getAmount(),
                    issue.getExpiresAt(),
                    issue.getOwnerId(),
                    issue.getNote()));
  }

  private static Optional<AccountCommand> hold(HoldOnAccount hold) {
    return kind(hold.getKind())
        .map(
            kind ->
                new AccountCommand.Hold(
                    hold.getHoldId(),
                    kind,
                    hold.getUnit(),
                    hold.getMost(),
                    hold.getLeast(),
                    Duration.ofMillis(hold.getHoldMs()),
                    hold.getLimit()));
  }

  static dev.millrace.avro.accounts.AccountEvent event(
      String accountId, long sequence, Instant at, String commandId, Actor actor, AccountEvent e) {
    var record =
        dev.millrace.avro.accounts.AccountEvent.newBuilder()
            .setEventId(accountId + ":" + sequence)
            .setAccountId(accountId)
            .setSequence(sequence)
            .setAt(at)
            .setCommandId(commandId)
            .setActor(actor)
            .setType(e.type());
    switch (e) {
      case AccountEvent.AmountIssued one ->
          record.setAmountIssued(
              new AmountIssued(
                  one.issueId(),
                  AccountKind.valueOf(one.kind().name()),
                  one.unit(),
                  one.amount(),
                  one.expiresAt(),
                  one.ownerId(),
                  one.note()));
      case AccountEvent.AmountHeld one ->
          record.setAmountHeld(new AmountHeld(one.holdId(), one.amount(), one.expiresAt()));
      case AccountEvent.AmountTaken one ->
          record.setAmountTaken(new AmountTaken(one.holdId(), one.amount()));
      case AccountEvent.AmountReleased one ->
          record.setAmountReleased(new AmountReleased(one.holdId(), one.amount(), one.expired()));
      case AccountEvent.AmountGivenBack one ->
          record.setAmountGivenBack(
              new AmountGivenBack(one.giveBackId(), one.holdId(), one.amount()));
    }
    return record.build();
  }

  /**
   * The event in a record.
   *
   * @throws IllegalArgumentException if the record is newer than this version
   */
  static AccountEvent event(dev.millrace.avro.accounts.AccountEvent record) {
    return switch (record.getType()) {
      case "amountIssued" -> {
        AmountIssued e = record.getAmountIssued();
        yield new AccountEvent.AmountIssued(
            e.getIssueId(),
            kind(e.getKind()).orElseThrow(() -> unknown(record)),
            e.getUnit(),
            e.getAmount(),
            e.getExpiresAt(),
            e.getOwnerId(),
            e.getNote());
      }
      case "amountHeld" -> {
        AmountHeld e = record.getAmountHeld();
        yield new AccountEvent.AmountHeld(e.getHoldId(), e.getAmount(), e.getExpiresAt());
      }
      case "amountTaken" -> {
        AmountTaken e = record.getAmountTaken();
        yield new AccountEvent.AmountTaken(e.getHoldId(), e.getAmount());
      }
      case "amountReleased" -> {
        AmountReleased e = record.getAmountReleased();
        yield new AccountEvent.AmountReleased(e.getHoldId(), e.getAmount(), e.getExpired());
      }
      case "amountGivenBack" -> {
        AmountGivenBack e = record.getAmountGivenBack();
        yield new AccountEvent.AmountGivenBack(e.getGiveBackId(), e.getHoldId(), e.getAmount());
      }
      default -> throw unknown(record);
    };
  }

  static AccountState state(String accountId, Account account, long version, Instant at) {
    return new AccountState(
        new dev.millrace.avro.accounts.Account(
            accountId,
            AccountKind.valueOf(account.kind().name()),
            account.unit(),
            account.ownerId(),
            version,
            account.issued(),
            account.taken(),
            account.givenBack(),
            account.held(),
            account.expiresAt(),
            at),
        account.open().stream()
            .map(one -> new OpenHold(one.holdId(), one.amount(), one.expiresAt()))
            .toList(),
        account.issues().stream().map(one -> new CarriedOut(one.issueId(), one.amount())).toList());
  }

  static Account account(AccountState stored) {
    var view = stored.getAccount();
    return new Account(
        Account.Kind.valueOf(view.getKind().name()),
        view.getUnit(),
        view.getOwnerId(),
        view.getIssued(),
        view.getTaken(),
        view.getGivenBack(),
        view.getExpiresAt(),
        stored.getOpen().stream()
            .map(one -> new Account.Open(one.getHoldId(), one.getAmount(), one.getExpiresAt()))
            .toList(),
        stored.getIssues().stream()
            .map(one -> new Account.Issue(one.getId(), one.getAmount()))
            .toList());
  }

  static HoldState state(AccountHold hold) {
    return new HoldState(
        hold.amount(),
        hold.expiresAt(),
        hold.step().name(),
        hold.taken(),
        hold.giveBacks().stream()
            .map(one -> new CarriedOut(one.giveBackId(), one.amount()))
            .toList());
  }

  static AccountHold hold(HoldState stored) {
    return new AccountHold(
        stored.getAmount(),
        stored.getExpiresAt(),
        AccountHold.Step.valueOf(stored.getStep()),
        stored.getTaken(),
        stored.getGiveBacks().stream()
            .map(one -> new AccountHold.GiveBack(one.getId(), one.getAmount()))
            .toList());
  }

  private static Optional<Account.Kind> kind(AccountKind kind) {
    return kind == AccountKind.UNKNOWN
        ? Optional.empty()
        : Optional.of(Account.Kind.valueOf(kind.name()));
  }

  private static IllegalArgumentException unknown(dev.millrace.avro.accounts.AccountEvent record) {
    return new IllegalArgumentException(
        "event %s of type %s is not known here".formatted(record.getEventId(), record.getType()));
  }
}
