package dev.millrace.inventory;

import dev.millrace.avro.inventory.Stock;
import dev.millrace.avro.inventory.StockEvent;
import dev.millrace.inventory.stock.StockLedger;

/** The inventory's books from its published events alone, for audits. */
public final class InventoryLedger {

  private InventoryLedger() {}

  /** The stock that a SKU's events lead to; events in the order of the topic. */
  public static Stock fold(String sku, Iterable<StockEvent> events) {
    return StockAvro.stock(books(sku, events).stock());
  }

  /** The books of a SKU: stock, holds, and what does not add up. */
  public static StockLedger books(String sku, Iterable<StockEvent> events) {
    var ledger = new StockLedger(sku);
    for (StockEvent event : events) {
      ledger.enter(EventAvro.fact(event));
    }
    return ledger;
  }
}
