package dev.millrace.pricing.quote;

import dev.millrace.pricing.quote.QuoteRequest.Destination;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The price of a cart, explained: the parts of a line's rules add up to its total, and the lines'
 * totals with shipping and its tax add up to the total. All amounts are minor units of the
 * currency.
 *
 * @param taxMinor the lines' taxes and the shipping tax
 * @param coupon null if there was none
 * @param rounding applied to each line and to shipping, never to sums
 */
public record PricedQuote(
    QuoteRequest request,
    String currency,
    List<Line> lines,
    long shippingMinor,
    long shippingTaxMinor,
    List<RulePart> shippingRules,
    long subtotalMinor,
    long discountMinor,
    long taxMinor,
    long totalMinor,
    RoundingMode rounding,
    Instant issuedAt,
    Instant expiresAt,
    @Nullable Coupon coupon) {

  public PricedQuote {
    lines = List.copyOf(lines);
    shippingRules = List.copyOf(shippingRules);
  }

  /**
   * The coupon that made it.
   *
   * @param maxRedemptions how often it may be used in all; null for no limit
   * @param maxPerCustomer how often by one customer; null for no limit
   */
  public record Coupon(String code, @Nullable Long maxRedemptions, @Nullable Long maxPerCustomer) {
    static Coupon of(CouponRule rule) {
      return new Coupon(rule.code(), rule.maxRedemptions(), rule.maxPerCustomer());
    }
  }

  /** Where the quote's goods go. */
  public Destination destination() {
    return request.destination();
  }

  /**
   * The price of one line.
   *
   * @param unitPriceMinor before tax
   * @param discountMinor what is taken off; not negative
   */
  public record Line(
      QuoteRequest.Line asked,
      long unitPriceMinor,
      long subtotalMinor,
      long discountMinor,
      long taxMinor,
      long totalMinor,
      List<RulePart> rules) {
    public Line {
      rules = List.copyOf(rules);
    }
  }
}
