package dev.millrace.pricing.offer;

import dev.millrace.schemas.money.Money;
import java.util.Locale;

/** Why an offer is refused; checked in this order. */
public enum OfferRejection {
  VERSION_CONFLICT("The SKU's offers have changed since the version that was expected."),
  UNKNOWN_CURRENCY("The currency is no ISO 4217 code that one can pay with."),
  PRICE_NEGATIVE("A price is not negative."),
  PRICE_TOO_LARGE("A price has at most " + Money.MINOR_UNITS_MAX + " minor units."),
  LIST_PRICE_CURRENCY_DIFFERS("The list price is in the currency of the price."),
  VALIDITY_EMPTY("An offer begins before it ends."),
  TOO_MANY_SELLERS("A SKU has at most " + SkuOffers.SELLERS_MAX + " sellers.");

  private final String detail;

  OfferRejection(String detail) {
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
