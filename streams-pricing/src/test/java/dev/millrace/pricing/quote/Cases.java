package dev.millrace.pricing.quote;

import dev.millrace.kit.decide.Decision;
import dev.millrace.pricing.offer.Offer;
import dev.millrace.pricing.quote.QuoteRequest.Destination;
import dev.millrace.pricing.quote.QuoteRequest.OfferKey;
import dev.millrace.schemas.money.Money;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Requests, offers and rules that the quote tests share. */
final class Cases {

  static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
  static final QuoteTerms TERMS = new QuoteTerms(Duration.ofMinutes(15), RoundingMode.HALF_EVEN);
  static final String SELLER = "sel_platform";

  static final List<TaxRule> TAXES =
      List.of(
          new TaxRule(TaxRule.NONE, 1, LONG_AGO, 0, false, "none"),
          new TaxRule("tax:US-CA", 1, LONG_AGO, 72_500, false, "7.25 %"),
          new TaxRule("tax:DE", 1, LONG_AGO, 160_000, true, "16 %"),
          new TaxRule("tax:DE", 2, Instant.parse("2021-01-01T00:00:00Z"), 190_000, true, "19 %"),
          new TaxRule("tax:DE", 3, Instant.parse("2030-01-01T00:00:00Z"), 210_000, true, "21 %"),
          new TaxRule("tax:JP", 1, LONG_AGO, 100_000, true, "10 %"),
          new TaxRule("tax:KW", 1, LONG_AGO, 50_000, true, "5 %"));

  static final List<ShippingRule> SHIPPING =
      List.of(
          shipping("shipping:standard:US:USD", 599, 5_000),
          shipping("shipping:standard:*:USD", 1_198, ShippingRule.NEVER_FREE),
          shipping("shipping:standard:DE:EUR", 499, 5_000),
          shipping("shipping:standard:JP:JPY", 605, 5_000),
          shipping("shipping:standard:*:KWD", 1_510, 15_000),
          shipping("shipping:express:US:USD", 1_499, ShippingRule.NEVER_FREE),
          shipping("shipping:pickup:*:*", 0, 0));

  static final PriceRules RULES = new PriceRules(TAXES, SHIPPING, List.of());

  private Cases() {}

  static ShippingRule shipping(String ruleId, long priceMinor, long freeFromMinor) {
    return new ShippingRule(ruleId, 1, LONG_AGO, priceMinor, freeFromMinor, ruleId);
  }

  static QuoteRequest.Line line(String sku, int quantity) {
    return new QuoteRequest.Line("lin_" + sku, sku, SELLER, quantity);
  }

  static Destination to(String country) {
    return new Destination(country, null);
  }

  static Destination california() {
    return new Destination("US", "CA");
  }

  static QuoteRequest request(Destination destination, String option, QuoteRequest.Line... lines) {
    return new QuoteRequest("quo_1", "cus_1", "crt_1", 0, List.of(lines), destination, option);
  }

  static Map.Entry<OfferKey, Offer> offer(String sku, long minorUnits, String currency) {
    return Map.entry(
        new OfferKey(sku, SELLER),
        new Offer(SELLER, new Money(minorUnits, currency), null, null, null, 1));
  }

  @SafeVarargs
  static Map<OfferKey, Offer> offers(Map.Entry<OfferKey, Offer>... offers) {
    return Map.ofEntries(offers);
  }

  static Decision<QuoteEvent, QuoteRejection> decide(
      QuoteRequest request, Map<OfferKey, Offer> offers) {
    return QuoteDecider.decide(request, offers, RULES, TERMS, NOW);
  }

  static PricedQuote quote(QuoteRequest request, Map<OfferKey, Offer> offers) {
    return issued(decide(request, offers));
  }

  static PricedQuote issued(Decision<QuoteEvent, QuoteRejection> decision) {
    return switch (decision) {
      case Decision.Accepted<QuoteEvent, QuoteRejection>(var events) ->
          switch (events.getFirst()) {
            case QuoteEvent.QuoteIssued(var quote) -> quote;
          };
      case Decision.Rejected<QuoteEvent, QuoteRejection>(var rejection) ->
          throw new AssertionError("expected a quote, but it was refused: " + rejection);
    };
  }

  static QuoteRejection rejection(Decision<QuoteEvent, QuoteRejection> decision) {
    return switch (decision) {
      case Decision.Accepted<QuoteEvent, QuoteRejection>(var events) ->
          throw new AssertionError("expected a refusal, but it was priced: " + events);
      case Decision.Rejected<QuoteEvent, QuoteRejection>(var rejection) -> rejection;
    };
  }
}
