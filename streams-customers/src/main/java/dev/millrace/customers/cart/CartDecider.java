package dev.millrace.customers.cart;

import dev.millrace.customers.cart.CartCommand.AddItem;
import dev.millrace.customers.cart.CartCommand.ChangeQuantity;
import dev.millrace.customers.cart.CartCommand.CompleteCheckout;
import dev.millrace.customers.cart.CartCommand.OrderedItem;
import dev.millrace.customers.cart.CartCommand.RemoveItem;
import dev.millrace.customers.cart.CartEvent.CartLineRemoved;
import dev.millrace.customers.cart.CartEvent.CartLineSet;
import dev.millrace.customers.cart.CartEvent.CheckoutCompleted;
import dev.millrace.kit.decide.Decision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one command does to one cart. */
public final class CartDecider {

  private CartDecider() {}

  /**
   * Decides a command.
   *
   * @param customerId who the cart must belong to; an untouched cart takes any owner
   * @param expectedVersion refuses a shopper's command unless the cart is there; null accepts any
   */
  public static Decision<CartEvent, CartRejection> decide(
      Cart cart, CartCommand command, String customerId, @Nullable Long expectedVersion) {
    if (cart.customerId() != null && !cart.customerId().equals(customerId)) {
      return Decision.reject(CartRejection.NOT_CART_OWNER);
    }
    if (command instanceof CompleteCheckout checkout) {
      // The order is a fact by now: no version that a shopper had in mind can stop it.
      return completeCheckout(cart, checkout);
    }
    if (expectedVersion != null && expectedVersion != cart.version()) {
      return Decision.reject(CartRejection.VERSION_CONFLICT);
    }
    return switch (command) {
      case AddItem add -> addItem(cart, add);
      case ChangeQuantity change -> changeQuantity(cart, change);
      case RemoveItem remove -> removeItem(cart, remove);
      case CompleteCheckout checkout -> completeCheckout(cart, checkout);
    };
  }

  private static Decision<CartEvent, CartRejection> addItem(Cart cart, AddItem add) {
    if (add.quantity() < 1) {
      return Decision.reject(CartRejection.QUANTITY_TOO_SMALL);
    }
    String lineId = CartLine.idOf(cart.cartId(), add.sku(), add.sellerId());
    Optional<CartLine> present = cart.line(lineId);
    long units = present.map(CartLine::quantity).orElse(0) + (long) add.quantity();
    if (units > Cart.LINE_QUANTITY_MAX) {
      return Decision.reject(CartRejection.QUANTITY_TOO_LARGE);
    }
    if (present.isEmpty() && cart.lines().size() >= Cart.LINES_MAX) {
      return Decision.reject(CartRejection.CART_FULL);
    }
    return Decision.accept(
        new CartLineSet(new CartLine(lineId, add.sku(), add.sellerId(), (int) units)));
  }

  private static Decision<CartEvent, CartRejection> changeQuantity(
      Cart cart, ChangeQuantity change) {
    if (change.quantity() < 1) {
      return Decision.reject(CartRejection.QUANTITY_TOO_SMALL);
    }
    Optional<CartLine> present = cart.line(change.lineId());
    if (present.isEmpty()) {
      return Decision.reject(CartRejection.LINE_NOT_FOUND);
    }
    if (change.quantity() > Cart.LINE_QUANTITY_MAX) {
      return Decision.reject(CartRejection.QUANTITY_TOO_LARGE);
    }
    if (present.get().quantity() == change.quantity()) {
      return Decision.accept(List.of());
    }
    return Decision.accept(new CartLineSet(present.get().withQuantity(change.quantity())));
  }

  private static Decision<CartEvent, CartRejection> removeItem(Cart cart, RemoveItem remove) {
    return cart.line(remove.lineId()).isPresent()
        ? Decision.accept(new CartLineRemoved(remove.lineId()))
        : Decision.reject(CartRejection.LINE_NOT_FOUND);
  }

  /** Only the generation that was ordered can be completed, so a repeated order takes nothing. */
  private static Decision<CartEvent, CartRejection> completeCheckout(
      Cart cart, CompleteCheckout checkout) {
    if (cart.hasCheckedOut(checkout.orderId()) || checkout.cartGeneration() < cart.generation()) {
      return Decision.accept(List.of());
    }
    if (checkout.cartGeneration() > cart.generation()) {
      return Decision.reject(CartRejection.GENERATION_UNKNOWN);
    }
    return Decision.accept(
        new CheckoutCompleted(
            checkout.orderId(),
            cart.generation() + 1,
            checkout.checkoutCommandId(),
            remaining(cart, checkout.items())));
  }

  /** What was added after the order was placed stays. */
  private static List<CartLine> remaining(Cart cart, List<OrderedItem> items) {
    Map<String, Long> ordered = new HashMap<>();
    items.forEach(item -> ordered.merge(item.lineId(), (long) item.quantity(), Long::sum));
    List<CartLine> remaining = new ArrayList<>();
    for (CartLine line : cart.lines()) {
      long left = line.quantity() - ordered.getOrDefault(line.lineId(), 0L);
      if (left > 0) {
        remaining.add(line.withQuantity((int) left));
      }
    }
    return remaining;
  }
}
