package dev.millrace.inventory.stock;

import java.util.ArrayList;
import java.util.List;

/** Units of one seller in one warehouse that change their bucket; at least one. */
public record BucketUnits(String sellerId, String warehouseId, int quantity) {

  public BucketUnits {
    if (quantity < 1) {
      throw new IllegalArgumentException("at least one unit changes its bucket: " + quantity);
    }
  }

  /** Both together, each place once, in the order they came. */
  static List<BucketUnits> together(List<BucketUnits> some, List<BucketUnits> more) {
    List<BucketUnits> all = new ArrayList<>(some);
    for (BucketUnits one : more) {
      int index = 0;
      while (index < all.size() && !all.get(index).isAt(one.sellerId, one.warehouseId)) {
        index++;
      }
      if (index == all.size()) {
        all.add(one);
      } else {
        int units = Math.addExact(all.get(index).quantity, one.quantity);
        all.set(index, new BucketUnits(one.sellerId, one.warehouseId, units));
      }
    }
    return all;
  }

  /** All that a stock could promise at once. */
  static List<BucketUnits> freeIn(SkuStock stock) {
    List<BucketUnits> free = new ArrayList<>(0);
    for (Level level : stock.levels()) {
      if (level.available() > 0) {
        free.add(new BucketUnits(level.sellerId(), level.warehouseId(), level.available()));
      }
    }
    return free;
  }

  /** All that is held of a stock. */
  static List<BucketUnits> heldIn(SkuStock stock) {
    List<BucketUnits> held = new ArrayList<>(0);
    for (Level level : stock.levels()) {
      if (level.reserved() > 0) {
        held.add(new BucketUnits(level.sellerId(), level.warehouseId(), level.reserved()));
      }
    }
    return held;
  }

  /** Units of a seller among them. */
  static long of(String sellerId, List<BucketUnits> units) {
    long sum = 0;
    for (BucketUnits one : units) {
      sum += one.sellerId.equals(sellerId) ? one.quantity : 0;
    }
    return sum;
  }

  boolean isAt(String seller, String warehouse) {
    return sellerId.equals(seller) && warehouseId.equals(warehouse);
  }
}
