package dev.millrace.inventory.stock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.inventory.stock.AllocationStrategy.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StandardAllocationTest {

  private static final WarehousePlaces PLACES =
      WarehousePlaces.parse("wh_chicago=US/IL, wh_reno=us/NV, wh_berlin=DE").orElseThrow();

  private static final List<Level> LEVELS =
      List.of(level("wh_chicago", 4), level("wh_reno", 6), level("wh_berlin", 9), level("wh_x", 9));

  @Test
  void highestStockTakesFromTheFullestAndThenFromTheNext() {
    assertThat(StandardAllocation.HIGHEST_STOCK.allocate(wanted(11, null, null)))
        .containsExactly(new Allocation("wh_berlin", 9), new Allocation("wh_x", 2));
  }

  @Test
  void fewestSplitsLeavesFullWarehousesWholeForBiggerHolds() {
    assertThat(StandardAllocation.FEWEST_SPLITS.allocate(wanted(5, null, null)))
        .containsExactly(new Allocation("wh_reno", 5));
    assertThat(StandardAllocation.FEWEST_SPLITS.allocate(wanted(20, null, null)))
        .containsExactly(
            new Allocation("wh_berlin", 9),
            new Allocation("wh_x", 9),
            new Allocation("wh_reno", 2));
  }

  @Test
  void thePreferredWarehouseIsAskedFirst() {
    assertThat(StandardAllocation.PREFERRED_WAREHOUSE.allocate(wanted(5, "wh_chicago", null)))
        .containsExactly(new Allocation("wh_chicago", 4), new Allocation("wh_berlin", 1));
    assertThat(StandardAllocation.PREFERRED_WAREHOUSE.allocate(wanted(5, "wh_closed", null)))
        .containsExactly(new Allocation("wh_berlin", 5));
  }

  @Test
  void theNearestIsInTheRegionElseInTheCountryElseTheFullest() {
    assertThat(nearest(5, new Destination("US", "nv")))
        .containsExactly(new Allocation("wh_reno", 5));
    assertThat(nearest(12, new Destination("US", "IL")))
        .containsExactly(
            new Allocation("wh_chicago", 4),
            new Allocation("wh_reno", 6),
            new Allocation("wh_berlin", 2));
    assertThat(nearest(5, new Destination("US", ""))).containsExactly(new Allocation("wh_reno", 5));
    assertThat(nearest(5, new Destination("FR", "IL")))
        .containsExactly(new Allocation("wh_berlin", 5));
    assertThat(nearest(5, null)).containsExactly(new Allocation("wh_berlin", 5));
  }

  @ParameterizedTest
  @EnumSource
  void everyStrategyKeepsItsContract(StandardAllocation strategy) {
    var random = new Random(7);
    for (int run = 0; run < 2_000; run++) {
      List<Level> levels = new ArrayList<>();
      int there = 0;
      for (int i = 0; i < 1 + random.nextInt(5); i++) {
        int units = random.nextInt(6);
        there += units;
        levels.add(level("wh_" + i, units));
      }
      if (there > 0) {
        int quantity = 1 + random.nextInt(there);
        var wanted = new Wanted(levels, quantity, "wh_1", new Destination("US", "IL"), PLACES);
        List<Allocation> allocated = strategy.allocate(wanted);
        assertThat(Allocation.units(allocated)).isEqualTo(quantity);
        assertThat(allocated.stream().map(Allocation::warehouseId)).doesNotHaveDuplicates();
        assertThat(allocated)
            .allMatch(
                one ->
                    levels.stream()
                        .anyMatch(
                            level ->
                                level.warehouseId().equals(one.warehouseId())
                                    && level.available() >= one.quantity()));
        assertThat(strategy.allocate(wanted)).isEqualTo(allocated);
      }
    }
  }

  @Test
  void placesThatCannotBeReadAreNone() {
    assertThat(WarehousePlaces.parse(" ")).contains(WarehousePlaces.NONE);
    for (String text : List.of("wh_a", "wh_a=USA", "wh_a=US/", "wh_a=US,", "a=US,a=DE", "=US")) {
      assertThat(WarehousePlaces.parse(text)).as(text).isEmpty();
    }
  }

  private static List<Allocation> nearest(int quantity, @Nullable Destination destination) {
    return StandardAllocation.NEAREST.allocate(wanted(quantity, null, destination));
  }

  private static Wanted wanted(
      int quantity, @Nullable String preferred, @Nullable Destination destination) {
    return new Wanted(LEVELS, quantity, preferred, destination, PLACES);
  }

  private static Level level(String warehouse, int units) {
    return StockSpec.fold(StockSpec.received(warehouse, units)).stock().level("sel", warehouse);
  }
}
