package dev.millrace.orders.fraud;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the order itself does not know of its customer; it comes with the checkout.
 *
 * <p>How often a customer orders is known by the writer of the customer's cart: it is keyed by the
 * customer, hears of every confirmed order, and an order is placed from a cart that has heard of
 * all before it, because the cart's generation is part of the order's id. So no counter of its own
 * is needed beside it. Orders that staff place without a cart bring no such times.
 *
 * @param recentOrdersAt when the latest orders were confirmed
 * @param paymentCountry of the means of payment, if anybody knows it
 */
public record FraudFacts(List<Instant> recentOrdersAt, @Nullable String paymentCountry) {

  /** As many as a cart remembers. */
  public static final int RECENT_ORDERS_MAX = 32;

  /** Nothing is known. */
  public static final FraudFacts NONE = new FraudFacts(List.of(), null);

  public FraudFacts {
    recentOrdersAt = List.copyOf(recentOrdersAt);
  }

  /** Whether there is as little as anybody may send. */
  public boolean isBounded() {
    return recentOrdersAt.size() <= RECENT_ORDERS_MAX
        && (paymentCountry == null || paymentCountry.length() == 2);
  }
}
