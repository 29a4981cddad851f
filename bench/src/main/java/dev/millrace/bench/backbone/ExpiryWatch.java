package dev.millrace.bench.backbone;

import dev.millrace.avro.inventory.StockEvent;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.standalone.log.LogTail;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Counts, from the stock events, the holds of some SKUs whose time is over. */
public final class ExpiryWatch implements AutoCloseable {

  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private final LogTail<StockEvent> events;
  private final AtomicLong expired = new AtomicLong();
  private final AtomicLong lastAtMs = new AtomicLong();

  /** Counts from now on. */
  public ExpiryWatch(String bootstrapServers, Topics topics, String skuPrefix) {
    events =
        new LogTail<>(
            bootstrapServers,
            topics.stockEvents(),
            every -> true,
            record -> {
              StockEvent event = record.value();
              if (event.getReservationExpired() != null && event.getSku().startsWith(skuPrefix)) {
                lastAtMs.accumulateAndGet(event.getAt().toEpochMilli(), Math::max);
                expired.incrementAndGet();
              }
            });
  }

  public long expired() {
    return expired.get();
  }

  /**
   * Waits until so many have ended.
   *
   * @return when the last of them was decided, in milliseconds of the epoch
   * @throws IllegalStateException if they have not after the patience
   */
  public long await(long holds, Duration patience) {
    long startNanos = System.nanoTime();
    while (expired.get() < holds) {
      if (System.nanoTime() - startNanos > patience.toNanos()) {
        throw new IllegalStateException(
            "%,d of %,d holds have not ended after %s"
                .formatted(holds - expired.get(), holds, patience));
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
    return lastAtMs.get();
  }

  @Override
  public void close() {
    events.close();
  }
}
