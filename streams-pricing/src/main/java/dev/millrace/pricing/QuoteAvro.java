package dev.millrace.pricing;

import dev.millrace.avro.pricing.AppliedRule;
import dev.millrace.avro.pricing.Quote;
import dev.millrace.avro.pricing.QuoteCommand;
import dev.millrace.avro.pricing.QuoteCoupon;
import dev.millrace.avro.pricing.QuoteEvent;
import dev.millrace.avro.pricing.QuoteLine;
import dev.millrace.avro.pricing.RequestQuote;
import dev.millrace.pricing.quote.PricedQuote;
import dev.millrace.pricing.quote.QuoteRejection;
import dev.millrace.pricing.quote.QuoteRequest;
import dev.millrace.pricing.quote.QuoteRequest.Destination;
import dev.millrace.pricing.quote.RulePart;
import dev.millrace.schemas.id.Ids;
import dev.millrace.schemas.quote.QuoteSignature;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Quotes between Avro and the domain. */
final class QuoteAvro {

  /** The only level there is: every line is rounded, so that lines add up to the total. */
  private static final String ROUNDING_LEVEL = "LINE";

  private QuoteAvro() {}

  /** The question in the record; empty when the record is malformed. */
  static Optional<QuoteRequest> request(@Nullable String key, QuoteCommand record) {
    RequestQuote asked = record.getRequestQuote();
    if (!record.getQuoteId().equals(key)
        || !Ids.isId(record.getQuoteId())
        || !Ids.isId(record.getCommandId())
        || asked == null
        || !isWellFormed(asked)) {
      return Optional.empty();
    }
    return Optional.of(
        new QuoteRequest(
            record.getQuoteId(),
            asked.getCustomerId(),
            asked.getCartId(),
            asked.getCartGeneration(),
            asked.getLines().stream()
                .map(
                    line ->
                        new QuoteRequest.Line(
                            line.getLineId(),
                            line.getSku(),
                            line.getSellerId(),
                            line.getQuantity()))
                .toList(),
            new Destination(asked.getCountry(), asked.getRegion()),
            asked.getShippingOptionId(),
            asked.getCouponCode()));
  }

  /** The signed quote. */
  static Quote signed(PricedQuote quote, byte[] secret) {
    Quote unsigned = quote(quote, "");
    return quote(quote, QuoteSignature.sign(unsigned, secret));
  }

  /** The quote in the record, for computing it again. */
  static PricedQuote priced(Quote quote) {
    List<PricedQuote.Line> lines = quote.getLines().stream().map(QuoteAvro::line).toList();
    return new PricedQuote(
        new QuoteRequest(
            quote.getQuoteId(),
            quote.getCustomerId(),
            quote.getCartId(),
            quote.getCartGeneration(),
            lines.stream().map(PricedQuote.Line::asked).toList(),
            new Destination(quote.getCountry(), quote.getRegion()),
            quote.getShippingOptionId(),
            quote.getCoupon() == null ? null : quote.getCoupon().getCode()),
        quote.getCurrency(),
        lines,
        quote.getShippingMinor(),
        quote.getShippingTaxMinor(),
        parts(quote.getShippingRules()),
        quote.getSubtotalMinor(),
        quote.getDiscountMinor(),
        quote.getTaxMinor(),
        quote.getTotalMinor(),
        RoundingMode.valueOf(quote.getRoundingMode()),
        quote.getIssuedAt(),
        quote.getExpiresAt(),
        coupon(quote.getCoupon()));
  }

  static QuoteEvent issued(Quote quote, QuoteCommand command) {
    return new QuoteEvent(
        // An id that expired may be asked again: the time keeps the two facts apart.
        quote.getQuoteId() + "-" + quote.getIssuedAt().toEpochMilli(),
        quote.getQuoteId(),
        1L,
        quote.getIssuedAt(),
        command.getCommandId(),
        command.getActor(),
        "quoteIssued",
        quote);
  }

  static List<dev.millrace.avro.edge.Problem> problems(QuoteRejection rejection) {
    return rejection.problems().stream()
        .map(
            problem ->
                new dev.millrace.avro.edge.Problem(
                    problem.pointer(),
                    rejection.reason().code(),
                    problem.detail(),
                    problem.requested(),
                    problem.available()))
        .toList();
  }

  private static boolean isWellFormed(RequestQuote asked) {
    return Ids.isId(asked.getCustomerId())
        && Ids.isId(asked.getCartId())
        && Ids.isId(asked.getShippingOptionId())
        && Ids.isId(asked.getCountry())
        && (asked.getCouponCode() == null || Ids.isId(asked.getCouponCode()))
        && (asked.getRegion() == null || asked.getRegion().length() <= 128)
        && asked.getCartGeneration() >= 0
        && asked.getLines().stream()
            .allMatch(
                line ->
                    Ids.isId(line.getLineId())
                        && Ids.isId(line.getSku())
                        && Ids.isId(line.getSellerId()));
  }

  private static Quote quote(PricedQuote quote, String signature) {
    QuoteRequest asked = quote.request();
    return new Quote(
        asked.quoteId(),
        asked.customerId(),
        asked.cartId(),
        asked.cartGeneration(),
        quote.currency(),
        quote.lines().stream().map(QuoteAvro::line).toList(),
        asked.shippingOptionId(),
        quote.shippingMinor(),
        quote.shippingTaxMinor(),
        rules(quote.shippingRules()),
        quote.subtotalMinor(),
        quote.discountMinor(),
        quote.taxMinor(),
        quote.totalMinor(),
        quote.rounding().name(),
        ROUNDING_LEVEL,
        asked.destination().country(),
        asked.destination().region(),
        quote.issuedAt(),
        quote.expiresAt(),
        signature,
        coupon(quote.coupon()));
  }

  private static @Nullable QuoteCoupon coupon(PricedQuote.@Nullable Coupon coupon) {
    return coupon == null
        ? null
        : new QuoteCoupon(coupon.code(), coupon.maxRedemptions(), coupon.maxPerCustomer());
  }

  private static PricedQuote.@Nullable Coupon coupon(@Nullable QuoteCoupon coupon) {
    return coupon == null
        ? null
        : new PricedQuote.Coupon(
            coupon.getCode(), coupon.getMaxRedemptions(), coupon.getMaxPerCustomer());
  }

  private static QuoteLine line(PricedQuote.Line line) {
    return new QuoteLine(
        line.asked().lineId(),
        line.asked().sku(),
        line.asked().sellerId(),
        line.asked().quantity(),
        line.unitPriceMinor(),
        line.subtotalMinor(),
        line.discountMinor(),
        line.taxMinor(),
        line.totalMinor(),
        rules(line.rules()));
  }

  private static PricedQuote.Line line(QuoteLine line) {
    return new PricedQuote.Line(
        new QuoteRequest.Line(
            line.getLineId(), line.getSku(), line.getSellerId(), line.getQuantity()),
        line.getUnitPriceMinor(),
        line.getSubtotalMinor(),
        line.getDiscountMinor(),
        line.getTaxMinor(),
        line.getTotalMinor(),
        parts(line.getRules()));
  }

  private static List<AppliedRule> rules(List<RulePart> parts) {
    return parts.stream()
        .map(
            part ->
                new AppliedRule(
                    part.ruleId(), part.version(), part.amountMinor(), part.description()))
        .toList();
  }

  private static List<RulePart> parts(List<AppliedRule> rules) {
    return rules.stream()
        .map(
            rule ->
                new RulePart(
                    rule.getRuleId(),
                    rule.getVersion(),
                    rule.getAmountMinor(),
                    rule.getDescription()))
        .toList();
  }
}
