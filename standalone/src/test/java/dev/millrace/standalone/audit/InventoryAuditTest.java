package dev.millrace.standalone.audit;

import static dev.millrace.standalone.audit.AuditScene.SETTLED;
import static dev.millrace.standalone.audit.AuditScene.SKU;
import static dev.millrace.standalone.audit.AuditScene.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.inventory.Reservation;
import dev.millrace.avro.inventory.Stock;
import dev.millrace.avro.inventory.StockLevel;
import dev.millrace.avro.orders.OrderConfirmed;
import dev.millrace.avro.orders.OrderNeedsAttention;
import dev.millrace.avro.orders.OrderRejected;
import dev.millrace.standalone.audit.Difference.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every kind of difference, planted in a shop in which all else agrees, is found, and only it. */
class InventoryAuditTest {

  private final AuditScene scene = new AuditScene();

  @Test
  void aShopThatWorksIsClean() {
    AuditReport report = scene.audit(SETTLED);

    assertThat(report.differences()).isEmpty();
    assertThat(report.isClean()).isTrue();
    assertThat(report.stock().received()).isEqualTo(20);
    assertThat(report.stock().sold()).isEqualTo(17);
    assertThat(report.stock().returned()).isEqualTo(12);
    assertThat(report.stock().onHand()).isEqualTo(15);
    assertThat(report.orders().confirmed()).isEqualTo(2);
    assertThat(report.orders().cancelled()).isEqualTo(2);
    assertThat(report.orders().rejected()).isEqualTo(Map.of("payment_declined", 1L));
    assertThat(report.text()).contains("clean ").contains("1 rejected: payment_declined");
    assertThat(report.json().path("clean").asBoolean()).isTrue();
  }

  @Test
  void holdsOfMachineClientsAreCountedApart() {
    AuditReport.HoldTotals holds = scene.audit(SETTLED).holds();

    assertThat(holds.held()).isEqualTo(1);
    assertThat(holds.heldByOthers()).isEqualTo(5);
    assertThat(holds.sold()).isEqualTo(17);
    assertThat(holds.soldByOthers()).isZero();
  }

  @Test
  void aGapInTheLog() {
    scene.events.remove(1);
    assertThat(kinds()).contains(Kind.EVENTS);
    assertThat(sentences(Kind.EVENTS)).first().asString().contains("sequence 3 follows 1");
  }

  @Test
  void anEventThatContradictsTheOnesBefore() {
    scene.change(1, event -> event.setLevelsAfter(List.of(level(event.getLevelsAfter(), 19))));
    found(Kind.EVENTS, "event 1 says");
  }

  @Test
  void anEventOfAKindThatIsNotKnown() {
    scene.change(
        scene.events.size(),
        event -> event.setType("stockPainted").setStockMoved(null).setBackInStock(null));
    assertThat(sentences(Kind.EVENTS).getFirst()).contains("stockPainted is not known here");
  }

  @Test
  void aStoreThatHasOtherStock() {
    scene.stocks.put(SKU, onHand(scene.stocks.get(SKU), 14));
    found(Kind.STOCK_STORE, "the store says");
  }

  @Test
  void aStoreThatLostItsStock() {
    scene.stocks.clear();
    found(Kind.STOCK_STORE, "the store knows nothing of it");
  }

  @Test
  void aStoreThatIsBehindTheLog() {
    scene.stocks.put(SKU, atEvent(scene.stocks.get(SKU), 3));
    found(Kind.STOCK_STORE, "the store is at event 3");
  }

  @Test
  void aStoreThatIsAheadOfTheLogForGood() {
    scene.stocks.put(SKU, atEvent(scene.stocks.get(SKU), 99));
    found(Kind.STOCK_STORE, "the store is at event 99");
  }

  @Test
  void aStoreWithASkuThatTheLogHasNeverHeardOf() {
    scene.stocks.put("GHOST", new Stock("GHOST", 1L, START, List.of(), List.of(), null));
    found(Kind.STOCK_STORE, "the store is at event 1");
  }

  @Test
  void aStoreThatLostALiveHold() {
    scene.holds.removeIf(hold -> hold.getReservationId().equals("till-1"));
    found(Kind.HOLD_STORE, "lost the live hold till-1");
  }

  @Test
  void aStoreThatForgotAnEndedHoldIsRight() {
    scene.holds.removeIf(hold -> !hold.getStatus().equals("held"));
    assertThat(kinds()).isEmpty();
  }

  @Test
  void aStoreWhoseHoldEndedOtherwise() {
    scene.holds.replaceAll(
        hold ->
            hold.getReservationId().equals("till-1")
                ? Reservation.newBuilder(hold).setStatus("expired").build()
                : hold);
    assertThat(kinds()).containsOnly(Kind.HOLD_STORE);
  }

  @Test
  void aStoreWithAHoldThatNobodyAskedFor() {
    scene.holds.add(
        Reservation.newBuilder(scene.holds.getFirst()).setReservationId("rsv_ghost").build());
    found(Kind.HOLD_STORE, "no such hold");
  }

  @Test
  void aTableWithoutTheSku() {
    scene.table.clear();
    found(Kind.TABLE, "the table knows nothing of it");
  }

  @Test
  void aTableThatSaysSomethingElse() {
    scene.table.put(SKU, onHand(scene.table.get(SKU), 16));
    found(Kind.TABLE, "the table says");
  }

  @Test
  void aSkuThatChangesMeanwhileIsComparedOnceItStandsStill() {
    var late = scene.events.removeLast();
    var looks = new ArrayList<Integer>();
    scene.meanwhile =
        books -> {
          looks.add(looks.size());
          if (looks.size() == 3) {
            books.enter(late);
          }
        };

    AuditReport report = scene.audit(SETTLED);

    assertThat(report.differences()).isEmpty();
    assertThat(report.moving()).isZero();
    assertThat(looks).hasSize(3);
  }

  @Test
  void aSkuThatNeverStandsStillIsNoDifference() {
    scene.stocks.put(SKU, atEvent(scene.stocks.get(SKU), 100));
    var looks = new ArrayList<Integer>();
    scene.meanwhile =
        books -> {
          looks.add(looks.size());
          scene.stocks.put(SKU, atEvent(scene.stocks.get(SKU), 100L + looks.size()));
        };

    AuditReport report = scene.audit(SETTLED);

    assertThat(report.differences()).isEmpty();
    assertThat(report.moving()).isEqualTo(1);
  }

  @Test
  void anOrderThatWantsAnotherQuantity() {
    scene.orders.remove("ord_pending");
    scene.placed("ord_pending", 2);
    found(Kind.HOLD, "ord_pending wants 2 units");
  }

  @Test
  void aHoldOfOrdersThatNoOrderKnows() {
    scene.orders.remove("ord_pending");
    found(Kind.HOLD, "belongs to no line of an order");
  }

  @Test
  void aSaleToAnOrderThatIsNotConfirmed() {
    scene.orders.remove("ord_confirmed");
    scene.placed("ord_confirmed", 2);
    found(Kind.SALE, "is sold, but the order is not confirmed");
  }

  @Test
  void aSaleToAnAttemptThatWasGivenUp() {
    scene.placed("ord_confirmed", 2);
    found(Kind.SALE, "sold to an attempt that was given up");
  }

  @Test
  void aConfirmedOrderWithoutASale() {
    confirm("ord_pending");
    found(Kind.SALE, "1 units of SKU-1 are confirmed, but not sold");
    assertThat(scene.audit(START).differences()).as("the sale may be under way").isEmpty();
  }

  @Test
  void aConfirmedOrderWithoutAHold() {
    scene.placed("ord_bare", 1);
    confirm("ord_bare");
    found(Kind.SALE, "is not known");
  }

  @Test
  void anEndedOrderThatStillHolds() {
    scene.order(
        "ord_pending", event -> event.setOrderRejected(new OrderRejected("payment_timeout")));
    found(Kind.HOLD, "still held for an attempt that was given up");
    assertThat(scene.audit(START).differences()).as("the release may be under way").isEmpty();
  }

  @Test
  void aCancelledOrderThatIsNotOwedAsManyAsItWasTold() {
    scene.orders.get("ord_withdrawn").removeLast();
    assertThat(kinds()).containsExactly(Kind.HOLD, Kind.RETURN);
    assertThat(sentences(Kind.HOLD)).first().asString().contains("9 of them sold");
    assertThat(scene.audit(START).differences()).as("it may be just withdrawn").isEmpty();
  }

  @Test
  void unitsThatCameBackWithoutAnOrder() {
    scene.orders.get("ord_returned").removeLast();
    found(Kind.RETURN, "orders gave back 11 units, 12 came back");
  }

  @Test
  void anOrderWhoseEventsHaveAGap() {
    scene.orders.get("ord_returned").remove(2);
    assertThat(sentences(Kind.ORDER)).containsExactly("event 4 follows 2");
  }

  @Test
  void anOrderThatIsConfirmedTwice() {
    confirm("ord_confirmed");
    found(Kind.ORDER, "it was confirmed when it was CONFIRMED");
  }

  @Test
  void anOrderThatNeedsAttentionIsCountedAndIsNoDifference() {
    scene.order(
        "ord_confirmed",
        event -> event.setOrderNeedsAttention(new OrderNeedsAttention("capture_failed", "")));
    AuditReport report = scene.audit(SETTLED);
    assertThat(report.isClean()).isTrue();
    assertThat(report.orders().needAttention()).isEqualTo(1);
  }

  @Test
  void manyDifferencesAreCountedAndAFewAreKept() {
    var findings = new Findings();
    for (int i = 0; i < 5_000; i++) {
      findings.add(Kind.TABLE, "SKU-" + i, "is gone");
    }
    AuditReport report = new Totals().report(0, findings);
    assertThat(report.differences()).hasSize(1_000);
    assertThat(report.text()).contains("NOT CLEAN 5,000 differences").contains("and 4,980 more");
    assertThat(report.json().path("differences_found").asLong()).isEqualTo(5_000);
    assertThat(report.json().at("/differences/0/kind").asText()).isEqualTo("table");
  }

  private void confirm(String orderId) {
    scene.order(orderId, event -> event.setOrderConfirmed(new OrderConfirmed("cmd", null)));
  }

  /** Exactly one difference, of this kind. */
  private void found(Kind kind, String sentence) {
    List<Difference> differences = scene.audit(SETTLED).differences();
    assertThat(differences).as("%s", differences).hasSize(1);
    assertThat(differences.getFirst().kind()).isEqualTo(kind);
    assertThat(differences.getFirst().toString()).contains(sentence);
  }

  private List<Kind> kinds() {
    return scene.audit(SETTLED).differences().stream().map(Difference::kind).toList();
  }

  private List<String> sentences(Kind kind) {
    return scene.audit(SETTLED).differences().stream()
        .filter(one -> one.kind() == kind)
        .map(Difference::what)
        .toList();
  }

  private static Stock onHand(Stock stock, int onHand) {
    return Stock.newBuilder(stock).setLevels(List.of(level(stock.getLevels(), onHand))).build();
  }

  private static Stock atEvent(Stock stock, long sequence) {
    return Stock.newBuilder(stock).setSequence(sequence).build();
  }

  private static StockLevel level(List<StockLevel> levels, int onHand) {
    return StockLevel.newBuilder(levels.getFirst()).setOnHand(onHand).build();
  }
}
