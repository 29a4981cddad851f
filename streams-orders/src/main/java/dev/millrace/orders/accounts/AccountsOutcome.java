package dev.millrace.orders.accounts;

import dev.millrace.avro.accounts.AccountEvent;
import dev.millrace.avro.accounts.AccountResult;
import dev.millrace.avro.edge.Reply;
import java.util.List;

/** Everything that one command or deadline led to; the topology splits it over the topics. */
record AccountsOutcome(
    List<AccountEvent> events, List<AccountResult> results, List<Reply> replies) {

  boolean isEmpty() {
    return events.isEmpty() && results.isEmpty() && replies.isEmpty();
  }
}
