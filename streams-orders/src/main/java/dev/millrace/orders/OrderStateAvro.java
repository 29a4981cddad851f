package dev.millrace.orders;

import dev.millrace.avro.orders.OrderLine;
import dev.millrace.avro.orders.TimelineEntry;
import dev.millrace.avro.orders.state.AuthorizationState;
import dev.millrace.avro.orders.state.LineState;
import dev.millrace.avro.orders.state.OrderState;
import dev.millrace.avro.orders.state.RefundState;
import dev.millrace.avro.orders.state.ReturnState;
import dev.millrace.avro.orders.state.WaitingRequest;
import dev.millrace.orders.order.Captures;
import dev.millrace.orders.order.Order;
import dev.millrace.orders.order.Payment;
import dev.millrace.orders.order.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The order's state between the store and the domain; the stored record shows the public view. */
final class OrderStateAvro {

  private OrderStateAvro() {}

  static OrderState stored(Order order, List<WaitingRequest> waiting) {
    Payment payment = order.payment();
    return new OrderState(
        view(order),
        PlacementAvro.quote(order.attempt().placement().quote()),
        order.attempt().placement().paymentMethodId(),
        order.attempt().contentDigest(),
        order.attempt().checkoutCommandId(),
        order.wasConfirmed(),
        order.attempt().deadline(),
        order.lines().stream()
            .map(
                line ->
                    new LineState(
                        line.reservationId(),
                        line.expiresAt(),
                        line.refusal(),
                        PlacementAvro.avroAllocations(line.allocations())))
            .toList(),
        PaymentAvro.whole(payment).map(Captures.Capture::requestId).orElse(null),
        PaymentAvro.whole(payment).map(Captures.Capture::step).orElse(Payment.Progress.NONE).name(),
        payment.authorizations().stream()
            .map(
                one ->
                    new AuthorizationState(
                        one.attempt(),
                        one.amountMinor(),
                        one.promise().name(),
                        one.confirmations(),
                        one.voiding().name(),
                        one.voidsAsked()))
            .toList(),
        payment.refunds().stream()
            .map(one -> new RefundState(one.requestId(), one.amountMinor(), one.step().name()))
            .toList(),
        order.returns().stream()
            .map(one -> new ReturnState(one.returnId(), OrderAvro.avroItems(one.items())))
            .toList(),
        waiting,
        order.attempt().placement().backorderAllowed(),
        order.returnBook().confirmedAt(),
        CareAvro.state(order.care()),
        order.attempt().placement().partialAllowed(),
        DrawAvro.avroTenders(order.attempt().placement().tenders()));
  }

  static dev.millrace.avro.orders.Order view(Order order) {
    Placement placement = order.attempt().placement();
    Placement.Quote quote = placement.quote();
    Payment payment = order.payment();
    return new dev.millrace.avro.orders.Order(
        order.orderId(),
        placement.customerId(),
        quote.cartId(),
        order.sequence(),
        lower(order.status()),
        order.reason(),
        order.attempt().number(),
        quote.currency(),
        order.lines().stream().map(line -> line(order, line)).toList(),
        quote.subtotalMinor(),
        quote.discountMinor(),
        quote.shippingMinor(),
        quote.taxMinor(),
        quote.totalMinor(),
        lower(payment.status()),
        payment.amounts().authorizedMinor(),
        payment.amounts().capturedMinor(),
        payment.amounts().refundedMinor(),
        payment.amounts().voidedMinor(),
        payment.actionUrl(),
        PlacementAvro.address(placement.shippingAddress()),
        quote.shippingOptionId(),
        order.placedAt(),
        order.lastAt(),
        order.timeline().stream()
            .map(step -> new TimelineEntry(step.at(), step.event(), OrderAvro.actor(step.actor())))
            .toList(),
        ShipmentAvro.views(order.shipments()),
        ReturnStateAvro.returns(order),
        ReturnStateAvro.refunds(order.returnBook()),
        PaymentAvro.captures(payment),
        PaymentAvro.cash(payment.cash()),
        CareAvro.holds(order.care()),
        CareAvro.troubles(order.care().troubles()),
        order.care().cancelledMinor(),
        PartialAvro.view(order.attempt().unitsShort()),
        DrawAvro.draws(order.draws()),
        DrawAvro.giveBacks(order.draws()),
        AdditionAvro.views(order.care().additions()),
        AdditionAvro.to(order.care().additions().to()));
  }

  static Order order(OrderState stored) {
    var view = stored.getOrder();
    Placement placement =
        PlacementAvro.placement(
            view.getCustomerId(),
            stored.getQuote(),
            view.getShippingAddress(),
            stored.getPaymentMethodId(),
            stored.getBackorderAllowed(),
            stored.getPartialAllowed(),
            stored.getTenders());
    return new Order(
        view.getOrderId(),
        view.getVersion(),
        view.getPlacedAt(),
        view.getAt(),
        Order.Status.valueOf(upper(view.getStatus())),
        view.getReason(),
        stored.getWasConfirmed(),
        new Order.Attempt(
            view.getAttempt(),
            placement,
            stored.getContentDigest(),
            stored.getCheckoutCommandId(),
            stored.getDeadline(),
            PartialAvro.unitsShort(view.getUnitsShort())),
        lines(stored, placement.quote()),
        payment(stored),
        stored.getReturns().stream()
            .map(one -> new Order.Return(one.getReturnId(), OrderAvro.items(one.getItems())))
            .toList(),
        view.getTimeline().stream()
            .map(
                entry ->
                    new Order.Step(
                        entry.getAt(), entry.getEvent(), OrderAvro.caller(entry.getActor())))
            .toList(),
        ShipmentAvro.shipments(view.getShipments()),
        ReturnStateAvro.book(stored),
        CareAvro.care(stored),
        DrawAvro.draws(view));
  }

  private static List<Order.Line> lines(OrderState stored, Placement.Quote quote) {
    List<Order.Line> lines = new ArrayList<>(quote.lines().size());
    for (int i = 0; i < quote.lines().size(); i++) {
      OrderLine shown = stored.getOrder().getLines().get(i);
      LineState state = stored.getLines().get(i);
      lines.add(
          new Order.Line(
              quote.lines().get(i),
              shown.getReturned(),
              state.getReservationId(),
              Order.LineStock.valueOf(upper(shown.getStockStatus())),
              state.getRefusal(),
              shown.getAvailable(),
              state.getExpiresAt(),
              PlacementAvro.allocations(state.getAllocations()),
              Order.Backorder.of(shown.getBackordered(), shown.getPromisedAt())));
    }
    return lines;
  }

  private static Payment payment(OrderState stored) {
    var view = stored.getOrder();
    return new Payment(
        Payment.Status.valueOf(upper(view.getPaymentStatus())),
        new Payment.Amounts(
            view.getAuthorizedMinor(),
            view.getCapturedMinor(),
            view.getRefundedMinor(),
            view.getVoidedMinor()),
        view.getActionUrl(),
        PaymentAvro.captures(stored),
        stored.getAuthorizations().stream()
            .map(
                one ->
                    new Payment.Authorization(
                        one.getAttempt(),
                        one.getAmountMinor(),
                        Payment.Promise.valueOf(one.getStep()),
                        one.getConfirmations(),
                        Payment.Progress.valueOf(one.getVoiding()),
                        one.getVoidsAsked()))
            .toList(),
        stored.getRefunds().stream()
            .map(
                one ->
                    new Payment.Refund(
                        one.getRequestId(),
                        one.getAmountMinor(),
                        Payment.RefundStep.valueOf(one.getStep())))
            .toList(),
        PaymentAvro.cash(view.getCash()));
  }

  private static OrderLine line(Order order, Order.Line line) {
    Placement.Line priced = line.priced();
    return new OrderLine(
        priced.lineId(),
        priced.sku(),
        priced.sellerId(),
        priced.quantity(),
        line.returned(),
        priced.unitPriceMinor(),
        priced.discountMinor(),
        priced.taxMinor(),
        priced.totalMinor(),
        lower(line.stock()),
        line.available(),
        line.backorder().units(),
        line.backorder().promisedAt(),
        order.care().cancelled().getOrDefault(priced.lineId(), 0));
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String upper(String name) {
    return name.toUpperCase(Locale.ROOT);
  }
}
