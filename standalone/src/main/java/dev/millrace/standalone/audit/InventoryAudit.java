package dev.millrace.standalone.audit;

import dev.millrace.schemas.topics.Topics;
import dev.millrace.standalone.imports.Progress;
import dev.millrace.standalone.instance.Instance;
import dev.millrace.standalone.log.LogReader;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the whole committed log of an instance and compares what it adds up to with the inventory's
 * stores, the table of stock, and the orders. The instance may go on meanwhile.
 *
 * <p>It works partition by partition, and for each partition of stock it reads all orders once. In
 * memory are the SKUs and holds of one partition and the orders of one: about 1 KB for a SKU, 0.5
 * KB for a hold and 1 KB for an order; and those SKUs that are or were split into buckets, whose
 * orders are read once more in the end.
 *
 * <p>Threading: not thread-safe.
 */
public final class InventoryAudit {

  /** What orders asked for longer ago than this is done on any instance that works. */
  public static final Duration SETTLED_FOR = Duration.ofSeconds(10);

  private static final Duration PAUSE = Duration.ofMillis(500);

  /** Shorter logs are read in a moment. */
  private static final long RECORDS_WITHOUT_PROGRESS = 200_000;

  private final String bootstrapServers;
  private final Topics topics;
  private final InventoryStores stores;
  private final Instant settledBefore;
  private final PrintStream out;

  private final Totals totals = new Totals();
  private final Findings findings = new Findings();
  private long moving;

  private InventoryAudit(
      String bootstrapServers,
      Topics topics,
      InventoryStores stores,
      Instant settledBefore,
      PrintStream out) {
    this.bootstrapServers = bootstrapServers;
    this.topics = topics;
    this.stores = stores;
    this.settledBefore = settledBefore;
    this.out = out;
  }

  /**
   * Audits a running instance, and with it all that share its work.
   *
   * @param settledBefore what orders decided before then must have been done by now
   * @param out where progress on long logs is shown
   * @throws IllegalStateException if the instance does not answer
   * @throws org.apache.kafka.common.KafkaException if the log cannot be read
   */
  public static AuditReport run(
      Instance instance, Topics topics, Instant settledBefore, PrintStream out) {
    int partitions = LogReader.partitionsOf(instance.bootstrapServers(), topics.stockEvents());
    try (var stores = new QueriedStores(instance.internalUrl(), partitions, topics)) {
      return new InventoryAudit(instance.bootstrapServers(), topics, stores, settledBefore, out)
          .run();
    }
  }

  private AuditReport run() {
    int partitions = LogReader.partitionsOf(bootstrapServers, topics.stockEvents());
    List<SkuBook> split = new ArrayList<>();
    for (int partition = 0; partition < partitions; partition++) {
      var books = new StockBooks(partition, partitions);
      readStock(partition, books);
      findings.addAll(books.amongEvents());
      books.all().forEach(totals::add);
      split.addAll(books.takeSplit());
      compareOrders(partition, books);
    }
    if (!split.isEmpty()) {
      compareOrders(partitions, StockBooks.ofSplit(split));
    }
    return totals.report(moving, findings);
  }

  private void readStock(int partition, StockBooks books) {
    try (var events = new LogReader<>(bootstrapServers, topics.stockEvents(), partition);
        var table = new LogReader<>(bootstrapServers, topics.stockTable(), partition)) {
      var progress = new LogProgress("stock events of partition " + partition, events.left());
      Runnable readOn =
          () -> {
            events.readToEnd(
                event -> {
                  books.enter(event);
                  progress.step();
                });
            table.readToEnd(books::enter);
          };
      readOn.run();
      moving +=
          new Settling(books.against(stores), readOn, PAUSE)
              .settle(books.suspects(stores), findings);
    }
  }

  private void compareOrders(int stockPartition, StockBooks books) {
    var comparison = new OrderComparison(books, settledBefore, findings);
    int partitions = LogReader.partitionsOf(bootstrapServers, topics.orderEvents());
    for (int partition = 0; partition < partitions; partition++) {
      for (OrderBook order : orders(partition).values()) {
        comparison.compare(order);
        if (stockPartition == 0) {
          totals.add(order, settledBefore);
          order
              .differences()
              .forEach(what -> findings.add(Difference.Kind.ORDER, order.orderId(), what));
        }
      }
    }
    comparison.finish();
  }

  private Map<String, OrderBook> orders(int partition) {
    Map<String, OrderBook> orders = new HashMap<>();
    try (var events = new LogReader<>(bootstrapServers, topics.orderEvents(), partition)) {
      var progress = new LogProgress("order events of partition " + partition, events.left());
      events.readToEnd(
          event -> {
            orders.computeIfAbsent(event.getOrderId(), OrderBook::new).enter(event);
            progress.step();
          });
    }
    return orders;
  }

  /** Shown only where it takes a while. */
  private final class LogProgress {
    private final Progress progress;
    private final boolean shown;

    LogProgress(String label, long records) {
      this.progress = new Progress(label, records, out);
      this.shown = records > RECORDS_WITHOUT_PROGRESS;
    }

    void step() {
      if (shown) {
        progress.step();
      }
    }
  }
}
