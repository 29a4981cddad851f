package dev.millrace.orders;

import dev.millrace.avro.gateways.PaymentOperation;
import dev.millrace.avro.orders.CashAgreed;
import dev.millrace.avro.orders.CashGivenBack;
import dev.millrace.avro.orders.CashReceived;
import dev.millrace.avro.orders.ItemsReturned;
import dev.millrace.avro.orders.LineBackorderFilled;
import dev.millrace.avro.orders.LineBackorderWithdrawn;
import dev.millrace.avro.orders.LineStockCommitted;
import dev.millrace.avro.orders.LineStockHeld;
import dev.millrace.avro.orders.LineStockLost;
import dev.millrace.avro.orders.LineStockRefused;
import dev.millrace.avro.orders.OrderCancelled;
import dev.millrace.avro.orders.OrderConfirmed;
import dev.millrace.avro.orders.OrderNeedsAttention;
import dev.millrace.avro.orders.OrderPlaced;
import dev.millrace.avro.orders.OrderRejected;
import dev.millrace.avro.orders.PaymentActionRequired;
import dev.millrace.avro.orders.PaymentAuthorized;
import dev.millrace.avro.orders.PaymentCaptured;
import dev.millrace.avro.orders.PaymentDeclined;
import dev.millrace.avro.orders.PaymentRefunded;
import dev.millrace.avro.orders.PaymentRequested;
import dev.millrace.avro.orders.PaymentStepFailed;
import dev.millrace.avro.orders.PaymentVoided;
import dev.millrace.orders.order.AdditionEvent;
import dev.millrace.orders.order.DrawEvent;
import dev.millrace.orders.order.Order;
import dev.millrace.orders.order.OrderCommand;
import dev.millrace.orders.order.OrderEvent;
import dev.millrace.orders.order.RemedyEvent;
import dev.millrace.orders.order.ReturnEvent;

/** Events as they are published, and back again for audits. */
final class EventAvro {

  private EventAvro() {}

  /** The record of an event. */
  static dev.millrace.avro.orders.OrderEvent event(String orderId, OrderEvent.Recorded recorded) {
    OrderEvent event = recorded.event();
    var builder =
        dev.millrace.avro.orders.OrderEvent.newBuilder()
            .setEventId(orderId + ":" + recorded.sequence())
            .setOrderId(orderId)
            .setSequence(recorded.sequence())
            .setAt(recorded.at())
            .setCommandId(recorded.commandId())
            .setActor(OrderAvro.actor(recorded.actor()))
            .setType(event.type());
    return with(builder, event).build();
  }

  private static dev.millrace.avro.orders.OrderEvent.Builder with(
      dev.millrace.avro.orders.OrderEvent.Builder builder, OrderEvent event) {
    return switch (event) {
      case OrderEvent.OrderPlaced e -> builder.setOrderPlaced(placed(e));
      case OrderEvent.LineStockHeld e ->
          builder.setLineStockHeld(
              new LineStockHeld(
                  e.lineId(),
                  e.reservationId(),
                  e.expiresAt(),
                  PlacementAvro.avroAllocations(e.allocations()),
                  e.backorder().units(),
                  e.backorder().promisedAt()));
      case OrderEvent.LineStockRefused e ->
          builder.setLineStockRefused(
              new LineStockRefused(e.lineId(), e.refusal(), e.requested(), e.available()));
      case OrderEvent.LineStockCommitted e ->
          builder.setLineStockCommitted(
              new LineStockCommitted(
                  e.lineId(),
                  e.reservationId(),
                  PlacementAvro.avroAllocations(e.allocations()),
                  e.backorder().units(),
                  e.backorder().promisedAt()));
      case OrderEvent.LineBackorderFilled e ->
          builder.setLineBackorderFilled(
              new LineBackorderFilled(
                  e.lineId(),
                  e.reservationId(),
                  PlacementAvro.avroAllocations(e.allocations()),
                  e.missing()));
      case OrderEvent.LineBackorderWithdrawn e ->
          builder.setLineBackorderWithdrawn(
              new LineBackorderWithdrawn(
                  e.lineId(),
                  e.reservationId(),
                  e.withdrawn(),
                  PlacementAvro.avroAllocations(e.allocations())));
      case OrderEvent.LineStockLost e ->
          builder.setLineStockLost(new LineStockLost(e.lineId(), e.reservationId(), e.refusal()));
      case OrderEvent.OrderConfirmed e ->
          builder.setOrderConfirmed(
              new OrderConfirmed(e.checkoutCommandId(), e.captureRequestId()));
      case OrderEvent.OrderRejected e -> builder.setOrderRejected(new OrderRejected(e.reason()));
      case OrderEvent.OrderCancelled e ->
          builder.setOrderCancelled(new OrderCancelled(OrderAvro.actor(e.by()), e.reason()));
      case OrderEvent.ItemsReturned e ->
          builder.setItemsReturned(
              new ItemsReturned(
                  e.returnId(),
                  OrderAvro.avroItems(e.items()),
                  e.reason(),
                  e.warehouseId(),
                  e.refundMinor(),
                  e.requestId()));
      case ReturnEvent e -> ReturnEventAvro.with(builder, e);
      case DrawEvent e -> DrawAvro.with(builder, e);
      case AdditionEvent e -> AdditionAvro.with(builder, e);
      case RemedyEvent e -> RemedyAvro.with(builder, e);
      case OrderEvent.OrderNeedsAttention e ->
          builder.setOrderNeedsAttention(new OrderNeedsAttention(e.reason(), e.detail()));
      case OrderEvent.ShipmentPlanned e -> builder.setShipmentPlanned(ShipmentAvro.record(e));
      case OrderEvent.ShipmentProgressed e -> builder.setShipmentProgressed(ShipmentAvro.record(e));
      case OrderEvent.ShipmentLabelled e -> builder.setShipmentLabelled(ShipmentAvro.record(e));
      case OrderEvent.ShipmentLabelFailed e ->
          builder.setShipmentLabelFailed(ShipmentAvro.record(e));
      case OrderEvent.OrderProgressed e -> builder.setOrderProgressed(ShipmentAvro.record(e));
      case OrderEvent.PaymentRequested e ->
          builder.setPaymentRequested(
              new PaymentRequested(e.requestId(), e.amountMinor(), e.paymentDeadline()));
      case OrderEvent.PaymentActionRequired e ->
          builder.setPaymentActionRequired(
              new PaymentActionRequired(
                  e.requestId(), e.actionUrl(), e.providerReference(), e.paymentDeadline()));
      case OrderEvent.PaymentAuthorized e ->
          builder.setPaymentAuthorized(
              new PaymentAuthorized(e.requestId(), e.amountMinor(), e.providerReference()));
      case OrderEvent.PaymentDeclined e ->
          builder.setPaymentDeclined(new PaymentDeclined(e.requestId(), e.code()));
      case OrderEvent.PaymentCaptured e ->
          builder.setPaymentCaptured(
              new PaymentCaptured(e.requestId(), e.amountMinor(), e.releasedMinor()));
      case OrderEvent.PaymentVoided e ->
          builder.setPaymentVoided(new PaymentVoided(e.requestId(), e.amountMinor()));
      case OrderEvent.PaymentRefunded e ->
          builder.setPaymentRefunded(new PaymentRefunded(e.requestId(), e.amountMinor()));
      case OrderEvent.PaymentStepFailed e ->
          builder.setPaymentStepFailed(
              new PaymentStepFailed(
                  e.requestId(), PaymentOperation.valueOf(e.operation().name()), e.code()));
      case OrderEvent.CaptureRequested e -> builder.setCaptureRequested(PaymentAvro.avro(e));
      case OrderEvent.PaymentPending e -> builder.setPaymentPending(PaymentAvro.avro(e));
      case OrderEvent.CashAgreed e -> builder.setCashAgreed(new CashAgreed(e.amountMinor()));
      case OrderEvent.CashReceived e ->
          builder.setCashReceived(new CashReceived(e.receiptId(), e.amountMinor()));
      case OrderEvent.CashGivenBack e ->
          builder.setCashGivenBack(new CashGivenBack(e.receiptId(), e.amountMinor()));
      case OrderEvent.FraudFlagged e -> builder.setFraudFlagged(CareAvro.record(e));
      case OrderEvent.OrderPutOnHold e -> builder.setOrderPutOnHold(CareAvro.record(e));
      case OrderEvent.OrderHoldReleased e -> builder.setOrderHoldReleased(CareAvro.record(e));
      case OrderEvent.PaymentStepRetried e -> builder.setPaymentStepRetried(CareAvro.record(e));
      case OrderEvent.LineStockRetried e -> builder.setLineStockRetried(CareAvro.record(e));
      case OrderEvent.ExceptionResolved e -> builder.setExceptionResolved(CareAvro.record(e));
      case OrderEvent.LinesCancelled e -> builder.setLinesCancelled(CareAvro.record(e));
      case OrderEvent.ShippingAddressChanged e ->
          builder.setShippingAddressChanged(CareAvro.record(e));
      case OrderEvent.LineStockLowered e -> builder.setLineStockLowered(PartialAvro.record(e));
      case OrderEvent.OrderPartlyAllocated e ->
          builder.setOrderPartlyAllocated(PartialAvro.record(e));
    };
  }

  private static OrderPlaced placed(OrderEvent.OrderPlaced placed) {
    return new OrderPlaced(
        placed.attempt(),
        placed.placement().customerId(),
        PlacementAvro.quote(placed.placement().quote()),
        PlacementAvro.address(placed.placement().shippingAddress()),
        placed.placement().paymentMethodId(),
        placed.contentDigest(),
        placed.stockDeadline(),
        placed.placement().backorderAllowed(),
        CareAvro.avroFacts(placed.fraudFacts()),
        placed.placement().partialAllowed(),
        DrawAvro.avroTenders(placed.placement().tenders()),
        AdditionAvro.to(placed.additionTo()));
  }

  /**
   * The event in a record.
   *
   * @throws IllegalArgumentException if the record is newer than this version
   */
  static OrderEvent.Recorded recorded(dev.millrace.avro.orders.OrderEvent record) {
    return new OrderEvent.Recorded(
        event(record),
        record.getSequence(),
        record.getAt(),
        record.getCommandId(),
        OrderAvro.caller(record.getActor()));
  }

  private static OrderEvent event(dev.millrace.avro.orders.OrderEvent record) {
    return switch (record.getType()) {
      case "orderPlaced" -> placed(record.getOrderPlaced());
      case "lineStockHeld" -> held(record.getLineStockHeld());
      case "lineStockRefused" -> refused(record.getLineStockRefused());
      case "lineStockCommitted" -> committed(record.getLineStockCommitted());
      case "lineStockLost" -> lost(record.getLineStockLost());
      case "lineBackorderFilled" -> filled(record.getLineBackorderFilled());
      case "lineBackorderWithdrawn" -> withdrawn(record.getLineBackorderWithdrawn());
      case "orderConfirmed" -> confirmed(record.getOrderConfirmed());
      case "orderRejected" -> new OrderEvent.OrderRejected(record.getOrderRejected().getReason());
      case "orderCancelled" -> cancelled(record.getOrderCancelled());
      case "itemsReturned" -> returned(record.getItemsReturned());
      case "orderNeedsAttention" -> needsAttention(record.getOrderNeedsAttention());
      default -> ShipmentAvro.event(record).orElseGet(() -> paymentEvent(record));
    };
  }

  private static OrderEvent paymentEvent(dev.millrace.avro.orders.OrderEvent record) {
    return switch (record.getType()) {
      case "paymentRequested" -> requested(record.getPaymentRequested());
      case "paymentActionRequired" -> actionRequired(record.getPaymentActionRequired());
      case "paymentAuthorized" -> authorized(record.getPaymentAuthorized());
      case "paymentDeclined" -> declined(record.getPaymentDeclined());
      case "paymentCaptured" -> captured(record.getPaymentCaptured());
      case "paymentVoided" -> voided(record.getPaymentVoided());
      case "paymentRefunded" -> refunded(record.getPaymentRefunded());
      case "paymentStepFailed" -> stepFailed(record.getPaymentStepFailed());
      default ->
          PaymentAvro.event(record)
              .or(() -> CareAvro.event(record))
              .or(() -> PartialAvro.event(record))
              .or(() -> ReturnEventAvro.event(record))
              .or(() -> DrawAvro.event(record))
              .or(() -> AdditionAvro.event(record))
              .or(() -> RemedyAvro.event(record))
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "event %s of type %s is not known here"
                              .formatted(record.getEventId(), record.getType())));
    };
  }

  private static OrderEvent placed(OrderPlaced e) {
    return new OrderEvent.OrderPlaced(
        e.getAttempt(),
        PlacementAvro.placement(
            e.getCustomerId(),
            e.getQuote(),
            e.getShippingAddress(),
            e.getPaymentMethodId(),
            e.getBackorderAllowed(),
            e.getPartialAllowed(),
            e.getTenders()),
        e.getContentDigest(),
        e.getStockDeadline(),
        CareAvro.facts(e.getFraudFacts()),
        AdditionAvro.to(e.getAdditionTo()));
  }

  private static OrderEvent held(LineStockHeld e) {
    return new OrderEvent.LineStockHeld(
        e.getLineId(),
        e.getReservationId(),
        e.getExpiresAt(),
        PlacementAvro.allocations(e.getAllocations()),
        Order.Backorder.of(e.getBackordered(), e.getPromisedAt()));
  }

  private static OrderEvent refused(LineStockRefused e) {
    return new OrderEvent.LineStockRefused(
        e.getLineId(), e.getRefusal(), e.getRequested(), e.getAvailable());
  }

  private static OrderEvent committed(LineStockCommitted e) {
    return new OrderEvent.LineStockCommitted(
        e.getLineId(),
        e.getReservationId(),
        PlacementAvro.allocations(e.getAllocations()),
        Order.Backorder.of(e.getBackordered(), e.getPromisedAt()));
  }

  private static OrderEvent filled(LineBackorderFilled e) {
    return new OrderEvent.LineBackorderFilled(
        e.getLineId(),
        e.getReservationId(),
        PlacementAvro.allocations(e.getAllocations()),
        e.getBackordered());
  }

  private static OrderEvent withdrawn(LineBackorderWithdrawn e) {
    return new OrderEvent.LineBackorderWithdrawn(
        e.getLineId(),
        e.getReservationId(),
        e.getWithdrawn(),
        PlacementAvro.allocations(e.getAllocations()));
  }

  private static OrderEvent lost(LineStockLost e) {
    return new OrderEvent.LineStockLost(e.getLineId(), e.getReservationId(), e.getRefusal());
  }

  private static OrderEvent confirmed(OrderConfirmed e) {
    return new OrderEvent.OrderConfirmed(e.getCheckoutCommandId(), e.getCaptureRequestId());
  }

  private static OrderEvent cancelled(OrderCancelled e) {
    return new OrderEvent.OrderCancelled(OrderAvro.caller(e.getBy()), e.getReason());
  }

  private static OrderEvent returned(ItemsReturned e) {
    return new OrderEvent.ItemsReturned(
        e.getReturnId(),
        OrderAvro.items(e.getItems()),
        e.getReason(),
        e.getWarehouseId(),
        e.getRefundMinor(),
        e.getRequestId());
  }

  private static OrderEvent needsAttention(OrderNeedsAttention e) {
    return new OrderEvent.OrderNeedsAttention(e.getReason(), e.getDetail());
  }

  private static OrderEvent requested(PaymentRequested e) {
    return new OrderEvent.PaymentRequested(
        e.getRequestId(), e.getAmountMinor(), e.getPaymentDeadline());
  }

  private static OrderEvent actionRequired(PaymentActionRequired e) {
    return new OrderEvent.PaymentActionRequired(
        e.getRequestId(), e.getActionUrl(), e.getProviderReference(), e.getPaymentDeadline());
  }

  private static OrderEvent authorized(PaymentAuthorized e) {
    return new OrderEvent.PaymentAuthorized(
        e.getRequestId(), e.getAmountMinor(), e.getProviderReference());
  }

  private static OrderEvent declined(PaymentDeclined e) {
    return new OrderEvent.PaymentDeclined(e.getRequestId(), e.getCode());
  }

  private static OrderEvent captured(PaymentCaptured e) {
    return new OrderEvent.PaymentCaptured(
        e.getRequestId(), e.getAmountMinor(), e.getReleasedMinor());
  }

  private static OrderEvent voided(PaymentVoided e) {
    return new OrderEvent.PaymentVoided(e.getRequestId(), e.getAmountMinor());
  }

  private static OrderEvent refunded(PaymentRefunded e) {
    return new OrderEvent.PaymentRefunded(e.getRequestId(), e.getAmountMinor());
  }

  private static OrderEvent stepFailed(PaymentStepFailed e) {
    return new OrderEvent.PaymentStepFailed(
        e.getRequestId(),
        OrderCommand.PaymentOperation.valueOf(e.getOperation().name()),
        e.getCode());
  }
}
