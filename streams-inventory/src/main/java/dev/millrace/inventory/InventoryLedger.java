package dev.millrace.inventory;

import dev.millrace.avro.inventory.Reservation;
import dev.millrace.avro.inventory.Stock;
import dev.millrace.avro.inventory.StockEvent;
import dev.millrace.inventory.stock.Hold;
import dev.millrace.inventory.stock.SkuStock;
import dev.millrace.inventory.stock.StockLedger;

/** The inventory's books from its published events alone, for audits and for its past. */
public final class InventoryLedger {

  private InventoryLedger() {}

  /** The stock that a SKU's events lead to; events in the order of the topic. */
  public static Stock fold(String sku, Iterable<StockEvent> events) {
    return StockAvro.stock(books(sku, events).stock());
  }

  /** The stock that these events lead to; {@code before} is the stock that they begin at. */
  public static Stock fold(Stock before, Iterable<StockEvent> events) {
    SkuStock stock = StockAvro.stock(before);
    for (StockEvent event : events) {
      stock = stock.evolve(EventAvro.fact(event).event());
    }
    return StockAvro.stock(stock);
  }

  /** Enters an event in the books of its SKU. */
  public static void enter(StockLedger books, StockEvent event) {
    books.enter(EventAvro.fact(event));
  }

  /** The stock in the books, as stores and topics have it. */
  public static Stock stock(StockLedger books) {
    return StockAvro.stock(books.stock());
  }

  /** A hold in the books, as readers of the store see it. */
  public static Reservation reservation(String sku, Hold hold) {
    return HoldAvro.view(sku, hold);
  }

  /** The books of a SKU: stock, holds, and what does not add up. */
  public static StockLedger books(String sku, Iterable<StockEvent> events) {
    var ledger = new StockLedger(sku);
    for (StockEvent event : events) {
      enter(ledger, event);
    }
    return ledger;
  }
}
