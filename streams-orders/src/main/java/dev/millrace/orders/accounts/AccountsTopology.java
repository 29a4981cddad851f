package dev.millrace.orders.accounts;

import static dev.millrace.kit.process.Wiring.read;
import static dev.millrace.kit.process.Wiring.write;

import dev.millrace.kit.process.Wiring;
import dev.millrace.schemas.topics.Topics;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/** Commands to accounts in; facts, results for orders and replies out. */
public final class AccountsTopology {

  private AccountsTopology() {}

  /** Builds it. */
  public static Topology build(Topics topics) {
    var builder = new StreamsBuilder();
    KStream<String, AccountsOutcome> outcomes =
        builder.stream(
                topics.accountCommands().name(),
                read(topics.accountCommands(), "read-account-commands"))
            .process(new AccountsProcessor.Supplier(topics), Named.as("decide-account"));
    outcomes
        .flatMapValues(AccountsOutcome::events, Named.as("unpack-account-events"))
        .to(topics.accountEvents().name(), write(topics.accountEvents(), "write-account-events"));
    outcomes
        .flatMap(
            (accountId, outcome) ->
                outcome.results().stream()
                    .map(one -> KeyValue.pair(one.getResultKey(), one))
                    .toList(),
            Named.as("unpack-account-results"))
        .to(
            topics.accountResults().name(),
            write(topics.accountResults(), "write-account-results"));
    outcomes
        .flatMap(
            (accountId, outcome) ->
                outcome.replies().stream()
                    .map(one -> KeyValue.pair(one.getCommandId(), one))
                    .toList(),
            Named.as("unpack-account-replies"))
        .to(topics.replies().name(), Wiring.writeReplies(topics, "write-account-replies"));
    return builder.build();
  }
}
