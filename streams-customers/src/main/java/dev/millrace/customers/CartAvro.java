package dev.millrace.customers;

import dev.millrace.customers.cart.Cart;
import dev.millrace.customers.cart.CartCommand;
import dev.millrace.customers.cart.CartEvent;
import dev.millrace.customers.cart.CartLine;
import dev.millrace.customers.cart.PastCheckout;
import dev.millrace.schemas.id.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Carts between Avro and the domain. */
final class CartAvro {

  private CartAvro() {}

  /** The request in the record; empty when the record is malformed. */
  static Optional<CartCommand> command(
      @Nullable String key, dev.millrace.avro.customers.CartCommand record) {
    if (!record.getCartId().equals(key)
        || !Ids.isId(record.getCartId())
        || !Ids.isId(record.getCommandId())
        || !Ids.isId(record.getCustomerId())) {
      return Optional.empty();
    }
    List<CartCommand> set = new ArrayList<>(1);
    if (record.getAddItem() != null) {
      var add = record.getAddItem();
      set.add(new CartCommand.AddItem(add.getSku(), add.getSellerId(), add.getQuantity()));
    }
    if (record.getChangeQuantity() != null) {
      var change = record.getChangeQuantity();
      set.add(new CartCommand.ChangeQuantity(change.getLineId(), change.getQuantity()));
    }
    if (record.getRemoveItem() != null) {
      set.add(new CartCommand.RemoveItem(record.getRemoveItem().getLineId()));
    }
    if (record.getCompleteCheckout() != null) {
      set.add(completeCheckout(record.getCompleteCheckout()));
    }
    return set.size() == 1 && isWellFormed(set.getFirst())
        ? Optional.of(set.getFirst())
        : Optional.empty();
  }

  static Cart cart(String cartId, dev.millrace.avro.customers.@Nullable Cart stored) {
    if (stored == null) {
      return Cart.untouched(cartId);
    }
    return new Cart(
        stored.getCartId(),
        stored.getCustomerId(),
        stored.getVersion(),
        stored.getGeneration(),
        stored.getAt(),
        stored.getLines().stream()
            .map(
                line ->
                    new CartLine(
                        line.getLineId(), line.getSku(), line.getSellerId(), line.getQuantity()))
            .toList(),
        stored.getPastCheckouts().stream()
            .map(past -> new PastCheckout(past.getCommandId(), past.getOrderId(), past.getAt()))
            .toList());
  }

  /** The cart as readers see it; {@code owner} and {@code at} fill what an untouched one lacks. */
  static dev.millrace.avro.customers.Cart view(Cart cart, String owner, Instant at) {
    return new dev.millrace.avro.customers.Cart(
        cart.cartId(),
        cart.customerId() == null ? owner : cart.customerId(),
        cart.version(),
        cart.generation(),
        cart.latestAt() == null ? at : cart.latestAt(),
        lines(cart.lines()),
        cart.pastCheckouts().stream()
            .map(
                past ->
                    new dev.millrace.avro.customers.PastCheckout(
                        past.commandId(), past.orderId(), past.at()))
            .toList());
  }

  /** The fact as data teams read it. {@code after} is the cart with the event applied. */
  static dev.millrace.avro.customers.CartEvent event(
      CartEvent event, Cart after, dev.millrace.avro.customers.CartCommand command, Instant at) {
    var record =
        dev.millrace.avro.customers.CartEvent.newBuilder()
            .setEventId(after.cartId() + "-" + after.version())
            .setCartId(after.cartId())
            .setCustomerId(command.getCustomerId())
            .setSequence(after.version())
            .setAt(at)
            .setCommandId(command.getCommandId())
            .setActor(command.getActor());
    switch (event) {
      case CartEvent.CartLineSet set ->
          record
              .setType("cartLineSet")
              .setCartLineSet(new dev.millrace.avro.customers.CartLineSet(line(set.line())));
      case CartEvent.CartLineRemoved removed ->
          record
              .setType("cartLineRemoved")
              .setCartLineRemoved(
                  new dev.millrace.avro.customers.CartLineRemoved(removed.lineId()));
      case CartEvent.CheckoutCompleted completed ->
          record
              .setType("checkoutCompleted")
              .setCheckoutCompleted(
                  new dev.millrace.avro.customers.CheckoutCompleted(
                      completed.orderId(),
                      completed.cartGeneration(),
                      completed.checkoutCommandId(),
                      lines(completed.remaining())));
    }
    return record.build();
  }

  private static CartCommand completeCheckout(
      dev.millrace.avro.customers.CompleteCheckout checkout) {
    return new CartCommand.CompleteCheckout(
        checkout.getOrderId(),
        checkout.getCartGeneration(),
        checkout.getCheckoutCommandId(),
        checkout.getItems().stream()
            .map(item -> new CartCommand.OrderedItem(item.getLineId(), item.getQuantity()))
            .toList());
  }

  private static boolean isWellFormed(CartCommand command) {
    return switch (command) {
      case CartCommand.AddItem add -> Ids.isId(add.sku()) && Ids.isId(add.sellerId());
      case CartCommand.ChangeQuantity change -> Ids.isId(change.lineId());
      case CartCommand.RemoveItem remove -> Ids.isId(remove.lineId());
      case CartCommand.CompleteCheckout checkout ->
          Ids.isId(checkout.orderId())
              && Ids.isId(checkout.checkoutCommandId())
              && checkout.items().size() <= Cart.LINES_MAX
              && checkout.items().stream()
                  .allMatch(item -> Ids.isId(item.lineId()) && item.quantity() > 0);
    };
  }

  private static List<dev.millrace.avro.customers.CartLine> lines(List<CartLine> lines) {
    return lines.stream().map(CartAvro::line).toList();
  }

  private static dev.millrace.avro.customers.CartLine line(CartLine line) {
    return new dev.millrace.avro.customers.CartLine(
        line.lineId(), line.sku(), line.sellerId(), line.quantity());
  }
}
