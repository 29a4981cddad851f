package dev.millrace.inventory;

import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.inventory.HotSku;
import dev.millrace.avro.inventory.ReservationResult;
import dev.millrace.avro.inventory.Stock;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.avro.inventory.StockEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that one command leads to, as it leaves the processor; the topology gives each part its
 * topic.
 *
 * @param stock after the events; null when there are none
 * @param results for processes that asked, or wait for promised units
 * @param reply null when no edge asked
 * @param hotSku null when the number of buckets is as before
 * @param passedOn a command for another writer of the SKU; null when there is none
 */
record InventoryOutcome(
    List<StockEvent> events,
    @Nullable Stock stock,
    List<ReservationResult> results,
    @Nullable Reply reply,
    @Nullable HotSku hotSku,
    @Nullable StockCommand passedOn) {

  InventoryOutcome {
    events = List.copyOf(events);
    results = List.copyOf(results);
  }

  static InventoryOutcome only(Reply reply) {
    return new InventoryOutcome(List.of(), null, List.of(), reply, null, null);
  }

  static InventoryOutcome only(StockCommand passedOn) {
    return new InventoryOutcome(List.of(), null, List.of(), null, null, passedOn);
  }

  boolean isEmpty() {
    return events.isEmpty() && results.isEmpty() && reply == null && passedOn == null;
  }
}
