package dev.millrace.orders.order;

import dev.millrace.orders.order.Order.LineStock;
import dev.millrace.orders.order.Order.Status;
import dev.millrace.orders.order.Payment.Authorization;
import dev.millrace.orders.order.Payment.Refund;
import dev.millrace.orders.order.Payment.RefundStep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Folds what people do to an order beside its checkout. */
final class CareFold {

  private CareFold() {}

  static Order flagged(Order order, OrderEvent.FraudFlagged flagged, Instant at) {
    String holdId = flagged.holdId();
    return holdId == null
        ? order
        : order.care(
            care ->
                care.plus(
                        new Care.Hold(
                            holdId,
                            Reasons.FRAUD_REVIEW,
                            String.join(", ", flagged.findings()),
                            at))
                    .troubles(Trouble.opened(care.troubles(), Reasons.FRAUD_REVIEW, at)));
  }

  static Order put(Order order, OrderEvent.OrderPutOnHold put, Instant at) {
    return order.care(
        care -> care.plus(new Care.Hold(put.holdId(), put.holdReason(), put.note(), at)));
  }

  static Order released(Order order, OrderEvent.OrderHoldReleased released) {
    return order.care(care -> care.without(released.holdId()));
  }

  static Order needsAttention(Order order, String reason, Instant at) {
    return order.care(care -> care.troubles(Trouble.opened(care.troubles(), reason, at)));
  }

  /** A line that is lost when the order is in trouble already is one more reason. */
  static Order lost(Order order, Instant at) {
    return order.status() == Status.EXCEPTION
        ? needsAttention(order, Reasons.STOCK_COMMIT_REFUSED, at)
        : order;
  }

  static Order stepFailed(Order order, OrderEvent.PaymentStepFailed failed) {
    return failed.code().equals(Reasons.UNRESOLVED)
        ? order.care(care -> care.inDoubt(failed.requestId()))
        : order;
  }

  static Order retried(Order order, OrderEvent.PaymentStepRetried retried) {
    Order asked =
        switch (retried.operation()) {
          case CAPTURE ->
              order.pay(
                  payment ->
                      payment.captureAgain(
                          retried.failedRequestId(), retried.requestId(), retried.amountMinor()));
          case VOID ->
              order.pay(
                  payment ->
                      payment.changeAttempt(
                          OrderFold.attemptOfVoid(order, retried.failedRequestId()),
                          Authorization::askVoid));
          case REFUND ->
              order.pay(
                  payment ->
                      payment.replaceRefund(
                          retried.failedRequestId(),
                          new Refund(
                              retried.requestId(), retried.amountMinor(), RefundStep.ASKED)));
          case AUTHORIZE, UNKNOWN -> order;
        };
    return asked.care(care -> care.retried(retried.failedRequestId()));
  }

  static Order retried(Order order, OrderEvent.LineStockRetried retried) {
    return order
        .changeLine(retried.lineId(), line -> line.at(LineStock.COMMITTING))
        .care(care -> care.retried(retried.reservationId()));
  }

  /** What its shipments say beyond that it stands, {@link ShipmentPlan} says in the next event. */
  static Order resolved(Order order, OrderEvent.ExceptionResolved resolved) {
    Order after =
        order.care(care -> care.troubles(Trouble.closed(care.troubles(), resolved.reasons())));
    return after.status() == Status.EXCEPTION && !Trouble.anyKeepsException(after.care().troubles())
        ? after.at(Status.CONFIRMED, null)
        : after;
  }

  /** The attempt or the order has ended; only money in doubt still needs a person. */
  static Order ended(Order order) {
    return order.care(care -> care.troubles(Trouble.ofEnded(care.troubles())));
  }

  static Order cancelled(Order order, OrderEvent.LinesCancelled cancelled, Instant at) {
    var step = new Shipment.Step(at, Shipment.Status.CANCELLED, null, cancelled.reason());
    Order fewer = order.care(care -> care.cancelled(cancelled));
    for (OrderEvent.CancelledLine one : cancelled.lines()) {
      fewer = fewer.changeLine(one.lineId(), line -> line.without(one.allocations()));
      Order.Line left = fewer.line(one.lineId()).orElseThrow();
      fewer = fewer.ship(all -> all.without(left, one.allocations(), step));
    }
    return DrawFold.refund(
        fewer, cancelled.requestId(), cancelled.refundMinor(), fewer.toCaptureMinor());
  }

  static Order sentElsewhere(Order order, OrderEvent.ShippingAddressChanged changed) {
    Order elsewhere = order.sentTo(changed.shippingAddress());
    return changed.remembered() ? elsewhere.care(care -> care.edited(changed.editId())) : elsewhere;
  }

  /** What is left of a line's units where they are, without these. */
  static List<Order.Allocation> minus(
      List<Order.Allocation> allocations, List<Order.Allocation> gone) {
    List<Order.Allocation> left = new ArrayList<>();
    for (Order.Allocation one : allocations) {
      int units =
          one.quantity()
              - gone.stream()
                  .filter(other -> other.warehouseId().equals(one.warehouseId()))
                  .mapToInt(Order.Allocation::quantity)
                  .sum();
      if (units > 0) {
        left.add(new Order.Allocation(one.warehouseId(), units));
      }
    }
    return left;
  }
}
