package dev.millrace.orders;

import dev.millrace.avro.accounts.AccountCommand;
import dev.millrace.avro.accounts.AccountOperation;
import dev.millrace.avro.accounts.AccountResult;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What accounts answer to an order: as much as it asks up to a bound, or a refusal. */
final class AccountAnswers {

  /** What every account has, whoever asks. */
  static final long HAS = 1_200;

  private final OrdersFlow orders;
  private final Deque<AccountCommand> asked = new ArrayDeque<>();

  AccountAnswers(OrdersFlow orders) {
    this.orders = orders;
  }

  void heard(List<AccountCommand> commands) {
    asked.addAll(commands);
  }

  /** Answers what waits longest. */
  void answerOne(boolean done) {
    AccountCommand command = asked.poll();
    if (command != null) {
      answer(command, done)
          .ifPresent(
              result ->
                  orders
                      .flow()
                      .send(
                          orders.flow().topics().accountResults(), result.getResultKey(), result));
    }
  }

  private Optional<AccountResult> answer(AccountCommand command, boolean done) {
    AccountResult.Builder result =
        AccountResult.newBuilder()
            .setAccountId(command.getAccountId())
            .setDone(done)
            .setRefusal(done ? null : "credit_insufficient")
            .setAvailable(0L)
            .setAt(orders.flow().now());
    if (command.getHold() != null) {
      var hold = command.getHold();
      return Optional.of(
          result
              .setOperation(AccountOperation.HOLD)
              .setResultKey(hold.getResultKey())
              .setRequestId(hold.getHoldId())
              .setAmount(done ? Math.min(HAS, hold.getMost()) : 0)
              .setExpiresAt(done ? orders.flow().now().plusMillis(hold.getHoldMs()) : null)
              .build());
    }
    if (command.getTake() != null) {
      return Optional.of(
          result
              .setOperation(AccountOperation.TAKE)
              .setResultKey(command.getTake().getResultKey())
              .setRequestId(command.getTake().getHoldId())
              .setAmount(command.getTake().getAmount())
              .build());
    }
    if (command.getGiveBack() != null) {
      return Optional.of(
          result
              .setOperation(AccountOperation.GIVE_BACK)
              .setResultKey(command.getGiveBack().getResultKey())
              .setRequestId(command.getGiveBack().getGiveBackId())
              .setAmount(command.getGiveBack().getAmount())
              .build());
    }
    return Optional.ofNullable(command.getIssue())
        .map(
            issue ->
                result
                    .setOperation(AccountOperation.ISSUE)
                    .setResultKey(issue.getResultKey())
                    .setRequestId(issue.getIssueId())
                    .setAmount(issue.getAmount())
                    .build());
  }
}
