package dev.millrace.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.inventory.DamageReason;
import dev.millrace.avro.inventory.DamagedUnits;
import dev.millrace.avro.inventory.MovementType;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.avro.inventory.StockEvent;
import dev.millrace.avro.inventory.StockLevel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InventoryMovementsTest {

  private final InventoryFlow inventory =
      new InventoryFlow(
          Map.of(
              "MILLRACE_INVENTORY_SWEEP_EVERY", "1s",
              "MILLRACE_INVENTORY_CLOSED_HOLDS_KEPT", "1h"));

  private final dev.millrace.testkit.Flow flow = inventory.flow();

  @AfterEach
  void close() {
    inventory.close();
  }

  @Test
  void aTransferIsOnItsWayUntilItArrives() {
    stocked(5);
    Reply sent = inventory.ask(send("trf_1", 3));
    assertThat(sent.getStock().getLevels())
        .extracting(StockLevel::getWarehouseId, StockLevel::getOnHand, StockLevel::getInTransit)
        .containsExactly(tuple("wh_a", 2, 0), tuple("wh_b", 0, 3));
    StockEvent left = flow.take(flow.topics().stockEvents());
    assertThat(left.getStockMoved().getTransferId()).isEqualTo("trf_1");
    assertThat(left.getLevelsAfter()).isEqualTo(sent.getStock().getLevels());
    // The warehouse's report comes twice; the second time it changes nothing.
    inventory.send(arrive("trf_1", 2));
    StockEvent arrived = flow.take(flow.topics().stockEvents());
    assertThat(arrived.getStockMoved().getLost()).isEqualTo(1);
    assertThat(arrived.getStockMoved().getInTransitDelta()).isEqualTo(-3);
    inventory.ignoreWritten();
    inventory.send(send("trf_1", 3)).send(arrive("trf_1", 2));
    flow.expectNothingElse();
    assertThat(inventory.ask(arrive("trf_1", 3)).getRefusal()).isEqualTo("transfer_closed");
  }

  @Test
  void aClosedTransferIsForgottenInTimeAndAnOpenOneIsNot() {
    stocked(5);
    inventory.send(send("trf_1", 2)).send(send("trf_2", 2)).send(arrive("trf_1", 2));
    flow.after(Duration.ofMinutes(59));
    assertThat(inventory.ask(arrive("trf_1", 1)).getRefusal()).isEqualTo("transfer_closed");
    flow.after(Duration.ofMinutes(2));
    assertThat(inventory.ask(arrive("trf_1", 1)).getRefusal()).isEqualTo("transfer_not_found");
    assertThat(inventory.ask(arrive("trf_2", 2)).getRefusal()).isNull();
  }

  @Test
  void aLateReportOfAFeedChangesNothing() {
    inventory.send(counted(9, 2L));
    assertThat(inventory.ask(counted(4, 1L)).getRefusal()).isEqualTo("late_update");
    Reply next = inventory.ask(counted(7, 3L));
    assertThat(next.getStock().getLevels().getFirst().getOnHand()).isEqualTo(7);
    assertThat(inventory.ask(counted(9, null)).getRefusal()).isEqualTo("malformed_command");
  }

  @Test
  void damageIsPublishedByReason() {
    stocked(5);
    inventory.ask(damage(1, DamageReason.BROKEN));
    Reply reply = inventory.ask(damage(2, null));
    StockLevel level = reply.getStock().getLevels().getFirst();
    assertThat(level.getDamaged()).isEqualTo(3);
    assertThat(level.getDamagedByReason())
        .containsExactly(
            new DamagedUnits(DamageReason.BROKEN, 1), new DamagedUnits(DamageReason.OTHER, 2));
    assertThat(inventory.ask(damage(1, DamageReason.UNKNOWN)).getRefusal())
        .isEqualTo("malformed_command");
  }

  @Test
  void publishedTransfersFoldToThePublishedStock() {
    inventory.send(inventory.receive(5));
    inventory.send(send("trf_1", 2)).send(send("trf_2", 2)).send(arrive("trf_1", 1));
    List<StockEvent> events = flow.takeAll(flow.topics().stockEvents());
    assertThat(InventoryLedger.fold("SKU-1", events))
        .isEqualTo(flow.takeAll(flow.topics().stockTable()).getLast());
    assertThat(InventoryLedger.books("SKU-1", events).differences()).isEmpty();
    assertThat(InventoryLedger.books("SKU-1", events).inTransit("sel", "wh_b")).isEqualTo(2);
  }

  private void stocked(int quantity) {
    inventory.send(inventory.receive(quantity));
    inventory.ignoreWritten();
  }

  private StockCommand.Builder send(String transferId, int quantity) {
    return inventory.moving(
        MovementType.TRANSFER_OUT,
        quantity,
        move -> move.setTransferId(transferId).setToWarehouseId("wh_b"));
  }

  private StockCommand.Builder arrive(String transferId, int quantity) {
    return inventory.moving(
        MovementType.TRANSFER_IN,
        quantity,
        move -> move.setTransferId(transferId).setWarehouseId("wh_b"));
  }

  private StockCommand.Builder counted(int total, @Nullable Long sequence) {
    return inventory.moving(
        MovementType.COUNT, total, move -> move.setSource("till").setSourceSequence(sequence));
  }

  private StockCommand.Builder damage(int units, @Nullable DamageReason reason) {
    return inventory.moving(MovementType.DAMAGE, units, move -> move.setDamageReason(reason));
  }
}
