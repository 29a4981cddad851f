package dev.millrace.bench.backbone;

import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.inventory.MoveStock;
import dev.millrace.avro.inventory.MovementType;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.schemas.id.IdKind;
import dev.millrace.schemas.id.Ids;
import dev.millrace.schemas.topics.Topic;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.standalone.log.CommandLane;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * A feed of counts over many SKUs, written to one lane faster than an inventory decides them. The
 * rows are made beforehand, or making them would take a core from what is measured.
 */
public final class BulkFeed implements AutoCloseable {

  private static final Actor BENCH = new Actor(ActorRole.OPS, "bench");
  private static final Duration LINGER = Duration.ofMillis(5);

  /** Rows are written so many at a time, then the sender waits until the next are due. */
  private static final int ROWS_AT_ONCE = 200;

  private static final Duration PAUSE = Duration.ofMillis(10);

  private final CommandLane lane;
  private final Topic<StockCommand> topic;
  private final List<StockCommand> rows;
  private final CountDownLatch left;
  private final AtomicLong startedAtNanos = new AtomicLong();
  private final AtomicLong endedAtNanos = new AtomicLong();

  /**
   * @param topic the lane: for bulk, or the usual one
   * @param skus that the rows are about in turn, with {@code units} or one more each
   */
  public BulkFeed(
      String bootstrapServers,
      Topics topics,
      Topic<StockCommand> topic,
      int rows,
      String skuPrefix,
      int skus,
      int units) {
    this.lane = new CommandLane(bootstrapServers, topics, LINGER);
    this.topic = topic;
    this.rows =
        IntStream.range(0, rows)
            .mapToObj(row -> count(skuPrefix + row % skus, units + row % 2))
            .toList();
    this.left = new CountDownLatch(rows);
  }

  /** Sends all rows from a thread of its own. */
  public void start() {
    startedAtNanos.set(System.nanoTime());
    var unused = Thread.ofPlatform().daemon().name("feed").start(this::send);
  }

  private void send() {
    long dueNanos = System.nanoTime();
    for (int row = 0; row < rows.size(); row++) {
      if (row % ROWS_AT_ONCE == 0) {
        LockSupport.parkNanos(dueNanos - System.nanoTime());
        dueNanos += PAUSE.toNanos();
      }
      StockCommand command = rows.get(row);
      var unused =
          lane.send(topic, command.getSku(), command.getCommandId(), command)
              .whenComplete((reply, failure) -> answered());
    }
  }

  private void answered() {
    endedAtNanos.accumulateAndGet(System.nanoTime(), Math::max);
    left.countDown();
  }

  /**
   * Waits for the last row's answer.
   *
   * @return how long the feed took
   * @throws IllegalStateException if rows are without an answer after the patience
   */
  public Duration await(Duration patience) throws InterruptedException {
    if (!left.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException(
          "%,d rows of the feed have no answer after %s".formatted(left.getCount(), patience));
    }
    return Duration.ofNanos(endedAtNanos.get() - startedAtNanos.get());
  }

  private static StockCommand count(String sku, int units) {
    String id = Ids.fresh(IdKind.COMMAND);
    return StockCommand.newBuilder()
        .setCommandId(id)
        .setFingerprint(id)
        .setIssuedAt(Instant.now())
        .setActor(BENCH)
        .setSku(sku)
        .setMove(
            MoveStock.newBuilder()
                .setMovementType(MovementType.COUNT)
                .setSellerId(Ids.PLATFORM_SELLER)
                .setWarehouseId(Ids.MAIN_WAREHOUSE)
                .setQuantity(units)
                .setMovementId(id)
                .build())
        .build();
  }

  @Override
  public void close() {
    lane.close();
  }
}
