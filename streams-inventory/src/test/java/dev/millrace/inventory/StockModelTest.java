package dev.millrace.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.inventory.StockWorld.Step;
import dev.millrace.inventory.stock.DamageReason;
import dev.millrace.inventory.stock.FeedMark;
import dev.millrace.inventory.stock.HoldRequest;
import dev.millrace.inventory.stock.MovementType;
import dev.millrace.inventory.stock.SalesTerms;
import dev.millrace.inventory.stock.StandardAllocation;
import dev.millrace.inventory.stock.StockCommand;
import dev.millrace.testkit.Invariant;
import dev.millrace.testkit.SeededRun;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class StockModelTest {

  private static final int SEEDS = 5_000;
  private static final int STEPS_PER_SEED = 200;

  private static final List<Invariant<StockWorld>> INVARIANTS =
      List.of(
          Invariant.of("AgreesWithReference", StockWorld::differsFromReference),
          Invariant.of("NeverOversold", StockWorld::oversold),
          Invariant.of("ReservedEqualsLiveHolds", StockWorld::reservedDiffersFromLiveHolds),
          Invariant.of("WaitingEqualsMissingUnits", StockWorld::waitingDiffersFromMissingUnits),
          Invariant.of(
              "NobodyWaitsForUnitsThatAreThere", StockWorld::somebodyWaitsForUnitsThatAreThere),
          Invariant.of("CustomersCountsEqualHolds", StockWorld::customersCountsDifferFromHolds),
          Invariant.of(
              "OnHandEqualsReceiptsMinusShipments",
              StockWorld::onHandDiffersFromReceiptsMinusShipments),
          Invariant.of(
              "InTransitEqualsOpenTransfers", StockWorld::inTransitDiffersFromOpenTransfers),
          Invariant.of("NobodyWaitsInVainNorIsToldTwice", StockWorld::somebodyWaitsInVain),
          Invariant.of("CrossingsAreSaidOnce", StockWorld::crossingsDifferFromStock),
          Invariant.of("EventsFoldToState", StockWorld::booksDifferFromState));

  /** A model that never gets there proves nothing. */
  private static final List<String> MUST_HAPPEN =
      List.of(
          "SalesTermsSet",
          "StockReserved",
          "ReservationCommitted",
          "ReservationReleased",
          "ReservationExpired",
          "ReservationExtended",
          "BackorderFilled",
          "BackorderWithdrawn",
          "SoldOut",
          "BackInStock",
          "ReorderPointReached",
          "StockWatchEnded",
          "replaced",
          "over_order_limit",
          "over_customer_limit",
          "insufficient_stock",
          "reservation_id_reused",
          "reservation_expired",
          "reservation_not_committed",
          "commit_exceeds_hold",
          "would_break_reservations",
          "late_update",
          "in_stock");

  @Test
  void C21_whateverHappensTheEventsFoldToTheStateAndNothingIsOversold() {
    Set<String> seen = new TreeSet<>();
    var run =
        new SeededRun<>(
            () -> new StockWorld(seen), StockModelTest::step, StockWorld::take, INVARIANTS);
    assertThat(run.run(1, SEEDS, STEPS_PER_SEED)).isPositive();
    if (System.getProperty(SeededRun.SEED) == null) {
      assertThat(seen).as("what the model came across").containsAll(MUST_HAPPEN);
    }
  }

  @Test
  void C21_theEventsFoldToEveryHold() {
    var run =
        new SeededRun<>(
            () -> new StockWorld(new TreeSet<>()),
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
    return switch (random.nextInt(29)) {
      case 27, 28 -> new StockCommand.WithdrawBackorder(reservation, "model");
      case 24, 25, 26 -> watch(random);
      case 0, 1, 2, 3 -> move(random);
      case 4 ->
          new StockCommand.SetStockPolicy(
              seller(random),
              warehouse(random),
              random.nextInt(6) - 1,
              random.nextBoolean() ? (Integer) (random.nextInt(12) - 1) : null,
              version(random));
      case 5 -> new StockCommand.SetSalesTerms(terms(random), version(random));
      case 6, 7, 8, 9, 10, 11, 12, 13 ->
          new StockCommand.ReserveStock(
              reservation,
              request(random),
              random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(5_000),
              null,
              random.nextBoolean() ? "asker_" + random.nextInt(3) : null);
      case 14, 15, 16, 17 ->
          new StockCommand.CommitReservation(
              reservation,
              random.nextInt(3) == 0 ? (Integer) random.nextInt(10) : null,
              random.nextBoolean());
      case 18, 19 -> new StockCommand.ReleaseReservation(reservation, "model");
      case 20, 21 -> new StockCommand.ExtendReservation(reservation, 1 + random.nextInt(5_000));
      default -> new StockCommand.ExpireReservation(reservation);
    };
  }

  private static StockCommand watch(Random random) {
    String watchId = "wch_" + random.nextInt(12);
    return random.nextInt(4) == 0
        ? new StockCommand.UnwatchStock(watchId, seller(random))
        : new StockCommand.WatchForStock(watchId, seller(random), "cus");
  }

  private static HoldRequest request(Random random) {
    return new HoldRequest(
        seller(random),
        random.nextInt(12),
        "owner_" + random.nextInt(2),
        random.nextInt(3) == 0
            ? null
            : StoredHolds.CUSTOMERS.get(random.nextInt(StoredHolds.CUSTOMERS.size())),
        random.nextInt(3) == 0,
        random.nextInt(3) == 0);
  }

  private static SalesTerms terms(Random random) {
    return new SalesTerms(
        seller(random),
        random.nextInt(4) == 0 ? (Integer) random.nextInt(12) : null,
        random.nextInt(3) == 0 ? (Integer) (1 + random.nextInt(30)) : null,
        random.nextInt(3) == 0 ? (Long) (long) (1 + random.nextInt(3_000)) : null,
        random.nextBoolean()
            ? StandardAllocation.values()[
                1 + random.nextInt(StandardAllocation.values().length - 1)]
            : null,
        random.nextInt(3) != 0,
        null,
        random.nextBoolean() ? random.nextInt(30) : 0,
        null);
  }

  private static StockCommand.MoveStock move(Random random) {
    MovementType[] types = MovementType.values();
    MovementType type = types[random.nextInt(types.length)];
    boolean sends = type == MovementType.TRANSFER_OUT;
    boolean transfers = sends || type == MovementType.TRANSFER_IN;
    int quantity =
        switch (type) {
          case ADJUST -> random.nextInt(31) - 15;
          case TRANSFER_OUT, TRANSFER_IN -> random.nextInt(5);
          case RECEIVE, COUNT, DAMAGE, RETURN_TO_STOCK, RETURN_DAMAGED -> random.nextInt(30);
        };
    int transfer = random.nextInt(9);
    // Most transfers go where their number says, so that both ends of many meet.
    String there = random.nextInt(6) == 0 ? warehouse(random) : "wh_" + transfer % 3;
    return new StockCommand.MoveStock(
        seller(random),
        type == MovementType.TRANSFER_IN ? there : warehouse(random),
        type,
        quantity,
        type == MovementType.DAMAGE || type == MovementType.RETURN_DAMAGED
            ? damageReason(random)
            : null,
        transfers ? "trf_" + transfer : null,
        sends ? there : null,
        random.nextInt(3) == 0
            ? new FeedMark("feed_" + random.nextInt(3), random.nextInt(40))
            : null,
        null,
        random.nextBoolean() ? "mov_" + random.nextInt(40) : null,
        version(random));
  }

  private static DamageReason damageReason(Random random) {
    DamageReason[] reasons = DamageReason.values();
    return reasons[random.nextInt(reasons.length)];
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
