package dev.millrace.orders.ledger;

import static dev.millrace.kit.process.Wiring.read;
import static dev.millrace.kit.process.Wiring.write;

import dev.millrace.orders.journal.Terms;
import dev.millrace.schemas.topics.Topics;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Named;

/** Order events in, journal entries out. */
public final class LedgerTopology {

  private LedgerTopology() {}

  /** Builds it. */
  public static Topology build(Terms terms, Topics topics) {
    var builder = new StreamsBuilder();
    builder.stream(topics.orderEvents().name(), read(topics.orderEvents(), "read-order-events"))
        .process(new LedgerProcessor.Supplier(terms, topics), Named.as("make-journal-entries"))
        .to(topics.ledgerEntries().name(), write(topics.ledgerEntries(), "write-journal-entries"));
    return builder.build();
  }
}
