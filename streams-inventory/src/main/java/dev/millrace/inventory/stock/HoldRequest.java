package dev.millrace.inventory.stock;

import org.jspecify.annotations.Nullable;

/**
 * What is to be held and for whom: a second request with the same reservation id must say the same.
 *
 * @param quantity units
 * @param owner whom the hold is for, for example an order id
 * @param customerId the customer whose purchases the seller may limit; null when nobody said
 * @param backorderAllowed whether units that are not in stock may be promised, if the terms say so
 * @param replaceable whether the hold may be given up for a later replaceable one of its owner
 */
public record HoldRequest(
    String sellerId,
    int quantity,
    String owner,
    @Nullable String customerId,
    boolean backorderAllowed,
    boolean replaceable) {

  /** Units in stock, for nobody in particular, that nothing else may take. */
  public static HoldRequest plain(String sellerId, int quantity, String owner) {
    return new HoldRequest(sellerId, quantity, owner, null, false, false);
  }

  /** Whose limit on purchases may count for whom; null when nobody said who the customer is. */
  public CustomerUnits.@Nullable Of customer() {
    return customerId == null ? null : new CustomerUnits.Of(sellerId, customerId);
  }

  /** The same for another number of units. */
  HoldRequest of(int units) {
    return new HoldRequest(sellerId, units, owner, customerId, backorderAllowed, replaceable);
  }
}
