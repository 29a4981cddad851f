package dev.millrace.pricing.quote;

import dev.millrace.kit.decide.Decision;
import dev.millrace.pricing.offer.Offer;
import dev.millrace.pricing.quote.QuoteCalculator.RulesInForce;
import dev.millrace.pricing.quote.QuoteRejection.Problem;
import dev.millrace.pricing.quote.QuoteRejection.Reason;
import dev.millrace.pricing.quote.QuoteRequest.OfferKey;
import dev.millrace.schemas.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Whether a request gets a price, and which. The same arguments always give the same quote. */
public final class QuoteDecider {

  private QuoteDecider() {}

  /**
   * Prices a request.
   *
   * @param offers the offers that its lines name, as far as there are any
   */
  public static Decision<QuoteEvent, QuoteRejection> decide(
      QuoteRequest request,
      Map<OfferKey, Offer> offers,
      PriceRules rules,
      QuoteTerms terms,
      Instant now) {
    Optional<QuoteRejection> wrong =
        wrongLines(request).or(() -> wrongOffers(request, offers, now));
    if (wrong.isPresent()) {
      return Decision.reject(wrong.get());
    }
    String currency = offer(request.lines().getFirst(), offers).price().currency();
    if (!rules.hasShippingOption(request.shippingOptionId())) {
      return Decision.reject(whole(Reason.UNKNOWN_SHIPPING_OPTION, request.shippingOptionId()));
    }
    Optional<CouponRule> coupon =
        request.couponCode() == null ? Optional.empty() : rules.coupon(request.couponCode(), now);
    if (request.couponCode() != null && coupon.isEmpty()) {
      return Decision.reject(whole(Reason.COUPON_UNKNOWN, request.couponCode()));
    }
    String country = request.destination().country();
    Optional<ShippingRule> shipping =
        rules.shipping(request.shippingOptionId(), country, currency, now);
    if (shipping.isEmpty()) {
      return Decision.reject(whole(Reason.DESTINATION_NOT_SERVED, country));
    }
    Optional<QuoteRejection> tooLarge =
        lines(
            request,
            Reason.AMOUNT_TOO_LARGE,
            line ->
                offer(line, offers).price().minorUnits() > Money.MINOR_UNITS_MAX / line.quantity()
                    ? Optional.of(problem(line.sku(), Reason.AMOUNT_TOO_LARGE))
                    : Optional.empty());
    if (tooLarge.isPresent()) {
      return Decision.reject(tooLarge.get());
    }
    var inForce =
        new RulesInForce(
            rules.tax(request.destination(), now), shipping.get(), rules.discounts(), coupon);
    PricedQuote quote = QuoteCalculator.calculate(request, currency, offers, inForce, terms, now);
    return quote.totalMinor() > Money.MINOR_UNITS_MAX
        ? Decision.reject(new QuoteRejection(Reason.AMOUNT_TOO_LARGE, List.of()))
        : Decision.accept(new QuoteEvent.QuoteIssued(quote));
  }

  private static Optional<QuoteRejection> wrongLines(QuoteRequest request) {
    if (request.lines().isEmpty()) {
      return Optional.of(new QuoteRejection(Reason.CART_EMPTY, List.of()));
    }
    if (request.lines().size() > QuoteRequest.LINES_MAX) {
      return Optional.of(new QuoteRejection(Reason.TOO_MANY_LINES, List.of()));
    }
    Set<String> seen = new HashSet<>();
    return lines(
            request,
            Reason.DUPLICATE_LINE,
            line ->
                seen.add(line.lineId())
                    ? Optional.empty()
                    : Optional.of(problem(line.lineId(), Reason.DUPLICATE_LINE)))
        .or(
            () ->
                lines(
                    request,
                    Reason.QUANTITY_TOO_SMALL,
                    line ->
                        line.quantity() < 1
                            ? Optional.of(quantity(line, Reason.QUANTITY_TOO_SMALL, 1))
                            : Optional.empty()))
        .or(
            () ->
                lines(
                    request,
                    Reason.QUANTITY_TOO_LARGE,
                    line ->
                        line.quantity() > QuoteRequest.LINE_QUANTITY_MAX
                            ? Optional.of(
                                quantity(
                                    line,
                                    Reason.QUANTITY_TOO_LARGE,
                                    QuoteRequest.LINE_QUANTITY_MAX))
                            : Optional.empty()));
  }

  private static Optional<QuoteRejection> wrongOffers(
      QuoteRequest request, Map<OfferKey, Offer> offers, Instant now) {
    return lines(
            request,
            Reason.OFFER_NOT_FOUND,
            line ->
                offers.containsKey(line.offerKey())
                    ? Optional.empty()
                    : Optional.of(problem(line.sku(), Reason.OFFER_NOT_FOUND)))
        .or(
            () ->
                lines(
                    request,
                    Reason.OFFER_NOT_VALID,
                    line ->
                        offer(line, offers).isValidAt(now)
                            ? Optional.empty()
                            : Optional.of(problem(line.sku(), Reason.OFFER_NOT_VALID))))
        .or(() -> mixedCurrencies(request, offers));
  }

  private static Optional<QuoteRejection> mixedCurrencies(
      QuoteRequest request, Map<OfferKey, Offer> offers) {
    Set<String> currencies =
        request.lines().stream()
            .map(line -> offer(line, offers).price().currency())
            .collect(Collectors.toSet());
    if (currencies.size() == 1) {
      return Optional.empty();
    }
    return lines(
        request,
        Reason.MIXED_CURRENCIES,
        line ->
            Optional.of(
                new Problem(
                    line.sku(),
                    "Priced in " + offer(line, offers).price().currency() + ".",
                    null,
                    null)));
  }

  /** A rejection naming every line that has the problem; empty when none has. */
  private static Optional<QuoteRejection> lines(
      QuoteRequest request,
      Reason reason,
      Function<QuoteRequest.Line, Optional<Problem>> problemOf) {
    List<Problem> problems = new ArrayList<>();
    for (QuoteRequest.Line line : request.lines()) {
      problemOf.apply(line).ifPresent(problems::add);
    }
    return problems.isEmpty()
        ? Optional.empty()
        : Optional.of(new QuoteRejection(reason, problems));
  }

  private static QuoteRejection whole(Reason reason, String pointer) {
    return new QuoteRejection(reason, List.of(problem(pointer, reason)));
  }

  private static Problem problem(String pointer, Reason reason) {
    return new Problem(pointer, reason.detail(), null, null);
  }

  private static Problem quantity(QuoteRequest.Line line, Reason reason, long bound) {
    return new Problem(line.lineId(), reason.detail(), (long) line.quantity(), bound);
  }

  private static Offer offer(QuoteRequest.Line line, Map<OfferKey, Offer> offers) {
    return Objects.requireNonNull(offers.get(line.offerKey()), "offers were checked before");
  }
}
