package dev.millrace.pricing.quote;

import static dev.millrace.pricing.quote.Cases.LONG_AGO;
import static dev.millrace.pricing.quote.Cases.NOW;
import static dev.millrace.pricing.quote.Cases.SELLER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.pricing.offer.Offer;
import dev.millrace.pricing.quote.QuoteRequest.Destination;
import dev.millrace.pricing.quote.QuoteRequest.OfferKey;
import dev.millrace.schemas.money.Money;
import dev.millrace.testkit.Invariant;
import dev.millrace.testkit.SeededRun;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What holds for every quote, whatever is bought, in whatever currency, at whatever rates. */
class QuotePropertiesTest {

  private static final List<String> CURRENCIES = List.of("USD", "EUR", "JPY", "KWD");
  private static final List<String> COUNTRIES = List.of("US", "DE", "JP", "KW", "BR");
  private static final List<RoundingMode> ROUNDINGS =
      List.of(RoundingMode.HALF_EVEN, RoundingMode.HALF_UP, RoundingMode.DOWN, RoundingMode.UP);

  /** One cart with the rates of its day. */
  record Basket(
      String currency,
      String country,
      List<Item> items,
      int taxPpm,
      int discountPpm,
      long shippingMinor,
      RoundingMode rounding) {}

  record Item(long priceMinor, int quantity) {}

  /** The latest basket's quote, and the arguments it was made of. */
  private static final class Till {
    private Optional<Priced> latest = Optional.empty();

    void price(Basket basket) {
      latest = Optional.of(new Priced(basket, QuotePropertiesTest.price(basket)));
    }
  }

  private record Priced(Basket basket, PricedQuote quote) {}

  @Test
  void C18_linesAddUpAndAQuoteCanBeComputedAgain() {
    long steps =
        new SeededRun<>(
                Till::new,
                QuotePropertiesTest::basket,
                Till::price,
                List.of(
                    holds("LinesAddUpToTotal", QuotePropertiesTest::addsUp),
                    holds("RulesExplainEveryAmount", QuotePropertiesTest::explains),
                    holds("TaxIsWithinOneUnitOfExact", QuotePropertiesTest::taxIsRounded),
                    holds(
                        "SameInputsSameQuote",
                        priced -> price(priced.basket()).equals(priced.quote())),
                    holds(
                        "RecordedVersionsGiveTheSameQuoteAgain",
                        priced -> recomputed(priced).equals(priced.quote()))))
            .run(1, 40, 50);

    assertThat(steps).isPositive();
  }

  private static Invariant<Till> holds(String name, java.util.function.Predicate<Priced> property) {
    return Invariant.of(name, till -> till.latest.filter(property.negate()).map(Priced::toString));
  }

  private static boolean addsUp(Priced priced) {
    PricedQuote quote = priced.quote();
    long lines = 0;
    long subtotals = 0;
    long discounts = 0;
    long taxes = 0;
    for (PricedQuote.Line line : quote.lines()) {
      if (line.subtotalMinor() != line.unitPriceMinor() * line.asked().quantity()
          || line.totalMinor() != line.subtotalMinor() - line.discountMinor() + line.taxMinor()) {
        return false;
      }
      lines += line.totalMinor();
      subtotals += line.subtotalMinor();
      discounts += line.discountMinor();
      taxes += line.taxMinor();
    }
    return quote.totalMinor() == lines + quote.shippingMinor() + quote.shippingTaxMinor()
        && quote.subtotalMinor() == subtotals
        && quote.discountMinor() == discounts
        && quote.taxMinor() == taxes + quote.shippingTaxMinor();
  }

  private static boolean explains(Priced priced) {
    PricedQuote quote = priced.quote();
    return quote.lines().stream().allMatch(line -> sum(line.rules()) == line.totalMinor())
        && sum(quote.shippingRules()) == quote.shippingMinor() + quote.shippingTaxMinor();
  }

  private static boolean taxIsRounded(Priced priced) {
    return priced.quote().lines().stream()
        .allMatch(
            line -> {
              long exactPpm =
                  (line.subtotalMinor() - line.discountMinor()) * priced.basket().taxPpm();
              return Math.abs(line.taxMinor() * TaxRule.PPM - exactPpm) < TaxRule.PPM;
            });
  }

  private static long sum(List<RulePart> parts) {
    return parts.stream().mapToLong(RulePart::amountMinor).sum();
  }

  private static PricedQuote price(Basket basket) {
    return Cases.issued(
        QuoteDecider.decide(
            request(basket),
            offers(basket, 1, 0),
            rules(basket, false),
            new QuoteTerms(Duration.ofMinutes(15), basket.rounding()),
            NOW));
  }

  /**
   * Computes the quote again from what it records, long after every price and every rule has a
   * newer version, which even claims to have been in force on that day.
   */
  private static PricedQuote recomputed(Priced priced) {
    PricedQuote quote = priced.quote();
    Map<OfferKey, Offer> atRecordedVersion = new HashMap<>();
    for (PricedQuote.Line line : quote.lines()) {
      long version = line.rules().getFirst().version();
      var key = line.asked().offerKey();
      atRecordedVersion.put(key, offers(priced.basket(), version, version == 1 ? 0 : 999).get(key));
    }
    return Cases.issued(
        QuoteDecider.decide(
            quote.request(),
            atRecordedVersion,
            rules(priced.basket(), true).asRecordedOn(quote),
            new QuoteTerms(Duration.between(quote.issuedAt(), quote.expiresAt()), quote.rounding()),
            quote.issuedAt()));
  }

  private static QuoteRequest request(Basket basket) {
    return new QuoteRequest(
        "quo_1",
        "cus_1",
        "crt_1",
        3,
        IntStream.range(0, basket.items().size())
            .mapToObj(i -> Cases.line("SKU-" + i, basket.items().get(i).quantity()))
            .toList(),
        new Destination(basket.country(), null),
        "standard");
  }

  private static Map<OfferKey, Offer> offers(Basket basket, long version, long addedMinor) {
    Map<OfferKey, Offer> offers = new HashMap<>();
    for (int i = 0; i < basket.items().size(); i++) {
      var price = new Money(basket.items().get(i).priceMinor() + addedMinor, basket.currency());
      offers.put(
          new OfferKey("SKU-" + i, SELLER), new Offer(SELLER, price, null, null, null, version));
    }
    return offers;
  }

  private static PriceRules rules(Basket basket, boolean withNewer) {
    Instant yesterday = NOW.minus(Duration.ofDays(1));
    String tax = "tax:" + basket.country();
    String shipping = "shipping:standard:*:" + basket.currency();
    long free = basket.shippingMinor() * 10;
    List<TaxRule> taxes = new ArrayList<>();
    taxes.add(new TaxRule(TaxRule.NONE, 1, LONG_AGO, 0, false, "none"));
    taxes.add(new TaxRule(tax, 1, LONG_AGO, basket.taxPpm(), true, "tax"));
    List<ShippingRule> prices = new ArrayList<>();
    prices.add(new ShippingRule(shipping, 1, LONG_AGO, basket.shippingMinor(), free, "shipping"));
    List<DiscountRule> discounts = new ArrayList<>();
    discounts.add(new Percentage("promotion:all", 1, basket.discountPpm()));
    if (withNewer) {
      taxes.add(new TaxRule(tax, 2, yesterday, 999_999, false, "newer tax"));
      prices.add(new ShippingRule(shipping, 2, yesterday, 1, 0, "newer shipping"));
      prices.add(
          new ShippingRule(
              "shipping:standard:" + basket.country() + ":" + basket.currency(),
              1,
              yesterday,
              2,
              0,
              "more particular shipping"));
      discounts.add(new Percentage("promotion:newer", 1, 500_000));
    }
    return new PriceRules(taxes, prices, discounts);
  }

  private record Percentage(String ruleId, long version, int ppm) implements DiscountRule {
    @Override
    public String description() {
      return ruleId;
    }

    @Override
    public long discountMinor(QuoteRequest.Line line, long leftMinor) {
      return leftMinor * ppm / TaxRule.PPM;
    }
  }

  private static Basket basket(Random random) {
    List<Item> items = new ArrayList<>();
    int lines = 1 + random.nextInt(12);
    for (int i = 0; i < lines; i++) {
      items.add(new Item(random.nextLong(1L << random.nextInt(1, 28)), 1 + random.nextInt(300)));
    }
    return new Basket(
        CURRENCIES.get(random.nextInt(CURRENCIES.size())),
        COUNTRIES.get(random.nextInt(COUNTRIES.size())),
        items,
        random.nextInt(300_000),
        random.nextBoolean() ? 0 : random.nextInt(TaxRule.PPM),
        random.nextLong(10_000),
        ROUNDINGS.get(random.nextInt(ROUNDINGS.size())));
  }
}
