package dev.millrace.orders.order;

import dev.millrace.kit.decide.Decision;
import dev.millrace.orders.account.Account;
import dev.millrace.orders.account.AccountBook;
import dev.millrace.orders.account.AccountCommand;
import dev.millrace.orders.account.AccountDecider;
import dev.millrace.orders.account.AccountEvent;
import dev.millrace.orders.account.AccountRejection;
import dev.millrace.orders.order.OrderCommand.AccountAnswered;
import dev.millrace.orders.order.OrderCommand.AccountOperation;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The accounts' own rules, asked as orders ask them. */
final class TinyAccounts {

  final Map<String, AccountBook> books = new HashMap<>();

  /** What is on an account, held or not. */
  long balance(String accountId) {
    Account account = books.getOrDefault(accountId, AccountBook.NONE).account();
    return account == null ? 0 : account.balance();
  }

  Account account(String accountId) {
    return Objects.requireNonNull(
        books.getOrDefault(accountId, AccountBook.NONE).account(), accountId);
  }

  TinyAccounts issued(String accountId, Account.Kind kind, long amountMinor) {
    decide(
        accountId,
        new AccountCommand.Issue("issue", kind, "USD", amountMinor, null, null, null),
        OrderScene.START);
    return this;
  }

  /** Carries out what an order asks; the answer, if it hears of one. */
  Optional<AccountAnswered> ask(FollowUp.ForAccount asked, Instant now) {
    return switch (asked) {
      case FollowUp.HoldDraw one -> {
        var draw = one.draw();
        Optional<AccountRejection> refusal =
            decide(
                one.accountId(),
                new AccountCommand.Hold(
                    draw.holdId(),
                    draw.kind(),
                    one.unit(),
                    draw.most(),
                    1,
                    Duration.ofMillis(one.holdMs()),
                    draw.limit()),
                now);
        AccountBook book = books.getOrDefault(one.accountId(), AccountBook.NONE);
        var hold = book.holds().get(draw.holdId());
        yield Optional.of(
            new AccountAnswered(
                draw.holdId() + ":HOLD",
                AccountOperation.HOLD,
                one.accountId(),
                draw.holdId(),
                refusal.isEmpty(),
                refusal.map(AccountRejection::code).orElse(null),
                hold == null ? 0 : hold.amount(),
                book.account() == null ? 0 : book.account().available(),
                hold == null ? null : hold.expiresAt()));
      }
      case FollowUp.TakeDraw one ->
          answer(
              AccountOperation.TAKE,
              one.accountId(),
              one.draw().holdId(),
              one.draw().drawn(),
              decide(
                  one.accountId(),
                  new AccountCommand.Take(one.draw().holdId(), one.draw().drawn()),
                  now));
      case FollowUp.ReleaseDraw one -> {
        decide(one.accountId(), new AccountCommand.Release(one.draw().holdId()), now);
        yield Optional.empty();
      }
      case FollowUp.GiveDrawBack one ->
          answer(
              AccountOperation.GIVE_BACK,
              one.accountId(),
              one.giveBackId(),
              one.amount(),
              decide(
                  one.accountId(),
                  new AccountCommand.GiveBack(one.giveBackId(), one.holdId(), one.amount()),
                  now));
      case FollowUp.IssueCredit one ->
          answer(
              AccountOperation.ISSUE,
              one.accountId(),
              one.issueId(),
              one.amountMinor(),
              decide(
                  one.accountId(),
                  new AccountCommand.Issue(
                      one.issueId(),
                      Account.Kind.STORE_CREDIT,
                      one.currency(),
                      one.amountMinor(),
                      null,
                      one.customerId(),
                      null),
                  now));
    };
  }

  private static Optional<AccountAnswered> answer(
      AccountOperation operation,
      String accountId,
      String requestId,
      long amount,
      Optional<AccountRejection> refusal) {
    return Optional.of(
        new AccountAnswered(
            requestId + ":" + operation,
            operation,
            accountId,
            requestId,
            refusal.isEmpty(),
            refusal.map(AccountRejection::code).orElse(null),
            amount,
            0,
            null));
  }

  private Optional<AccountRejection> decide(String accountId, AccountCommand command, Instant now) {
    AccountBook book = books.getOrDefault(accountId, AccountBook.NONE);
    return switch (AccountDecider.decide(book, command, now)) {
      case Decision.Rejected<AccountEvent, AccountRejection> rejected ->
          Optional.of(rejected.reason());
      case Decision.Accepted<AccountEvent, AccountRejection> accepted -> {
        for (AccountEvent event : accepted.events()) {
          book = book.evolve(event);
        }
        books.put(accountId, book);
        yield Optional.empty();
      }
    };
  }
}
