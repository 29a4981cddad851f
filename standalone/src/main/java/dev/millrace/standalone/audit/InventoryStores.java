package dev.millrace.standalone.audit;

import dev.millrace.avro.inventory.Reservation;
import dev.millrace.avro.inventory.Stock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The inventory's own state, as its query server shows it. It may move while it is read. */
interface InventoryStores {

  /** Hands over the stock of every SKU of a partition. */
  void stocks(int partition, Consumer<Stock> stocks);

  /** Hands over every hold of a partition that is still known. */
  void holds(int partition, Consumer<Reservation> holds);

  /** The stock of one SKU. */
  Optional<Stock> stock(String sku);

  /** The holds of one SKU that are still known. */
  List<Reservation> holds(String sku);
}
