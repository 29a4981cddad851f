package dev.millrace.orders.order;

import org.jspecify.annotations.Nullable;

/**
 * A named refusal with what a person needs to know.
 *
 * @param pointer what it is about: a line, an order id
 * @param requested units or amount asked for
 * @param available units or amount there is
 */
public record Refusal(
    OrderRejection name,
    String detail,
    @Nullable String pointer,
    @Nullable Long requested,
    @Nullable Long available) {

  /** One that concerns the whole request. */
  public static Refusal of(OrderRejection name, String detail) {
    return new Refusal(name, detail, null, null, null);
  }

  /** One that concerns one thing. */
  public static Refusal about(OrderRejection name, String pointer, String detail) {
    return new Refusal(name, detail, pointer, null, null);
  }
}
