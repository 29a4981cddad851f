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

  /** Units of all of them. */
  static int units(List<Allocation> allocations) {
    int units = 0;
    for (Allocation one : allocations) {
      units += one.quantity();
    }
    return units;
  }

  /** Both together, each warehouse once. */
  static List<Allocation> together(List<Allocation> some, List<Allocation> more) {
    List<Allocation> all = new ArrayList<>(some);
    for (Allocation one : more) {
      int at = 0;
      while (at < all.size() && !all.get(at).warehouseId().equals(one.warehouseId())) {
        at++;
      }
      if (at == all.size()) {
        all.add(one);
      } else {
        int units = Math.addExact(all.get(at).quantity(), one.quantity());
        all.set(at, new Allocation(one.warehouseId(), units));
      }
    }
    return all;
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
