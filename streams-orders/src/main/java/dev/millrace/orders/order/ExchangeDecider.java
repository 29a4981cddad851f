package dev.millrace.orders.order;

import static dev.millrace.kit.decide.Decision.accept;

import dev.millrace.kit.decide.Decision;
import dev.millrace.orders.order.OrderCommand.StockAnswered;
import dev.millrace.orders.order.Payment.RefundStep;
import dev.millrace.orders.order.ReturnCommand.Claim;
import dev.millrace.orders.order.ReturnCommand.Finding;
import dev.millrace.orders.order.ReturnCommand.Offered;
import dev.millrace.orders.order.ReturnCommand.Wanted;
import dev.millrace.schemas.id.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sends other units for those that come back, at the same price. What is wanted is put by when the
 * return is approved, and sold when units that deserve it have come; wherever it cannot be had, the
 * units are paid back as of any return.
 */
final class ExchangeDecider {

  private ExchangeDecider() {}

  /** Why what a claim wants instead is not given. */
  static Optional<Refusal> refusalOf(
      Order.Line line, Claim claim, List<Offered> offers, Instant now) {
    Wanted wanted = claim.wanted();
    if (wanted == null) {
      return Optional.empty();
    }
    Placement.Line priced = line.priced();
    if (wanted.sku().isBlank() || wanted.sku().length() > Ids.LENGTH_MAX) {
      return about(OrderRejection.MALFORMED_COMMAND, claim.lineId(), "An exchange names a SKU.");
    }
    if (wanted.quantity() < 1 || wanted.quantity() > claim.quantity()) {
      return Optional.of(
          new Refusal(
              OrderRejection.EXCHANGE_EXCEEDS_RETURN,
              "At least 1 and at most as many units as come back.",
              claim.lineId(),
              (long) wanted.quantity(),
              (long) claim.quantity()));
    }
    if (wanted.sku().equals(priced.sku())) {
      return Optional.empty();
    }
    Optional<Offered> offer =
        offers.stream()
            .filter(one -> one.sku().equals(wanted.sku()))
            .filter(one -> one.sellerId().equals(priced.sellerId()))
            .filter(one -> now.isBefore(one.expiresAt()))
            .findFirst();
    if (offer.isEmpty()) {
      return about(
          OrderRejection.EXCHANGE_PRICE_UNKNOWN,
          wanted.sku(),
          "Nobody says what the seller of the line asks for this SKU now.");
    }
    return offer.get().unitPriceMinor() == priced.unitPriceMinor()
        ? Optional.empty()
        : Optional.of(
            new Refusal(
                OrderRejection.EXCHANGE_PRICE_DIFFERS,
                "Only what costs the same is exchanged; send it back and order the other.",
                wanted.sku(),
                offer.get().unitPriceMinor(),
                priced.unitPriceMinor()));
  }

  /** The offers that stand in the currency of an order. */
  static List<Offered> inCurrencyOf(Order order, List<Offered> offers) {
    String currency = order.attempt().placement().quote().currency();
    return offers.stream().filter(one -> one.currency().equals(currency)).toList();
  }

  /**
   * What was found, with the units that are exchanged taken from those that are paid back. Units
   * that were broken on the customer's side are not exchanged.
   */
  static List<Finding> exchanging(Order order, ReturnCase one, List<Finding> findings) {
    List<Finding> all = new ArrayList<>();
    for (Finding finding : findings) {
      int wanted =
          one.exchange(finding.lineId())
              .filter(exchange -> exchange.step().mayBeHeld())
              .map(Exchange::quantity)
              .orElse(0);
      boolean isSellersFault = one.line(finding.lineId()).reason().isSellersFault();
      int deserving =
          isSellersFault ? finding.accepted() : Math.min(finding.accepted(), finding.resellable());
      int exchanged = Math.min(wanted, deserving);
      if (exchanged == 0) {
        all.add(finding);
        continue;
      }
      Order.Line line = order.line(finding.lineId()).orElseThrow();
      int paidBack = finding.accepted() - exchanged;
      long worthMinor =
          ReturnMoney.ofUnits(order, line, finding.accepted())
              - ReturnMoney.ofUnits(order, line, paidBack);
      all.add(
          new Finding(
              finding.lineId(),
              finding.resellable(),
              finding.damaged(),
              finding.missing(),
              paidBack,
              exchanged,
              worthMinor));
    }
    return all;
  }

  /** An answer about a hold that is none of the order's lines'. */
  static Decision<OrderEvent, Refusal> answered(Order order, StockAnswered answer) {
    for (ReturnCase one : order.returnBook().cases()) {
      for (Exchange exchange : one.exchanges()) {
        if (exchange.exchangeId().equals(answer.reservationId())) {
          return switch (answer.operation()) {
            case RESERVE -> reserved(order, one, exchange, answer);
            case COMMIT -> committed(order, one, exchange, answer);
            case FILL, WITHDRAW, OTHER -> accept();
          };
        }
      }
    }
    return accept();
  }

  private static Decision<OrderEvent, Refusal> reserved(
      Order order, ReturnCase one, Exchange exchange, StockAnswered answer) {
    if (exchange.step() != Exchange.Step.ASKED) {
      return accept();
    }
    Instant expiresAt = answer.expiresAt();
    return answer.done() && expiresAt != null
        ? accept(
            new ReturnEvent.ExchangeHeld(
                one.returnId(), exchange.lineId(), exchange.exchangeId(), expiresAt))
        : accept(refused(order, one, exchange, answer, 0));
  }

  private static Decision<OrderEvent, Refusal> committed(
      Order order, ReturnCase one, Exchange exchange, StockAnswered answer) {
    if (exchange.step() != Exchange.Step.SELLING) {
      return accept();
    }
    List<OrderEvent> events = new ArrayList<>();
    if (answer.done()) {
      events.add(
          new ReturnEvent.ExchangeSold(
              one.returnId(), exchange.lineId(), exchange.exchangeId(), answer.allocations()));
    } else {
      long refundMinor =
          Math.min(exchange.worthMinor(), order.grantableMinor(order.toCaptureMinor()));
      events.add(refused(order, one, exchange, answer, refundMinor));
      if (refundMinor > 0 && !order.payment().isLetOff(refundMinor)) {
        return accept(events);
      }
    }
    if (isSettledBut(order, one, exchange.exchangeId())) {
      events.add(new ReturnEvent.ReturnClosed(one.returnId()));
    }
    return accept(events);
  }

  private static OrderEvent refused(
      Order order, ReturnCase one, Exchange exchange, StockAnswered answer, long refundMinor) {
    return new ReturnEvent.ExchangeRefused(
        one.returnId(),
        exchange.lineId(),
        exchange.exchangeId(),
        Exchange.OUT_OF_STOCK,
        answer.refusal() == null ? "refused" : answer.refusal(),
        refundMinor,
        RequestIds.refundOfExchange(order.orderId(), exchange.exchangeId()));
  }

  /**
   * Whether nothing of an inspected return is under way any more, but for one refund or exchange
   * that ends just now.
   *
   * @param ending the request or the exchange
   */
  static boolean isSettledBut(Order order, ReturnCase one, String ending) {
    boolean anySelling =
        one.exchanges().stream()
            .anyMatch(
                exchange ->
                    exchange.step() == Exchange.Step.SELLING
                        && !exchange.exchangeId().equals(ending));
    return one.status() == ReturnCase.Status.INSPECTED
        && !anySelling
        && order.payment().cash().toGiveBackMinor() == 0
        && order.draws().giveBacks().stream()
            .filter(back -> isRefundOf(order, one, back.requestId()))
            .noneMatch(back -> back.isOpen() && !back.requestId().equals(ending))
        && order.payment().refunds().stream()
            .filter(refund -> isRefundOf(order, one, refund.requestId()))
            .allMatch(
                refund ->
                    refund.requestId().equals(ending)
                        || refund.step() == RefundStep.DONE
                        || refund.step() == RefundStep.DROPPED);
  }

  /** Whether a refund is the one of a return, or of one of its exchanges that came to nothing. */
  static boolean isRefundOf(Order order, ReturnCase one, String requestId) {
    return requestId.equals(RequestIds.refundOfReturn(order.orderId(), one.returnId()))
        || one.exchanges().stream()
            .map(exchange -> RequestIds.refundOfExchange(order.orderId(), exchange.exchangeId()))
            .anyMatch(requestId::equals);
  }

  private static Optional<Refusal> about(OrderRejection name, String pointer, String detail) {
    return Optional.of(Refusal.about(name, pointer, detail));
  }
}
