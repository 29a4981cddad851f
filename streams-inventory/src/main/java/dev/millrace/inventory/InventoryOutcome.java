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
 * @param result null when no other process asked
 * @param reply null when no edge asked
 * @param hotSku null when the number of buckets is as before
 * @param passedOn a command for another writer of the SKU; null when there is none
 */
record InventoryOutcome(
    List<StockEvent> events,
    @Nullable Stock stock,
    @Nullable ReservationResult result,
    @Nullable Reply reply,
    @Nullable HotSku hotSku,
    @Nullable StockCommand passedOn) {

  InventoryOutcome {
    events = List.copyOf(events);
  }

  static InventoryOutcome only(Reply reply) {
    return new InventoryOutcome(List.of(), null, null, reply, null, null);
  }

  static InventoryOutcome only(StockCommand passedOn) {
    return new InventoryOutcome(List.of(), null, null, null, null, passedOn);
  }

  boolean isEmpty() {
    return events.isEmpty() && result == null && reply == null && passedOn == null;
  }
}
