package dev.millrace.inventory.stock;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The strategies that come with the inventory. Whatever they prefer, among equals the fuller
 * warehouse serves first, and then the warehouse id decides, so that every choice can be repeated.
 */
public enum StandardAllocation implements AllocationStrategy {

  /** The seller's preferred warehouse first, then as {@link #HIGHEST_STOCK}. */
  PREFERRED_WAREHOUSE {
    @Override
    public List<Allocation> allocate(Wanted wanted) {
      return inOrder(
          wanted,
          comparing((Level level) -> !level.warehouseId().equals(wanted.preferredWarehouseId()))
              .thenComparing(FULLEST_FIRST));
    }
  },

  /**
   * One warehouse if one has it all, and of those the one with the least: fuller ones stay whole
   * for bigger holds, so that these are split less often too. Else as {@link #HIGHEST_STOCK}, which
   * needs the fewest warehouses.
   */
  FEWEST_SPLITS {
    @Override
    public List<Allocation> allocate(Wanted wanted) {
      Level tightest = null;
      for (Level level : wanted.levels()) {
        if (level.available() >= wanted.quantity()
            && (tightest == null || TIGHTEST_FIRST.compare(level, tightest) < 0)) {
          tightest = level;
        }
      }
      return tightest == null
          ? inOrder(wanted, FULLEST_FIRST)
          : List.of(new Allocation(tightest.warehouseId(), wanted.quantity()));
    }
  },

  /** Warehouses in the destination's region first, then in its country, then the others. */
  NEAREST {
    @Override
    public List<Allocation> allocate(Wanted wanted) {
      return inOrder(
          wanted,
          comparingInt(
                  (Level level) ->
                      wanted.places().distance(level.warehouseId(), wanted.destination()))
              .thenComparing(FULLEST_FIRST));
    }
  },

  /** Everything from the fullest warehouse; only if it has too few, the next one helps. */
  HIGHEST_STOCK {
    @Override
    public List<Allocation> allocate(Wanted wanted) {
      return inOrder(wanted, FULLEST_FIRST);
    }
  };

  private static final Comparator<Level> FULLEST_FIRST =
      comparingInt(Level::available).reversed().thenComparing(Level::warehouseId);

  private static final Comparator<Level> TIGHTEST_FIRST =
      comparingInt(Level::available).thenComparing(Level::warehouseId);

  private static List<Allocation> inOrder(AllocationStrategy.Wanted wanted, Comparator<Level> by) {
    List<Level> sorted = new ArrayList<>(wanted.levels());
    sorted.sort(by);
    List<Allocation> allocations = new ArrayList<>(1);
    int missing = wanted.quantity();
    for (Level level : sorted) {
      int units = Math.min(missing, level.available());
      if (units > 0) {
        allocations.add(new Allocation(level.warehouseId(), units));
        missing -= units;
      }
    }
    return allocations;
  }
}
