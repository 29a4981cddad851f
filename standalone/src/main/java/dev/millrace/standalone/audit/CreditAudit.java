package dev.millrace.standalone.audit;

import dev.millrace.avro.accounts.AccountEvent;
import dev.millrace.avro.ledger.JournalEntry;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.standalone.log.LogReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the log of all gift cards, store credit and uses of coupons, and compares what it adds up
 * to with their state, and with what the entries of the ledger say is owed for them. The instance
 * may go on meanwhile.
 */
final class CreditAudit {

  private static final Duration PAUSE = Duration.ofMillis(500);

  /**
   * What was found.
   *
   * @param moving what did not stand still, and was not compared
   */
  record Result(long accounts, long moving) {}

  private CreditAudit() {}

  /** Adds what differs to the findings. */
  static Result run(
      String bootstrapServers,
      Topics topics,
      int partitions,
      QueriedStores store,
      Findings findings) {
    boolean hasLedger = store.isKept();
    List<LogReader<AccountEvent>> events = new ArrayList<>();
    List<LogReader<JournalEntry>> entries = new ArrayList<>();
    try {
      for (int partition = 0; partition < partitions; partition++) {
        events.add(new LogReader<>(bootstrapServers, topics.accountEvents(), partition));
        if (hasLedger) {
          entries.add(new LogReader<>(bootstrapServers, topics.ledgerEntries(), partition));
        }
      }
      var tally = new CreditTally(store, hasLedger);
      Runnable readOn =
          () -> {
            // Entries first: what they were made of is in the log by then.
            entries.forEach(one -> one.readToEnd(tally::enter));
            events.forEach(one -> one.readToEnd(tally::enter));
          };
      readOn.run();
      long moving = new Settling(tally, readOn, PAUSE).settle(tally.suspects(partitions), findings);
      return new Result(tally.accounts(), moving);
    } finally {
      events.forEach(LogReader::close);
      entries.forEach(LogReader::close);
    }
  }
}
