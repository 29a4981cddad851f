package dev.millrace.inventory.stock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.inventory.stock.StockCommand.CommitReservation;
import dev.millrace.inventory.stock.StockCommand.MergeStock;
import dev.millrace.inventory.stock.StockCommand.MoveStock;
import dev.millrace.inventory.stock.StockCommand.ReleaseReservation;
import dev.millrace.inventory.stock.StockCommand.ReserveStock;
import dev.millrace.inventory.stock.StockCommand.SplitStock;
import dev.millrace.schemas.id.BucketKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A split SKU under random traffic in random order. A failure names its seed. */
class BucketModelTest {

  private static final int SEEDS = 3_000;
  private static final int STEPS = 300;

  /** A model that never gets there proves nothing. */
  private static final List<String> MUST_HAPPEN =
      List.of(
          "StockSplit",
          "UnitsDealt",
          "UnitsTaken",
          "GatheringBegun",
          "UnitsGathered",
          "UnitsReturned",
          "StockMerged",
          "StockReserved",
          "ReservationCommitted",
          "ReservationReleased",
          "ReservationExpired",
          "SoldOut",
          "BackInStock",
          "Tour",
          "Search",
          "TakeBack",
          "TakeDeal",
          "insufficient_stock",
          "reservation_not_found",
          "already_split");

  private record Asked(String key, ReserveStock reserve) {}

  @Test
  void nothingIsOversoldAndTheLastUnitSells() {
    Set<String> seen = new TreeSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      run(seed, true, seen);
    }
    assertThat(seen).containsAll(MUST_HAPPEN);
  }

  @Test
  void nothingIsOversoldEvenIfCommandsOvertakeEachOther() {
    Set<String> seen = new TreeSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      run(seed, false, seen);
    }
  }

  @Test
  void whatIsMoreThanTheWholeStockAsksTheBucketsOnlyOnce() {
    var world = new BucketWorld(true, new Random(1), new TreeSet<>());
    world.send(BucketWorld.SKU, receive(400));
    world.send(BucketWorld.SKU, new SplitStock(4));
    world.rest();
    for (int i = 0; i < 20; i++) {
      world.send(BucketWorld.SKU, reserve("rsv_" + i, 500));
      world.rest();
      assertThat(world.refusalOf("rsv_" + i)).isEqualTo(StockRejection.INSUFFICIENT_STOCK);
    }
    assertThat(world.toursBegun()).isEqualTo(1);

    world.send(BucketWorld.SKU, receive(100));
    world.send(BucketWorld.SKU, reserve("rsv_fits", 500));
    world.rest();

    assertThat(world.refusalOf("rsv_fits")).isNull();
    assertThat(world.toursBegun()).isEqualTo(2);
    assertThat(world.wrongAtRest()).isEmpty();
  }

  @Test
  void unitsThatAHoldInABucketGivesBackAreLookedFor() {
    var world = new BucketWorld(true, new Random(1), new TreeSet<>());
    world.send(BucketWorld.SKU, receive(80));
    world.send(BucketWorld.SKU, new SplitStock(2));
    world.rest();
    world.send("SKU#1", reserve("rsv_bucket", 30));
    world.rest();
    world.send(BucketWorld.SKU, reserve("rsv_too_many", 60));
    world.rest();
    assertThat(world.refusalOf("rsv_too_many")).isEqualTo(StockRejection.INSUFFICIENT_STOCK);

    world.send("SKU#1", new ReleaseReservation("rsv_bucket", "test"));
    world.rest();
    world.send(BucketWorld.SKU, reserve("rsv_all", 80));
    world.rest();

    assertThat(world.refusalOf("rsv_all")).isNull();
    assertThat(world.wrongAtRest()).isEmpty();
  }

  private static ReserveStock reserve(String id, int quantity) {
    return new ReserveStock(id, HoldRequest.plain("sel", quantity, "order"), 10_000, null, null);
  }

  private static void run(long seed, boolean causal, Set<String> seen) {
    var random = new Random(seed);
    var world = new BucketWorld(causal, random, seen);
    List<Asked> asked = new ArrayList<>();
    int known = 1;
    for (int step = 0; step < STEPS; step++) {
      world.pass(random.nextInt(20));
      int dice = random.nextInt(100);
      if (dice < 60) {
        world.deliver();
      } else if (dice < 80) {
        String id = "rsv_" + asked.size();
        int buckets = random.nextInt(4) == 0 ? 1 + random.nextInt(6) : known;
        var reserve =
            new ReserveStock(
                id,
                HoldRequest.plain(
                    "sel", random.nextInt(8) == 0 ? 90 : 1 + random.nextInt(5), "order"),
                50 + random.nextInt(400),
                null,
                null);
        String key = BucketKey.hint(BucketWorld.SKU, id, buckets);
        asked.add(new Asked(key, reserve));
        world.send(key, reserve);
      } else if (dice < 90 && !asked.isEmpty()) {
        Asked one = asked.get(random.nextInt(asked.size()));
        String id = one.reserve().reservationId();
        world.send(
            one.key(),
            random.nextBoolean()
                ? new CommitReservation(id, null, false)
                : new ReleaseReservation(id, "test"));
      } else if (dice < 92) {
        world.sweepAll();
      } else if (dice < 95) {
        world.send(BucketWorld.SKU, receive(1 + random.nextInt(random.nextBoolean() ? 5 : 60)));
      } else if (dice < 98) {
        known = 2 + random.nextInt(5);
        world.send(BucketWorld.SKU, new SplitStock(known));
      } else if (dice < 99) {
        known = 1;
        world.send(BucketWorld.SKU, new MergeStock());
      } else if (!asked.isEmpty()) {
        Asked one = asked.get(random.nextInt(asked.size()));
        world.send(one.key(), one.reserve());
      }
      assertThat(world.wrong()).as("seed %d, step %d, causal %s", seed, step, causal).isEmpty();
    }
    world.rest();
    world.sweepAll();
    world.rest();
    assertThat(world.wrongAtRest()).as("seed %d at rest, causal %s", seed, causal).isEmpty();
    lastUnitsSell(world, random, seed);
  }

  private static void lastUnitsSell(BucketWorld world, Random random, long seed) {
    for (int i = 0; world.free() > 0; i++) {
      String id = "last_" + i;
      String key = BucketKey.hint(BucketWorld.SKU, id, 1 + random.nextInt(6));
      world.send(
          key, new ReserveStock(id, HoldRequest.plain("sel", 1, "order"), 10_000, null, null));
      world.rest();
      assertThat(world.refusalOf(id)).as("seed %d, %d units are free", seed, world.free()).isNull();
    }
    assertThat(world.wrongAtRest()).as("seed %d, sold out", seed).isEmpty();
  }

  private static MoveStock receive(int quantity) {
    return new MoveStock(
        "sel",
        quantity % 3 == 0 ? "wh_b" : "wh_a",
        MovementType.RECEIVE,
        quantity,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
