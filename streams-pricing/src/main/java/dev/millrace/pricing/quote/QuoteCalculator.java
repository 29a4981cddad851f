package dev.millrace.pricing.quote;

import dev.millrace.pricing.offer.Offer;
import dev.millrace.pricing.quote.QuoteRequest.OfferKey;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The arithmetic of a quote. Only a line's tax and the shipping tax are ever rounded; everything
 * else is a sum of whole minor units, so lines cannot fail to add up to the total.
 */
final class QuoteCalculator {

  private static final int PPM_DIGITS = 6;

  /** The rules that apply to one request at one time. */
  record RulesInForce(
      TaxRule tax,
      ShippingRule shipping,
      List<DiscountRule> discounts,
      Optional<CouponRule> coupon) {

    /** The coupon takes off what the others leave. */
    List<DiscountRule> all() {
      List<DiscountRule> all = new ArrayList<>(discounts);
      coupon.ifPresent(all::add);
      return all;
    }
  }

  private QuoteCalculator() {}

  /**
   * Prices a request that the decider found nothing wrong with.
   *
   * @param offers has one for each line, all in {@code currency}
   */
  static PricedQuote calculate(
      QuoteRequest request,
      String currency,
      Map<OfferKey, Offer> offers,
      RulesInForce rules,
      QuoteTerms terms,
      Instant now) {
    List<PricedQuote.Line> lines = new ArrayList<>(request.lines().size());
    long subtotal = 0;
    long discount = 0;
    long tax = 0;
    for (QuoteRequest.Line asked : request.lines()) {
      Offer offer = Objects.requireNonNull(offers.get(asked.offerKey()), "offer of each line");
      PricedQuote.Line line = line(asked, offer, rules, terms.rounding());
      lines.add(line);
      subtotal += line.subtotalMinor();
      discount += line.discountMinor();
      tax += line.taxMinor();
    }
    TaxRule taxRule = rules.tax();
    ShippingRule shippingRule = rules.shipping();
    long shipping = shippingRule.priceFor(subtotal - discount);
    long shippingTax =
        taxRule.taxesShipping() ? tax(shipping, taxRule.ratePpm(), terms.rounding()) : 0;
    return new PricedQuote(
        request,
        currency,
        lines,
        shipping,
        shippingTax,
        List.of(
            new RulePart(
                shippingRule.ruleId(),
                shippingRule.version(),
                shipping,
                shippingRule.description()),
            taxPart(taxRule, shippingTax)),
        subtotal,
        discount,
        tax + shippingTax,
        subtotal - discount + tax + shipping + shippingTax,
        terms.rounding(),
        now,
        now.plus(terms.validity()),
        rules.coupon().map(PricedQuote.Coupon::of).orElse(null));
  }

  private static PricedQuote.Line line(
      QuoteRequest.Line asked, Offer offer, RulesInForce rules, RoundingMode rounding) {
    long unitPrice = offer.price().minorUnits();
    long subtotal = Math.multiplyExact(unitPrice, (long) asked.quantity());
    List<RulePart> parts = new ArrayList<>();
    parts.add(new RulePart("offer", offer.version(), subtotal, "Price of the seller"));
    long left = subtotal;
    for (DiscountRule rule : rules.all()) {
      long off = Math.clamp(rule.discountMinor(asked, left), 0, left);
      if (off > 0) {
        parts.add(new RulePart(rule.ruleId(), rule.version(), -off, rule.description()));
        left -= off;
      }
    }
    long tax = tax(left, rules.tax().ratePpm(), rounding);
    parts.add(taxPart(rules.tax(), tax));
    return new PricedQuote.Line(
        asked, unitPrice, subtotal, subtotal - left, tax, left + tax, parts);
  }

  private static RulePart taxPart(TaxRule rule, long amountMinor) {
    return new RulePart(rule.ruleId(), rule.version(), amountMinor, rule.description());
  }

  static long tax(long netMinor, int ratePpm, RoundingMode rounding) {
    return BigDecimal.valueOf(netMinor)
        .multiply(BigDecimal.valueOf(ratePpm))
        .movePointLeft(PPM_DIGITS)
        .setScale(0, rounding)
        .longValueExact();
  }
}
