package dev.millrace.orders.order;

import java.util.List;
import java.util.Optional;

/** What exchanges ask of the inventory, read off how far they have come. */
final class ExchangeSaga {

  private ExchangeSaga() {}

  static void add(Order before, Order after, long holdMs, List<FollowUp> asked) {
    if (before.returnBook() == after.returnBook()) {
      return;
    }
    for (ReturnCase one : after.returnBook().cases()) {
      for (Exchange exchange : one.exchanges()) {
        Exchange.Step was =
            before
                .returnBook()
                .of(one.returnId())
                .flatMap(former -> former.exchange(exchange.lineId()))
                .map(Exchange::step)
                .orElse(Exchange.Step.WANTED);
        if (was != exchange.step()) {
          ask(after, exchange, was, holdMs).ifPresent(asked::add);
        }
      }
    }
  }

  private static Optional<FollowUp> ask(
      Order order, Exchange exchange, Exchange.Step was, long holdMs) {
    String id = exchange.exchangeId();
    return switch (exchange.step()) {
      case ASKED -> Optional.of(reserve(order, exchange, holdMs));
      case SELLING ->
          Optional.of(
              new FollowUp.Commit(
                  RequestIds.command("commit", id),
                  exchange.sku(),
                  id,
                  order.orderId(),
                  exchange.units()));
      case RELEASED ->
          was.mayBeHeld()
              ? Optional.of(
                  new FollowUp.Release(
                      RequestIds.command("release", id),
                      exchange.sku(),
                      id,
                      exchange.reason() == null ? "released" : exchange.reason()))
              : Optional.empty();
      case WANTED, HELD, SOLD, REFUSED -> Optional.empty();
    };
  }

  private static FollowUp reserve(Order order, Exchange exchange, long holdMs) {
    Placement placement = order.attempt().placement();
    return new FollowUp.Reserve(
        RequestIds.command("reserve", exchange.exchangeId()),
        exchange.sku(),
        order.line(exchange.lineId()).orElseThrow().priced().sellerId(),
        exchange.quantity(),
        exchange.exchangeId(),
        holdMs,
        order.orderId(),
        placement.customerId(),
        placement.shippingAddress().country(),
        placement.shippingAddress().region(),
        false);
  }
}
