package dev.millrace.schemas.topics;

import dev.millrace.avro.inventory.HotSku;
import dev.millrace.avro.inventory.ReservationResult;
import dev.millrace.avro.inventory.Stock;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.avro.inventory.StockEvent;
import java.util.List;

/** The topics about stock and holds. */
record InventoryTopics(
    Topic<StockCommand> stockCommands,
    Topic<StockCommand> stockFeedCommands,
    Topic<StockEvent> stockEvents,
    Topic<Stock> stockTable,
    Topic<HotSku> hotSkus,
    Topic<ReservationResult> reservationResults) {

  static InventoryTopics of(TopicFactory topics) {
    return new InventoryTopics(
        topics.passing(
            "inventory.stock-commands.v1",
            StockCommand.class,
            "SKU",
            "Requests to the writer of a SKU: movements, holds, sales."),
        topics.passing(
            "inventory.stock-feed-commands.v1",
            StockCommand.class,
            "SKU",
            "Bulk movements that can wait: passed on to the stock commands as fast as urgent ones"
                + " leave room."),
        topics.history(
            "inventory.stock-events.v1",
            StockEvent.class,
            "SKU",
            "Everything that ever happened to a SKU's stock; folds to the stock."),
        topics.table("inventory.stock-table.v1", Stock.class, "SKU", "The stock of each SKU now."),
        topics.table(
            "inventory.bucket-table.v1",
            HotSku.class,
            "SKU",
            "How many buckets a SKU's stock is split into, for those who send it commands."),
        topics.passing(
            "inventory.reservation-results.v1",
            ReservationResult.class,
            "the asker's result key (order id)",
            "Outcomes of holds, sales and releases for the process that asked."));
  }

  List<Topic<?>> all() {
    return List.of(
        stockCommands, stockFeedCommands, stockEvents, stockTable, hotSkus, reservationResults);
  }
}
