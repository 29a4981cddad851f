package dev.millrace.inventory.stock;

import org.jspecify.annotations.Nullable;

/**
 * The stock of one seller in one warehouse.
 *
 * @param onHand units fit to sell, held ones included
 * @param reserved units under live holds; never more than on hand
 * @param damages units in the warehouse that cannot be sold
 * @param safetyStock units that are never sold
 * @param inTransit units on their way here from another warehouse; not on hand yet
 * @param reorderPoint with so many units available, or fewer, it is time to order; null for never
 */
public record Level(
    String sellerId,
    String warehouseId,
    int onHand,
    int reserved,
    Damages damages,
    int safetyStock,
    int inTransit,
    @Nullable Integer reorderPoint) {

  public Level {
    if (onHand < 0 || reserved < 0 || safetyStock < 0 || inTransit < 0 || reserved > onHand) {
      throw new IllegalStateException(
          "impossible stock of %s in %s: on hand %d, reserved %d, safety %d, in transit %d"
              .formatted(sellerId, warehouseId, onHand, reserved, safetyStock, inTransit));
    }
  }

  static Level empty(String sellerId, String warehouseId) {
    return new Level(sellerId, warehouseId, 0, 0, Damages.NONE, 0, 0, null);
  }

  /** Units that may still be promised; 0 when the safety stock is touched. */
  public int available() {
    return Math.max(0, onHand - reserved - safetyStock);
  }

  /** Units in the warehouse that cannot be sold, whatever the reason. */
  public int damaged() {
    return damages.total();
  }

  /** Whether it is time to order more. */
  public boolean isLow() {
    return reorderPoint != null && available() <= reorderPoint;
  }

  boolean isAt(String seller, String warehouse) {
    return sellerId.equals(seller) && warehouseId.equals(warehouse);
  }

  Level moved(int onHandDelta) {
    return with(Math.addExact(onHand, onHandDelta), reserved);
  }

  Level damaged(DamageReason reason, int units) {
    return new Level(
        sellerId,
        warehouseId,
        onHand,
        reserved,
        damages.plus(reason, units),
        safetyStock,
        inTransit,
        reorderPoint);
  }

  Level expecting(int inTransitDelta) {
    return new Level(
        sellerId,
        warehouseId,
        onHand,
        reserved,
        damages,
        safetyStock,
        Math.addExact(inTransit, inTransitDelta),
        reorderPoint);
  }

  Level withPolicy(int safetyUnits, @Nullable Integer reorderAt) {
    return new Level(
        sellerId, warehouseId, onHand, reserved, damages, safetyUnits, inTransit, reorderAt);
  }

  Level held(int units) {
    return with(onHand, Math.addExact(reserved, units));
  }

  Level freed(int units) {
    return with(onHand, reserved - units);
  }

  Level sold(int units) {
    return with(onHand - units, reserved - units);
  }

  private Level with(int newOnHand, int newReserved) {
    return new Level(
        sellerId,
        warehouseId,
        newOnHand,
        newReserved,
        damages,
        safetyStock,
        inTransit,
        reorderPoint);
  }
}
