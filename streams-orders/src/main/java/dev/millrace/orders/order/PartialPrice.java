package dev.millrace.orders.order;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The price of fewer units than were quoted. Each line keeps its units' share of what was quoted,
 * so what is asked for and what would have been given back for the missing units add up to the
 * quote. Shipping stays: a parcel goes out all the same.
 */
final class PartialPrice {

  private PartialPrice() {}

  /** The quote without the units that are missing; lines of which nothing is left fall away. */
  static Placement.Quote of(Placement.Quote quote, List<UnitsShort> missing) {
    List<Placement.Line> lines = new ArrayList<>();
    long subtotalMinor = quote.subtotalMinor();
    long discountMinor = quote.discountMinor();
    long taxMinor = quote.taxMinor();
    long totalMinor = quote.totalMinor();
    for (Placement.Line line : quote.lines()) {
      Placement.Line left = ofUnits(line, unitsLeft(line, missing));
      subtotalMinor -= line.subtotalMinor() - left.subtotalMinor();
      discountMinor -= line.discountMinor() - left.discountMinor();
      taxMinor -= line.taxMinor() - left.taxMinor();
      totalMinor -= line.totalMinor() - left.totalMinor();
      if (left.quantity() > 0) {
        lines.add(left);
      }
    }
    return new Placement.Quote(
        quote.quoteId(),
        quote.customerId(),
        quote.cartId(),
        quote.cartGeneration(),
        quote.currency(),
        lines,
        quote.shippingOptionId(),
        quote.shippingMinor(),
        quote.shippingTaxMinor(),
        quote.shippingRules(),
        subtotalMinor,
        discountMinor,
        taxMinor,
        totalMinor,
        quote.roundingMode(),
        quote.roundingLevel(),
        quote.country(),
        quote.region(),
        quote.issuedAt(),
        quote.expiresAt(),
        "",
        quote.coupon());
  }

  private static int unitsLeft(Placement.Line line, List<UnitsShort> missing) {
    Optional<UnitsShort> found =
        missing.stream().filter(one -> one.lineId().equals(line.lineId())).findFirst();
    return found.map(UnitsShort::allocated).orElse(line.quantity());
  }

  /** Shares of running sums, so that the parts of a line still add up to its total. */
  private static Placement.Line ofUnits(Placement.Line line, int units) {
    if (units == line.quantity()) {
      return line;
    }
    long subtotalMinor = share(line, units, line.subtotalMinor());
    long netMinor = share(line, units, line.subtotalMinor() - line.discountMinor());
    long totalMinor = share(line, units, line.totalMinor());
    List<Placement.Rule> rules = new ArrayList<>();
    long soFarMinor = 0;
    for (Placement.Rule rule : line.rules()) {
      long withMinor = soFarMinor + rule.amountMinor();
      rules.add(
          new Placement.Rule(
              rule.ruleId(),
              rule.version(),
              share(line, units, withMinor) - share(line, units, soFarMinor),
              rule.description()));
      soFarMinor = withMinor;
    }
    return new Placement.Line(
        line.lineId(),
        line.sku(),
        line.sellerId(),
        units,
        line.unitPriceMinor(),
        subtotalMinor,
        subtotalMinor - netMinor,
        totalMinor - netMinor,
        totalMinor,
        rules);
  }

  private static long share(Placement.Line line, int units, long amountMinor) {
    return BigInteger.valueOf(amountMinor)
        .multiply(BigInteger.valueOf(units))
        .divide(BigInteger.valueOf(line.quantity()))
        .longValueExact();
  }
}
