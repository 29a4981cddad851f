package dev.millrace.schemas.quote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.pricing.AppliedRule;
import dev.millrace.avro.pricing.Quote;
import dev.millrace.avro.pricing.QuoteCoupon;
import dev.millrace.avro.pricing.QuoteLine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;
import org.junit.jupiter.api.Test;

class QuoteSignatureTest {

  static {
    // Without a serde nobody has told Avro yet to trust the generated classes.
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(
            ClassSecurityValidator.getGlobal(),
            type -> type.getName().startsWith("dev.millrace.avro.")));
  }

  private static final byte[] SECRET = "a secret of the shop".getBytes(StandardCharsets.UTF_8);
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void aSignedQuoteIsVerified() {
    assertThat(QuoteSignature.verify(signed(), SECRET)).isTrue();
  }

  @Test
  void anotherSecretDoesNotVerify() {
    assertThat(QuoteSignature.verify(signed(), "another secret".getBytes(StandardCharsets.UTF_8)))
        .isFalse();
  }

  @Test
  void changingAnyFieldOfTheQuoteVoidsTheSignature() {
    eachFieldChanged(signed(), List.of("signature"), quote -> quote);
  }

  @Test
  void changingAnyFieldOfALineVoidsTheSignature() {
    eachFieldChanged(
        line(), List.of(), line -> Quote.newBuilder(signed()).setLines(List.of(line)).build());
  }

  @Test
  void changingAnyFieldOfARuleVoidsTheSignature() {
    eachFieldChanged(
        rule(),
        List.of(),
        rule -> Quote.newBuilder(signed()).setShippingRules(List.of(rule)).build());
  }

  @Test
  void everyLimitOfACouponIsSigned() {
    for (QuoteCoupon other :
        List.of(
            new QuoteCoupon("WELCOME", 6L, 1L),
            new QuoteCoupon("WELCOME", null, 1L),
            new QuoteCoupon("WELCOME", 5L, 2L),
            new QuoteCoupon("WELCOME", 5L, null))) {
      Quote changed = Quote.newBuilder(signed()).setCoupon(other).build();
      assertThat(QuoteSignature.verify(changed, SECRET)).as("%s", other).isFalse();
    }
    assertThat(QuoteSignature.verify(Quote.newBuilder(signed()).setCoupon(null).build(), SECRET))
        .isFalse();
  }

  @Test
  void anAbsentRegionIsNotAnEmptyOne() {
    Quote absent = Quote.newBuilder(signed()).setRegion(null).build();
    Quote empty = Quote.newBuilder(signed()).setRegion("").build();
    assertThat(QuoteSignature.sign(absent, SECRET))
        .isNotEqualTo(QuoteSignature.sign(empty, SECRET));
  }

  private <R extends SpecificRecord> void eachFieldChanged(
      R original, List<String> unsigned, Function<R, Quote> quoteWith) {
    for (Schema.Field field : original.getSchema().getFields()) {
      if (unsigned.contains(field.name())) {
        continue;
      }
      R changed = SpecificData.get().deepCopy(original.getSchema(), original);
      changed.put(field.pos(), other(original.get(field.pos())));
      assertThat(QuoteSignature.verify(quoteWith.apply(changed), SECRET))
          .as("a quote whose %s was changed; sign the field in QuoteSignature", field.name())
          .isFalse();
    }
  }

  private static Object other(Object value) {
    return switch (value) {
      case String text -> text + "x";
      case Long number -> number + 1;
      case Integer number -> number + 1;
      case Instant at -> at.plusMillis(1);
      case List<?> list -> List.of();
      case QuoteCoupon coupon ->
          new QuoteCoupon(coupon.getCode() + "x", coupon.getMaxRedemptions(), null);
      default -> throw new AssertionError("no other value of " + value.getClass());
    };
  }

  private static Quote signed() {
    Quote quote =
        new Quote(
            "quo_1",
            "cus_1",
            "crt_1",
            3L,
            "USD",
            List.of(line()),
            "standard",
            500L,
            40L,
            List.of(rule()),
            2000L,
            100L,
            190L,
            2590L,
            "HALF_UP",
            "LINE",
            "US",
            "CA",
            T0,
            T0.plusSeconds(900),
            "",
            new QuoteCoupon("WELCOME", 5L, 1L));
    return Quote.newBuilder(quote).setSignature(QuoteSignature.sign(quote, SECRET)).build();
  }

  private static QuoteLine line() {
    return new QuoteLine(
        "lin_1", "SKU-1", "sel_platform", 2, 1000L, 2000L, 100L, 150L, 2050L, List.of(rule()));
  }

  private static AppliedRule rule() {
    return new AppliedRule("offer", 7L, 2000L, "the seller's price");
  }
}
