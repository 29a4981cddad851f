package dev.millrace.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.edge.ReplyStatus;
import dev.millrace.avro.inventory.MovementType;
import dev.millrace.avro.inventory.ReservationOperation;
import dev.millrace.avro.inventory.ReservationResult;
import dev.millrace.avro.inventory.Stock;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.avro.inventory.StockEvent;
import dev.millrace.avro.inventory.StockLevel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InventoryTopologyTest {

  private static final long MINUTE_MS = 60_000;

  /** The slowest sweep that is allowed, so that tests can act before it. */
  private final InventoryFlow inventory =
      new InventoryFlow(
          Map.of(
              "MILLRACE_INVENTORY_SWEEP_EVERY", "1s",
              "MILLRACE_INVENTORY_CLOSED_HOLDS_KEPT", "1h",
              "MILLRACE_INVENTORY_MOVEMENTS_KEPT", "1h"));

  private final dev.millrace.testkit.Flow flow = inventory.flow();

  @AfterEach
  void close() {
    inventory.close();
  }

  @Test
  void aMovementIsAnEventATableRowAndAReply() {
    Reply reply = inventory.ask(inventory.receive(5));
    assertThat(reply.getStatus()).isEqualTo(ReplyStatus.ACCEPTED);
    assertThat(reply.getReplayed()).isFalse();
    var level = new StockLevel("sel", "wh_a", 5, 0, 0, 0, 0, List.of(), null);
    assertThat(reply.getStock())
        .isEqualTo(new Stock("SKU-1", 2L, flow.now(), List.of(level), List.of(), null));
    StockEvent event = flow.take(flow.topics().stockEvents());
    assertThat(event.getEventId()).isEqualTo("SKU-1-1");
    assertThat(event.getCommandId()).isEqualTo("cmd_1");
    assertThat(event.getLevelsAfter()).containsExactly(level);
    StockEvent back = flow.take(flow.topics().stockEvents());
    assertThat(back.getEventId()).isEqualTo("SKU-1-2");
    assertThat(back.getCommandId()).isEqualTo("cmd_1");
    assertThat(back.getBackInStock().getAvailable()).isEqualTo(5L);
    assertThat(flow.take(flow.topics().stockTable())).isEqualTo(reply.getStock());
    flow.expectNothingElse();
  }

  @Test
  void aHoldIsMadeAndSoldForAnotherProcess() {
    stocked(5);
    inventory.send(inventory.reserve("rsv", 2, MINUTE_MS, InventoryFlow.RESULT_KEY));
    var record = flow.takeRecords(flow.topics().reservationResults()).getFirst();
    assertThat(record.key()).isEqualTo(InventoryFlow.RESULT_KEY);
    ReservationResult held = record.value();
    assertThat(held.getDone()).isTrue();
    assertThat(held.getOperation()).isEqualTo(ReservationOperation.RESERVE);
    assertThat(held.getRequested()).isEqualTo(2);
    assertThat(held.getAvailable()).isEqualTo(3);
    assertThat(held.getExpiresAt()).isEqualTo(flow.now().plusMillis(MINUTE_MS));
    inventory.send(inventory.commit("rsv", InventoryFlow.RESULT_KEY));
    assertThat(result().getDone()).isTrue();
    assertThat(inventory.events()).containsExactly("stockReserved", "reservationCommitted");
    List<Stock> rows = flow.takeAll(flow.topics().stockTable());
    assertThat(rows.getLast().getLevels())
        .containsExactly(new StockLevel("sel", "wh_a", 3, 0, 0, 0, 0, List.of(), null));
    flow.expectNothingElse();
  }

  @Test
  void anEdgeSeesTheHoldAndTheStockAfterIt() {
    stocked(5);
    Reply held = inventory.ask(inventory.reserve("rsv", 2, MINUTE_MS));
    assertThat(held.getReservation().getStatus()).isEqualTo("held");
    assertThat(held.getStock().getLevels().getFirst().getReserved()).isEqualTo(2);
    Reply extended = inventory.ask(inventory.extend("rsv", 2 * MINUTE_MS));
    assertThat(extended.getReservation().getExpiresAt())
        .isEqualTo(flow.now().plusMillis(2 * MINUTE_MS));
    Reply released = inventory.ask(inventory.release("rsv", null));
    assertThat(released.getReservation().getStatus()).isEqualTo("released");
    assertThat(released.getStock().getLevels().getFirst().getReserved()).isZero();
    assertThat(inventory.events())
        .containsExactly("stockReserved", "reservationExtended", "reservationReleased");
  }

  @Test
  void theSameCommandGetsTheFirstAnswerAndDoesNothing() {
    StockCommand command = inventory.receive(5).build();
    Reply first = inventory.ask(command);
    inventory.ignoreWritten();
    Reply second = inventory.ask(command);
    assertThat(second).isEqualTo(Reply.newBuilder(first).setReplayed(true).build());
    flow.expectNothingElse();
  }

  @Test
  void aRefusalIsRememberedToo() {
    StockCommand command = inventory.reserve("rsv", 1, MINUTE_MS).build();
    assertThat(inventory.ask(command).getRefusal()).isEqualTo("insufficient_stock");
    stocked(5);
    Reply again = inventory.ask(command);
    assertThat(again.getRefusal()).isEqualTo("insufficient_stock");
    assertThat(again.getReplayed()).isTrue();
    flow.expectNothingElse();
  }

  @Test
  void theSameIdWithAnotherPayloadIsRefused() {
    StockCommand command = inventory.receive(5).build();
    inventory.ask(command);
    inventory.ignoreWritten();
    Reply reply = inventory.ask(StockCommand.newBuilder(command).setFingerprint("other"));
    assertThat(reply.getRefusal()).isEqualTo("idempotency_key_reused");
    flow.expectNothingElse();
  }

  @Test
  void aMovementIdWorksOnceWhoeverRepeatsIt() {
    inventory.send(inventory.move(MovementType.RETURN_TO_STOCK, 2, "mov_1"));
    inventory.send(inventory.move(MovementType.RETURN_TO_STOCK, 2, "mov_1"));
    assertThat(inventory.events()).containsExactly("stockMoved", "backInStock");
    inventory.ignoreWritten();
    flow.after(Duration.ofMinutes(61));
    inventory.send(inventory.move(MovementType.RETURN_TO_STOCK, 2, "mov_1"));
    assertThat(inventory.events()).containsExactly("stockMoved");
  }

  @Test
  void recordsThatAreNoCommandsAreRefusedByName() {
    List<StockCommand.Builder> malformed =
        List.of(
            inventory.command(),
            inventory.receive(1).setRelease(inventory.release("rsv", null).getRelease()),
            inventory.receive(1).setCommandId(" "),
            inventory.receive(1).setSku("S".repeat(129)),
            inventory.move(MovementType.UNKNOWN, 1, null),
            inventory.reserve("", 1, MINUTE_MS));
    for (StockCommand.Builder command : malformed) {
      assertThat(inventory.ask(command).getRefusal()).isEqualTo("malformed_command");
    }
    StockCommand misplaced = inventory.receive(1).build();
    flow.ask(flow.topics().stockCommands(), "another key", misplaced);
    assertThat(flow.take(flow.topics().replies()).getRefusal()).isEqualTo("malformed_command");
    inventory.send(inventory.command());
    flow.expectNothingElse();
  }

  @Test
  void refusalsCarryNumbers() {
    stocked(5);
    Reply reply = inventory.ask(inventory.reserve("rsv", 6, MINUTE_MS));
    assertThat(reply.getProblems().getFirst().getRequested()).isEqualTo(6L);
    assertThat(reply.getProblems().getFirst().getAvailable()).isEqualTo(5L);
    inventory.send(inventory.reserve("rsv", 6, MINUTE_MS, InventoryFlow.RESULT_KEY));
    ReservationResult result = result();
    assertThat(result.getDone()).isFalse();
    assertThat(result.getRefusal()).isEqualTo("insufficient_stock");
    assertThat(result.getRequested()).isEqualTo(6);
    assertThat(result.getAvailable()).isEqualTo(5);
    flow.expectNothingElse();
  }

  @Test
  void releasingWhatIsNotHeldIsDoneButNamed() {
    stocked(5);
    inventory.send(inventory.release("rsv", InventoryFlow.RESULT_KEY));
    ReservationResult unknown = result();
    assertThat(unknown.getDone()).isTrue();
    assertThat(unknown.getRefusal()).isEqualTo("reservation_not_found");
    inventory.send(inventory.reserve("rsv", 1, MINUTE_MS));
    inventory.send(inventory.release("rsv", InventoryFlow.RESULT_KEY));
    assertThat(result().getRefusal()).isNull();
    inventory.send(inventory.release("rsv", InventoryFlow.RESULT_KEY));
    assertThat(result().getRefusal()).isEqualTo("already_released");
    inventory.send(inventory.commit("rsv", InventoryFlow.RESULT_KEY));
    assertThat(result().getDone()).isFalse();
    assertThat(inventory.events()).containsExactly("stockReserved", "reservationReleased");
  }

  @Test
  void committingAgainIsDoneAgainWithoutEvents() {
    stocked(5);
    inventory.send(inventory.reserve("rsv", 1, MINUTE_MS));
    inventory.send(inventory.commit("rsv", InventoryFlow.RESULT_KEY));
    ReservationResult first = result();
    inventory.ignoreWritten();
    inventory.send(inventory.commit("rsv", InventoryFlow.RESULT_KEY));
    assertThat(result()).isEqualTo(first);
    flow.expectNothingElse();
  }

  @Test
  void theSweepEndsAHoldWithinASecondOfItsDeadline() {
    stocked(5);
    inventory.send(inventory.reserve("rsv", 2, 1_500));
    inventory.ignoreWritten();
    flow.after(Duration.ofSeconds(1));
    flow.expectNothingElse();
    flow.after(Duration.ofSeconds(1));
    StockEvent expired = flow.take(flow.topics().stockEvents());
    assertThat(expired.getType()).isEqualTo("reservationExpired");
    assertThat(expired.getActor().getSubject()).isEqualTo("inventory");
    assertThat(flow.take(flow.topics().stockTable()).getLevels())
        .containsExactly(new StockLevel("sel", "wh_a", 5, 0, 0, 0, 0, List.of(), null));
    flow.after(Duration.ofSeconds(5)).expectNothingElse();
  }

  @Test
  void anExtendedHoldIsSweptAtItsNewDeadline() {
    stocked(5);
    inventory.send(inventory.reserve("rsv", 2, 1_500));
    inventory.send(inventory.extend("rsv", 3_500));
    inventory.ignoreWritten();
    flow.after(Duration.ofSeconds(3)).expectNothingElse();
    flow.after(Duration.ofSeconds(1));
    assertThat(inventory.events()).containsExactly("reservationExpired");
  }

  @Test
  void theDeadlineIsExactEvenBeforeTheSweep() {
    flow.after(Duration.ofMillis(900));
    stocked(5);
    inventory.send(inventory.reserve("rsv", 2, 50));
    inventory.ignoreWritten();
    flow.after(Duration.ofMillis(50)).expectNothingElse();
    Reply reply = inventory.ask(inventory.commit("rsv", null));
    assertThat(reply.getRefusal()).isEqualTo("reservation_expired");
    StockEvent expired = flow.take(flow.topics().stockEvents());
    assertThat(expired.getType()).isEqualTo("reservationExpired");
    assertThat(expired.getCommandId()).isEqualTo("expire-rsv");
    flow.take(flow.topics().stockTable());
    flow.after(Duration.ofSeconds(5)).expectNothingElse();
  }

  @Test
  void endedHoldsAnswerByNameUntilTheyAreForgotten() {
    stocked(5);
    inventory.send(inventory.reserve("rsv", 1, 1_000));
    inventory.send(inventory.commit("rsv", null));
    flow.after(Duration.ofMinutes(30));
    assertThat(inventory.ask(inventory.release("rsv", null)).getRefusal())
        .isEqualTo("already_committed");
    flow.after(Duration.ofMinutes(31));
    assertThat(inventory.ask(inventory.release("rsv", null)).getRefusal())
        .isEqualTo("reservation_not_found");
    assertThat(flow.<Object, Object>store("reservation-deadlines").all().hasNext()).isFalse();
  }

  @Test
  void oneTickTreatsABoundedNumberOfHolds() {
    try (var small =
        new InventoryFlow(
            Map.of(
                "MILLRACE_INVENTORY_SWEEP_EVERY", "1s",
                "MILLRACE_INVENTORY_SWEEP_ENTRIES_MAX", "10"))) {
      small.send(small.receive(100));
      for (int i = 0; i < 25; i++) {
        small.send(small.reserve("rsv_" + i, 1, 500));
      }
      small.ignoreWritten();
      List<Integer> ended = new ArrayList<>();
      for (int tick = 0; tick < 4; tick++) {
        small.flow().after(Duration.ofSeconds(1));
        ended.add(small.events().size());
      }
      assertThat(ended).containsExactly(10, 10, 5, 0);
    }
  }

  @Test
  void publishedEventsFoldToThePublishedStock() {
    List<StockEvent> events = new ArrayList<>();
    inventory.send(inventory.receive(9));
    inventory.send(inventory.move(MovementType.DAMAGE, 1, null));
    inventory.send(inventory.policy(2));
    inventory.send(inventory.reserve("rsv_1", 3, 1_000));
    inventory.send(inventory.reserve("rsv_2", 2, 1_000));
    inventory.send(inventory.commit("rsv_2", null));
    flow.after(Duration.ofSeconds(2));
    events.addAll(flow.takeAll(flow.topics().stockEvents()));
    assertThat(InventoryLedger.fold("SKU-1", events))
        .isEqualTo(flow.takeAll(flow.topics().stockTable()).getLast());
    assertThat(InventoryLedger.books("SKU-1", events).differences()).isEmpty();
    events.remove(2);
    assertThat(InventoryLedger.books("SKU-1", events).differences())
        .anyMatch(difference -> difference.contains("sequence 4 follows 2"))
        .anyMatch(difference -> difference.startsWith("event 4 says"));
    events.removeFirst();
    assertThat(InventoryLedger.books("SKU-1", events).differences())
        .anyMatch(difference -> difference.startsWith("event 5 cannot follow"));
  }

  private void stocked(int quantity) {
    inventory.send(inventory.receive(quantity));
    inventory.ignoreWritten();
  }

  private ReservationResult result() {
    return flow.take(flow.topics().reservationResults());
  }
}
