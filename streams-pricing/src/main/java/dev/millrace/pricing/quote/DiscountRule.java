package dev.millrace.pricing.quote;

/** Takes something off a line. Pure: the same line always gives the same discount. */
public interface DiscountRule {

  String ruleId();

  /** Changes whenever the rule would give another discount. */
  long version();

  /** For people. */
  String description();

  /**
   * What the rule takes off.
   *
   * @param leftMinor what is left of the line's subtotal after the rules before this one
   * @return not negative; more than is left counts as what is left
   */
  long discountMinor(QuoteRequest.Line line, long leftMinor);
}
