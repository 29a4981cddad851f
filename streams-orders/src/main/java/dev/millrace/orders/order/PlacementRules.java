package dev.millrace.orders.order;

import dev.millrace.orders.account.Account;
import dev.millrace.orders.order.OrderCommand.PlaceOrder;
import dev.millrace.schemas.id.Ids;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a placement must satisfy, in a fixed order: the first broken rule is the answer. */
final class PlacementRules {

  static final int LINES_MAX = 200;
  static final int QUANTITY_MAX = 1_000_000;
  static final int TEXT_LENGTH_MAX = 500;

  private PlacementRules() {}

  /** Rules that hold whatever has become of the order. */
  static Optional<Refusal> broken(PlaceOrder command) {
    Placement placement = command.placement();
    Placement.Quote quote = placement.quote();
    if (!command.signed()) {
      return refuse(OrderRejection.QUOTE_SIGNATURE_INVALID, "The quote is not one of this shop's.");
    }
    if (!command.orderId().equals(Ids.orderOf(quote.cartId(), quote.cartGeneration()))) {
      return refuse(
          OrderRejection.ORDER_ID_MISMATCH, "The order id is not the one of the quoted cart.");
    }
    if (!placement.customerId().equals(quote.customerId())) {
      return refuse(
          OrderRejection.QUOTE_OF_ANOTHER_CUSTOMER, "The quote was made for somebody else.");
    }
    if (!isBounded(placement.paymentMethodId()) || !isBounded(placement.shippingAddress())) {
      return refuse(
          OrderRejection.MALFORMED_COMMAND, "Address or payment method is missing or too long.");
    }
    if (!command.fraudFacts().isBounded()) {
      return refuse(
          OrderRejection.MALFORMED_COMMAND, "There is more about the customer than is looked at.");
    }
    if (!areBounded(placement.tenders()) || !isOwnCredit(placement)) {
      return refuse(
          OrderRejection.TENDERS_MALFORMED,
          "At most %d gift cards or the customer's credit, each once, with amounts of at least 1."
              .formatted(Draws.TENDERS_MAX));
    }
    return brokenByLines(quote)
        .or(
            () ->
                quote.addsUp()
                    ? Optional.empty()
                    : refuse(
                        OrderRejection.QUOTE_INCONSISTENT,
                        "The quote's lines and shipping are not its total."))
        .or(() -> brokenByExpectation(command));
  }

  /** A rule of new attempts only: an order that stands outlives its quote. */
  static Optional<Refusal> expired(Placement.Quote quote, Instant now) {
    return now.isBefore(quote.expiresAt())
        ? Optional.empty()
        : refuse(OrderRejection.QUOTE_EXPIRED, "The price stood until " + quote.expiresAt() + ".");
  }

  /** Another rule of new attempts only. */
  static Optional<Refusal> cashOff(Placement placement, CheckoutTerms terms) {
    return placement.isCashOnDelivery() && !terms.cashOnDelivery()
        ? Optional.of(
            Refusal.about(
                OrderRejection.CASH_ON_DELIVERY_OFF,
                Placement.CASH_ON_DELIVERY,
                "This shop takes no cash on delivery."))
        : Optional.empty();
  }

  private static Optional<Refusal> brokenByLines(Placement.Quote quote) {
    if (quote.lines().isEmpty()) {
      return refuse(OrderRejection.ORDER_EMPTY, "Nothing is ordered.");
    }
    if (quote.lines().size() > LINES_MAX) {
      return refuse(
          OrderRejection.TOO_MANY_LINES, "An order has at most %d lines.".formatted(LINES_MAX));
    }
    Set<String> lineIds = new HashSet<>();
    for (Placement.Line line : quote.lines()) {
      if (line.quantity() < 1 || line.quantity() > QUANTITY_MAX || line.totalMinor() < 0) {
        return Optional.of(
            Refusal.about(
                OrderRejection.QUANTITY_OUT_OF_BOUNDS,
                line.lineId(),
                "A line has 1 to %d units.".formatted(QUANTITY_MAX)));
      }
      if (!lineIds.add(line.lineId())) {
        return Optional.of(
            Refusal.about(
                OrderRejection.DUPLICATE_LINE, line.lineId(), "Two lines have the same id."));
      }
    }
    return Optional.empty();
  }

  private static Optional<Refusal> brokenByExpectation(PlaceOrder command) {
    Long expected = command.expectedTotalMinor();
    long total = command.placement().quote().totalMinor();
    return expected == null || expected == total
        ? Optional.empty()
        : Optional.of(
            new Refusal(
                OrderRejection.PRICE_CHANGED,
                "The total is not the expected one.",
                command.placement().quote().quoteId(),
                expected,
                total));
  }

  /** Whoever has a card may use it; credit is its owner's. */
  private static boolean isOwnCredit(Placement placement) {
    String own = Ids.storeCreditOf(placement.customerId(), placement.quote().currency());
    return placement.tenders().stream()
        .filter(one -> one.kind() == Account.Kind.STORE_CREDIT)
        .allMatch(one -> one.accountId().equals(own));
  }

  private static boolean areBounded(List<Placement.Tender> tenders) {
    return tenders.size() <= Draws.TENDERS_MAX
        && tenders.stream().map(Placement.Tender::accountId).distinct().count() == tenders.size()
        && tenders.stream()
            .allMatch(
                one ->
                    one.kind().isMoney()
                        && Ids.isId(one.accountId())
                        && (one.maxMinor() == null || one.maxMinor() >= 1));
  }

  static boolean isBounded(Placement.Address address) {
    return isBounded(address.name())
        && isBounded(address.line1())
        && isBoundedOrAbsent(address.line2())
        && isBounded(address.city())
        && isBoundedOrAbsent(address.region())
        && isBounded(address.postalCode())
        && isBounded(address.country());
  }

  private static boolean isBounded(String text) {
    return !text.isBlank() && text.length() <= TEXT_LENGTH_MAX;
  }

  private static boolean isBoundedOrAbsent(@Nullable String text) {
    return text == null || text.length() <= TEXT_LENGTH_MAX;
  }

  private static Optional<Refusal> refuse(OrderRejection name, String detail) {
    return Optional.of(Refusal.of(name, detail));
  }
}
