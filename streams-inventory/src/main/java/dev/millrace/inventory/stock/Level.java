package dev.millrace.inventory.stock;

/**
 * The stock of one seller in one warehouse.
 *
 * @param onHand units fit to sell, held ones included
 * @param reserved units under live holds; never more than on hand
 * @param damaged units in the warehouse that cannot be sold
 * @param safetyStock units that are never sold
 */
public record Level(
    String sellerId, String warehouseId, int onHand, int reserved, int damaged, int safetyStock) {

  public Level {
    if (onHand < 0 || reserved < 0 || damaged < 0 || safetyStock < 0 || reserved > onHand) {
      throw new IllegalStateException(
          "impossible stock of %s in %s: on hand %d, reserved %d, damaged %d, safety %d"
              .formatted(sellerId, warehouseId, onHand, reserved, damaged, safetyStock));
    }
  }

  static Level empty(String sellerId, String warehouseId) {
    return new Level(sellerId, warehouseId, 0, 0, 0, 0);
  }

  /** Units that may still be promised; 0 when the safety stock is touched. */
  public int available() {
    return Math.max(0, onHand - reserved - safetyStock);
  }

  boolean isAt(String seller, String warehouse) {
    return sellerId.equals(seller) && warehouseId.equals(warehouse);
  }

  Level moved(int onHandDelta, int damagedDelta) {
    return with(Math.addExact(onHand, onHandDelta), reserved, Math.addExact(damaged, damagedDelta));
  }

  Level withSafetyStock(int units) {
    return new Level(sellerId, warehouseId, onHand, reserved, damaged, units);
  }

  Level held(int units) {
    return with(onHand, Math.addExact(reserved, units), damaged);
  }

  Level freed(int units) {
    return with(onHand, reserved - units, damaged);
  }

  Level sold(int units) {
    return with(onHand - units, reserved - units, damaged);
  }

  private Level with(int newOnHand, int newReserved, int newDamaged) {
    return new Level(sellerId, warehouseId, newOnHand, newReserved, newDamaged, safetyStock);
  }
}
