package dev.millrace.inventory.stock;

import static java.util.Comparator.comparingInt;

import java.util.ArrayList;
import java.util.List;

/** The strategies that come with the inventory. */
public enum StandardAllocation implements AllocationStrategy {

  /**
   * Everything from the warehouse with the most units; only if it has too few, the next one helps.
   * Among equals the warehouse id decides, so that the choice can be repeated.
   */
  HIGHEST_AVAILABLE_FIRST {
    @Override
    public List<Allocation> allocate(List<Level> levels, int quantity) {
      List<Level> fullestFirst = new ArrayList<>(levels);
      fullestFirst.sort(
          comparingInt(Level::available).reversed().thenComparing(Level::warehouseId));
      List<Allocation> allocations = new ArrayList<>();
      int missing = quantity;
      for (Level level : fullestFirst) {
        int units = Math.min(missing, level.available());
        if (units > 0) {
          allocations.add(new Allocation(level.warehouseId(), units));
          missing -= units;
        }
      }
      return allocations;
    }
  }
}
