package dev.millrace.pricing.quote;

import dev.millrace.pricing.quote.QuoteRequest.Destination;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;

/**
 * The price of a cart, explained: the parts of a line's rules add up to its total, and the lines'
 * totals with shipping and its tax add up to the total. All amounts are minor units of the
 * currency.
 *
 * @param taxMinor the lines' taxes and the shipping tax
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
    Instant expiresAt) {

  public PricedQuote {
    lines = List.copyOf(lines);
    shippingRules = List.copyOf(shippingRules);
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
