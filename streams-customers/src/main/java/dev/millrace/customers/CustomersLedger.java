package dev.millrace.customers;

import dev.millrace.avro.customers.Cart;
import dev.millrace.avro.customers.CartEvent;
import dev.millrace.avro.customers.CartLineSet;
import dev.millrace.avro.customers.CheckoutCompleted;
import dev.millrace.customers.cart.CartLine;

/** Carts from their published events alone, for audits. */
public final class CustomersLedger {

  private CustomersLedger() {}

  /**
   * The cart that events lead to.
   *
   * @param events of one cart, from its first on, in the order of the topic
   * @throws IllegalArgumentException if there is none, or one is newer than this version
   */
  public static Cart fold(Iterable<CartEvent> events) {
    Cart cart = null;
    for (CartEvent record : events) {
      var before = CartAvro.cart(record.getCartId(), cart);
      var after = before.evolve(event(record), record.getCustomerId(), record.getAt());
      cart = CartAvro.view(after, record.getCustomerId(), record.getAt());
    }
    if (cart == null) {
      throw new IllegalArgumentException("a cart begins with an event");
    }
    return cart;
  }

  private static dev.millrace.customers.cart.CartEvent event(CartEvent record) {
    return switch (record.getType()) {
      case "cartLineSet" -> lineSet(record.getCartLineSet());
      case "cartLineRemoved" ->
          new dev.millrace.customers.cart.CartEvent.CartLineRemoved(
              record.getCartLineRemoved().getLineId());
      case "checkoutCompleted" -> checkoutCompleted(record.getCheckoutCompleted());
      default ->
          throw new IllegalArgumentException(
              "event %s of type %s is not known here"
                  .formatted(record.getEventId(), record.getType()));
    };
  }

  private static dev.millrace.customers.cart.CartEvent lineSet(CartLineSet set) {
    return new dev.millrace.customers.cart.CartEvent.CartLineSet(line(set.getLine()));
  }

  private static dev.millrace.customers.cart.CartEvent checkoutCompleted(CheckoutCompleted e) {
    return new dev.millrace.customers.cart.CartEvent.CheckoutCompleted(
        e.getOrderId(),
        e.getCartGeneration(),
        e.getCheckoutCommandId(),
        e.getRemaining().stream().map(CustomersLedger::line).toList());
  }

  private static CartLine line(dev.millrace.avro.customers.CartLine line) {
    return new CartLine(line.getLineId(), line.getSku(), line.getSellerId(), line.getQuantity());
  }
}
