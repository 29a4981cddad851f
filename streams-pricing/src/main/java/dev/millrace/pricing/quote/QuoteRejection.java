package dev.millrace.pricing.quote;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why there is no price.
 *
 * @param problems what is wrong, item by item; empty when it concerns the whole
 */
public record QuoteRejection(Reason reason, List<Problem> problems) {

  public QuoteRejection {
    problems = List.copyOf(problems);
  }

  /** The broken rule; checked in this order. */
  public enum Reason {
    CART_EMPTY("There is nothing to price."),
    TOO_MANY_LINES("A quote has at most " + QuoteRequest.LINES_MAX + " lines."),
    DUPLICATE_LINE("Two lines have the same id."),
    QUANTITY_TOO_SMALL("A line holds at least 1 unit."),
    QUANTITY_TOO_LARGE("A line holds at most " + QuoteRequest.LINE_QUANTITY_MAX + " units."),
    OFFER_NOT_FOUND("The seller does not offer this SKU."),
    OFFER_NOT_VALID("The seller does not offer this SKU at this time."),
    MIXED_CURRENCIES("All lines of a quote are priced in one currency."),
    COUPON_UNKNOWN("There is no such coupon at this time."),
    UNKNOWN_SHIPPING_OPTION("There is no such shipping option."),
    DESTINATION_NOT_SERVED("The shipping option does not reach this destination in this currency."),
    AMOUNT_TOO_LARGE("The amount is larger than can be paid at once.");

    private final String detail;

    Reason(String detail) {
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

  /**
   * One thing that is wrong.
   *
   * @param pointer the SKU or line it is about
   * @param requested what was asked for, where it is a number
   * @param available what there could be, where it is a number
   */
  public record Problem(
      String pointer, String detail, @Nullable Long requested, @Nullable Long available) {}
}
