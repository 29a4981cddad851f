package dev.millrace.schemas.topics;

import dev.millrace.avro.accounts.AccountCommand;
import dev.millrace.avro.accounts.AccountEvent;
import dev.millrace.avro.accounts.AccountResult;
import java.util.List;

/** The topics about accounts that orders draw on. */
record AccountTopics(
    Topic<AccountCommand> accountCommands,
    Topic<AccountEvent> accountEvents,
    Topic<AccountResult> accountResults) {

  static AccountTopics of(TopicFactory topics) {
    return new AccountTopics(
        topics.passing(
            "accounts.account-commands.v1",
            AccountCommand.class,
            "account id",
            "Requests to the writer of a gift card, of store credit or of a coupon's uses."),
        topics.history(
            "accounts.account-events.v1",
            AccountEvent.class,
            "account id",
            "Everything that ever happened to an account; folds to the account."),
        topics.passing(
            "accounts.account-results.v1",
            AccountResult.class,
            "the asker's result key (order id)",
            "Outcomes of requests to accounts for the process that asked."));
  }

  List<Topic<?>> all() {
    return List.of(accountCommands, accountEvents, accountResults);
  }
}
