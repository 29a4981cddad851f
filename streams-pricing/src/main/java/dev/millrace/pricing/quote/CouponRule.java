package dev.millrace.pricing.quote;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a coupon takes off each line for whoever has its code. How often it was used is not
 * pricing's to know: the quote names the limits, and the order holds the uses.
 *
 * @param code in capitals
 * @param basisPoints of what is left of a line, in hundredths of a percent
 * @param maxRedemptions how often it may be used in all; null for no limit
 * @param maxPerCustomer how often by one customer; null for no limit
 */
public record CouponRule(
    String code,
    long version,
    Instant validFrom,
    int basisPoints,
    @Nullable Long maxRedemptions,
    @Nullable Long maxPerCustomer,
    String description)
    implements DiscountRule, VersionedRules.Rule {

  private static final String PREFIX = "coupon:";
  private static final int WHOLE = 10_000;

  public CouponRule {
    if (!code.matches("[A-Z0-9-]{3,40}")) {
      throw new IllegalArgumentException("a code has 3 to 40 capitals, digits and dashes: " + code);
    }
    if (basisPoints < 1 || basisPoints > WHOLE) {
      throw new IllegalArgumentException("not from 1 to " + WHOLE + ": " + basisPoints);
    }
    if (isNoLimit(maxRedemptions) || isNoLimit(maxPerCustomer)) {
      throw new IllegalArgumentException("a limit is at least 1");
    }
  }

  private static boolean isNoLimit(@Nullable Long limit) {
    return limit != null && limit < 1;
  }

  /** A code however it was typed. */
  static String idOf(String typed) {
    return PREFIX + typed.strip().toUpperCase(Locale.ROOT);
  }

  @Override
  public String ruleId() {
    return PREFIX + code;
  }

  /** Rounded down: a shopper never pays less than the coupon says. */
  @Override
  public long discountMinor(QuoteRequest.Line line, long leftMinor) {
    return BigDecimal.valueOf(leftMinor)
        .multiply(BigDecimal.valueOf(basisPoints))
        .divide(BigDecimal.valueOf(WHOLE), 0, RoundingMode.DOWN)
        .longValueExact();
  }
}
