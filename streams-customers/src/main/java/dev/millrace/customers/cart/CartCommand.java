package dev.millrace.customers.cart;

import java.util.List;

/** What can be asked of a cart. Shoppers' requests are intents, so requests of two tabs commute. */
public sealed interface CartCommand {

  /** Puts units into the cart; they join the line of the same SKU and seller. */
  record AddItem(String sku, String sellerId, int quantity) implements CartCommand {}

  /** Sets the units of a line. */
  record ChangeQuantity(String lineId, int quantity) implements CartCommand {}

  /** Takes a line out. */
  record RemoveItem(String lineId) implements CartCommand {}

  /**
   * Takes what was ordered out of the cart.
   *
   * @param cartGeneration the generation that was ordered
   * @param checkoutCommandId the command that placed the order
   */
  record CompleteCheckout(
      String orderId, long cartGeneration, String checkoutCommandId, List<OrderedItem> items)
      implements CartCommand {
    public CompleteCheckout {
      items = List.copyOf(items);
    }
  }

  /** Units of a line that were ordered. */
  record OrderedItem(String lineId, int quantity) {}
}
