package dev.millrace.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.inventory.CommitReservation;
import dev.millrace.avro.inventory.DamageReason;
import dev.millrace.avro.inventory.MergeStock;
import dev.millrace.avro.inventory.MovementType;
import dev.millrace.avro.inventory.ReserveStock;
import dev.millrace.avro.inventory.SalesTerms;
import dev.millrace.avro.inventory.SetSalesTerms;
import dev.millrace.avro.inventory.SetStockPolicy;
import dev.millrace.avro.inventory.SplitStock;
import dev.millrace.avro.inventory.Stock;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.avro.inventory.StockEvent;
import dev.millrace.avro.inventory.state.ReservationState;
import dev.millrace.inventory.stock.StockLedger;
import dev.millrace.kit.process.LazyValue;
import dev.millrace.testkit.Flow;
import dev.millrace.testkit.Replay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What stock's events meant when they were recorded, they mean for ever. */
class InventoryReplayTest {

  private static final long MINUTE_MS = 60_000;

  private final InventoryFlow inventory = new InventoryFlow(Map.of());
  private final Flow flow = inventory.flow();
  private final List<StockEvent> log = new ArrayList<>();
  private final Replay<StockEvent> replay =
      new Replay<>(flow.topics(), flow.topics().stockEvents(), InventoryReplayTest::fold);

  @AfterEach
  void close() {
    inventory.close();
  }

  @Test
  void movedInEveryWay() {
    send(inventory.receive(50));
    send(move(MovementType.RECEIVE, "sel", "wh_b", 20));
    send(move(MovementType.RECEIVE, "other", "wh_a", 5));
    send(inventory.move(MovementType.ADJUST, -3, null));
    send(inventory.move(MovementType.COUNT, 45, null));
    send(inventory.move(MovementType.DAMAGE, 2, null));
    send(inventory.move(MovementType.RETURN_TO_STOCK, 1, "mov_1"));
    send(inventory.policy(4));
    replay.verify("moved", log);
  }

  @Test
  void heldAndEndedInEveryWay() {
    send(inventory.receive(10));
    send(move(MovementType.RECEIVE, "sel", "wh_b", 6));
    send(inventory.reserve("rsv_split", 12, MINUTE_MS));
    send(inventory.extend("rsv_split", 2 * MINUTE_MS));
    send(inventory.command().setCommit(new CommitReservation("rsv_split", 11, false, null)));
    send(inventory.reserve("rsv_sold", 2, MINUTE_MS));
    send(inventory.commit("rsv_sold", null));
    send(inventory.reserve("rsv_given_back", 1, MINUTE_MS));
    send(inventory.release("rsv_given_back", null));
    send(inventory.reserve("rsv_forgotten", 1, MINUTE_MS));
    flow.after(Duration.ofMillis(MINUTE_MS + 1_000));
    note();
    send(inventory.reserve("rsv_open", 1, MINUTE_MS));
    replay.verify("held", log);
  }

  @Test
  void heldLonger() {
    send(inventory.receive(3));
    send(inventory.reserve("rsv_longer", 2, MINUTE_MS));
    send(inventory.extend("rsv_longer", 3 * MINUTE_MS));
    replay.verify("longer", log);
  }

  @Test
  void transferredWatchedAndSoldOut() {
    send(inventory.command().setSetPolicy(new SetStockPolicy("sel", "wh_a", 0, 3, null)));
    send(inventory.watch("wch_told"));
    send(inventory.watch("wch_taken_back"));
    send(inventory.unwatch("wch_taken_back"));
    send(inventory.receive(5));
    send(
        inventory.moving(
            MovementType.TRANSFER_OUT,
            3,
            move -> move.setTransferId("trf_1").setToWarehouseId("wh_b")));
    send(
        inventory.moving(
            MovementType.TRANSFER_IN,
            2,
            move -> move.setTransferId("trf_1").setWarehouseId("wh_b")));
    send(
        inventory.moving(
            MovementType.DAMAGE, 1, move -> move.setDamageReason(DamageReason.BROKEN)));
    send(inventory.reserve("rsv_last", 3, MINUTE_MS));
    replay.verify("crossed", log);
  }

  @Test
  void promisedBeyondStock() {
    var terms =
        SalesTerms.newBuilder()
            .setSellerId("sel")
            .setPerOrderMax(8)
            .setBackorderMax(5)
            .setPromisedAt(flow.now().plus(Duration.ofDays(9)))
            .build();
    send(inventory.command().setSetTerms(new SetSalesTerms(terms, null)));
    send(inventory.receive(2));
    send(promised("rsv_promised", 5));
    send(inventory.receive(1));
    send(inventory.commit("rsv_promised", null));
    send(inventory.receive(4));
    replay.verify("promised", log);
  }

  @Test
  void promisedToAnAskerAndWithdrawn() {
    var terms = SalesTerms.newBuilder().setSellerId("sel").setBackorderMax(9).build();
    send(inventory.command().setSetTerms(new SetSalesTerms(terms, null)));
    send(inventory.receive(1));
    send(promised("rsv_withdrawn", 5));
    send(inventory.receive(1));
    send(inventory.commit("rsv_withdrawn", null));
    send(inventory.receive(1));
    send(inventory.withdraw("rsv_withdrawn", null));
    send(inventory.receive(4));
    replay.verify("withdrawn", log);
  }

  @Test
  void splitGatheredAndMerged() {
    send(inventory.receive(12));
    send(inventory.command().setSplit(new SplitStock(3)));
    send(inventory.reserve("rsv_in_a_bucket", 3, MINUTE_MS).setSku("SKU-1#1"));
    send(inventory.reserve("rsv_from_all", 6, MINUTE_MS).setSku("SKU-1#2"));
    send(inventory.release("rsv_in_a_bucket", null));
    send(inventory.receive(12));
    send(inventory.command().setMerge(new MergeStock()));
    replay.verify("split", log);
  }

  @Test
  void everyKindOfEventIsRecorded() {
    replay.verifyKinds();
  }

  private StockCommand.Builder promised(String reservationId, int quantity) {
    return inventory
        .command()
        .setReserve(
            ReserveStock.newBuilder()
                .setReservationId(reservationId)
                .setSellerId("sel")
                .setQuantity(quantity)
                .setHoldMs(MINUTE_MS)
                .setOwner("ord_1")
                .setBackorderAllowed(true)
                .setResultKey(reservationId.equals("rsv_withdrawn") ? "ord_1" : null)
                .build());
  }

  private StockCommand.Builder move(
      MovementType type, String sellerId, String warehouseId, int quantity) {
    return inventory.moving(
        type, quantity, move -> move.setSellerId(sellerId).setWarehouseId(warehouseId));
  }

  private void send(StockCommand.Builder command) {
    inventory.send(command);
    note();
    flow.after(Duration.ofMillis(10));
  }

  /** Takes what was written; at each step the events so far lead to what the writer remembers. */
  private void note() {
    List<StockEvent> written = flow.takeAll(flow.topics().stockEvents());
    assertThat(written).isNotEmpty();
    log.addAll(written);
    for (SpecificRecord state : fold(log)) {
      switch (state) {
        case Stock stock ->
            Replay.assertSame(flow.<String, Stock>store("stock-state").get(stock.getSku()), stock);
        case ReservationState hold ->
            Replay.assertSame(
                flow.<String, LazyValue<ReservationState>>store("reservation-state")
                    .get(StoreKeys.of(hold.getSku(), hold.getReservationId()))
                    .get(),
                hold);
        default -> throw new AssertionError("no state of the inventory: " + state);
      }
    }
  }

  /** The stock and every hold. */
  private static List<SpecificRecord> fold(List<StockEvent> events) {
    List<SpecificRecord> states = new ArrayList<>();
    Replay.byKey(events, StockEvent::getSku)
        .forEach(
            (sku, own) -> {
              StockLedger books = InventoryLedger.books(sku, own);
              assertThat(books.differences()).isEmpty();
              states.add(StockAvro.stock(books.stock()));
              for (String reservationId : reservationIds(own)) {
                var hold = Objects.requireNonNull(books.hold(reservationId));
                states.add(HoldAvro.stored(sku, hold));
              }
            });
    return states;
  }

  private static Set<String> reservationIds(List<StockEvent> events) {
    Set<String> ids = new LinkedHashSet<>();
    for (StockEvent event : events) {
      if (event.getStockReserved() != null) {
        ids.add(event.getStockReserved().getReservationId());
      }
    }
    return ids;
  }
}
