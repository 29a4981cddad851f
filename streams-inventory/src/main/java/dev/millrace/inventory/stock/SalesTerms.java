package dev.millrace.inventory.stock;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one seller sells a SKU, over all its warehouses. Null means that there is no such rule.
 *
 * @param perOrderMax units in one reservation, at most
 * @param perCustomerMax units held for and sold to one customer since these terms were set, at most
 * @param holdMs how long a hold lasts whose request does not say
 * @param allocation how warehouses are chosen; null for the setting's way
 * @param splitAllowed whether several warehouses may serve one hold
 * @param preferredWarehouseId which one {@link StandardAllocation#PREFERRED_WAREHOUSE} asks first
 * @param backorderMax units that may be promised beyond what is available; 0 for none
 * @param promisedAt when units promised beyond stock are expected; null when nobody knows
 */
public record SalesTerms(
    String sellerId,
    @Nullable Integer perOrderMax,
    @Nullable Integer perCustomerMax,
    @Nullable Long holdMs,
    @Nullable StandardAllocation allocation,
    boolean splitAllowed,
    @Nullable String preferredWarehouseId,
    int backorderMax,
    @Nullable Instant promisedAt) {

  /** The terms of a seller that set none. */
  public static SalesTerms none(String sellerId) {
    return new SalesTerms(sellerId, null, null, null, null, true, null, 0, null);
  }

  /** Whether every number is within its bounds and nothing refers to what is missing. */
  boolean isSound() {
    return isLimit(perOrderMax)
        && isLimit(perCustomerMax)
        && backorderMax >= 0
        && backorderMax <= StockLimits.QUANTITY_MAX
        && (allocation != StandardAllocation.PREFERRED_WAREHOUSE || preferredWarehouseId != null);
  }

  private static boolean isLimit(@Nullable Integer units) {
    return units == null || (units >= 1 && units <= StockLimits.QUANTITY_MAX);
  }
}
