package dev.millrace.orders;

import dev.millrace.avro.orders.OrderEvent;
import dev.millrace.avro.orders.RefundGranted;
import dev.millrace.avro.orders.ReturnApproved;
import dev.millrace.avro.orders.ReturnCancelled;
import dev.millrace.avro.orders.ReturnClosed;
import dev.millrace.avro.orders.ReturnExpired;
import dev.millrace.avro.orders.ReturnInTransit;
import dev.millrace.avro.orders.ReturnInspected;
import dev.millrace.avro.orders.ReturnLabelSent;
import dev.millrace.avro.orders.ReturnReceived;
import dev.millrace.avro.orders.ReturnRejected;
import dev.millrace.avro.orders.ReturnRequested;
import dev.millrace.orders.order.ReturnEvent;
import dev.millrace.orders.order.ReturnMoney;
import java.util.Optional;

/** Events of returns and refunds as they are published, and back again. */
final class ReturnEventAvro {

  private ReturnEventAvro() {}

  static OrderEvent.Builder with(OrderEvent.Builder builder, ReturnEvent event) {
    return switch (event) {
      case ReturnEvent.ReturnRequested e ->
          builder.setReturnRequested(
              new ReturnRequested(
                  e.returnId(),
                  ReturnAvro.avroClaims(e.claims()),
                  e.note(),
                  ReturnAvro.avroRefundTo(e.refundTo())));
      case ReturnEvent.ReturnApproved e ->
          builder.setReturnApproved(new ReturnApproved(e.returnId(), e.arriveBy()));
      case ReturnEvent.ReturnRejected e ->
          builder.setReturnRejected(new ReturnRejected(e.returnId(), e.reason()));
      case ReturnEvent.ReturnLabelSent e ->
          builder.setReturnLabelSent(
              new ReturnLabelSent(e.returnId(), e.carrier(), e.trackingNumber()));
      case ReturnEvent.ReturnInTransit e ->
          builder.setReturnInTransit(
              new ReturnInTransit(e.returnId(), e.carrier(), e.trackingNumber()));
      case ReturnEvent.ReturnReceived e ->
          builder.setReturnReceived(new ReturnReceived(e.returnId(), e.warehouseId()));
      case ReturnEvent.ReturnInspected e -> builder.setReturnInspected(inspected(e));
      case ReturnEvent.ExchangeHeld e -> builder.setExchangeHeld(ExchangeAvro.record(e));
      case ReturnEvent.ExchangeRefused e -> builder.setExchangeRefused(ExchangeAvro.record(e));
      case ReturnEvent.ExchangeSold e -> builder.setExchangeSold(ExchangeAvro.record(e));
      case ReturnEvent.ReturnClosed e -> builder.setReturnClosed(new ReturnClosed(e.returnId()));
      case ReturnEvent.ReturnCancelled e ->
          builder.setReturnCancelled(new ReturnCancelled(e.returnId(), e.reason()));
      case ReturnEvent.ReturnExpired e -> builder.setReturnExpired(new ReturnExpired(e.returnId()));
      case ReturnEvent.RefundGranted e ->
          builder.setRefundGranted(
              new RefundGranted(
                  e.refundId(),
                  e.amountMinor(),
                  ReturnAvro.avroLines(e.lines()),
                  e.reason(),
                  e.refundTo(),
                  e.requestId()));
    };
  }

  /** The event in a record; empty if it is of none of these kinds. */
  static Optional<ReturnEvent> event(OrderEvent record) {
    return Optional.ofNullable(
        switch (record.getType()) {
          case "returnRequested" -> {
            ReturnRequested e = record.getReturnRequested();
            yield new ReturnEvent.ReturnRequested(
                e.getReturnId(),
                ReturnAvro.claims(e.getLines()),
                e.getNote(),
                ReturnAvro.refundTo(e.getRefundTo()));
          }
          case "returnApproved" -> {
            ReturnApproved e = record.getReturnApproved();
            yield new ReturnEvent.ReturnApproved(e.getReturnId(), e.getArriveBy());
          }
          case "returnRejected" -> {
            ReturnRejected e = record.getReturnRejected();
            yield new ReturnEvent.ReturnRejected(e.getReturnId(), e.getReason());
          }
          case "returnLabelSent" -> {
            ReturnLabelSent e = record.getReturnLabelSent();
            yield new ReturnEvent.ReturnLabelSent(
                e.getReturnId(), e.getCarrier(), e.getTrackingNumber());
          }
          case "returnInTransit" -> {
            ReturnInTransit e = record.getReturnInTransit();
            yield new ReturnEvent.ReturnInTransit(
                e.getReturnId(), e.getCarrier(), e.getTrackingNumber());
          }
          case "returnReceived" -> {
            ReturnReceived e = record.getReturnReceived();
            yield new ReturnEvent.ReturnReceived(e.getReturnId(), e.getWarehouseId());
          }
          case "returnInspected" -> inspected(record.getReturnInspected());
          case "returnClosed" ->
              new ReturnEvent.ReturnClosed(record.getReturnClosed().getReturnId());
          case "returnCancelled" -> {
            ReturnCancelled e = record.getReturnCancelled();
            yield new ReturnEvent.ReturnCancelled(e.getReturnId(), e.getReason());
          }
          case "returnExpired" ->
              new ReturnEvent.ReturnExpired(record.getReturnExpired().getReturnId());
          case "refundGranted" -> granted(record.getRefundGranted());
          case "exchangeHeld" -> ExchangeAvro.event(record.getExchangeHeld());
          case "exchangeRefused" -> ExchangeAvro.event(record.getExchangeRefused());
          case "exchangeSold" -> ExchangeAvro.event(record.getExchangeSold());
          default -> null;
        });
  }

  private static ReturnInspected inspected(ReturnEvent.ReturnInspected e) {
    ReturnMoney money = e.money();
    return new ReturnInspected(
        e.returnId(),
        e.warehouseId(),
        ReturnAvro.avroFindings(e.findings()),
        money.itemsMinor(),
        money.restockingFeeMinor(),
        money.returnShippingFeeMinor(),
        money.shippingMinor(),
        money.refundMinor(),
        e.requestId());
  }

  private static ReturnEvent inspected(ReturnInspected e) {
    return new ReturnEvent.ReturnInspected(
        e.getReturnId(),
        e.getWarehouseId(),
        ReturnAvro.findings(e.getFindings()),
        new ReturnMoney(
            e.getItemsMinor(),
            e.getRestockingFeeMinor(),
            e.getReturnShippingFeeMinor(),
            e.getShippingMinor(),
            e.getRefundMinor()),
        e.getRequestId());
  }

  private static ReturnEvent granted(RefundGranted e) {
    return new ReturnEvent.RefundGranted(
        e.getRefundId(),
        e.getAmountMinor(),
        ReturnAvro.lines(e.getLines()),
        e.getReason(),
        e.getRefundTo(),
        e.getRequestId());
  }
}
