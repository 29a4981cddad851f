package dev.millrace.pricing.quote;

import java.math.RoundingMode;
import java.time.Duration;

/**
 * What holds for every quote.
 *
 * @param validity how long a price stands
 * @param rounding how a line's tax becomes whole minor units
 */
public record QuoteTerms(Duration validity, RoundingMode rounding) {}
