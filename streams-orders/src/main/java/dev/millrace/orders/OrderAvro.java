package dev.millrace.orders;

import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.gateways.PaymentResult;
import dev.millrace.avro.inventory.ReservationOperation;
import dev.millrace.avro.inventory.ReservationResult;
import dev.millrace.avro.orders.PlaceOrder;
import dev.millrace.avro.orders.ReturnedItem;
import dev.millrace.orders.order.Caller;
import dev.millrace.orders.order.OrderCommand;
import dev.millrace.schemas.id.Ids;
import dev.millrace.schemas.quote.QuoteSignature;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Commands and answers between the contract and the domain. */
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
                Optional.ofNullable(command.getReturnItems()),
                Optional.ofNullable(command.getCreateShipment()),
                Optional.ofNullable(command.getAdvanceShipment()),
                Optional.ofNullable(command.getCapturePayment()),
                Optional.ofNullable(command.getRecordCash()))
            .filter(Optional::isPresent)
            .count();
    set += ReturnAvro.count(command) + CareAvro.count(command) + AdditionAvro.count(command);
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
    if (command.getCreateShipment() != null) {
      return ShipmentAvro.command(commandId, command.getCreateShipment());
    }
    if (command.getAdvanceShipment() != null) {
      return ShipmentAvro.command(commandId, command.getAdvanceShipment());
    }
    if (ReturnAvro.count(command) == 1) {
      return ReturnAvro.command(command, quoteSecret);
    }
    if (CareAvro.count(command) == 1) {
      return CareAvro.command(command, quoteSecret);
    }
    if (command.getReportAddition() != null) {
      return AdditionAvro.command(commandId, command.getReportAddition());
    }
    if (command.getReturnItems() == null) {
      return PaymentAvro.command(command);
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
            place.getPaymentMethodId(),
            place.getBackorderAllowed(),
            place.getPartialAllowed(),
            place.getTenders()),
        QuoteSignature.verify(place.getQuote(), quoteSecret),
        place.getExpectedTotalMinor(),
        CareAvro.facts(place.getFraudFacts()),
        AdditionAvro.to(place.getAdditionTo()));
  }

  static OrderCommand answer(ReservationResult result) {
    return new OrderCommand.StockAnswered(
        commandId(result),
        result.getReservationId(),
        switch (result.getOperation()) {
          case RESERVE -> OrderCommand.StockOperation.RESERVE;
          case COMMIT -> OrderCommand.StockOperation.COMMIT;
          case FILL -> OrderCommand.StockOperation.FILL;
          case WITHDRAW -> OrderCommand.StockOperation.WITHDRAW;
          case RELEASE, UNKNOWN -> OrderCommand.StockOperation.OTHER;
        },
        result.getDone(),
        result.getRefusal(),
        result.getRequested(),
        result.getAvailable(),
        result.getExpiresAt(),
        PlacementAvro.allocations(result.getAllocations()),
        result.getBackordered(),
        result.getPromisedAt(),
        result.getSku());
  }

  /** A hold may be filled in several steps; each leaves fewer units missing. */
  private static String commandId(ReservationResult result) {
    String id = result.getReservationId() + ":" + result.getOperation();
    return result.getOperation() == ReservationOperation.FILL
        ? id + ":" + result.getBackordered()
        : id;
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
          case PENDING -> OrderCommand.PaymentOutcome.PENDING;
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
