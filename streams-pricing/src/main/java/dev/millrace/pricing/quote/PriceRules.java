package dev.millrace.pricing.quote;

import dev.millrace.pricing.quote.QuoteRequest.Destination;
import dev.millrace.pricing.quote.VersionedRules.RuleVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every rule that makes a price, with the wordings it ever had. Immutable. */
public final class PriceRules {

  private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

  private final VersionedRules<TaxRule> taxes;
  private final VersionedRules<ShippingRule> shipping;
  private final List<DiscountRule> discounts;
  private final VersionedRules<CouponRule> coupons;
  private final Set<String> shippingOptions;

  /**
   * @param taxes must have a rule {@link TaxRule#NONE}
   * @param discounts applied to each line in this order
   */
  public PriceRules(
      Collection<TaxRule> taxes, Collection<ShippingRule> shipping, List<DiscountRule> discounts) {
    this(taxes, shipping, discounts, List.of());
  }

  /**
   * @param coupons for whoever has their codes; applied after the discounts
   */
  public PriceRules(
      Collection<TaxRule> taxes,
      Collection<ShippingRule> shipping,
      List<DiscountRule> discounts,
      Collection<CouponRule> coupons) {
    this(
        new VersionedRules<>(taxes),
        new VersionedRules<>(shipping),
        discounts,
        new VersionedRules<>(coupons));
    if (taxes.stream().noneMatch(rule -> rule.ruleId().equals(TaxRule.NONE))) {
      throw new IllegalArgumentException("the rule " + TaxRule.NONE + " is missing");
    }
  }

  private PriceRules(
      VersionedRules<TaxRule> taxes,
      VersionedRules<ShippingRule> shipping,
      List<DiscountRule> discounts,
      VersionedRules<CouponRule> coupons) {
    this.taxes = taxes;
    this.shipping = shipping;
    this.discounts = List.copyOf(discounts);
    this.coupons = coupons;
    this.shippingOptions =
        shipping.all().stream().map(ShippingRule::option).collect(Collectors.toUnmodifiableSet());
  }

  /** These rules as a quote found them, for computing it again. */
  public PriceRules asRecordedOn(PricedQuote quote) {
    Set<RuleVersion> recorded = new HashSet<>();
    Stream.concat(
            quote.shippingRules().stream(),
            quote.lines().stream().flatMap(line -> line.rules().stream()))
        .forEach(part -> recorded.add(new RuleVersion(part.ruleId(), part.version())));
    return new PriceRules(
        taxes.only(recorded),
        shipping.only(recorded),
        discounts.stream()
            .filter(rule -> recorded.contains(new RuleVersion(rule.ruleId(), rule.version())))
            .toList(),
        coupons.only(recorded));
  }

  /** The coupon with this code, as it is at that time. */
  Optional<CouponRule> coupon(String code, Instant at) {
    return coupons.inForce(List.of(CouponRule.idOf(code)), at);
  }

  boolean hasShippingOption(String option) {
    return shippingOptions.contains(option);
  }

  /** The price of an option to a country; empty when it does not go there. */
  Optional<ShippingRule> shipping(String option, String country, String currency, Instant at) {
    if (!COUNTRIES.contains(country)) {
      return Optional.empty();
    }
    String prefix = "shipping:" + option + ":";
    return shipping.inForce(
        List.of(prefix + country + ":" + currency, prefix + "*:" + currency, prefix + "*:*"), at);
  }

  TaxRule tax(Destination destination, Instant at) {
    List<String> candidates = new ArrayList<>(3);
    String country = destination.country();
    String region = destination.region();
    if (region != null && !region.isBlank()) {
      // Addresses name regions both ways: CA and, as in ISO 3166-2, US-CA.
      String code = region.strip().toUpperCase(Locale.ROOT);
      String own = code.startsWith(country + "-") ? code : country + "-" + code;
      candidates.add("tax:" + own);
    }
    candidates.add("tax:" + country);
    candidates.add(TaxRule.NONE);
    return taxes
        .inForce(candidates, at)
        .orElseThrow(() -> new IllegalStateException("no tax rule is in force at " + at));
  }

  List<DiscountRule> discounts() {
    return discounts;
  }
}
