package dev.millrace.orders.order;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What customers may send back: all of these rules must allow it. Staff may allow more. */
public record ReturnPolicy(List<ReturnRule> rules) {

  public ReturnPolicy {
    rules = List.copyOf(rules);
  }

  /** The rules of the settings. */
  public static ReturnPolicy of(ReturnTerms terms) {
    return new ReturnPolicy(
        List.of(units -> inTime(units, terms), units -> notFinal(units, terms)));
  }

  /** The first reason why these units may not come back. */
  Optional<Refusal> refusal(ReturnRule.Case units) {
    return rules.stream().map(rule -> rule.refusal(units)).flatMap(Optional::stream).findFirst();
  }

  private static Optional<Refusal> inTime(ReturnRule.Case units, ReturnTerms terms) {
    Duration window = units.reason().isSellersFault() ? terms.faultWindow() : terms.window();
    Instant closes = units.ownSince().plus(window);
    return units.now().isAfter(closes)
        ? Optional.of(
            Refusal.about(
                OrderRejection.RETURN_WINDOW_CLOSED,
                units.line().priced().lineId(),
                "For this reason units could come back until %s.".formatted(closes)))
        : Optional.empty();
  }

  private static Optional<Refusal> notFinal(ReturnRule.Case units, ReturnTerms terms) {
    boolean isFinal = terms.finalSale().stream().anyMatch(units.line().priced().sku()::startsWith);
    return isFinal && !units.reason().isSellersFault()
        ? Optional.of(
            Refusal.about(
                OrderRejection.NOT_RETURNABLE,
                units.line().priced().lineId(),
                "The sale of this product is final."))
        : Optional.empty();
  }
}
