package dev.millrace.schemas.topics;

import dev.millrace.avro.ledger.JournalEntry;
import java.util.List;

/** The topics about money in accounts. */
record LedgerTopics(Topic<JournalEntry> ledgerEntries) {

  static LedgerTopics of(TopicFactory topics) {
    return new LedgerTopics(
        topics.history(
            "ledger.entries.v1",
            JournalEntry.class,
            "order id",
            "What every event of an order did to whose money, as postings that add up to zero."));
  }

  List<Topic<?>> all() {
    return List.of(ledgerEntries);
  }
}
