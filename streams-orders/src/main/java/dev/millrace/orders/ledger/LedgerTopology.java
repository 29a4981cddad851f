package dev.millrace.orders.ledger;

import static dev.millrace.kit.process.Wiring.read;
import static dev.millrace.kit.process.Wiring.write;

import dev.millrace.orders.journal.Terms;
import dev.millrace.schemas.topics.Topics;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/** Events of orders, and of the accounts that they draw on, in; journal entries out. */
public final class LedgerTopology {

  private LedgerTopology() {}

  /** Builds it. */
  public static Topology build(Terms terms, Topics topics) {
    var builder = new StreamsBuilder();
    KStream<String, LedgerInput> orders =
        builder.stream(topics.orderEvents().name(), read(topics.orderEvents(), "read-order-events"))
            .mapValues(LedgerInput.OfOrder::new, Named.as("take-order-event"));
    KStream<String, LedgerInput> accounts =
        builder.stream(
                topics.accountEvents().name(), read(topics.accountEvents(), "read-account-events"))
            .mapValues(LedgerInput.OfAccount::new, Named.as("take-account-event"));
    orders
        .merge(accounts, Named.as("add-account-events"))
        .process(new LedgerProcessor.Supplier(terms, topics), Named.as("make-journal-entries"))
        .to(topics.ledgerEntries().name(), write(topics.ledgerEntries(), "write-journal-entries"));
    return builder.build();
  }
}
