package dev.millrace.standalone.audit;

import dev.millrace.schemas.topics.Topic;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.standalone.instance.Instance;
import dev.millrace.standalone.log.LogReader;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/**
 * Reads the whole committed log of the orders of an instance and compares what it adds up to with
 * the orders' store, with what was asked of the payment provider and what it answered, and with
 * what the inventory answered; and the accounts that orders draw on, see {@link CreditAudit}. The
 * instance may go on meanwhile.
 *
 * <p>It works partition by partition. A partition with more events than the heap has room for is
 * read several times, each time for a share of its orders, so the memory it needs is bounded and
 * the time is not.
 *
 * <p>Threading: not thread-safe.
 */
public final class OrderAudit {

  private static final Duration PAUSE = Duration.ofMillis(500);

  /** An event with what it leaves in memory and the answers around it, with room to spare. */
  private static final long BYTES_PER_EVENT = 4_096;

  /** Neighbours in a topic may be out of order by less than this. */
  private static final Duration DISORDER_MAX = Duration.ofHours(1);

  /** Shorter logs are read in a moment. */
  private static final long RECORDS_SHOWN = 200_000;

  private final String bootstrapServers;
  private final Topics topics;
  private final OrderStore store;
  private final Instant settledBefore;
  private final PrintStream out;

  private final OrderTally tally = new OrderTally();
  private final Findings findings = new Findings();
  private long moving;

  private OrderAudit(
      String bootstrapServers,
      Topics topics,
      OrderStore store,
      Instant settledBefore,
      PrintStream out) {
    this.bootstrapServers = bootstrapServers;
    this.topics = topics;
    this.store = store;
    this.settledBefore = settledBefore;
    this.out = out;
  }

  /**
   * Audits the orders of a running instance.
   *
   * @param settledBefore what was answered before then must be in the orders by now
   * @param out where progress on long logs is shown
   * @throws IllegalStateException if the instance does not answer
   * @throws org.apache.kafka.common.KafkaException if the log cannot be read
   */
  public static OrderAuditReport run(
      Instance instance, Topics topics, Instant settledBefore, PrintStream out) {
    int partitions = LogReader.partitionsOf(instance.bootstrapServers(), topics.orderEvents());
    try (var store = new QueriedStores(instance.internalUrl(), partitions, topics)) {
      var audit = new OrderAudit(instance.bootstrapServers(), topics, store, settledBefore, out);
      for (int partition = 0; partition < partitions; partition++) {
        audit.partition(partition);
      }
      CreditAudit.Result credit =
          CreditAudit.run(instance.bootstrapServers(), topics, partitions, store, audit.findings);
      audit.moving += credit.moving();
      return audit.tally.report(audit.moving, audit.findings);
    }
  }

  private void partition(int partition) {
    int shares = 1;
    for (int share = 0; share < shares; share++) {
      try (var events = new LogReader<>(bootstrapServers, topics.orderEvents(), partition)) {
        if (share == 0) {
          shares = shares(events.left(), Runtime.getRuntime().maxMemory());
        }
        if (events.left() > RECORDS_SHOWN) {
          out.printf(
              "partition %d: part %d of %d, about %,d events%n",
              partition, share + 1, shares, events.left());
        }
        var accounts = new OrderAccounts(partition, share, shares);
        Runnable readOn = () -> events.readToEnd(accounts::enter);
        readOn.run();
        moving +=
            new Settling(accounts.against(store), readOn, PAUSE)
                .settle(accounts.suspects(store), findings);
        readAnswers(partition, accounts);
        accounts.compareAnswers(settledBefore, findings, tally);
        accounts.compareAdditions(store, settledBefore, findings);
      }
    }
  }

  /** In how many parts so many events are read. */
  static int shares(long events, long heapBytes) {
    long eventsPerShare = Math.max(1, heapBytes / BYTES_PER_EVENT);
    return Math.toIntExact(Math.max(1, Math.ceilDiv(events, eventsPerShare)));
  }

  private void readAnswers(int partition, OrderAccounts accounts) {
    read(topics.paymentResults(), partition, accounts, result -> result.getAt(), accounts::enter);
    read(
        topics.reservationResults(),
        partition,
        accounts,
        result -> result.getAt(),
        accounts::enter);
    read(
        topics.paymentRequests(),
        partition,
        accounts,
        request -> request.getRequestedAt(),
        accounts::enter);
  }

  /** Where old records have been deleted, only orders younger than the oldest one are whole. */
  private <V extends SpecificRecord> void read(
      Topic<V> topic,
      int partition,
      OrderAccounts accounts,
      Function<V, Instant> at,
      Consumer<V> enter) {
    try (var reader = new LogReader<>(bootstrapServers, topic, partition)) {
      Instant[] oldest = {Instant.MAX};
      reader.readToEnd(
          value -> {
            Instant time = at.apply(value);
            oldest[0] = time.isBefore(oldest[0]) ? time : oldest[0];
            enter.accept(value);
          });
      // Asked last: what is deleted while it is read is missed, too.
      if (!reader.isWhole()) {
        Instant first = oldest[0];
        accounts.wholeOnlySince(first.equals(Instant.MAX) ? first : first.plus(DISORDER_MAX));
      }
    }
  }
}
