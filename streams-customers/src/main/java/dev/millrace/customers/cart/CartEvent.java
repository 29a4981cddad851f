package dev.millrace.customers.cart;

import java.util.List;

/** What has happened to a cart. */
public sealed interface CartEvent {

  /** A line has these units now. */
  record CartLineSet(CartLine line) implements CartEvent {}

  /** A line is gone. */
  record CartLineRemoved(String lineId) implements CartEvent {}

  /**
   * What was ordered has left the cart.
   *
   * @param cartGeneration the generation that begins
   * @param remaining the lines that are left
   */
  record CheckoutCompleted(
      String orderId, long cartGeneration, String checkoutCommandId, List<CartLine> remaining)
      implements CartEvent {
    public CheckoutCompleted {
      remaining = List.copyOf(remaining);
    }
  }
}
