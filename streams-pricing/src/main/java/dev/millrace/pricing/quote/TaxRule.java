package dev.millrace.pricing.quote;

import java.time.Instant;

/**
 * The tax of a destination, added to the price.
 *
 * @param ruleId {@code tax:<country>} or {@code tax:<country>-<region>}, or {@link #NONE}
 * @param ratePpm millionths of the price: 72 500 is 7.25 %
 * @param taxesShipping whether shipping is taxed like goods
 */
public record TaxRule(
    String ruleId,
    long version,
    Instant validFrom,
    int ratePpm,
    boolean taxesShipping,
    String description)
    implements VersionedRules.Rule {

  /** The rule of destinations that have none of their own. */
  public static final String NONE = "tax:none";

  /** A rate of one whole. */
  static final int PPM = 1_000_000;

  public TaxRule {
    if (ratePpm < 0 || ratePpm > PPM) {
      throw new IllegalArgumentException("a tax rate is 0 to " + PPM + " ppm: " + ruleId);
    }
  }
}
