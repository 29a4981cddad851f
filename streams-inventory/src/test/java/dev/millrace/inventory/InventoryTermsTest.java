package dev.millrace.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.edge.ReplyStatus;
import dev.millrace.avro.inventory.Allocation;
import dev.millrace.avro.inventory.AllocationRule;
import dev.millrace.avro.inventory.CommitReservation;
import dev.millrace.avro.inventory.MovementType;
import dev.millrace.avro.inventory.ReservationOperation;
import dev.millrace.avro.inventory.ReservationResult;
import dev.millrace.avro.inventory.ReserveStock;
import dev.millrace.avro.inventory.SalesTerms;
import dev.millrace.avro.inventory.SellerStock;
import dev.millrace.avro.inventory.SetSalesTerms;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.avro.inventory.StockEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Terms, promises beyond stock, and holds that make room, through the stores. */
class InventoryTermsTest {

  private static final long MINUTE_MS = 60_000;
  private static final Instant PROMISED = Instant.parse("2030-01-01T00:00:00Z");
  private static final List<String> BESIDE =
      List.of("backorders", "backorders-to-fill", "owner-holds", "customer-units");

  private final InventoryFlow inventory =
      new InventoryFlow(
          Map.of(
              "MILLRACE_INVENTORY_SWEEP_EVERY", "1s",
              "MILLRACE_INVENTORY_CLOSED_HOLDS_KEPT", "5s",
              "MILLRACE_INVENTORY_SWEEP_ENTRIES_MAX", "100"));

  private final dev.millrace.testkit.Flow flow = inventory.flow();

  @AfterEach
  void close() {
    inventory.close();
  }

  @Test
  void termsAreAnEventAndStandInTheTable() {
    Reply reply = inventory.ask(terms(terms -> terms.setAllocation(AllocationRule.NEAREST)));
    SellerStock seller = reply.getStock().getSellers().getFirst();
    assertThat(seller.getTerms().getAllocation()).isEqualTo(AllocationRule.NEAREST);
    assertThat(seller.getTermsSequence()).isEqualTo(1);
    assertThat(flow.take(flow.topics().stockTable())).isEqualTo(reply.getStock());
    StockEvent event = flow.take(flow.topics().stockEvents());
    assertThat(event.getType()).isEqualTo("salesTermsSet");
    assertThat(event.getSalesTermsSet().getTerms()).isEqualTo(seller.getTerms());
    flow.expectNothingElse();
  }

  @Test
  void termsOfAKindThatIsNewerThanThisVersionAreMalformed() {
    Reply reply = inventory.ask(terms(terms -> terms.setAllocation(AllocationRule.UNKNOWN)));
    assertThat(reply.getRefusal()).isEqualTo("malformed_command");
  }

  @Test
  void aPromiseBeyondStockIsAnsweredWithItsDateAndFilledWhenUnitsCome() {
    inventory.send(terms(terms -> terms.setBackorderMax(5).setPromisedAt(PROMISED)));
    inventory.send(inventory.receive(2));
    inventory.ignoreWritten();
    inventory.send(hold("rsv", 4, hold -> hold.setBackorderAllowed(true).setResultKey("ord_1")));
    ReservationResult held = flow.take(flow.topics().reservationResults());
    assertThat(held.getDone()).isTrue();
    assertThat(held.getBackordered()).isEqualTo(2);
    assertThat(held.getPromisedAt()).isEqualTo(PROMISED);
    assertThat(held.getAvailable()).isEqualTo(3);
    inventory.ignoreWritten();
    Reply received = inventory.ask(inventory.receive(3));
    assertThat(inventory.events()).containsExactly("stockMoved", "backInStock", "backorderFilled");
    assertThat(received.getStock().getLevels().getFirst().getReserved()).isEqualTo(4);
    assertThat(received.getStock().getSequence()).isEqualTo(8);
    assertEmpty("backorders");
  }

  @Test
  void theAskerHearsOfEachDeliveryOnce() {
    inventory.send(terms(terms -> terms.setBackorderMax(5).setPromisedAt(PROMISED)));
    inventory.send(inventory.receive(1));
    inventory.send(hold("rsv", 4, hold -> hold.setBackorderAllowed(true).setResultKey("ord_1")));
    inventory.send(hold("rsv_unheard", 1, hold -> hold.setBackorderAllowed(true)));
    inventory.ignoreWritten();
    StockCommand received = inventory.receive(1).build();
    inventory.ask(received);
    ReservationResult held = flow.take(flow.topics().reservationResults());
    assertThat(held.getResultKey()).isEqualTo("ord_1");
    assertThat(held.getReservationId()).isEqualTo("rsv");
    assertThat(held.getOperation()).isEqualTo(ReservationOperation.FILL);
    assertThat(held.getDone()).isTrue();
    assertThat(held.getBackordered()).isEqualTo(2);
    assertThat(held.getPromisedAt()).isEqualTo(PROMISED);
    assertThat(held.getAllocations()).containsExactly(new Allocation("wh_a", 2));
    inventory.ask(received);
    assertThat(flow.takeAll(flow.topics().reservationResults())).isEmpty();
    inventory.send(inventory.commit("rsv", null));
    inventory.send(inventory.receive(9));
    ReservationResult sold = flow.take(flow.topics().reservationResults());
    assertThat(sold.getBackordered()).isZero();
    assertThat(sold.getRequested()).isEqualTo(4);
    assertThat(sold.getAllocations()).containsExactly(new Allocation("wh_a", 4));
  }

  @Test
  void theAskerHearsOfDeliveriesThatTheSweepMakes() {
    inventory.send(terms(terms -> terms.setBackorderMax(200)));
    for (int i = 0; i < 130; i++) {
      String asker = "ord_" + i;
      inventory.send(
          hold("rsv_" + i, 1, hold -> hold.setBackorderAllowed(true).setResultKey(asker)));
    }
    inventory.ignoreWritten();
    inventory.send(inventory.receive(130));
    flow.after(Duration.ofSeconds(3));
    List<String> told = new ArrayList<>();
    flow.takeAll(flow.topics().reservationResults())
        .forEach(result -> told.add(result.getResultKey() + " " + result.getReservationId()));
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 130; i++) {
      expected.add("ord_%d rsv_%d".formatted(i, i));
    }
    assertThat(told).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void nothingComesForASaleWhoseBackorderWasWithdrawn() {
    inventory.send(terms(terms -> terms.setBackorderMax(5)));
    inventory.send(inventory.receive(1));
    inventory.send(hold("rsv", 3, hold -> hold.setBackorderAllowed(true).setResultKey("ord_1")));
    inventory.send(inventory.commit("rsv", null));
    inventory.send(hold("rsv_next", 2, hold -> hold.setBackorderAllowed(true)));
    inventory.ignoreWritten();
    StockCommand withdraw = inventory.withdraw("rsv", "ord_1").build();
    Reply reply = inventory.ask(withdraw);
    assertThat(reply.getReservation().getStatus()).isEqualTo("committed");
    assertThat(reply.getReservation().getQuantity()).isEqualTo(1);
    ReservationResult result = flow.take(flow.topics().reservationResults());
    assertThat(result.getOperation()).isEqualTo(ReservationOperation.WITHDRAW);
    assertThat(result.getDone()).isTrue();
    assertThat(result.getBackordered()).isZero();
    assertThat(result.getAllocations()).containsExactly(new Allocation("wh_a", 1));
    assertThat(inventory.events()).containsExactly("backorderWithdrawn");
    inventory.ask(withdraw);
    flow.takeAll(flow.topics().stockTable());
    flow.expectNothingElse();
    Reply received = inventory.ask(inventory.receive(5));
    assertThat(received.getStock().getLevels().getFirst().getReserved()).isEqualTo(2);
    assertThat(received.getStock().getLevels().getFirst().getOnHand()).isEqualTo(5);
    assertThat(received.getStock().getSellers().getFirst().getOwed()).isZero();
    assertEmpty("backorders");
    flow.after(Duration.ofMinutes(1)).after(Duration.ofSeconds(5));
    assertThat(flow.<Object, Object>store("reservation-state").all().hasNext()).isFalse();
  }

  @Test
  void whoeverWaitsIsServedBeforeNewcomersAndTheRestFollowsWithTheSweep() {
    inventory.send(terms(terms -> terms.setBackorderMax(1_000)));
    for (int i = 0; i < 230; i++) {
      inventory.send(hold("rsv_" + i, 1, hold -> hold.setBackorderAllowed(true)));
    }
    inventory.ignoreWritten();
    inventory.send(inventory.receive(230));
    assertThat(fills()).isEqualTo(100);
    assertThat(inventory.ask(hold("rsv_new", 1, hold -> {})).getRefusal())
        .isEqualTo("insufficient_stock");
    inventory.ignoreWritten();
    List<Integer> ticks = new ArrayList<>();
    for (int tick = 0; tick < 4; tick++) {
      flow.after(Duration.ofSeconds(1));
      ticks.add(fills());
    }
    assertThat(ticks).containsExactly(100, 30, 0, 0);
    assertEmpty("backorders");
    assertEmpty("backorders-to-fill");
  }

  @Test
  void aSaleThatIsOwedIsRememberedUntilItsUnitsCame() {
    inventory.send(terms(terms -> terms.setBackorderMax(5)));
    inventory.send(hold("rsv", 2, hold -> hold.setBackorderAllowed(true).setHoldMs(1_000)));
    inventory.send(inventory.commit("rsv", null));
    flow.after(Duration.ofSeconds(15));
    inventory.ignoreWritten();
    Reply received = inventory.ask(inventory.receive(2));
    assertThat(inventory.events()).containsExactly("stockMoved", "backorderFilled");
    assertThat(received.getStock().getLevels().getFirst().getOnHand()).isZero();
    flow.after(Duration.ofSeconds(15));
    assertThat(flow.<Object, Object>store("reservation-state").all().hasNext()).isFalse();
  }

  @Test
  void aCustomersLimitHoldsAcrossReservationsAndIsGivenBackByTheSweep() {
    inventory.send(terms(terms -> terms.setPerCustomerMax(3)));
    inventory.send(inventory.receive(9));
    assertThat(refusal(hold("rsv_1", 2, hold -> hold.setCustomerId("cus").setHoldMs(500))))
        .isNull();
    Reply refused = inventory.ask(hold("rsv_2", 2, hold -> hold.setCustomerId("cus")));
    assertThat(refused.getRefusal()).isEqualTo("over_customer_limit");
    assertThat(refused.getProblems().getFirst().getAvailable()).isEqualTo(1);
    assertThat(refusal(hold("rsv_3", 2, hold -> hold.setCustomerId("other")))).isNull();
    flow.after(Duration.ofMillis(500));
    assertThat(refusal(hold("rsv_4", 3, hold -> hold.setCustomerId("cus")))).isNull();
    inventory.send(inventory.release("rsv_3", null));
    inventory.send(inventory.release("rsv_4", null));
    assertEmpty("customer-units");
  }

  @Test
  void C22_anotherAttemptOfTheSameOwnerTakesThePlaceOfItsAbandonedHold() {
    inventory.send(inventory.receive(2));
    inventory.send(hold("rsv_abandoned", 2, hold -> hold.setReplaceable(true)));
    inventory.ignoreWritten();
    assertThat(refusal(hold("rsv_other", 1, hold -> hold.setReplaceable(true).setOwner("x"))))
        .isEqualTo("insufficient_stock");
    Reply reply = inventory.ask(hold("rsv_next", 2, hold -> hold.setReplaceable(true)));
    assertThat(reply.getStatus()).isEqualTo(ReplyStatus.ACCEPTED);
    assertThat(reply.getReservation().getReservationId()).isEqualTo("rsv_next");
    assertThat(inventory.events()).contains("reservationReleased", "stockReserved");
    assertThat(inventory.ask(inventory.commit("rsv_abandoned", null)).getRefusal())
        .isEqualTo("already_released");
    inventory.send(inventory.commit("rsv_next", null));
    assertEmpty("owner-holds");
  }

  @Test
  void anExpiredHoldIsTakenAgainIfThereIsStock() {
    inventory.send(inventory.receive(2));
    inventory.send(hold("rsv", 2, hold -> hold.setHoldMs(500)));
    flow.after(Duration.ofSeconds(2));
    inventory.ignoreWritten();
    assertThat(refusal(hold("rsv", 2, hold -> hold.setHoldMs(500)))).isNull();
    flow.after(Duration.ofSeconds(2));
    inventory.ignoreWritten();
    assertThat(inventory.ask(commitEvenIfExpired("rsv")).getReservation().getStatus())
        .isEqualTo("committed");
    assertThat(inventory.events())
        .containsExactly("stockReserved", "soldOut", "reservationCommitted");
    inventory.send(hold("rsv_late", 1, hold -> hold.setHoldMs(500)));
    assertThat(refusal(commitEvenIfExpired("rsv_late"))).isEqualTo("reservation_not_found");
  }

  @Test
  void aPlainSkuTouchesNothingBeside() {
    inventory.send(inventory.receive(9));
    inventory.send(hold("rsv_1", 2, hold -> hold.setCustomerId("cus")));
    inventory.send(hold("rsv_2", 2, hold -> hold.setCustomerId("cus")));
    inventory.send(inventory.commit("rsv_1", null));
    inventory.send(inventory.release("rsv_2", null));
    BESIDE.forEach(this::assertEmpty);
  }

  @Test
  void promisesFoldFromTheirEvents() {
    inventory.send(terms(terms -> terms.setBackorderMax(9).setPerCustomerMax(50)));
    inventory.send(inventory.receive(3));
    inventory.send(hold("rsv_1", 5, hold -> hold.setBackorderAllowed(true)));
    inventory.send(hold("rsv_2", 4, hold -> hold.setBackorderAllowed(true).setHoldMs(500)));
    inventory.send(hold("rsv_3", 2, hold -> hold.setBackorderAllowed(true)));
    inventory.send(inventory.commit("rsv_1", null));
    flow.after(Duration.ofSeconds(2));
    inventory.send(inventory.move(MovementType.RETURN_TO_STOCK, 3, null));
    inventory.send(inventory.release("rsv_3", null));
    inventory.send(hold("rsv_4", 9, hold -> hold.setBackorderAllowed(true)));
    inventory.send(inventory.commit("rsv_4", null));
    inventory.send(inventory.withdraw("rsv_4", null));
    List<StockEvent> events = flow.takeAll(flow.topics().stockEvents());
    assertThat(events)
        .extracting(StockEvent::getType)
        .contains(
            "reservationExpired", "reservationCommitted", "backorderFilled", "backorderWithdrawn");
    assertThat(InventoryLedger.fold("SKU-1", events))
        .isEqualTo(flow.takeAll(flow.topics().stockTable()).getLast());
    assertThat(InventoryLedger.books("SKU-1", events).differences()).isEmpty();
  }

  private StockCommand.Builder terms(Consumer<SalesTerms.Builder> set) {
    SalesTerms.Builder terms = SalesTerms.newBuilder().setSellerId("sel");
    set.accept(terms);
    return inventory.command().setSetTerms(new SetSalesTerms(terms.build(), null));
  }

  private StockCommand.Builder hold(
      String reservationId, int quantity, Consumer<ReserveStock.Builder> more) {
    ReserveStock.Builder hold =
        ReserveStock.newBuilder()
            .setReservationId(reservationId)
            .setSellerId("sel")
            .setQuantity(quantity)
            .setHoldMs(MINUTE_MS)
            .setOwner("ord_1");
    more.accept(hold);
    return inventory.command().setReserve(hold.build());
  }

  private StockCommand.Builder commitEvenIfExpired(String reservationId) {
    return inventory.command().setCommit(new CommitReservation(reservationId, null, true, null));
  }

  private @Nullable String refusal(StockCommand.Builder command) {
    return inventory.ask(command).getRefusal();
  }

  private int fills() {
    return (int) inventory.events().stream().filter("backorderFilled"::equals).count();
  }

  private void assertEmpty(String store) {
    try (var entries = flow.<Object, Object>store(store).all()) {
      assertThat(entries.hasNext()).as(store).isFalse();
    }
  }
}
