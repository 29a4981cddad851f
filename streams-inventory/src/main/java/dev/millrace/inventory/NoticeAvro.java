package dev.millrace.inventory;

import dev.millrace.avro.inventory.BackInStock;
import dev.millrace.avro.inventory.ReorderPointReached;
import dev.millrace.avro.inventory.SoldOut;
import dev.millrace.avro.inventory.StockWatchEnded;
import dev.millrace.avro.inventory.StockWatched;
import dev.millrace.inventory.stock.Level;
import dev.millrace.inventory.stock.StockEvent;
import java.util.List;
import java.util.Optional;

/** Events that tell of the stock and change none of it: crossings, and who waits for it. */
final class NoticeAvro {

  private NoticeAvro() {}

  static void put(
      dev.millrace.avro.inventory.StockEvent.Builder record, StockEvent.Crossing crossing) {
    switch (crossing) {
      case StockEvent.ReorderPointReached e ->
          record
              .setType("reorderPointReached")
              .setReorderPointReached(new ReorderPointReached(e.reorderPoint(), e.available()));
      case StockEvent.SoldOut e -> record.setType("soldOut").setSoldOut(new SoldOut(e.sellerId()));
      case StockEvent.BackInStock e ->
          record
              .setType("backInStock")
              .setBackInStock(new BackInStock(e.sellerId(), e.available()));
    }
  }

  static void put(
      dev.millrace.avro.inventory.StockEvent.Builder record, StockEvent.StockWatched e) {
    record
        .setType("stockWatched")
        .setStockWatched(new StockWatched(e.watchId(), e.sellerId(), e.customerId()));
  }

  static void put(
      dev.millrace.avro.inventory.StockEvent.Builder record, StockEvent.StockWatchEnded e) {
    record
        .setType("stockWatchEnded")
        .setStockWatchEnded(
            new StockWatchEnded(e.watchId(), e.sellerId(), e.customerId(), e.backInStock()));
    // Whoever brought the units, they are not the one who tells the customer.
    if (e.backInStock()) {
      record.setCommandId("tell-" + e.watchId()).setActor(EventAvro.INVENTORY);
    }
  }

  /** The event in a record, if it is one of these. */
  static Optional<StockEvent> event(
      dev.millrace.avro.inventory.StockEvent record, List<Level> levels) {
    if (record.getReorderPointReached() != null && !levels.isEmpty()) {
      ReorderPointReached reached = record.getReorderPointReached();
      return Optional.of(
          new StockEvent.ReorderPointReached(
              record.getAt(),
              levels.getFirst().sellerId(),
              levels.getFirst().warehouseId(),
              reached.getReorderPoint(),
              reached.getAvailable()));
    }
    if (record.getSoldOut() != null) {
      return Optional.of(new StockEvent.SoldOut(record.getAt(), record.getSoldOut().getSellerId()));
    }
    if (record.getBackInStock() != null) {
      BackInStock back = record.getBackInStock();
      return Optional.of(
          new StockEvent.BackInStock(record.getAt(), back.getSellerId(), back.getAvailable()));
    }
    if (record.getStockWatched() != null) {
      StockWatched watched = record.getStockWatched();
      return Optional.of(
          new StockEvent.StockWatched(
              record.getAt(),
              watched.getWatchId(),
              watched.getSellerId(),
              watched.getCustomerId()));
    }
    if (record.getStockWatchEnded() != null) {
      StockWatchEnded ended = record.getStockWatchEnded();
      return Optional.of(
          new StockEvent.StockWatchEnded(
              record.getAt(),
              ended.getWatchId(),
              ended.getSellerId(),
              ended.getCustomerId(),
              ended.getBackInStock()));
    }
    return Optional.empty();
  }
}
