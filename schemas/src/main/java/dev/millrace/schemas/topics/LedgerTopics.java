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
            "order id, or account id of a gift card or store credit",
            "What every event of an order did to whose money, and what was put on gift cards and"
                + " store credit outside of orders, as postings that add up to zero."));
  }

  List<Topic<?>> all() {
    return List.of(ledgerEntries);
  }
}
