package dev.millrace.inventory.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.inventory.MovementType;
import dev.millrace.avro.inventory.ReservationExtended;
import dev.millrace.avro.inventory.Stock;
import dev.millrace.avro.inventory.StockAsOf;
import dev.millrace.avro.inventory.StockEvent;
import dev.millrace.avro.inventory.StockEventPage;
import dev.millrace.avro.inventory.StockLevel;
import dev.millrace.avro.inventory.StockMoved;
import dev.millrace.avro.inventory.StockPolicySet;
import dev.millrace.kit.app.KeyQuery;
import dev.millrace.launch.config.Settings;
import dev.millrace.schemas.registry.InMemoryRegistry;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.testkit.Flow;
import dev.millrace.testkit.Golden;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HistoryTopologyTest {

  private static final String SKU = "SKU-1";
  private static final Duration STEP = Duration.ofMinutes(1);

  /** An hour is kept of what happens every minute, and never more than three groups. */
  private final HistoryFlow history =
      new HistoryFlow(
          Map.of(
              "MILLRACE_INVENTORY_HISTORY_KEPT", "1h",
              "MILLRACE_INVENTORY_HISTORY_EVENTS_MAX", "192"));

  @AfterEach
  void close() {
    history.close();
  }

  @Test
  void theNamesOfWhatPersistsAreFrozen() {
    var module =
        InventoryHistoryModule.of(
            InventoryHistoryConfig.from(new Settings(Map.of())),
            new Topics(new InMemoryRegistry(), 1));
    assertThat(module.applicationId()).isEqualTo("inventory-history");
    assertThat(module.inBackground()).isTrue();
    assertThat(module.keyQueries().stream().map(KeyQuery::name))
        .containsExactly("stock-event-page", "stock-as-of");
    Golden.verifyTopology("topology-history.txt", module.topology());
  }

  @Test
  void eventsAreListedOldestFirstInPages() {
    received(SKU, 130);

    assertThat(sequences(Map.of("limit", 3))).containsExactly(1L, 2L, 3L);
    StockEventPage page = history.page(SKU, Map.of("limit", 100, "after_sequence", 3));
    assertThat(page.getEvents()).hasSize(100);
    assertThat(page.getNextAfterSequence()).isEqualTo(103);
    assertThat(page.getKept().getFirstSequence()).isEqualTo(1);
    assertThat(page.getKept().getLastSequence()).isEqualTo(130);
    StockEventPage rest = history.page(SKU, Map.of("limit", 200, "after_sequence", 103));
    assertThat(rest.getEvents()).hasSize(27);
    assertThat(rest.getNextAfterSequence()).isNull();
    assertThat(history.page(SKU, Map.of("after_sequence", 130)).getEvents()).isEmpty();
  }

  @Test
  void aSkuWhoseNameBeginsLikeAnotherIsNoPartOfIt() {
    received("A", 3);
    received("A-1", 70);
    received("A1", 2);

    assertThat(history.page("A", Map.of()).getEvents()).hasSize(3);
    assertThat(history.asOf("A", at(100)).getStock().getSequence()).isEqualTo(3);
    assertThat(history.asOf("A1", at(100)).getStock().getSequence()).isEqualTo(2);
  }

  @Test
  void eventsAreFoundByTypeAndSeller() {
    received(SKU, 60);
    history.happened(
        event(SKU, 61, level("sel_b", 0)).setStockPolicySet(new StockPolicySet(0, null)).build());

    assertThat(sequences(Map.of("type", "stockPolicySet"))).containsExactly(61L);
    assertThat(sequences(Map.of("seller", "sel_b"))).containsExactly(61L);
    assertThat(sequences(Map.of("seller", "sel_a", "after_sequence", 58)))
        .containsExactly(59L, 60L);
    assertThat(sequences(Map.of("seller", "sel_c"))).isEmpty();
  }

  @Test
  void aLaterDeadlineIsOfTheSellerThatItNames() {
    received(SKU, 2);
    history.happened(extended(3, "sel_b"));
    history.happened(extended(4, ""));

    assertThat(sequences(Map.of("seller", "sel_b"))).containsExactly(3L);
  }

  private static StockEvent extended(long sequence, String sellerId) {
    return event(SKU, sequence, level("sel_a", 0))
        .setType("reservationExtended")
        .setLevelsAfter(List.of())
        .setReservationExtended(new ReservationExtended("rsv", at(100), sellerId))
        .build();
  }

  @Test
  void anAnswerWaitsForWhatTheAskerHasSeen() {
    received(SKU, 5);

    assertThat(history.ask(SKU, Map.of("through", 6))).isInstanceOf(KeyQuery.Behind.class);
    assertThat(history.ask(SKU, Map.of("through", 5))).isInstanceOf(KeyQuery.Found.class);
    assertThat(history.asOf(SKU, at(5), 6)).isInstanceOf(KeyQuery.Behind.class);
    assertThat(history.asOf(SKU, at(4), 6))
        .as("no later event can change the stock before the last one")
        .isInstanceOf(KeyQuery.Found.class);
    assertThat(history.asOf("nobody", at(4), 1)).isInstanceOf(KeyQuery.Behind.class);
    assertThat(history.asOf("nobody", at(4), 0)).isInstanceOf(KeyQuery.Missing.class);
    assertThat(history.ask("nobody", Map.of())).isInstanceOf(KeyQuery.Missing.class);
  }

  @Test
  void whatIsTooOldIsForgottenInWholeGroups() {
    received(SKU, 150);
    received("SKU-2", 10);
    history.flow().after(Duration.ofMinutes(64).plusHours(1));

    StockEventPage kept = history.page(SKU, Map.of());
    assertThat(kept.getKept().getFirstSequence()).as("64 is not older yet").isEqualTo(65);
    assertThat(kept.getEvents().getFirst().getSequence()).isEqualTo(65);
    assertThat(kept.getKept().getKnownFrom()).isEqualTo(at(64));
    assertThat(history.page(SKU, Map.of("after_sequence", 63)).getPruned()).isTrue();
    assertThat(history.page(SKU, Map.of("after_sequence", 64)).getPruned()).isFalse();
    assertThat(history.asOf(SKU, at(64).minusMillis(1)).getPruned()).isTrue();
    for (int minute = 64; minute <= 151; minute++) {
      StockAsOf was = history.asOf(SKU, at(minute));
      assertThat(was.getStock().getLevels().getFirst().getOnHand())
          .isEqualTo(Math.min(minute, 150));
    }
    history.flow().after(Duration.ofDays(400));
    assertThat(history.page(SKU, Map.of()).getKept().getFirstSequence())
        .as("the last group is not full")
        .isEqualTo(129);
    assertThat(history.page("SKU-2", Map.of()).getEvents()).hasSize(10);
    received(SKU, 151, 200);
    assertThat(history.asOf(SKU, at(200)).getStock().getSequence()).isEqualTo(200);
    assertThat(entries(HistoryStores.STOCKS)).isEqualTo(2);
  }

  @Test
  void aBusySkuKeepsItsBoundHoweverYoungItsEventsAre() {
    received(SKU, 1_000);

    assertThat(entries(HistoryStores.EVENTS)).isBetween(192L, 256L);
    assertThat(entries(HistoryStores.STOCKS_BY_AGE)).isEqualTo(3);
    StockEventPage page = history.page(SKU, Map.of());
    assertThat(page.getEvents().getFirst().getSequence())
        .isEqualTo(page.getKept().getFirstSequence());
    assertThat(history.asOf(SKU, page.getKept().getKnownFrom()).getStock()).isNotNull();
    assertThat(history.asOf(SKU, at(1)).getPruned()).isTrue();
  }

  @Test
  void anEventThatComesAgainChangesNothing() {
    received(SKU, 64);
    Stock once = history.asOf(SKU, at(64)).getStock();
    received(SKU, 64);

    assertThat(history.asOf(SKU, at(64)).getStock()).isEqualTo(once);
    assertThat(history.page(SKU, Map.of("limit", 200)).getEvents()).hasSize(64);
  }

  @Test
  void aGapStopsTheHistoryBeforeItTellsOfAStockThatNeverWas() {
    received(SKU, 62);

    assertThatThrownBy(() -> received(SKU, 64, 64))
        .hasRootCauseMessage("the history of SKU-1 up to event 64 has a gap");
  }

  @Test
  void badParametersAreNamed() {
    received(SKU, 1);

    assertThatThrownBy(() -> history.ask(SKU, Map.of("limit", 201)))
        .hasMessage("limit is a number from 1 to 200");
    assertThatThrownBy(() -> HistoryReads.asOf(history.flow()::store, SKU, Map.of()))
        .hasMessage("as_of is missing");
  }

  private List<Long> sequences(Map<String, Object> parameters) {
    return history.page(SKU, new HashMap<>(parameters)).getEvents().stream()
        .map(StockEvent::getSequence)
        .toList();
  }

  private long entries(String store) {
    List<Object> keys = new ArrayList<>();
    try (var all = history.flow().store(store).all()) {
      all.forEachRemaining(entry -> keys.add(entry.key));
    }
    return keys.size();
  }

  private void received(String sku, int count) {
    received(sku, 1, count);
  }

  /** One unit each minute. */
  private void received(String sku, int from, int to) {
    for (int sequence = from; sequence <= to; sequence++) {
      history.happened(
          event(sku, sequence, level("sel_a", sequence))
              .setStockMoved(
                  StockMoved.newBuilder()
                      .setMovementType(MovementType.RECEIVE)
                      .setOnHandDelta(1)
                      .setDamagedDelta(0)
                      .build())
              .build());
    }
  }

  private static StockEvent.Builder event(String sku, long sequence, StockLevel level) {
    return StockEvent.newBuilder()
        .setEventId(sku + "-" + sequence)
        .setSku(sku)
        .setSequence(sequence)
        .setAt(at(sequence))
        .setCommandId("cmd_" + sequence)
        .setActor(new Actor(ActorRole.OPS, "test"))
        .setType(level.getSellerId().equals("sel_a") ? "stockMoved" : "stockPolicySet")
        .setLevelsAfter(List.of(level));
  }

  private static StockLevel level(String sellerId, long onHand) {
    return StockLevel.newBuilder()
        .setSellerId(sellerId)
        .setWarehouseId("wh_main")
        .setOnHand((int) onHand)
        .setReserved(0)
        .setDamaged(0)
        .setSafetyStock(0)
        .build();
  }

  private static Instant at(long minutes) {
    return Flow.START.plus(STEP.multipliedBy(minutes));
  }
}
