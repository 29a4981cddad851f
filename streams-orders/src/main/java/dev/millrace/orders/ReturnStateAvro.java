package dev.millrace.orders;

import dev.millrace.avro.orders.OrderRefund;
import dev.millrace.avro.orders.OrderReturn;
import dev.millrace.avro.orders.ReturnLine;
import dev.millrace.avro.orders.state.OrderState;
import dev.millrace.orders.order.Order;
import dev.millrace.orders.order.ReturnBook;
import dev.millrace.orders.order.ReturnCase;
import dev.millrace.orders.order.ReturnMoney;
import dev.millrace.orders.order.ReturnReason;
import java.util.List;
import java.util.Locale;

/** An order's returns and refunds as answers show them, and back again. */
final class ReturnStateAvro {

  private ReturnStateAvro() {}

  static List<OrderReturn> returns(Order order) {
    return order.returnBook().cases().stream().map(one -> view(order, one)).toList();
  }

  static List<OrderRefund> refunds(ReturnBook book) {
    return book.refunds().stream()
        .map(
            one ->
                new OrderRefund(
                    one.refundId(),
                    one.amountMinor(),
                    ReturnAvro.avroLines(one.lines()),
                    one.reason(),
                    one.refundTo(),
                    one.grantedAt()))
        .toList();
  }

  static ReturnBook book(OrderState stored) {
    return new ReturnBook(
        stored.getConfirmedAt(),
        stored.getOrder().getReturns().stream().map(ReturnStateAvro::read).toList(),
        stored.getOrder().getRefunds().stream()
            .map(
                one ->
                    new ReturnBook.Granted(
                        one.getRefundId(),
                        one.getAmountMinor(),
                        ReturnAvro.lines(one.getLines()),
                        one.getReason(),
                        one.getRefundTo(),
                        one.getGrantedAt()))
            .toList());
  }

  private static OrderReturn view(Order order, ReturnCase one) {
    return new OrderReturn(
        one.returnId(),
        one.status().name().toLowerCase(Locale.ROOT),
        one.requestedAt(),
        one.note(),
        one.reason(),
        one.arriveBy(),
        one.carrier(),
        one.trackingNumber(),
        one.warehouseId(),
        one.lines().stream()
            .map(
                line ->
                    new ReturnLine(
                        line.lineId(),
                        line.quantity(),
                        line.reason().code(),
                        line.resellable(),
                        line.damaged(),
                        line.missing(),
                        line.accepted(),
                        line.exchanged()))
            .toList(),
        one.money().itemsMinor(),
        one.money().restockingFeeMinor(),
        one.money().returnShippingFeeMinor(),
        one.money().shippingMinor(),
        one.money().refundMinor(),
        ExchangeAvro.views(order, one),
        ReturnAvro.avroRefundTo(one.refundTo()));
  }

  private static ReturnCase read(OrderReturn one) {
    return new ReturnCase(
        one.getReturnId(),
        ReturnCase.Status.valueOf(one.getStatus().toUpperCase(Locale.ROOT)),
        one.getRequestedAt(),
        one.getNote(),
        one.getReason(),
        one.getArriveBy(),
        one.getCarrier(),
        one.getTrackingNumber(),
        one.getWarehouseId(),
        one.getLines().stream()
            .map(
                line ->
                    new ReturnCase.Line(
                        line.getLineId(),
                        line.getQuantity(),
                        ReturnReason.valueOf(line.getReason().toUpperCase(Locale.ROOT)),
                        line.getResellable(),
                        line.getDamaged(),
                        line.getMissing(),
                        line.getAccepted(),
                        line.getExchanged()))
            .toList(),
        new ReturnMoney(
            one.getItemsMinor(),
            one.getRestockingFeeMinor(),
            one.getReturnShippingFeeMinor(),
            one.getShippingMinor(),
            one.getRefundMinor()),
        ExchangeAvro.exchanges(one.getExchanges()),
        ReturnAvro.refundTo(one.getRefundTo()));
  }
}
