package dev.millrace.bench.backbone;

import dev.millrace.avro.inventory.Stock;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.standalone.log.LogTail;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * How old rows of the stock table are when a reader of committed records gets them: from when the
 * command was decided, so its commit is in it. Reads one partition, as a sample: more would take
 * the machine from what is measured. Writer and reader must share a clock.
 */
public final class AvailabilityWatch implements AutoCloseable {

  private static final long LAG_MS_MAX = TimeUnit.MINUTES.toMillis(2);
  private static final int SIGNIFICANT_DIGITS = 3;
  private static final int SAMPLED_PARTITION = 0;

  private final LogTail<Stock> rows;
  private final Histogram lagMs = new ConcurrentHistogram(1, LAG_MS_MAX, SIGNIFICANT_DIGITS);
  private volatile boolean counting;

  /** Reads from now on, and counts after {@link #begin}. */
  public AvailabilityWatch(String bootstrapServers, Topics topics) {
    rows =
        new LogTail<>(
            bootstrapServers,
            topics.stockTable(),
            partition -> partition == SAMPLED_PARTITION,
            this::seen);
  }

  /** The warm-up is over. */
  public void begin() {
    counting = true;
  }

  public long rows() {
    return lagMs.copy().getTotalCount();
  }

  /** So many of a hundred rows were not older; 0 if there was none. */
  public long percentileMs(double percentile) {
    return lagMs.copy().getValueAtPercentile(percentile);
  }

  private void seen(ConsumerRecord<String, Stock> row) {
    if (counting) {
      lagMs.recordValue(Math.clamp(System.currentTimeMillis() - row.timestamp(), 1, LAG_MS_MAX));
    }
  }

  @Override
  public void close() {
    rows.close();
  }
}
