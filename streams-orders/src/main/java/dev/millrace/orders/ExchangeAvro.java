package dev.millrace.orders;

import dev.millrace.avro.orders.ExchangeHeld;
import dev.millrace.avro.orders.ExchangeRefused;
import dev.millrace.avro.orders.ExchangeSold;
import dev.millrace.avro.orders.OrderExchange;
import dev.millrace.avro.orders.WantedInstead;
import dev.millrace.avro.pricing.Quote;
import dev.millrace.orders.order.Exchange;
import dev.millrace.orders.order.Order;
import dev.millrace.orders.order.ReturnCase;
import dev.millrace.orders.order.ReturnCommand.Offered;
import dev.millrace.orders.order.ReturnCommand.Wanted;
import dev.millrace.orders.order.ReturnEvent;
import dev.millrace.schemas.quote.QuoteSignature;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Exchanges between the contract, the store and the domain. */
final class ExchangeAvro {

  private ExchangeAvro() {}

  /** What pricing says of what is wanted instead; nothing if pricing did not say it. */
  static List<Offered> offers(@Nullable Quote quote, byte[] quoteSecret) {
    return quote == null || !QuoteSignature.verify(quote, quoteSecret)
        ? List.of()
        : quote.getLines().stream()
            .map(
                line ->
                    new Offered(
                        line.getSku(),
                        line.getSellerId(),
                        line.getUnitPriceMinor(),
                        quote.getCurrency(),
                        quote.getExpiresAt()))
            .toList();
  }

  static @Nullable Wanted wanted(@Nullable WantedInstead wanted) {
    return wanted == null ? null : new Wanted(wanted.getSku(), wanted.getQuantity());
  }

  static @Nullable WantedInstead avro(@Nullable Wanted wanted) {
    return wanted == null ? null : new WantedInstead(wanted.sku(), wanted.quantity());
  }

  static ExchangeHeld record(ReturnEvent.ExchangeHeld e) {
    return new ExchangeHeld(e.returnId(), e.lineId(), e.exchangeId(), e.expiresAt());
  }

  static ExchangeRefused record(ReturnEvent.ExchangeRefused e) {
    return new ExchangeRefused(
        e.returnId(),
        e.lineId(),
        e.exchangeId(),
        e.reason(),
        e.refusal(),
        e.refundMinor(),
        e.requestId());
  }

  static ExchangeSold record(ReturnEvent.ExchangeSold e) {
    return new ExchangeSold(
        e.returnId(), e.lineId(), e.exchangeId(), PlacementAvro.avroAllocations(e.allocations()));
  }

  static ReturnEvent event(ExchangeHeld e) {
    return new ReturnEvent.ExchangeHeld(
        e.getReturnId(), e.getLineId(), e.getExchangeId(), e.getExpiresAt());
  }

  static ReturnEvent event(ExchangeRefused e) {
    return new ReturnEvent.ExchangeRefused(
        e.getReturnId(),
        e.getLineId(),
        e.getExchangeId(),
        e.getReason(),
        e.getRefusal(),
        e.getRefundMinor(),
        e.getRequestId());
  }

  static ReturnEvent event(ExchangeSold e) {
    return new ReturnEvent.ExchangeSold(
        e.getReturnId(),
        e.getLineId(),
        e.getExchangeId(),
        PlacementAvro.allocations(e.getAllocations()));
  }

  /** Null where nothing is exchanged. */
  static @Nullable List<OrderExchange> views(Order order, ReturnCase one) {
    return one.exchanges().isEmpty()
        ? null
        : one.exchanges().stream().map(exchange -> view(order, exchange)).toList();
  }

  private static OrderExchange view(Order order, Exchange one) {
    return new OrderExchange(
        one.exchangeId(),
        one.lineId(),
        one.sku(),
        order.lines().stream()
            .filter(line -> line.priced().lineId().equals(one.lineId()))
            .map(line -> line.priced().sellerId())
            .findFirst()
            .orElse(""),
        one.quantity(),
        one.step().name().toLowerCase(Locale.ROOT),
        one.units(),
        one.worthMinor(),
        one.reason(),
        PlacementAvro.avroAllocations(one.allocations()));
  }

  static List<Exchange> exchanges(@Nullable List<OrderExchange> views) {
    return views == null
        ? List.of()
        : views.stream()
            .map(
                one ->
                    new Exchange(
                        one.getExchangeId(),
                        one.getLineId(),
                        one.getSku(),
                        one.getQuantity(),
                        Exchange.Step.valueOf(one.getStatus().toUpperCase(Locale.ROOT)),
                        one.getUnits(),
                        one.getWorthMinor(),
                        one.getReason(),
                        PlacementAvro.allocations(one.getAllocations())))
            .toList();
  }
}
