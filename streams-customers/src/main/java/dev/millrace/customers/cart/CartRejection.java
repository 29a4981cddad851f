package dev.millrace.customers.cart;

import java.util.Locale;

/** Why a cart refuses a command; checked in this order. */
public enum CartRejection {
  NOT_CART_OWNER("The cart belongs to someone else."),
  VERSION_CONFLICT("The cart has changed since the version that was expected."),
  QUANTITY_TOO_SMALL("A line holds at least 1 unit."),
  LINE_NOT_FOUND("The cart has no such line."),
  QUANTITY_TOO_LARGE("A line holds at most " + Cart.LINE_QUANTITY_MAX + " units."),
  CART_FULL("A cart holds at most " + Cart.LINES_MAX + " lines."),
  GENERATION_UNKNOWN("The cart has not reached the generation that was ordered.");

  private final String detail;

  CartRejection(String detail) {
    this.detail = detail;
  }

  /** The stable name that callers see. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** For people. */
  public String detail() {
    return detail;
  }
}
