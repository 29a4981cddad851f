package dev.millrace.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.edge.ReplyStatus;
import dev.millrace.avro.inventory.MovementType;
import dev.millrace.avro.inventory.ReservationResult;
import dev.millrace.avro.inventory.StockCommand;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The faults that other shops' users reported, as tests that must never fail here. */
class InventoryFaultsTest {

  private static final long MINUTE_MS = 60_000;

  private final InventoryFlow inventory =
      new InventoryFlow(Map.of("MILLRACE_INVENTORY_SWEEP_EVERY", "1s"));

  @AfterEach
  void close() {
    inventory.close();
  }

  @Test
  void C1_fiftyBuyersOfTenUnitsGetExactlyTen() {
    stocked(10);
    int held = 0;
    for (int buyer = 0; buyer < 50; buyer++) {
      Reply reply = inventory.ask(inventory.reserve("rsv_" + buyer, 1, MINUTE_MS));
      if (reply.getStatus() == ReplyStatus.ACCEPTED) {
        held++;
      } else {
        assertThat(reply.getRefusal()).isEqualTo("insufficient_stock");
        assertThat(reply.getProblems().getFirst().getAvailable()).isZero();
      }
    }
    assertThat(held).isEqualTo(10);
  }

  @Test
  void C2_twoLinesOfOneSkuInOneOrderCannotOversell() {
    stocked(5);
    inventory.send(inventory.reserve("rsv_line_1", 3, MINUTE_MS, InventoryFlow.RESULT_KEY));
    inventory.send(inventory.reserve("rsv_line_2", 3, MINUTE_MS, InventoryFlow.RESULT_KEY));
    List<ReservationResult> results = results();
    assertThat(results).extracting(ReservationResult::getDone).containsExactly(true, false);
    assertThat(results.getLast().getAvailable()).isEqualTo(2);
  }

  @Test
  void C7_ofTwoCountsMadeOnTheSameStockTheSecondIsRefusedAndNotLost() {
    long seen = inventory.ask(inventory.receive(10)).getStock().getSequence();
    Reply first = inventory.ask(count(7, seen));
    Reply second = inventory.ask(count(9, seen));

    assertThat(first.getStatus()).isEqualTo(ReplyStatus.ACCEPTED);
    assertThat(second.getRefusal()).isEqualTo("version_conflict");
    assertThat(inventory.ask(count(8, first.getStock().getSequence())).getStatus())
        .isEqualTo(ReplyStatus.ACCEPTED);
  }

  @Test
  void C8_aReservationThatDoesNotFitFailsAtOnceAndLeavesNothingBehind() {
    stocked(1);
    Reply refused = inventory.ask(inventory.reserve("rsv_1", 2, MINUTE_MS));
    assertThat(refused.getRefusal()).isEqualTo("insufficient_stock");
    inventory.flow().expectNothingElse();
    Reply other = inventory.ask(inventory.reserve("rsv_2", 1, MINUTE_MS));
    assertThat(other.getStatus()).isEqualTo(ReplyStatus.ACCEPTED);
  }

  @Test
  void C22_askingAgainForOnesOwnHoldIsNotBlockedByIt() {
    stocked(1);
    inventory.send(inventory.reserve("rsv", 1, MINUTE_MS, InventoryFlow.RESULT_KEY));
    inventory.send(inventory.reserve("rsv", 1, MINUTE_MS, InventoryFlow.RESULT_KEY));
    assertThat(results()).extracting(ReservationResult::getDone).containsExactly(true, true);
    assertThat(inventory.events()).containsExactly("stockReserved", "soldOut");
  }

  @Test
  void C22_anAbandonedHoldBlocksNobodyFromTheMomentOfItsDeadline() {
    inventory.flow().after(Duration.ofMillis(900));
    stocked(1);
    inventory.send(inventory.reserve("rsv_abandoned", 1, 50));
    assertThat(inventory.ask(inventory.reserve("rsv_early", 1, MINUTE_MS)).getRefusal())
        .isEqualTo("insufficient_stock");
    inventory.ignoreWritten();
    // The sweep has not come by yet.
    inventory.flow().after(Duration.ofMillis(50)).expectNothingElse();
    Reply reply = inventory.ask(inventory.reserve("rsv_next", 1, MINUTE_MS));
    assertThat(reply.getStatus()).isEqualTo(ReplyStatus.ACCEPTED);
    assertThat(inventory.events())
        .containsExactly("reservationExpired", "backInStock", "stockReserved", "soldOut");
  }

  private StockCommand.Builder count(int onHand, long expectedVersion) {
    return inventory.moving(
        MovementType.COUNT, onHand, move -> move.setExpectedVersion(expectedVersion));
  }

  private void stocked(int quantity) {
    inventory.send(inventory.receive(quantity));
    inventory.ignoreWritten();
  }

  private List<ReservationResult> results() {
    return inventory.flow().takeAll(inventory.flow().topics().reservationResults());
  }
}
