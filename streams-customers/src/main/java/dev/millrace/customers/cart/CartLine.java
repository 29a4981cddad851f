package dev.millrace.customers.cart;

import dev.millrace.schemas.id.IdKind;
import dev.millrace.schemas.id.Ids;

/**
 * Units of one SKU from one seller.
 *
 * @param lineId follows from the cart, the SKU and the seller, so that two tabs mean the same line
 */
public record CartLine(String lineId, String sku, String sellerId, int quantity) {

  /** The line that units of this SKU and seller belong to. */
  public static String idOf(String cartId, String sku, String sellerId) {
    return Ids.derived(IdKind.CART_LINE, cartId, sku, sellerId);
  }

  CartLine withQuantity(int units) {
    return new CartLine(lineId, sku, sellerId, units);
  }
}
