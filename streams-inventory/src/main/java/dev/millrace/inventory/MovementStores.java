package dev.millrace.inventory;

import dev.millrace.avro.inventory.state.FeedPositions;
import dev.millrace.avro.inventory.state.RememberedMovement;
import dev.millrace.avro.inventory.state.TransferState;
import dev.millrace.inventory.stock.Fact;
import dev.millrace.inventory.stock.MovementMemory;
import dev.millrace.inventory.stock.StockCommand.MoveStock;
import dev.millrace.inventory.stock.StockEvent.StockMoved;
import dev.millrace.inventory.stock.Transfer;
import dev.millrace.kit.process.ProcessorStores;
import dev.millrace.kit.process.TimeIndex;
import dev.millrace.schemas.topics.Topics;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of movements: their ids, the transfers they began, the counts of those who
 * sent them. A movement reads only what it names.
 *
 * <p>Threading: one instance belongs to one task.
 */
final class MovementStores {

  /** Movements that were made, by {@link StoreKeys#of}. */
  static final String MOVEMENT_IDS = "movement-ids";

  /** The same in order of time, to forget them. */
  static final String MOVEMENT_IDS_BY_AGE = "movement-ids-by-age";

  /** Open transfers and, for a while, ended ones; by {@link StoreKeys#of}. */
  static final String TRANSFER_STATE = "transfer-state";

  /** Ended transfers in order of their end, to forget them. */
  static final String TRANSFERS_BY_AGE = "transfers-by-age";

  /** The last counts seen for each level that somebody counts for; never forgotten. */
  static final String FEED_STATE = "feed-state";

  private final KeyValueStore<String, RememberedMovement> movements;
  private final TimeIndex movementsByAge;
  private final KeyValueStore<String, TransferState> transfers;
  private final TimeIndex transfersByAge;
  private final KeyValueStore<String, FeedPositions> feeds;

  /** Opens the stores of the task. */
  MovementStores(ProcessingContext context) {
    this.movements = context.getStateStore(MOVEMENT_IDS);
    this.movementsByAge = new TimeIndex(context.getStateStore(MOVEMENT_IDS_BY_AGE));
    this.transfers = context.getStateStore(TRANSFER_STATE);
    this.transfersByAge = new TimeIndex(context.getStateStore(TRANSFERS_BY_AGE));
    this.feeds = context.getStateStore(FEED_STATE);
  }

  /** The stores to attach to the processor. */
  static Set<StoreBuilder<?>> builders(Topics topics) {
    return Set.of(
        ProcessorStores.records(MOVEMENT_IDS, RememberedMovement.class, topics),
        TimeIndex.store(MOVEMENT_IDS_BY_AGE),
        ProcessorStores.records(TRANSFER_STATE, TransferState.class, topics),
        TimeIndex.store(TRANSFERS_BY_AGE),
        ProcessorStores.records(FEED_STATE, FeedPositions.class, topics));
  }

  /** What is remembered of a movement. */
  MovementMemory load(String sku, MoveStock move) {
    return new MovementMemory(
        move.movementId() != null && movements.get(StoreKeys.of(sku, move.movementId())) != null,
        move.transferId() == null ? null : transfer(sku, move.transferId()),
        move.feed() == null
            ? Map.of()
            : MovementAvro.feeds(
                feeds.get(StoreKeys.of(sku, move.sellerId(), move.warehouseId()))));
  }

  /**
   * Remembers a movement.
   *
   * @param memory after it
   */
  void save(String sku, Fact fact, StockMoved moved, MovementMemory memory) {
    if (moved.movementId() != null) {
      String key = StoreKeys.of(sku, moved.movementId());
      movements.put(key, new RememberedMovement(moved.movementId(), fact.sequence(), moved.at()));
      movementsByAge.add(moved.at(), key);
    }
    Transfer transfer = memory.transfer();
    if (transfer != null) {
      String key = StoreKeys.of(sku, transfer.transferId());
      transfers.put(key, MovementAvro.stored(transfer));
      if (transfer.closedAt() != null) {
        transfersByAge.add(transfer.closedAt(), key);
      }
    }
    if (moved.feed() != null) {
      feeds.put(
          StoreKeys.of(sku, moved.sellerId(), moved.warehouseId()),
          MovementAvro.stored(memory.feeds()));
    }
  }

  /** Forgets movements made before a time, a bounded piece at a time. */
  void forgetMovements(Instant madeBefore, int entriesMax) {
    for (TimeIndex.Entry entry : movementsByAge.due(madeBefore, entriesMax)) {
      movements.delete(entry.id());
      movementsByAge.remove(entry);
    }
  }

  /** Forgets transfers that ended before a time, a bounded piece at a time. */
  void forgetTransfers(Instant endedBefore, int entriesMax) {
    for (TimeIndex.Entry entry : transfersByAge.due(endedBefore, entriesMax)) {
      transfers.delete(entry.id());
      transfersByAge.remove(entry);
    }
  }

  private @Nullable Transfer transfer(String sku, String transferId) {
    TransferState stored = transfers.get(StoreKeys.of(sku, transferId));
    return stored == null ? null : MovementAvro.transfer(stored);
  }
}
