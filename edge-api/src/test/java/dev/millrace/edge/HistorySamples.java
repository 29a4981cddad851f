package dev.millrace.edge;

import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.inventory.Allocation;
import dev.millrace.avro.inventory.KeptHistory;
import dev.millrace.avro.inventory.StockAsOf;
import dev.millrace.avro.inventory.StockEvent;
import dev.millrace.avro.inventory.StockEventPage;
import dev.millrace.avro.inventory.StockLevel;
import dev.millrace.avro.inventory.StockReserved;
import java.util.List;

/** What the history of one SKU would say: two sellers, and one hold of each. */
final class HistorySamples {

  static final KeptHistory KEPT = new KeptHistory(3L, 7L, Samples.NOW.minusSeconds(9_000));

  private HistorySamples() {}

  static StockAsOf asOf() {
    return new StockAsOf(KEPT, false, Samples.stock());
  }

  static StockEventPage page() {
    return new StockEventPage(
        KEPT, false, List.of(reserved(6, "sel_platform"), reserved(7, "sel_or_staff")), 7L);
  }

  private static StockEvent reserved(long sequence, String sellerId) {
    return StockEvent.newBuilder()
        .setEventId(Samples.SKU + "-" + sequence)
        .setSku(Samples.SKU)
        .setSequence(sequence)
        .setAt(Samples.NOW.minusSeconds(60))
        .setCommandId("cmd_1")
        .setActor(new Actor(ActorRole.SYSTEM, "orders"))
        .setType("stockReserved")
        .setLevelsAfter(
            List.of(
                StockLevel.newBuilder()
                    .setSellerId(sellerId)
                    .setWarehouseId("wh_main")
                    .setOnHand(10)
                    .setReserved(2)
                    .setDamaged(0)
                    .setSafetyStock(0)
                    .build()))
        .setStockReserved(
            StockReserved.newBuilder()
                .setReservationId("rsv_" + sequence)
                .setSellerId(sellerId)
                .setQuantity(2)
                .setAllocations(List.of(new Allocation("wh_main", 2)))
                .setExpiresAt(Samples.NOW)
                .setOwner("ord_1")
                .setCustomerId("cus_1")
                .build())
        .build();
  }
}
