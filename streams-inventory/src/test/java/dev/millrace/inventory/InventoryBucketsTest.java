package dev.millrace.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.edge.ReplyStatus;
import dev.millrace.avro.inventory.HotSku;
import dev.millrace.avro.inventory.MergeStock;
import dev.millrace.avro.inventory.ReservationResult;
import dev.millrace.avro.inventory.SplitPhase;
import dev.millrace.avro.inventory.SplitStock;
import dev.millrace.avro.inventory.Stock;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.avro.inventory.StockEvent;
import dev.millrace.avro.inventory.StockLevel;
import dev.millrace.inventory.stock.StockLedger;
import dev.millrace.schemas.id.BucketKey;
import dev.millrace.testkit.Flow;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A hot SKU in the real topology: split, sold from its buckets, and merged under traffic. */
class InventoryBucketsTest {

  private static final int BUCKETS = 4;
  private static final long MINUTE_MS = 60_000;

  private final InventoryFlow inventory = new InventoryFlow(Map.of());
  private final Flow flow = inventory.flow();

  @AfterEach
  void close() {
    inventory.close();
  }

  @Test
  void sendersLearnOfTheBucketsAndTheStockIsDealt() {
    inventory.send(inventory.receive(40));
    inventory.ignoreWritten();
    Reply reply = inventory.ask(split());
    assertThat(reply.getStatus()).isEqualTo(ReplyStatus.ACCEPTED);
    assertThat(reply.getStock().getSplit().getPhase()).isEqualTo(SplitPhase.OPEN);
    assertThat(flow.take(flow.topics().hotSkus())).isEqualTo(new HotSku("SKU-1", BUCKETS));
    assertThat(onHandByKey(flow.takeAll(flow.topics().stockTable())))
        .isEqualTo(Map.of("SKU-1", 10, "SKU-1#1", 10, "SKU-1#2", 10, "SKU-1#3", 10));
  }

  @Test
  void theLastUnitSellsAndNoneMore() {
    inventory.send(inventory.receive(40)).send(split());
    for (int i = 0; i < 40; i++) {
      inventory.send(at("rsv_" + i, inventory.reserve("rsv_" + i, 1, MINUTE_MS, "ord_1")));
    }
    inventory.send(at("rsv_40", inventory.reserve("rsv_40", 1, MINUTE_MS, "ord_1")));
    List<ReservationResult> results = flow.takeAll(flow.topics().reservationResults());
    assertThat(results).hasSize(41);
    assertThat(results.stream().filter(ReservationResult::getDone)).hasSize(40);
    assertThat(results).extracting(ReservationResult::getSku).containsOnly("SKU-1");
    assertThat(results.getLast().getRefusal()).isEqualTo("insufficient_stock");
  }

  @Test
  void aHoldThatNoBucketHasTheUnitsForTakesThemFromAll() {
    inventory.send(inventory.receive(40)).send(split());
    inventory.ignoreWritten();
    Reply reply = inventory.ask(at("rsv", inventory.reserve("rsv", 33, MINUTE_MS)));
    assertThat(reply.getStatus()).isEqualTo(ReplyStatus.ACCEPTED);
    assertThat(reply.getReservation().getSku()).isEqualTo("SKU-1");
    assertThat(reply.getReservation().getQuantity()).isEqualTo(33);
    // The hold is at home; who asks its bucket is sent there.
    Reply sold = inventory.ask(at("rsv", inventory.commit("rsv", null)));
    assertThat(sold.getReservation().getStatus()).isEqualTo("committed");
  }

  @Test
  void aRefusalTellsOfTheUnitsOfAllBuckets() {
    inventory.send(inventory.receive(40)).send(split());
    for (int i = 0; i < 6; i++) {
      inventory.send(at("rsv_" + i, inventory.reserve("rsv_" + i, 1, MINUTE_MS, "ord_1")));
    }
    flow.takeAll(flow.topics().reservationResults());

    inventory.send(at("rsv_a", inventory.reserve("rsv_a", 50, MINUTE_MS, "ord_2")));
    ReservationResult afterATour = flow.takeAll(flow.topics().reservationResults()).getFirst();
    assertThat(afterATour.getRefusal()).isEqualTo("insufficient_stock");
    assertThat(afterATour.getAvailable()).isEqualTo(34);

    inventory.send(at("rsv_b", inventory.reserve("rsv_b", 4, MINUTE_MS, "ord_3")));
    inventory.send(at("rsv_c", inventory.reserve("rsv_c", 100, MINUTE_MS, "ord_4")));
    ReservationResult atOnce = flow.takeAll(flow.topics().reservationResults()).getLast();
    assertThat(atOnce.getRefusal()).isEqualTo("insufficient_stock");
    assertThat(atOnce.getAvailable()).as("no fewer than there are").isBetween(30, 34);
  }

  @Test
  void splitAndMergedUnderTraffic() {
    inventory.send(inventory.receive(40));
    int sent = 0;
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 4; i++, sent++) {
        inventory.send(at("rsv_" + sent, inventory.reserve("rsv_" + sent, 1, MINUTE_MS, "o")));
      }
      inventory.send(split());
      for (int i = 0; i < 4; i++, sent++) {
        inventory.send(at("rsv_" + sent, inventory.reserve("rsv_" + sent, 2, MINUTE_MS, "o")));
      }
      inventory.send(inventory.command().setMerge(new MergeStock()));
    }
    assertThat(flow.takeAll(flow.topics().hotSkus()))
        .extracting(HotSku::getBuckets)
        .containsExactly(4, 1, 4, 1, 4, 1);
    // Holds are where they were made; with the hint of a SKU that is not split they are found.
    for (int i = 0; i < sent; i++) {
      String id = "rsv_" + i;
      inventory.send(i % 2 == 0 ? inventory.commit(id, "o") : inventory.release(id, "o"));
    }
    List<ReservationResult> results = flow.takeAll(flow.topics().reservationResults());
    assertThat(results).hasSize(2 * sent);
    assertThat(results).extracting(ReservationResult::getRefusal).containsOnlyNulls();
    Map<String, Integer> onHand = onHandByKey(flow.takeAll(flow.topics().stockTable()));
    assertThat(onHand.get("SKU-1")).isEqualTo(40 - 18);
    assertThat(onHand.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(40 - 18);
    booksAreRight(flow.takeAll(flow.topics().stockEvents()));
  }

  @Test
  void unitsOfAnExpiredHoldComeHome() {
    inventory.send(inventory.receive(40)).send(split());
    inventory.send(at("rsv", inventory.reserve("rsv", 5, MINUTE_MS)));
    inventory.send(inventory.command().setMerge(new MergeStock()));
    flow.after(Duration.ofMillis(MINUTE_MS + 1_000));
    Map<String, Integer> onHand = onHandByKey(flow.takeAll(flow.topics().stockTable()));
    assertThat(onHand.get("SKU-1")).isEqualTo(40);
    booksAreRight(flow.takeAll(flow.topics().stockEvents()));
  }

  private StockCommand.Builder split() {
    return inventory.command().setSplit(new SplitStock(BUCKETS));
  }

  private static StockCommand.Builder at(String reservationId, StockCommand.Builder command) {
    return command.setSku(BucketKey.hint(InventoryFlow.SKU, reservationId, BUCKETS));
  }

  private static Map<String, Integer> onHandByKey(List<Stock> table) {
    Map<String, Integer> onHand = new HashMap<>();
    for (Stock stock : table) {
      onHand.put(stock.getSku(), stock.getLevels().stream().mapToInt(StockLevel::getOnHand).sum());
    }
    return onHand;
  }

  private static void booksAreRight(List<StockEvent> events) {
    Map<String, StockLedger> books = new HashMap<>();
    for (StockEvent event : events) {
      InventoryLedger.enter(books.computeIfAbsent(event.getSku(), StockLedger::new), event);
    }
    books.forEach((key, ledger) -> assertThat(ledger.differences()).as(key).isEmpty());
  }
}
