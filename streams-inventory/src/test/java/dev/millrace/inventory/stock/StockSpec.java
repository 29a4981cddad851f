package dev.millrace.inventory.stock;

import dev.millrace.inventory.stock.StockCommand.MoveStock;
import dev.millrace.inventory.stock.StockCommand.ReserveStock;
import dev.millrace.inventory.stock.StockEvent.StockMoved;
import dev.millrace.inventory.stock.StockEvent.StockReserved;
import dev.millrace.testkit.DeciderSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One SKU of one seller in tests of its deciders: what happened, what is asked. */
final class StockSpec {

  static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  static final long HOLD_MS = 60_000;
  static final Instant DEADLINE = NOW.plusMillis(HOLD_MS);
  static final StockDecider DECIDER =
      new StockDecider(
          new StockLimits(Duration.ofSeconds(1), Duration.ofMinutes(15), Duration.ofHours(24)),
          new AllocationRules(StandardAllocation.HIGHEST_STOCK, WarehousePlaces.NONE));

  private StockSpec() {}

  /** Given, when, then. */
  static DeciderSpec<SkuState, StockCommand, StockEvent, StockRejection> spec() {
    return new DeciderSpec<>(
        SkuState.of(SkuStock.unknown("SKU")), DECIDER::decide, SkuState::evolve);
  }

  static SkuState after(SkuState state, StockCommand command, Instant now) {
    return DECIDER.carryOut(state, command, now).state();
  }

  static SkuState fold(StockEvent... history) {
    return Arrays.stream(history)
        .reduce(SkuState.of(SkuStock.unknown("SKU")), SkuState::evolve, (a, b) -> b);
  }

  static MoveStock move(MovementType type, int quantity) {
    return moving("wh_a", type, quantity, null, null);
  }

  static MoveStock moving(
      String warehouse,
      MovementType type,
      int quantity,
      @Nullable String movementId,
      @Nullable Long expectedVersion) {
    return new MoveStock(
        "sel",
        warehouse,
        type,
        quantity,
        null,
        null,
        null,
        null,
        null,
        movementId,
        expectedVersion);
  }

  static ReserveStock reserve(String reservationId, int quantity) {
    return new ReserveStock(
        reservationId, HoldRequest.plain("sel", quantity, "order"), HOLD_MS, null, null);
  }

  static StockMoved received(String warehouse, int quantity) {
    return moved(warehouse, MovementType.RECEIVE, quantity, 0);
  }

  static StockMoved moved(String warehouse, MovementType type, int onHandDelta, int damagedDelta) {
    return new StockMoved(
        NOW,
        "sel",
        warehouse,
        type,
        onHandDelta,
        damagedDelta,
        damagedDelta == 0 ? null : DamageReason.OTHER,
        null,
        null,
        null,
        null);
  }

  static StockReserved reserved(int quantity) {
    return reserved(new Allocation("wh_a", quantity));
  }

  static StockReserved reservedIn(String one, int units, String other, int more) {
    return reserved(new Allocation(one, units), new Allocation(other, more));
  }

  static StockReserved reserved(Allocation... allocations) {
    List<Allocation> where = List.of(allocations);
    return new StockReserved(
        NOW,
        "rsv",
        HoldRequest.plain("sel", Allocation.units(where), "order"),
        where,
        0,
        null,
        DEADLINE,
        null);
  }
}
