package dev.millrace.pricing.quote;

import static dev.millrace.pricing.quote.Cases.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.kit.decide.Decision;
import dev.millrace.pricing.quote.QuoteRejection.Reason;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Prices for whoever has a coupon. */
class CouponTest {

  private static final CouponRule TENTH =
      new CouponRule("WELCOME", 1, NOW.minus(Duration.ofDays(9)), 1_000, 500L, 1L, "10 % off");
  private static final CouponRule FIFTH =
      new CouponRule("WELCOME", 2, NOW.plus(Duration.ofDays(1)), 2_000, null, null, "20 % off");
  private static final PriceRules RULES =
      new PriceRules(Cases.TAXES, Cases.SHIPPING, List.of(), List.of(TENTH, FIFTH));

  @Test
  void aCouponTakesOffEachLineBeforeTaxAndTheQuoteNamesItsLimits() {
    PricedQuote quote = Cases.issued(decide("welcome"));
    assertThat(quote.coupon()).isEqualTo(new PricedQuote.Coupon("WELCOME", 500L, 1L));
    assertThat(quote.lines().getFirst().discountMinor()).isEqualTo(199);
    assertThat(quote.lines().getFirst().taxMinor()).isEqualTo(130);
    assertThat(quote.lines().getFirst().rules())
        .contains(new RulePart("coupon:WELCOME", 1, -199, "10 % off"));
    PriceRules recorded = RULES.asRecordedOn(quote);
    assertThat(Cases.issued(decide(quote.coupon().code(), recorded)))
        .isEqualTo(Cases.issued(decide("WELCOME")));
  }

  @Test
  void withoutItsCodeNobodyGetsIt() {
    PricedQuote quote = Cases.issued(decide(null));
    assertThat(quote.coupon()).isNull();
    assertThat(quote.discountMinor()).isZero();
  }

  @Test
  void aCouponThatIsNotThereIsRefusedByName() {
    QuoteRejection refused = Cases.rejection(decide("WELCOME2"));
    assertThat(refused.reason()).isEqualTo(Reason.COUPON_UNKNOWN);
    assertThat(refused.problems().getFirst().pointer()).isEqualTo("WELCOME2");
  }

  @Test
  void whatACouponSaysHasBounds() {
    assertThatThrownBy(() -> new CouponRule("X", 1, NOW, 1_000, null, null, "x"))
        .hasMessageContaining("3 to 40");
    assertThatThrownBy(() -> new CouponRule("XYZ", 1, NOW, 10_001, null, null, "x"))
        .hasMessageContaining("10000");
    assertThatThrownBy(() -> new CouponRule("XYZ", 1, NOW, 100, 0L, null, "x"))
        .hasMessageContaining("at least 1");
  }

  private static Decision<QuoteEvent, QuoteRejection> decide(@Nullable String code) {
    return decide(code, RULES);
  }

  private static Decision<QuoteEvent, QuoteRejection> decide(
      @Nullable String code, PriceRules rules) {
    var request =
        new QuoteRequest(
            "quo_1",
            "cus_1",
            "crt_1",
            0,
            List.of(Cases.line("SKU-1", 1)),
            Cases.california(),
            "pickup",
            code);
    return QuoteDecider.decide(
        request, Cases.offers(Cases.offer("SKU-1", 1_999, "USD")), rules, Cases.TERMS, NOW);
  }
}
