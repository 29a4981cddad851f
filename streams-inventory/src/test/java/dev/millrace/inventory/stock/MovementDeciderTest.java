package dev.millrace.inventory.stock;

import static dev.millrace.inventory.stock.StockSpec.NOW;
import static dev.millrace.inventory.stock.StockSpec.after;
import static dev.millrace.inventory.stock.StockSpec.fold;
import static dev.millrace.inventory.stock.StockSpec.move;
import static dev.millrace.inventory.stock.StockSpec.moved;
import static dev.millrace.inventory.stock.StockSpec.moving;
import static dev.millrace.inventory.stock.StockSpec.received;
import static dev.millrace.inventory.stock.StockSpec.reserve;
import static dev.millrace.inventory.stock.StockSpec.reserved;
import static dev.millrace.inventory.stock.StockSpec.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.inventory.stock.StockCommand.MoveStock;
import dev.millrace.inventory.stock.StockCommand.ReleaseReservation;
import dev.millrace.inventory.stock.StockCommand.SetStockPolicy;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MovementDeciderTest {

  @Test
  void receivedUnitsAreOnHand() {
    spec()
        .given()
        .when(move(MovementType.RECEIVE, 5), NOW)
        .events(moved("wh_a", MovementType.RECEIVE, 5, 0));
  }

  @Test
  void damagedUnitsStayInTheWarehouseButCannotBeSold() {
    var after =
        spec().given(received("wh_a", 5)).when(move(MovementType.DAMAGE, 2), NOW).state().stock();
    assertThat(after.levels())
        .containsExactly(
            new Level("sel", "wh_a", 3, 0, new Damages(Map.of(DamageReason.OTHER, 2)), 0, 0, null));
  }

  @Test
  void aReturnThatCannotBeSoldIsDamagedAndNeverOnHand() {
    spec()
        .given(received("wh_a", 5))
        .when(move(MovementType.RETURN_DAMAGED, 2), NOW)
        .events(moved("wh_a", MovementType.RETURN_DAMAGED, 0, 2));
  }

  @Test
  void countSetsTheTotalWhateverTheBooksSaid() {
    spec()
        .given(received("wh_a", 5))
        .when(move(MovementType.COUNT, 3), NOW)
        .events(moved("wh_a", MovementType.COUNT, -2, 0));
    spec()
        .given(received("wh_a", 5))
        .when(move(MovementType.COUNT, 0), NOW)
        .events(moved("wh_a", MovementType.COUNT, -5, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "RECEIVE,0",
    "RECEIVE,-1",
    "RECEIVE,1000001",
    "RETURN_TO_STOCK,0",
    "RETURN_TO_STOCK,-5",
    "RETURN_DAMAGED,0",
    "DAMAGE,0",
    "DAMAGE,-1",
    "ADJUST,0",
    "ADJUST,-1000001",
    "ADJUST,1000001",
    "COUNT,-1",
    "COUNT,1000000001",
    "RECEIVE,2147483647",
    "ADJUST,-2147483648"
  })
  void movementsOutsideTheirBoundsAreRefused(MovementType type, int quantity) {
    spec()
        .given(received("wh_a", 5))
        .when(move(type, quantity), NOW)
        .refused(StockRejection.INVALID_QUANTITY);
  }

  @ParameterizedTest
  @CsvSource({"ADJUST,-6", "DAMAGE,6"})
  void unitsThatAreNotThereCannotBeTaken(MovementType type, int quantity) {
    spec()
        .given(received("wh_a", 5))
        .when(move(type, quantity), NOW)
        .refused(StockRejection.NEGATIVE_STOCK);
  }

  @ParameterizedTest
  @CsvSource({"ADJUST,-3", "DAMAGE,3", "COUNT,2"})
  void heldUnitsCannotBeTakenByHand(MovementType type, int quantity) {
    spec()
        .given(received("wh_a", 5), reserved(3))
        .when(move(type, quantity), NOW)
        .refused(StockRejection.WOULD_BREAK_RESERVATIONS);
  }

  @Test
  void aWarehouseHoldsOnlySoMuch() {
    spec()
        .given(moved("wh_a", MovementType.COUNT, StockLimits.UNITS_MAX, 0))
        .when(move(MovementType.RECEIVE, 1), NOW)
        .refused(StockRejection.STOCK_LIMIT_EXCEEDED);
  }

  @Test
  void aSkuIsKeptInOnlySoManyPlaces() {
    StockEvent[] places = new StockEvent[StockLimits.LEVELS_MAX];
    for (int i = 0; i < places.length; i++) {
      places[i] = received("wh_" + i, 1);
    }
    spec()
        .given(places)
        .when(move(MovementType.RECEIVE, 1), NOW)
        .refused(StockRejection.TOO_MANY_LEVELS);
    spec()
        .given(places)
        .when(new SetStockPolicy("sel", "wh_a", 1, null, null), NOW)
        .refused(StockRejection.TOO_MANY_LEVELS);
  }

  @Test
  void expectedVersionIsComparedWithTheSequence() {
    spec()
        .given(received("wh_a", 5))
        .when(moving("wh_a", MovementType.RECEIVE, 1, null, 0L), NOW)
        .refused(StockRejection.VERSION_CONFLICT);
    spec()
        .given(received("wh_a", 5))
        .when(moving("wh_a", MovementType.RECEIVE, 1, null, 1L), NOW)
        .events(moved("wh_a", MovementType.RECEIVE, 1, 0));
    spec()
        .given(received("wh_a", 5))
        .when(new SetStockPolicy("sel", "wh_a", 1, null, 7L), NOW)
        .refused(StockRejection.VERSION_CONFLICT);
  }

  @Test
  void aKnownMovementIdChangesNothing() {
    var state =
        SkuState.of(SkuStock.unknown("SKU"))
            .withMovements(new MovementMemory(true, null, Map.of()));
    spec()
        .givenState(state)
        .when(moving("wh_a", MovementType.RECEIVE, 1, "m1", null), NOW)
        .nothingHappens();
  }

  @Test
  void blankOversizedAndUnprintableIdsAreMalformed() {
    for (String id : List.of("", "  ", "x".repeat(129), "a\u001fb")) {
      spec().given().when(reserve(id, 1), NOW).refused(StockRejection.MALFORMED_COMMAND);
      spec()
          .given()
          .when(moving(id, MovementType.RECEIVE, 1, null, null), NOW)
          .refused(StockRejection.MALFORMED_COMMAND);
    }
    spec()
        .given()
        .when(new ReleaseReservation("rsv", "x".repeat(501)), NOW)
        .refused(StockRejection.MALFORMED_COMMAND);
  }

  @Test
  void damagedUnitsAreCountedByReason() {
    SkuState twice = fold(received("wh_a", 9));
    twice = after(twice, damage(DamageReason.BROKEN, 2), NOW);
    twice = after(twice, damage(DamageReason.EXPIRED, 1), NOW);
    twice = after(twice, damage(DamageReason.BROKEN, 1), NOW);
    Level level = twice.stock().level("sel", "wh_a");
    assertThat(level.damages().byReason())
        .isEqualTo(Map.of(DamageReason.BROKEN, 3, DamageReason.EXPIRED, 1));
    assertThat(level.damaged()).isEqualTo(4);
    assertThat(level.onHand()).isEqualTo(5);
  }

  @Test
  void aReasonOfDamageBelongsToDamageOnly() {
    spec()
        .given(received("wh_a", 9))
        .when(
            new MoveStock(
                "sel",
                "wh_a",
                MovementType.RECEIVE,
                1,
                DamageReason.BROKEN,
                null,
                null,
                null,
                null,
                null,
                null),
            NOW)
        .refused(StockRejection.MALFORMED_COMMAND);
  }

  @Test
  void anUpdateThatIsNotAboveTheLastOneOfItsSenderIsLate() {
    SkuState seen = after(fold(received("wh_a", 9)), counted("till", 7, null), NOW);
    spec().givenState(seen).when(counted("till", 7, null), NOW).refused(StockRejection.LATE_UPDATE);
    spec().givenState(seen).when(counted("till", 6, null), NOW).refused(StockRejection.LATE_UPDATE);
    // Gaps are the sender's business, and every sender counts for itself.
    assertThat(after(seen, counted("till", 9, null), NOW).stock().sequence()).isEqualTo(3);
    assertThat(after(seen, counted("erp", 1, null), NOW).stock().sequence()).isEqualTo(3);
  }

  @Test
  void aLateUpdateThatWasMadeBeforeIsDone() {
    SkuState seen = after(fold(received("wh_a", 9)), counted("till", 7, "m1"), NOW);
    spec().givenState(seen).when(counted("till", 7, "m1"), NOW).nothingHappens();
  }

  @Test
  void onlySoManySendersCountForOneLevel() {
    SkuState state = fold(received("wh_a", 9));
    for (int i = 0; i < StockLimits.SOURCES_MAX; i++) {
      state = after(state, counted("feed_" + i, 1, null), NOW);
    }
    spec()
        .givenState(state)
        .when(counted("another", 1, null), NOW)
        .refused(StockRejection.TOO_MANY_SOURCES);
    spec()
        .givenState(state)
        .when(counted("feed_0", 1, null), NOW)
        .refused(StockRejection.LATE_UPDATE);
  }

  @Test
  void aCountBelowZeroIsMalformed() {
    spec()
        .given(received("wh_a", 9))
        .when(counted("till", -1, null), NOW)
        .refused(StockRejection.MALFORMED_COMMAND);
  }

  private static MoveStock damage(DamageReason reason, int quantity) {
    return new MoveStock(
        "sel", "wh_a", MovementType.DAMAGE, quantity, reason, null, null, null, null, null, null);
  }

  private static MoveStock counted(String source, long sequence, @Nullable String movementId) {
    return new MoveStock(
        "sel",
        "wh_a",
        MovementType.COUNT,
        5,
        null,
        null,
        null,
        new FeedMark(source, sequence),
        null,
        movementId,
        null);
  }
}
