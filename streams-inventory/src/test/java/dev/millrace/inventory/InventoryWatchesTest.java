package dev.millrace.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.inventory.StockEvent;
import dev.millrace.avro.inventory.WatchForStock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InventoryWatchesTest {

  private static final long MINUTE_MS = 60_000;

  private final InventoryFlow inventory =
      new InventoryFlow(
          Map.of(
              "MILLRACE_INVENTORY_SWEEP_EVERY", "1s",
              "MILLRACE_INVENTORY_SWEEP_ENTRIES_MAX", "10"));

  private final dev.millrace.testkit.Flow flow = inventory.flow();

  @AfterEach
  void close() {
    inventory.close();
  }

  @Test
  void whoWaitsIsToldOnceWithTheMovementThatBringsUnits() {
    inventory.send(inventory.watch("wch_1")).send(inventory.watch("wch_1"));
    assertThat(inventory.events()).containsExactly("stockWatched");
    inventory.send(inventory.receive(1));
    List<StockEvent> events = flow.takeAll(flow.topics().stockEvents());
    assertThat(events)
        .extracting(StockEvent::getType)
        .containsExactly("stockMoved", "backInStock", "stockWatchEnded");
    StockEvent told = events.getLast();
    assertThat(told.getStockWatchEnded().getCustomerId()).isEqualTo("cus_1");
    assertThat(told.getStockWatchEnded().getBackInStock()).isTrue();
    assertThat(told.getActor().getSubject()).isEqualTo("inventory");
    assertThat(told.getCommandId()).isEqualTo("tell-wch_1");
    // Gone, and back once more: nobody waits now.
    inventory.send(inventory.reserve("rsv", 1, MINUTE_MS)).send(inventory.release("rsv", null));
    assertThat(inventory.events()).doesNotContain("stockWatchEnded");
  }

  @Test
  void theSweepThatEndsAHoldTellsThem() {
    inventory.send(inventory.receive(1)).send(inventory.reserve("rsv", 1, 500));
    inventory.send(inventory.watch("wch_1"));
    inventory.ignoreWritten();
    flow.after(Duration.ofSeconds(1));
    assertThat(inventory.events())
        .containsExactly("reservationExpired", "backInStock", "stockWatchEnded");
  }

  @Test
  void whoCanBuyIsToldSoAndWhoTookTheWishBackIsNotTold() {
    inventory.send(inventory.watch("wch_1")).send(inventory.unwatch("wch_1"));
    inventory.ignoreWritten();
    inventory.send(inventory.receive(1));
    assertThat(inventory.events()).containsExactly("stockMoved", "backInStock");
    assertThat(inventory.ask(inventory.watch("wch_2")).getRefusal()).isEqualTo("in_stock");
  }

  @Test
  void nobodyNeedsToWaitForUnitsWhoseHoldIsOverdue() {
    flow.after(Duration.ofMillis(900));
    inventory.send(inventory.receive(1)).send(inventory.reserve("rsv", 1, 50));
    // The sweep has not come by yet.
    flow.after(Duration.ofMillis(50));
    assertThat(inventory.ask(inventory.watch("wch_1")).getRefusal()).isEqualTo("in_stock");
  }

  @Test
  void aCrowdIsToldInBoundedPieces() {
    for (int i = 0; i < 1_100; i++) {
      inventory.send(inventory.watch("wch_" + i));
    }
    inventory.ignoreWritten();
    inventory.send(inventory.receive(1));
    List<Integer> pieces = new ArrayList<>();
    Set<String> told = new HashSet<>();
    pieces.add(told(told));
    for (int tick = 0; tick < 4; tick++) {
      flow.after(Duration.ofSeconds(1));
      pieces.add(told(told));
    }
    assertThat(pieces).containsExactly(500, 500, 100, 0, 0);
    assertThat(told).hasSize(1_100);
    assertThat(flow.<Object, Object>store("watch-state").all().hasNext()).isFalse();
    assertThat(flow.<Object, Object>store("watches-due").all().hasNext()).isFalse();
  }

  @Test
  void whoCouldNotBeToldInTimeWaitsForTheNextTime() {
    for (int i = 0; i < 501; i++) {
      inventory.send(inventory.watch("wch_" + i));
    }
    Set<String> told = new HashSet<>();
    inventory.send(inventory.receive(1)).send(inventory.reserve("rsv", 1, MINUTE_MS));
    assertThat(told(told)).isEqualTo(500);
    flow.after(Duration.ofSeconds(2));
    assertThat(told(told)).isZero();
    inventory.send(inventory.release("rsv", null));
    assertThat(told(told)).isEqualTo(1);
    assertThat(told).hasSize(501);
  }

  @Test
  void anotherSkusAndSellersWatchesAreNotTouched() {
    inventory.send(inventory.watch("wch_1"));
    inventory.send(inventory.watch("wch_2").setSku("SKU-10"));
    inventory.send(inventory.command().setWatch(new WatchForStock("wch_3", "sel 2", "cus_1")));
    inventory.ignoreWritten();
    inventory.send(inventory.receive(1));
    Set<String> told = new HashSet<>();
    told(told);
    assertThat(told).containsExactly("wch_1");
  }

  private int told(Set<String> ids) {
    List<StockEvent> told =
        flow.takeAll(flow.topics().stockEvents()).stream()
            .filter(event -> event.getStockWatchEnded() != null)
            .toList();
    told.forEach(event -> ids.add(event.getStockWatchEnded().getWatchId()));
    return told.size();
  }
}
