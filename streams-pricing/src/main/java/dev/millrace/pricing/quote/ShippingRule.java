package dev.millrace.pricing.quote;

import dev.millrace.schemas.money.Money;
import java.time.Instant;

/**
 * What a shipping option costs.
 *
 * @param ruleId {@code shipping:<option>:<country>:<currency>}, where * stands for any
 * @param freeFromMinor goods of this value ship free; {@link #NEVER_FREE} if none do
 */
public record ShippingRule(
    String ruleId,
    long version,
    Instant validFrom,
    long priceMinor,
    long freeFromMinor,
    String description)
    implements VersionedRules.Rule {

  /** Larger than any amount that can be paid. */
  public static final long NEVER_FREE = Long.MAX_VALUE;

  public ShippingRule {
    if (!ruleId.matches("shipping:[a-z0-9-]{1,32}:([A-Z]{2}|\\*):([A-Z]{3}|\\*)")) {
      throw new IllegalArgumentException("not shipping:<option>:<country>:<currency>: " + ruleId);
    }
    if (priceMinor < 0 || priceMinor > Money.MINOR_UNITS_MAX || freeFromMinor < 0) {
      throw new IllegalArgumentException("shipping prices are bounded and not negative: " + ruleId);
    }
    if (ruleId.endsWith(":*") && priceMinor != 0) {
      throw new IllegalArgumentException("a price needs a currency: " + ruleId);
    }
  }

  String option() {
    return ruleId.split(":", -1)[1];
  }

  /** The price of shipping goods of that value. */
  long priceFor(long goodsMinor) {
    return goodsMinor >= freeFromMinor ? 0 : priceMinor;
  }
}
