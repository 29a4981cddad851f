package dev.millrace.orders;

import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.gateways.PaymentOperation;
import dev.millrace.avro.gateways.PaymentResult;
import dev.millrace.avro.inventory.ReservationResult;
import dev.millrace.avro.orders.ItemsReturned;
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
import dev.millrace.avro.orders.PlaceOrder;
import dev.millrace.avro.orders.ReturnedItem;
import dev.millrace.orders.order.Caller;
import dev.millrace.orders.order.OrderCommand;
import dev.millrace.orders.order.OrderEvent;
import dev.millrace.schemas.id.Ids;
import dev.millrace.schemas.quote.QuoteSignature;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Commands, answers and events between the contract and the domain. */
final class OrderAvro {

  private static final int REASON_LENGTH_MAX = 500;

  private OrderAvro() {}

  /**
   * The domain's command, or nothing if the record does not hold exactly one well-formed request.
   */
  static Optional<OrderCommand> command(
      dev.millrace.avro.orders.OrderCommand command, byte[] quoteSecret) {
    long set =
        Stream.of(
                Optional.ofNullable(command.getPlace()),
                Optional.ofNullable(command.getCancel()),
                Optional.ofNullable(command.getConfirmPayment()),
                Optional.ofNullable(command.getReturnItems()))
            .filter(Optional::isPresent)
            .count();
    if (set != 1 || !isId(command.getCommandId()) || !isId(command.getOrderId())) {
      return Optional.empty();
    }
    String commandId = command.getCommandId();
    if (command.getPlace() != null) {
      return Optional.of(place(command, command.getPlace(), quoteSecret));
    }
    if (command.getCancel() != null) {
      String reason = command.getCancel().getReason();
      return reason.length() > REASON_LENGTH_MAX
          ? Optional.empty()
          : Optional.of(new OrderCommand.CancelOrder(commandId, reason));
    }
    if (command.getConfirmPayment() != null) {
      return Optional.of(
          new OrderCommand.ConfirmPayment(
              commandId, command.getConfirmPayment().getProviderReference()));
    }
    var back = command.getReturnItems();
    return Optional.of(
        new OrderCommand.ReturnItems(
            commandId,
            back.getReturnId(),
            items(back.getItems()),
            back.getReason(),
            back.getWarehouseId()));
  }

  private static OrderCommand place(
      dev.millrace.avro.orders.OrderCommand command, PlaceOrder place, byte[] quoteSecret) {
    return new OrderCommand.PlaceOrder(
        command.getCommandId(),
        command.getOrderId(),
        PlacementAvro.placement(
            place.getCustomerId(),
            place.getQuote(),
            place.getShippingAddress(),
            place.getPaymentMethodId()),
        QuoteSignature.verify(place.getQuote(), quoteSecret),
        place.getExpectedTotalMinor());
  }

  static OrderCommand answer(ReservationResult result) {
    return new OrderCommand.StockAnswered(
        result.getReservationId() + ":" + result.getOperation(),
        result.getReservationId(),
        switch (result.getOperation()) {
          case RESERVE -> OrderCommand.StockOperation.RESERVE;
          case COMMIT -> OrderCommand.StockOperation.COMMIT;
          case RELEASE, UNKNOWN -> OrderCommand.StockOperation.OTHER;
        },
        result.getDone(),
        result.getRefusal(),
        result.getRequested(),
        result.getAvailable(),
        result.getExpiresAt(),
        PlacementAvro.allocations(result.getAllocations()));
  }

  static OrderCommand answer(PaymentResult result) {
    return new OrderCommand.PaymentAnswered(
        result.getRequestId(),
        result.getRequestId(),
        OrderCommand.PaymentOperation.valueOf(result.getOperation().name()),
        switch (result.getOutcome()) {
          case SUCCEEDED -> OrderCommand.PaymentOutcome.SUCCEEDED;
          case DECLINED -> OrderCommand.PaymentOutcome.DECLINED;
          case ACTION_REQUIRED -> OrderCommand.PaymentOutcome.ACTION_REQUIRED;
          case UNRESOLVED, UNKNOWN -> OrderCommand.PaymentOutcome.UNRESOLVED;
        },
        result.getAmount().getMinorUnits(),
        result.getProviderReference(),
        result.getCode(),
        result.getActionUrl());
  }

  static Caller caller(Actor actor) {
    return new Caller(Caller.Role.valueOf(actor.getRole().name()), actor.getSubject());
  }

  static Actor actor(Caller caller) {
    return new Actor(ActorRole.valueOf(caller.role().name()), caller.subject());
  }

  static dev.millrace.avro.orders.OrderEvent event(String orderId, OrderEvent.Recorded recorded) {
    OrderEvent event = recorded.event();
    var builder =
        dev.millrace.avro.orders.OrderEvent.newBuilder()
            .setEventId(orderId + ":" + recorded.sequence())
            .setOrderId(orderId)
            .setSequence(recorded.sequence())
            .setAt(recorded.at())
            .setCommandId(recorded.commandId())
            .setActor(actor(recorded.actor()))
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
                  PlacementAvro.avroAllocations(e.allocations())));
      case OrderEvent.LineStockRefused e ->
          builder.setLineStockRefused(
              new LineStockRefused(e.lineId(), e.refusal(), e.requested(), e.available()));
      case OrderEvent.LineStockCommitted e ->
          builder.setLineStockCommitted(
              new LineStockCommitted(
                  e.lineId(), e.reservationId(), PlacementAvro.avroAllocations(e.allocations())));
      case OrderEvent.LineStockLost e ->
          builder.setLineStockLost(new LineStockLost(e.lineId(), e.reservationId(), e.refusal()));
      case OrderEvent.OrderConfirmed e ->
          builder.setOrderConfirmed(
              new OrderConfirmed(e.checkoutCommandId(), e.captureRequestId()));
      case OrderEvent.OrderRejected e -> builder.setOrderRejected(new OrderRejected(e.reason()));
      case OrderEvent.OrderCancelled e ->
          builder.setOrderCancelled(new OrderCancelled(actor(e.by()), e.reason()));
      case OrderEvent.ItemsReturned e ->
          builder.setItemsReturned(
              new ItemsReturned(
                  e.returnId(),
                  avroItems(e.items()),
                  e.reason(),
                  e.warehouseId(),
                  e.refundMinor(),
                  e.requestId()));
      case OrderEvent.OrderNeedsAttention e ->
          builder.setOrderNeedsAttention(new OrderNeedsAttention(e.reason(), e.detail()));
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
          builder.setPaymentCaptured(new PaymentCaptured(e.requestId(), e.amountMinor()));
      case OrderEvent.PaymentVoided e ->
          builder.setPaymentVoided(new PaymentVoided(e.requestId(), e.amountMinor()));
      case OrderEvent.PaymentRefunded e ->
          builder.setPaymentRefunded(new PaymentRefunded(e.requestId(), e.amountMinor()));
      case OrderEvent.PaymentStepFailed e ->
          builder.setPaymentStepFailed(
              new PaymentStepFailed(
                  e.requestId(), PaymentOperation.valueOf(e.operation().name()), e.code()));
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
        placed.stockDeadline());
  }

  static List<OrderCommand.Item> items(List<ReturnedItem> items) {
    return items.stream()
        .map(item -> new OrderCommand.Item(item.getLineId(), item.getQuantity()))
        .toList();
  }

  static List<ReturnedItem> avroItems(List<OrderCommand.Item> items) {
    return items.stream().map(item -> new ReturnedItem(item.lineId(), item.quantity())).toList();
  }

  private static boolean isId(String id) {
    return !id.isBlank() && id.length() <= Ids.LENGTH_MAX;
  }
}
