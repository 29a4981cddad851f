package dev.millrace.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.inventory.StockWorld.Step;
import dev.millrace.inventory.stock.MovementType;
import dev.millrace.inventory.stock.StockCommand;
import dev.millrace.testkit.Invariant;
import dev.millrace.testkit.SeededRun;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StockModelTest {

  private static final int SEEDS = 2_500;
  private static final int STEPS_PER_SEED = 200;

  private static final List<Invariant<StockWorld>> INVARIANTS =
      List.of(
          Invariant.of("AgreesWithReference", StockWorld::differsFromReference),
          Invariant.of("NeverOversold", StockWorld::oversold),
          Invariant.of("ReservedEqualsLiveHolds", StockWorld::reservedDiffersFromLiveHolds),
          Invariant.of(
              "OnHandEqualsReceiptsMinusShipments",
              StockWorld::onHandDiffersFromReceiptsMinusShipments),
          Invariant.of("EventsFoldToState", StockWorld::booksDifferFromState));

  @Test
  void C21_whateverHappensTheEventsFoldToTheStateAndNothingIsOversold() {
    var run = new SeededRun<>(StockWorld::new, StockModelTest::step, StockWorld::take, INVARIANTS);
    assertThat(run.run(1, SEEDS, STEPS_PER_SEED)).isPositive();
  }

  @Test
  void C21_theEventsFoldToEveryHold() {
    var run =
        new SeededRun<>(
            StockWorld::new,
            StockModelTest::step,
            StockWorld::take,
            List.of(Invariant.of("EventsFoldToHolds", StockWorld::booksDifferFromHolds)));
    assertThat(run.run(1_000_001, 100, STEPS_PER_SEED)).isPositive();
  }

  private static Step step(Random random) {
    return new Step(
        random.nextInt(4) == 0 ? random.nextInt(2_000) : random.nextInt(20),
        random.nextInt(10) == 0,
        command(random),
        random.nextInt(5) == 0);
  }

  private static StockCommand command(Random random) {
    String reservation = "rsv_" + random.nextInt(60);
    return switch (random.nextInt(12)) {
      case 0, 1 -> move(random);
      case 2 ->
          new StockCommand.SetStockPolicy(
              seller(random), warehouse(random), random.nextInt(6) - 1, version(random));
      case 3, 4, 5, 6 ->
          new StockCommand.ReserveStock(
              reservation,
              seller(random),
              random.nextInt(12),
              1 + random.nextInt(5_000),
              "owner_" + random.nextInt(2));
      case 7, 8 ->
          new StockCommand.CommitReservation(
              reservation, random.nextInt(3) == 0 ? (Integer) random.nextInt(10) : null);
      case 9 -> new StockCommand.ReleaseReservation(reservation, "model");
      case 10 -> new StockCommand.ExtendReservation(reservation, 1 + random.nextInt(5_000));
      default -> new StockCommand.ExpireReservation(reservation);
    };
  }

  private static StockCommand.MoveStock move(Random random) {
    MovementType[] types = MovementType.values();
    MovementType type = types[random.nextInt(types.length)];
    int quantity = type == MovementType.ADJUST ? random.nextInt(31) - 15 : random.nextInt(30);
    return new StockCommand.MoveStock(
        seller(random),
        warehouse(random),
        type,
        quantity,
        null,
        random.nextBoolean() ? "mov_" + random.nextInt(40) : null,
        version(random));
  }

  private static String seller(Random random) {
    return random.nextInt(3) == 0 ? "sel_b" : "sel_a";
  }

  private static String warehouse(Random random) {
    return "wh_" + random.nextInt(3);
  }

  private static Long version(Random random) {
    return random.nextInt(8) == 0 ? (Long) (long) random.nextInt(80) : null;
  }
}
