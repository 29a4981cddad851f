package dev.millrace.orders.ledger;

import dev.millrace.avro.accounts.AccountEvent;
import dev.millrace.avro.ledger.JournalEntry;
import dev.millrace.avro.ledger.state.LedgerBalance;
import dev.millrace.avro.ledger.state.LedgerOrder;
import dev.millrace.avro.orders.OrderEvent;
import dev.millrace.orders.journal.Books;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.testkit.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The ledger in a test: events of orders in, entries out. */
public final class LedgerFlow implements AutoCloseable {

  private final Flow flow = Flow.of(topics -> LedgerTopology.build(Books.TERMS, topics));
  private final List<JournalEntry> entries = new ArrayList<>();

  public Topics topics() {
    return flow.topics();
  }

  /** An event of the orders; gives the entries that were made of it. */
  public List<JournalEntry> happened(OrderEvent event) {
    flow.send(flow.topics().orderEvents(), event.getOrderId(), event);
    return taken();
  }

  /** An event of an account; gives the entries that were made of it. */
  public List<JournalEntry> happened(AccountEvent event) {
    flow.send(flow.topics().accountEvents(), event.getAccountId(), event);
    return taken();
  }

  private List<JournalEntry> taken() {
    List<JournalEntry> made = new ArrayList<>();
    flow.takeRecords(flow.topics().ledgerEntries())
        .forEach(
            record -> {
              JournalEntry entry = Objects.requireNonNull(record.value());
              String accountId = entry.getAccountId();
              if (!record.key().equals(accountId == null ? entry.getOrderId() : accountId)) {
                throw new AssertionError("the key of " + record);
              }
              made.add(entry);
            });
    entries.addAll(made);
    return made;
  }

  /** All of them, in the order of the topic. */
  public List<JournalEntry> entries() {
    return entries;
  }

  /** What is stored of all accounts, by key. */
  public Map<String, LedgerBalance> balances() {
    Map<String, LedgerBalance> all = new TreeMap<>();
    try (var stored = flow.<String, LedgerBalance>store(LedgerStores.BALANCES).all()) {
      stored.forEachRemaining(one -> all.put(one.key, one.value));
    }
    return all;
  }

  @Nullable LedgerOrder order(String orderId) {
    return flow.<String, LedgerOrder>store(LedgerStores.ORDERS).get(orderId);
  }

  @Override
  public void close() {
    flow.expectNothingElse();
    flow.close();
  }
}
