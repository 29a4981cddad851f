package dev.millrace.pricing.quote;

import static dev.millrace.pricing.quote.Cases.NOW;
import static dev.millrace.pricing.quote.Cases.SELLER;
import static dev.millrace.pricing.quote.Cases.california;
import static dev.millrace.pricing.quote.Cases.decide;
import static dev.millrace.pricing.quote.Cases.line;
import static dev.millrace.pricing.quote.Cases.offer;
import static dev.millrace.pricing.quote.Cases.offers;
import static dev.millrace.pricing.quote.Cases.quote;
import static dev.millrace.pricing.quote.Cases.rejection;
import static dev.millrace.pricing.quote.Cases.request;
import static dev.millrace.pricing.quote.Cases.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.pricing.offer.Offer;
import dev.millrace.pricing.quote.QuoteRejection.Problem;
import dev.millrace.pricing.quote.QuoteRejection.Reason;
import dev.millrace.pricing.quote.QuoteRequest.Destination;
import dev.millrace.pricing.quote.QuoteRequest.OfferKey;
import dev.millrace.schemas.money.Money;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuoteDeciderTest {

  private static final Map<OfferKey, Offer> USUAL =
      offers(offer("SKU-1", 1_999, "USD"), offer("SKU-2", 250, "USD"));

  @Test
  void pricesACartAndExplainsEveryAmount() {
    PricedQuote quote =
        quote(request(california(), "standard", line("SKU-1", 2), line("SKU-2", 1)), USUAL);

    PricedQuote.Line first = quote.lines().getFirst();
    assertThat(first.subtotalMinor()).isEqualTo(3_998);
    assertThat(first.taxMinor()).isEqualTo(290);
    assertThat(first.totalMinor()).isEqualTo(4_288);
    assertThat(first.rules())
        .containsExactly(
            new RulePart("offer", 1, 3_998, "Price of the seller"),
            new RulePart("tax:US-CA", 1, 290, "7.25 %"));
    assertThat(quote.shippingMinor()).isEqualTo(599);
    assertThat(quote.shippingTaxMinor()).isZero();
    assertThat(quote.totalMinor()).isEqualTo(4_288 + 268 + 599);
    assertThat(quote.expiresAt()).isEqualTo(NOW.plus(Duration.ofMinutes(15)));
    assertThat(quote.rounding()).isEqualTo(RoundingMode.HALF_EVEN);
  }

  @Test
  void taxesShippingWhereTheRuleSaysSoWithTheWordingInForce() {
    PricedQuote quote =
        quote(request(to("DE"), "standard", line("A", 1)), offers(offer("A", 1_000, "EUR")));

    assertThat(quote.shippingRules())
        .containsExactly(
            new RulePart("shipping:standard:DE:EUR", 1, 499, "shipping:standard:DE:EUR"),
            new RulePart("tax:DE", 2, 95, "19 %"));
    assertThat(quote.totalMinor()).isEqualTo(1_000 + 190 + 499 + 95);
  }

  @Test
  void shipsFreeFromTheThresholdOn() {
    var below = request(california(), "standard", line("A", 1));

    assertThat(quote(below, offers(offer("A", 4_999, "USD"))).shippingMinor()).isEqualTo(599);
    assertThat(quote(below, offers(offer("A", 5_000, "USD"))).shippingMinor()).isZero();
  }

  @Test
  void takesTheMostParticularShippingPriceAndFallsBackToAnyCountry() {
    var abroad = request(to("BR"), "standard", line("SKU-2", 1));

    PricedQuote quote = quote(abroad, USUAL);

    assertThat(quote.shippingMinor()).isEqualTo(1_198);
    assertThat(quote.lines().getFirst().rules().getLast().ruleId()).isEqualTo(TaxRule.NONE);
  }

  @ParameterizedTest
  @CsvSource({"CA", "ca", "US-CA", "' CA '"})
  void findsTheRegionHoweverAnAddressWritesIt(String region) {
    var asked = request(new Destination("US", region), "pickup", line("SKU-1", 1));

    assertThat(quote(asked, USUAL).taxMinor()).isEqualTo(145);
  }

  @ParameterizedTest(name = "{0} {1} to {2}: tax {3}")
  @CsvSource({
    // 10 % of yen, which have no smaller unit: halves go to the even neighbour
    "105,JPY,JP,10",
    "115,JPY,JP,12",
    "104,JPY,JP,10",
    "106,JPY,JP,11",
    "1,JPY,JP,0",
    // 5 % of fils, a thousand to the dinar
    "1010,KWD,KW,50",
    "1030,KWD,KW,52",
    "1250,KWD,KW,62",
    "29999,KWD,KW,1500",
    "0,USD,US,0"
  })
  void C18_roundsEachLineOnceInTheCurrencysOwnUnit(
      long price, String currency, String country, long tax) {
    var asked = request(to(country), "pickup", line("A", 1));

    PricedQuote quote = quote(asked, offers(offer("A", price, currency)));

    assertThat(quote.taxMinor()).isEqualTo(tax);
    assertThat(quote.totalMinor()).isEqualTo(price + tax);
  }

  @Test
  void C18_theTotalIsTheSumOfTheRoundedLinesAndNotARoundedSum() {
    var asked = request(to("JP"), "pickup", line("A", 1), line("B", 1), line("C", 1));

    PricedQuote quote =
        quote(
            asked, offers(offer("A", 105, "JPY"), offer("B", 105, "JPY"), offer("C", 105, "JPY")));

    assertThat(quote.taxMinor()).isEqualTo(30);
    assertThat(quote.totalMinor())
        .isEqualTo(quote.lines().stream().mapToLong(PricedQuote.Line::totalMinor).sum());
  }

  @Test
  void aDiscountRuleTakesOffBeforeTaxAndNeverMoreThanThereIs() {
    DiscountRule half =
        new Discount("promotion:half", 4) {
          @Override
          public long discountMinor(QuoteRequest.Line line, long leftMinor) {
            return leftMinor / 2;
          }
        };
    DiscountRule everything =
        new Discount("promotion:everything", 1) {
          @Override
          public long discountMinor(QuoteRequest.Line line, long leftMinor) {
            return line.sku().equals("SKU-2") ? Long.MAX_VALUE : 0;
          }
        };
    var rules = new PriceRules(Cases.TAXES, Cases.SHIPPING, List.of(half, everything));

    PricedQuote quote =
        Cases.issued(
            QuoteDecider.decide(
                request(california(), "pickup", line("SKU-1", 2), line("SKU-2", 1)),
                USUAL,
                rules,
                Cases.TERMS,
                NOW));

    assertThat(quote.lines().getFirst().rules().get(1))
        .isEqualTo(new RulePart("promotion:half", 4, -1_999, "promotion:half"));
    assertThat(quote.lines().getFirst().taxMinor()).isEqualTo(145);
    assertThat(quote.lines().getLast().totalMinor()).isZero();
    assertThat(quote.discountMinor()).isEqualTo(1_999 + 250);
    assertThat(quote.totalMinor()).isEqualTo(1_999 + 145);
  }

  @Test
  void refusesAnEmptyCart() {
    assertThat(rejection(decide(request(california(), "standard"), USUAL)).reason())
        .isEqualTo(Reason.CART_EMPTY);
  }

  @Test
  void refusesMoreLinesThanTheBound() {
    var lines =
        IntStream.rangeClosed(0, QuoteRequest.LINES_MAX)
            .mapToObj(i -> line("SKU-" + i, 1))
            .toArray(QuoteRequest.Line[]::new);

    assertThat(rejection(decide(request(california(), "standard", lines), USUAL)).reason())
        .isEqualTo(Reason.TOO_MANY_LINES);
  }

  @Test
  void refusesTwoLinesOfOneId() {
    var twice = request(california(), "standard", line("SKU-1", 1), line("SKU-1", 2));

    assertThat(rejection(decide(twice, USUAL)).reason()).isEqualTo(Reason.DUPLICATE_LINE);
  }

  @Test
  void refusesQuantitiesOutOfBoundsNamingTheLineAndTheBound() {
    var none = rejection(decide(request(california(), "standard", line("SKU-1", 0)), USUAL));
    var many = rejection(decide(request(california(), "standard", line("SKU-1", 10_001)), USUAL));

    assertThat(none.reason()).isEqualTo(Reason.QUANTITY_TOO_SMALL);
    assertThat(none.problems())
        .containsExactly(new Problem("lin_SKU-1", Reason.QUANTITY_TOO_SMALL.detail(), 0L, 1L));
    assertThat(many.reason()).isEqualTo(Reason.QUANTITY_TOO_LARGE);
    assertThat(many.problems())
        .containsExactly(
            new Problem("lin_SKU-1", Reason.QUANTITY_TOO_LARGE.detail(), 10_001L, 10_000L));
  }

  @Test
  void refusesWhatNobodyOffersNamingEachSku() {
    var asked = request(california(), "standard", line("X", 1), line("SKU-1", 1), line("Y", 1));

    QuoteRejection rejection = rejection(decide(asked, USUAL));

    assertThat(rejection.reason()).isEqualTo(Reason.OFFER_NOT_FOUND);
    assertThat(rejection.problems()).extracting(Problem::pointer).containsExactly("X", "Y");
  }

  @Test
  void refusesOffersThatHaveNotBegunOrHaveEnded() {
    var price = new Money(100, "USD");
    Map<OfferKey, Offer> offers =
        Map.of(
            new OfferKey("EARLY", SELLER),
            new Offer(SELLER, price, null, NOW.plusMillis(1), null, 1),
            new OfferKey("LATE", SELLER),
            new Offer(SELLER, price, null, null, NOW, 1));
    var asked = request(california(), "standard", line("EARLY", 1), line("LATE", 1));

    QuoteRejection rejection = rejection(decide(asked, offers));

    assertThat(rejection.reason()).isEqualTo(Reason.OFFER_NOT_VALID);
    assertThat(rejection.problems()).extracting(Problem::pointer).containsExactly("EARLY", "LATE");
  }

  @Test
  void refusesTwoCurrenciesInOneQuote() {
    var asked = request(california(), "standard", line("A", 1), line("B", 1));

    QuoteRejection rejection =
        rejection(decide(asked, offers(offer("A", 1, "USD"), offer("B", 1, "EUR"))));

    assertThat(rejection.reason()).isEqualTo(Reason.MIXED_CURRENCIES);
    assertThat(rejection.problems())
        .extracting(Problem::detail)
        .containsExactly("Priced in USD.", "Priced in EUR.");
  }

  @ParameterizedTest
  @CsvSource({
    "US,teleport,UNKNOWN_SHIPPING_OPTION",
    "US,standard:US,UNKNOWN_SHIPPING_OPTION",
    "FR,express,DESTINATION_NOT_SERVED",
    "ZZ,standard,DESTINATION_NOT_SERVED",
    "us,standard,DESTINATION_NOT_SERVED",
    "ZZ,pickup,DESTINATION_NOT_SERVED"
  })
  void refusesShippingThatThereIsNot(String country, String option, Reason reason) {
    var asked = request(to(country), option, line("SKU-1", 1));

    assertThat(rejection(decide(asked, USUAL)).reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "1000000000000000,1,false",
    "1000000000000000,2,true",
    "1000000000000000,10000,true",
    "100000000000,10000,false",
    "100000000001,10000,true"
  })
  void refusesAmountsThatNobodyCanPay(long price, int quantity, boolean tooLarge) {
    var asked = request(to("BR"), "pickup", line("A", quantity));

    var decision = decide(asked, offers(offer("A", price, "USD")));

    if (tooLarge) {
      assertThat(rejection(decision).reason()).isEqualTo(Reason.AMOUNT_TOO_LARGE);
    } else {
      assertThat(Cases.issued(decision).totalMinor()).isEqualTo(Money.MINOR_UNITS_MAX);
    }
  }

  @Test
  void refusesATotalThatOnlyTheTaxMakesTooLarge() {
    var asked = request(california(), "pickup", line("A", 1));

    assertThat(rejection(decide(asked, offers(offer("A", Money.MINOR_UNITS_MAX, "USD")))).reason())
        .isEqualTo(Reason.AMOUNT_TOO_LARGE);
  }

  private abstract static class Discount implements DiscountRule {
    private final String ruleId;
    private final long version;

    Discount(String ruleId, long version) {
      this.ruleId = ruleId;
      this.version = version;
    }

    @Override
    public String ruleId() {
      return ruleId;
    }

    @Override
    public long version() {
      return version;
    }

    @Override
    public String description() {
      return ruleId;
    }
  }
}
