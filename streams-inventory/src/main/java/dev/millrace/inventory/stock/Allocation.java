package dev.millrace.inventory.stock;

import java.util.ArrayList;
import java.util.List;

/** Units of a hold that one warehouse serves; at least one. */
public record Allocation(String warehouseId, int quantity) {
  public Allocation {
    if (quantity < 1) {
      throw new IllegalArgumentException("an allocation has at least one unit: " + quantity);
    }
  }

  /** The first {@code quantity} units, in the order of the allocations. */
  static List<Allocation> first(List<Allocation> allocations, int quantity) {
    List<Allocation> taken = new ArrayList<>();
    int missing = quantity;
    for (Allocation one : allocations) {
      int units = Math.min(missing, one.quantity());
      if (units > 0) {
        taken.add(new Allocation(one.warehouseId(), units));
        missing -= units;
      }
    }
    return taken;
  }

  /** What {@link #first} leaves. */
  static List<Allocation> afterFirst(List<Allocation> allocations, int quantity) {
    List<Allocation> left = new ArrayList<>();
    int skipped = quantity;
    for (Allocation one : allocations) {
      int units = Math.max(0, one.quantity() - skipped);
      skipped -= one.quantity() - units;
      if (units > 0) {
        left.add(new Allocation(one.warehouseId(), units));
      }
    }
    return left;
  }
}
