package dev.millrace.customers.cart;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A cart.
 *
 * @param customerId its owner; null until its first event
 * @param version sequence of the latest event
 * @param generation how often it has been ordered
 * @param latestAt when it last changed; null until its first event
 * @param lines in the order in which they came
 * @param pastCheckouts the latest confirmed ones, newest last
 */
public record Cart(
    String cartId,
    @Nullable String customerId,
    long version,
    long generation,
    @Nullable Instant latestAt,
    List<CartLine> lines,
    List<PastCheckout> pastCheckouts) {

  /** More lines than anyone checks out at once; bounds state, events and quotes. */
  public static final int LINES_MAX = 100;

  /** More units of one line than anyone orders at once. */
  public static final int LINE_QUANTITY_MAX = 10_000;

  /** How many confirmed checkouts a cart remembers. */
  public static final int PAST_CHECKOUTS_MAX = 32;

  public Cart {
    lines = List.copyOf(lines);
    pastCheckouts = List.copyOf(pastCheckouts);
  }

  /** A cart that nothing has happened to. */
  public static Cart untouched(String cartId) {
    return new Cart(cartId, null, 0, 0, null, List.of(), List.of());
  }

  /** The line of this id. */
  public Optional<CartLine> line(String lineId) {
    return lines.stream().filter(line -> line.lineId().equals(lineId)).findFirst();
  }

  /** Whether the cart still knows that this order was taken out of it. */
  public boolean hasCheckedOut(String orderId) {
    return pastCheckouts.stream().anyMatch(past -> past.orderId().equals(orderId));
  }

  /** The cart after an event; {@code owner} is the customer whose command caused it. */
  public Cart evolve(CartEvent event, String owner, Instant at) {
    return switch (event) {
      case CartEvent.CartLineSet set ->
          new Cart(cartId, owner, version + 1, generation, at, withLine(set.line()), pastCheckouts);
      case CartEvent.CartLineRemoved removed ->
          new Cart(
              cartId,
              owner,
              version + 1,
              generation,
              at,
              lines.stream().filter(line -> !line.lineId().equals(removed.lineId())).toList(),
              pastCheckouts);
      case CartEvent.CheckoutCompleted completed ->
          new Cart(
              cartId,
              owner,
              version + 1,
              completed.cartGeneration(),
              at,
              completed.remaining(),
              withCheckout(
                  new PastCheckout(completed.checkoutCommandId(), completed.orderId(), at)));
    };
  }

  private List<CartLine> withLine(CartLine changed) {
    List<CartLine> after = new ArrayList<>(lines);
    for (int i = 0; i < after.size(); i++) {
      if (after.get(i).lineId().equals(changed.lineId())) {
        after.set(i, changed);
        return after;
      }
    }
    after.add(changed);
    return after;
  }

  private List<PastCheckout> withCheckout(PastCheckout latest) {
    List<PastCheckout> after = new ArrayList<>(pastCheckouts);
    after.add(latest);
    int surplus = Math.max(0, after.size() - PAST_CHECKOUTS_MAX);
    return after.subList(surplus, after.size());
  }
}
