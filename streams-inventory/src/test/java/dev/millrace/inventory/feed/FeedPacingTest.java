package dev.millrace.inventory.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedPacingTest {

  private static final int PARTITIONS = 3;
  private static final int STEPS = 4_000;
  private static final FeedWindow.Allowance ALLOWANCE = new FeedWindow.Allowance(2, 100);

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void noMoreRowsThanTheWindowAreBeforeTheInventoryAndAllGoInOrder(long seed) {
    var random = new Random(seed);
    int window = 1 + random.nextInt(20);
    var world = new World(window, 1 + random.nextInt(100));
    for (int step = 0; step < STEPS; step++) {
      int partition = random.nextInt(PARTITIONS);
      switch (random.nextInt(4)) {
        case 0 -> world.read(partition, 1 + random.nextInt(40));
        case 1 -> world.othersSend(partition, random.nextInt(30));
        case 2 -> world.inventoryCommits(partition, random);
        default -> world.passOn();
      }
      for (int one = 0; one < PARTITIONS; one++) {
        assertThat(world.ahead(one))
            .as("seed %d, step %d, partition %d", seed, step, one)
            .isLessThanOrEqualTo(window);
      }
    }
    world.finish();
    for (int one = 0; one < PARTITIONS; one++) {
      assertThat(world.passedOn.get(one)).as("seed %d", seed).isEqualTo(world.read.get(one));
    }
    assertThat(world.pacing.rowsWaiting()).isZero();
  }

  @Test
  void aLongFeedOfOnePartitionDoesNotHoldUpAnother() {
    var pacing = new FeedPacing<Integer>(ALLOWANCE, 5);
    pacing.begin(0, FeedWindow.NONE);
    pacing.begin(1, FeedWindow.NONE);
    for (int row = 0; row < 5; row++) {
      pacing.add(0, row);
    }
    pacing.add(1, 100);

    assertThat(pacing.isFull(0)).isTrue();
    assertThat(pacing.isFull(1)).isFalse();
    assertThat(pacing.waitsForRoom(0)).isTrue();
    assertThat(pacing.take(0)).isEqualTo(Map.of(0, List.of(0, 1), 1, List.of(100)));
  }

  @Test
  void aPartitionThatIsGivenAwayIsForgotten() {
    var pacing = new FeedPacing<Integer>(ALLOWANCE, 5);
    pacing.begin(0, FeedWindow.NONE);
    pacing.add(0, 1);
    pacing.end(Set.of(0));
    pacing.add(0, 2);
    pacing.committed(0, 10, 0);

    assertThat(pacing.rowsWaiting()).isZero();
    assertThat(pacing.take(0)).isEmpty();
    assertThat(pacing.waitsForRoom(0)).isFalse();
  }

  /** A log of commands that others write too, and an inventory that commits now and then. */
  private static final class World {
    private final FeedPacing<Integer> pacing;
    private final Map<Integer, List<Integer>> read = new HashMap<>();
    private final Map<Integer, List<Integer>> passedOn = new HashMap<>();
    private final Map<Integer, List<Long>> offsets = new HashMap<>();
    private final long[] end = new long[PARTITIONS];
    private final long[] committed = new long[PARTITIONS];
    private long nowNanos;

    World(int window, int sharePercent) {
      pacing = new FeedPacing<>(new FeedWindow.Allowance(window, sharePercent), 100);
      for (int partition = 0; partition < PARTITIONS; partition++) {
        read.put(partition, new ArrayList<>());
        passedOn.put(partition, new ArrayList<>());
        offsets.put(partition, new ArrayList<>());
        pacing.begin(partition, FeedWindow.NONE);
      }
    }

    void read(int partition, int rows) {
      for (int i = 0; i < rows && !pacing.isFull(partition); i++) {
        int row = read.get(partition).size();
        read.get(partition).add(row);
        pacing.add(partition, row);
      }
    }

    void othersSend(int partition, int commands) {
      end[partition] += commands;
    }

    void inventoryCommits(int partition, Random random) {
      long open = end[partition] - committed[partition];
      committed[partition] += open == 0 ? 0 : random.nextLong(open + 1);
      pacing.committed(partition, committed[partition], nowNanos += 1_000_000);
    }

    void passOn() {
      pacing
          .take(nowNanos)
          .forEach(
              (partition, rows) -> {
                for (int row : rows) {
                  passedOn.get(partition).add(row);
                  offsets.get(partition).add(end[partition]);
                  pacing.passedOn(partition, end[partition], nowNanos);
                  end[partition]++;
                }
              });
    }

    long ahead(int partition) {
      return offsets.get(partition).stream()
          .filter(offset -> offset >= committed[partition])
          .count();
    }

    void finish() {
      while (pacing.rowsWaiting() > 0) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
          committed[partition] = end[partition];
          pacing.committed(partition, end[partition], nowNanos += FeedWindow.REST_NANOS_MAX);
        }
        passOn();
      }
    }
  }
}
