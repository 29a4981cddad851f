package dev.millrace.inventory.stock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.inventory.stock.StockCommand.CommitReservation;
import dev.millrace.inventory.stock.StockCommand.ExpireReservation;
import dev.millrace.inventory.stock.StockCommand.ExtendReservation;
import dev.millrace.inventory.stock.StockCommand.MoveStock;
import dev.millrace.inventory.stock.StockCommand.ReleaseReservation;
import dev.millrace.inventory.stock.StockCommand.ReserveStock;
import dev.millrace.inventory.stock.StockCommand.SetStockPolicy;
import dev.millrace.inventory.stock.StockEvent.ReservationCommitted;
import dev.millrace.inventory.stock.StockEvent.ReservationExpired;
import dev.millrace.inventory.stock.StockEvent.ReservationExtended;
import dev.millrace.inventory.stock.StockEvent.StockMoved;
import dev.millrace.inventory.stock.StockEvent.StockPolicySet;
import dev.millrace.inventory.stock.StockEvent.StockReserved;
import dev.millrace.testkit.DeciderSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StockDeciderTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final long HOLD_MS = 60_000;
  private static final Instant DEADLINE = NOW.plusMillis(HOLD_MS);
  private static final StockDecider DECIDER =
      new StockDecider(
          new StockLimits(Duration.ofSeconds(1), Duration.ofHours(24)),
          StandardAllocation.HIGHEST_AVAILABLE_FIRST);

  private final DeciderSpec<SkuState, StockCommand, StockEvent, StockRejection> spec =
      new DeciderSpec<>(
          new SkuState(SkuStock.unknown("SKU"), null, false), DECIDER::decide, SkuState::evolve);

  @Test
  void receivedUnitsAreOnHand() {
    spec.given()
        .when(move(MovementType.RECEIVE, 5), NOW)
        .events(moved("wh_a", MovementType.RECEIVE, 5, 0));
  }

  @Test
  void damagedUnitsStayInTheWarehouseButCannotBeSold() {
    var after =
        spec.given(received("wh_a", 5)).when(move(MovementType.DAMAGE, 2), NOW).state().stock();
    assertThat(after.levels()).containsExactly(new Level("sel", "wh_a", 3, 0, 2, 0));
  }

  @Test
  void countSetsTheTotalWhateverTheBooksSaid() {
    spec.given(received("wh_a", 5))
        .when(move(MovementType.COUNT, 3), NOW)
        .events(moved("wh_a", MovementType.COUNT, -2, 0));
    spec.given(received("wh_a", 5))
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
    spec.given(received("wh_a", 5))
        .when(move(type, quantity), NOW)
        .refused(StockRejection.INVALID_QUANTITY);
  }

  @ParameterizedTest
  @CsvSource({"ADJUST,-6", "DAMAGE,6"})
  void unitsThatAreNotThereCannotBeTaken(MovementType type, int quantity) {
    spec.given(received("wh_a", 5))
        .when(move(type, quantity), NOW)
        .refused(StockRejection.NEGATIVE_STOCK);
  }

  @ParameterizedTest
  @CsvSource({"ADJUST,-3", "DAMAGE,3", "COUNT,2"})
  void heldUnitsCannotBeTakenByHand(MovementType type, int quantity) {
    spec.given(received("wh_a", 5), reserved(3))
        .when(move(type, quantity), NOW)
        .refused(StockRejection.WOULD_BREAK_RESERVATIONS);
  }

  @Test
  void aWarehouseHoldsOnlySoMuch() {
    spec.given(moved("wh_a", MovementType.COUNT, StockLimits.UNITS_MAX, 0))
        .when(move(MovementType.RECEIVE, 1), NOW)
        .refused(StockRejection.STOCK_LIMIT_EXCEEDED);
  }

  @Test
  void aSkuIsKeptInOnlySoManyPlaces() {
    StockEvent[] places = new StockEvent[StockLimits.LEVELS_MAX];
    for (int i = 0; i < places.length; i++) {
      places[i] = received("wh_" + i, 1);
    }
    spec.given(places)
        .when(move(MovementType.RECEIVE, 1), NOW)
        .refused(StockRejection.TOO_MANY_LEVELS);
    spec.given(places)
        .when(new SetStockPolicy("sel", "wh_a", 1, null), NOW)
        .refused(StockRejection.TOO_MANY_LEVELS);
  }

  @Test
  void expectedVersionIsComparedWithTheSequence() {
    spec.given(received("wh_a", 5))
        .when(new MoveStock("sel", "wh_a", MovementType.RECEIVE, 1, null, null, 0L), NOW)
        .refused(StockRejection.VERSION_CONFLICT);
    spec.given(received("wh_a", 5))
        .when(new MoveStock("sel", "wh_a", MovementType.RECEIVE, 1, null, null, 1L), NOW)
        .events(moved("wh_a", MovementType.RECEIVE, 1, 0));
    spec.given(received("wh_a", 5))
        .when(new SetStockPolicy("sel", "wh_a", 1, 7L), NOW)
        .refused(StockRejection.VERSION_CONFLICT);
  }

  @Test
  void aKnownMovementIdChangesNothing() {
    var state = new SkuState(SkuStock.unknown("SKU"), null, true);
    spec.givenState(state)
        .when(new MoveStock("sel", "wh_a", MovementType.RECEIVE, 1, null, "m1", null), NOW)
        .nothingHappens();
  }

  @Test
  void safetyStockIsNeverSold() {
    spec.given(received("wh_a", 5), new StockPolicySet(NOW, "sel", "wh_a", 2))
        .when(reserve("rsv", 4), NOW)
        .refused(StockRejection.INSUFFICIENT_STOCK);
    spec.given(received("wh_a", 5))
        .when(new SetStockPolicy("sel", "wh_a", -1, null), NOW)
        .refused(StockRejection.INVALID_SAFETY_STOCK);
    spec.given(received("wh_a", 5), new StockPolicySet(NOW, "sel", "wh_a", 2))
        .when(new SetStockPolicy("sel", "wh_a", 2, null), NOW)
        .nothingHappens();
  }

  @Test
  void aHoldComesWholeFromTheFullestWarehouseIfItFits() {
    spec.given(received("wh_a", 5), received("wh_b", 9), received("wh_c", 9))
        .when(reserve("rsv", 9), NOW)
        .events(
            new StockReserved(
                NOW, "rsv", "sel", 9, List.of(new Allocation("wh_b", 9)), DEADLINE, "order"));
  }

  @Test
  void aHoldIsSplitOnlyWhenNoWarehouseHasItAll() {
    spec.given(received("wh_a", 5), received("wh_b", 9))
        .when(reserve("rsv", 11), NOW)
        .events(
            new StockReserved(
                NOW,
                "rsv",
                "sel",
                11,
                List.of(new Allocation("wh_b", 9), new Allocation("wh_a", 2)),
                DEADLINE,
                "order"));
  }

  @Test
  void anotherSellersUnitsDoNotHelp() {
    spec.given(received("wh_a", 5))
        .when(new ReserveStock("rsv", "other", 1, HOLD_MS, "order"), NOW)
        .refused(StockRejection.INSUFFICIENT_STOCK);
  }

  @ParameterizedTest
  @CsvSource({
    "0,60000,INVALID_QUANTITY",
    "-1,60000,INVALID_QUANTITY",
    "1000001,60000,INVALID_QUANTITY",
    "1,999,INVALID_HOLD_TIME",
    "1,86400001,INVALID_HOLD_TIME",
    "1,-9223372036854775808,INVALID_HOLD_TIME",
    "1,9223372036854775807,INVALID_HOLD_TIME"
  })
  void holdsOutsideTheirBoundsAreRefused(int quantity, long holdMs, StockRejection refusal) {
    spec.given(received("wh_a", 5))
        .when(new ReserveStock("rsv", "sel", quantity, holdMs, "order"), NOW)
        .refused(refusal);
  }

  @Test
  void blankOversizedAndUnprintableIdsAreMalformed() {
    for (String id : List.of("", "  ", "x".repeat(129), "a\u001fb")) {
      spec.given()
          .when(new ReserveStock(id, "sel", 1, HOLD_MS, "order"), NOW)
          .refused(StockRejection.MALFORMED_COMMAND);
      spec.given()
          .when(new MoveStock("sel", id, MovementType.RECEIVE, 1, null, null, null), NOW)
          .refused(StockRejection.MALFORMED_COMMAND);
    }
    spec.given()
        .when(new ReleaseReservation("rsv", "x".repeat(501)), NOW)
        .refused(StockRejection.MALFORMED_COMMAND);
  }

  @Test
  void aPartialCommitFreesTheRest() {
    spec.given(received("wh_a", 5), received("wh_b", 9), reservedIn("wh_b", 9, "wh_a", 2))
        .when(new CommitReservation("rsv", 10), NOW)
        .events(
            new ReservationCommitted(
                NOW,
                "rsv",
                "sel",
                10,
                List.of(new Allocation("wh_b", 9), new Allocation("wh_a", 1)),
                List.of(new Allocation("wh_a", 1)),
                "order"));
    spec.given(received("wh_a", 5), reserved(3))
        .when(new CommitReservation("rsv", 4), NOW)
        .refused(StockRejection.COMMIT_EXCEEDS_HOLD);
    spec.given(received("wh_a", 5), reserved(3))
        .when(new CommitReservation("rsv", 0), NOW)
        .refused(StockRejection.INVALID_QUANTITY);
  }

  @Test
  void anExtensionNeverShortensAHold() {
    spec.given(received("wh_a", 5), reserved(3))
        .when(new ExtendReservation("rsv", 1_000), NOW)
        .nothingHappens();
    spec.given(received("wh_a", 5), reserved(3))
        .when(new ExtendReservation("rsv", 90_000), NOW)
        .events(new ReservationExtended(NOW, "rsv", NOW.plusMillis(90_000)));
  }

  @Test
  void theDeadlineIsExactToTheMillisecond() {
    SkuState held = fold(received("wh_a", 5), reserved(3));
    var justInTime =
        DECIDER.carryOut(held, new CommitReservation("rsv", null), DEADLINE.minusMillis(1));
    assertThat(justInTime.refusal()).isNull();
    var tooLate = DECIDER.carryOut(held, new CommitReservation("rsv", null), DEADLINE);
    assertThat(tooLate.refusal()).isEqualTo(StockRejection.RESERVATION_EXPIRED);
    assertThat(tooLate.facts())
        .containsExactly(
            new Fact(
                3,
                new ReservationExpired(
                    DEADLINE, "rsv", "sel", List.of(new Allocation("wh_a", 3)), "order"),
                List.of(new Level("sel", "wh_a", 5, 0, 0, 0))));
  }

  @Test
  void everyStateAnswersEveryCommand() {
    Map<String, StockCommand> commands = new LinkedHashMap<>();
    commands.put("move", move(MovementType.RECEIVE, 1));
    commands.put("set policy", new SetStockPolicy("sel", "wh_a", 1, null));
    commands.put("reserve", reserve("rsv", 3));
    commands.put("reserve other content", reserve("rsv", 2));
    commands.put("commit", new CommitReservation("rsv", null));
    commands.put("commit part", new CommitReservation("rsv", 1));
    commands.put("release", new ReleaseReservation("rsv", "test"));
    commands.put("extend", new ExtendReservation("rsv", 120_000));
    commands.put("expire", new ExpireReservation("rsv"));
    assertThat(commands.values().stream().map(Object::getClass).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(StockCommand.class.getPermittedSubclasses());
    SkuState held = fold(received("wh_a", 5), reserved(3));
    Map<String, SkuState> states = new LinkedHashMap<>();
    states.put("unknown", fold(received("wh_a", 5)));
    states.put("held", held);
    states.put("committed", after(held, new CommitReservation("rsv", null), NOW));
    states.put("released", after(held, new ReleaseReservation("rsv", "test"), NOW));
    states.put("expired", after(held, new ExpireReservation("rsv"), DEADLINE));
    List<String> table = new ArrayList<>();
    states.forEach(
        (state, sku) ->
            commands.forEach(
                (name, command) ->
                    table.add(state + ", " + name + ": " + outcome(sku, command, NOW))));
    commands.forEach(
        (name, command) -> table.add("overdue, " + name + ": " + outcome(held, command, DEADLINE)));
    assertThat(String.join("\n", table) + "\n").isEqualTo(TABLE);
  }

  private static final String TABLE =
      """
      unknown, move: StockMoved
      unknown, set policy: StockPolicySet
      unknown, reserve: StockReserved
      unknown, reserve other content: StockReserved
      unknown, commit: reservation_not_found
      unknown, commit part: reservation_not_found
      unknown, release: reservation_not_found
      unknown, extend: reservation_not_found
      unknown, expire: reservation_not_found
      held, move: StockMoved
      held, set policy: StockPolicySet
      held, reserve: nothing
      held, reserve other content: reservation_id_reused
      held, commit: ReservationCommitted
      held, commit part: ReservationCommitted
      held, release: ReservationReleased
      held, extend: ReservationExtended
      held, expire: reservation_not_due
      committed, move: StockMoved
      committed, set policy: StockPolicySet
      committed, reserve: already_committed
      committed, reserve other content: already_committed
      committed, commit: nothing
      committed, commit part: already_committed
      committed, release: already_committed
      committed, extend: already_committed
      committed, expire: already_committed
      released, move: StockMoved
      released, set policy: StockPolicySet
      released, reserve: already_released
      released, reserve other content: already_released
      released, commit: already_released
      released, commit part: already_released
      released, release: already_released
      released, extend: already_released
      released, expire: already_released
      expired, move: StockMoved
      expired, set policy: StockPolicySet
      expired, reserve: reservation_expired
      expired, reserve other content: reservation_expired
      expired, commit: reservation_expired
      expired, commit part: reservation_expired
      expired, release: reservation_expired
      expired, extend: reservation_expired
      expired, expire: nothing
      overdue, move: ReservationExpired StockMoved
      overdue, set policy: ReservationExpired StockPolicySet
      overdue, reserve: ReservationExpired reservation_expired
      overdue, reserve other content: ReservationExpired reservation_expired
      overdue, commit: ReservationExpired reservation_expired
      overdue, commit part: ReservationExpired reservation_expired
      overdue, release: ReservationExpired reservation_expired
      overdue, extend: ReservationExpired reservation_expired
      overdue, expire: ReservationExpired
      """;

  private static String outcome(SkuState state, StockCommand command, Instant now) {
    CarriedOut done = DECIDER.carryOut(state, command, now);
    List<String> words = new ArrayList<>();
    done.facts().forEach(fact -> words.add(fact.event().getClass().getSimpleName()));
    if (done.refusal() != null) {
      words.add(done.refusal().code());
    }
    return words.isEmpty() ? "nothing" : String.join(" ", words);
  }

  private static SkuState after(SkuState state, StockCommand command, Instant now) {
    return DECIDER.carryOut(state, command, now).state();
  }

  private static SkuState fold(StockEvent... history) {
    return Arrays.stream(history)
        .reduce(new SkuState(SkuStock.unknown("SKU"), null, false), SkuState::evolve, (a, b) -> b);
  }

  private static MoveStock move(MovementType type, int quantity) {
    return new MoveStock("sel", "wh_a", type, quantity, null, null, null);
  }

  private static ReserveStock reserve(String reservationId, int quantity) {
    return new ReserveStock(reservationId, "sel", quantity, HOLD_MS, "order");
  }

  private static StockMoved received(String warehouse, int quantity) {
    return moved(warehouse, MovementType.RECEIVE, quantity, 0);
  }

  private static StockMoved moved(
      String warehouse, MovementType type, int onHandDelta, int damagedDelta) {
    @Nullable String nothing = null;
    return new StockMoved(NOW, "sel", warehouse, type, onHandDelta, damagedDelta, nothing, nothing);
  }

  private static StockReserved reserved(int quantity) {
    return new StockReserved(
        NOW, "rsv", "sel", quantity, List.of(new Allocation("wh_a", quantity)), DEADLINE, "order");
  }

  private static StockReserved reservedIn(String one, int units, String other, int more) {
    return new StockReserved(
        NOW,
        "rsv",
        "sel",
        units + more,
        List.of(new Allocation(one, units), new Allocation(other, more)),
        DEADLINE,
        "order");
  }
}
