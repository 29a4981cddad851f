package dev.millrace.standalone.audit;

import dev.millrace.avro.ledger.state.LedgerBalance;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.standalone.instance.Instance;
import dev.millrace.standalone.log.LogReader;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads the whole committed log of the orders of an instance, makes the entries of the ledger anew
 * and compares them with the log of entries; and compares what the entries add up to with the
 * ledger's store. The terms of an order are those that its first entry names. The instance may go
 * on meanwhile.
 *
 * <p>It works partition by partition, and a large one share by share, as the {@link OrderAudit}.
 *
 * <p>Threading: not thread-safe.
 */
public final class LedgerAudit {

  private static final Duration PAUSE = Duration.ofMillis(500);

  /** Shorter logs are read in a moment. */
  private static final long RECORDS_SHOWN = 200_000;

  /** The last record of a partition and the mark that ends its transaction. */
  private static final int LAST_RECORD_AND_MARK = 2;

  private final String bootstrapServers;
  private final Topics topics;
  private final LedgerStore store;
  private final PrintStream out;

  private final Findings findings = new Findings();
  private final Map<String, Map<String, Long>> money = new TreeMap<>();
  private long orders;
  private long events;
  private long entries;
  private long moving;

  private LedgerAudit(String bootstrapServers, Topics topics, LedgerStore store, PrintStream out) {
    this.bootstrapServers = bootstrapServers;
    this.topics = topics;
    this.store = store;
    this.out = out;
  }

  /**
   * Audits the ledger of a running instance.
   *
   * @param out where progress on long logs is shown
   * @throws IllegalStateException if the instance does not answer
   * @throws org.apache.kafka.common.KafkaException if the log cannot be read
   */
  public static LedgerAuditReport run(Instance instance, Topics topics, PrintStream out) {
    int partitions = LogReader.partitionsOf(instance.bootstrapServers(), topics.orderEvents());
    try (var store = new QueriedStores(instance.internalUrl(), partitions, topics)) {
      return run(instance, topics, store, partitions, out);
    }
  }

  /**
   * Audits the ledger of a running instance if it has one: {@code MILLRACE_LEDGER=false} does
   * without.
   *
   * @param out where progress on long logs is shown
   * @return empty if it has none
   * @throws IllegalStateException if the instance does not answer
   * @throws org.apache.kafka.common.KafkaException if the log cannot be read
   */
  public static Optional<LedgerAuditReport> runIfKept(
      Instance instance, Topics topics, PrintStream out) {
    int partitions = LogReader.partitionsOf(instance.bootstrapServers(), topics.orderEvents());
    try (var store = new QueriedStores(instance.internalUrl(), partitions, topics)) {
      return store.isKept()
          ? Optional.of(run(instance, topics, store, partitions, out))
          : Optional.empty();
    }
  }

  private static LedgerAuditReport run(
      Instance instance, Topics topics, LedgerStore store, int partitions, PrintStream out) {
    var audit = new LedgerAudit(instance.bootstrapServers(), topics, store, out);
    for (int partition = 0; partition < partitions; partition++) {
      audit.compareOrders(partition);
      audit.compareBalances(partition);
    }
    return audit.report();
  }

  private void compareOrders(int partition) {
    int shares = 1;
    for (int share = 0; share < shares; share++) {
      try (var orderEvents = new LogReader<>(bootstrapServers, topics.orderEvents(), partition);
          var credit = new LogReader<>(bootstrapServers, topics.accountEvents(), partition);
          var made = new LogReader<>(bootstrapServers, topics.ledgerEntries(), partition)) {
        if (share == 0) {
          shares = OrderAudit.shares(orderEvents.left(), Runtime.getRuntime().maxMemory());
        }
        if (orderEvents.left() > RECORDS_SHOWN) {
          out.printf(
              "partition %d: part %d of %d, about %,d events%n",
              partition, share + 1, shares, orderEvents.left());
        }
        if (share == 0 && orderEvents.left() >= LAST_RECORD_AND_MARK) {
          store.await(partition, orderEvents.left() - LAST_RECORD_AND_MARK);
        }
        var accounts = new LedgerAccounts(share, shares);
        Runnable readOn =
            () -> {
              // Entries first: what they were made of is in the log by then.
              made.readToEnd(accounts::enter);
              orderEvents.readToEnd(accounts::enter);
              credit.readToEnd(accounts::enter);
            };
        readOn.run();
        moving += new Settling(accounts, readOn, PAUSE).settle(accounts.suspects(), findings);
        orders += accounts.orders();
        events += accounts.events();
      }
    }
  }

  private void compareBalances(int partition) {
    try (var made = new LogReader<>(bootstrapServers, topics.ledgerEntries(), partition)) {
      var balances = new LedgerBalances(partition, store);
      Runnable readOn = () -> made.readToEnd(balances::enter);
      readOn.run();
      moving += new Settling(balances, readOn, PAUSE).settle(balances.suspects(), findings);
      entries += balances.entries();
      balances.all().values().forEach(this::add);
    }
  }

  private void add(LedgerBalance balance) {
    money
        .computeIfAbsent(balance.getCurrency(), currency -> new TreeMap<>())
        .merge(
            balance.getAccount().split(":", 2)[0],
            Math.subtractExact(balance.getDebitMinor(), balance.getCreditMinor()),
            Math::addExact);
  }

  private LedgerAuditReport report() {
    money.forEach(
        (currency, kinds) -> {
          long sum = kinds.values().stream().reduce(0L, Math::addExact);
          if (sum != 0) {
            findings.add(
                Difference.Kind.BALANCE, currency, "all accounts add up to %,d".formatted(sum));
          }
        });
    return new LedgerAuditReport(
        orders, events, entries, money, moving, findings.kept(), findings.count());
  }
}
