package dev.millrace.orders;

import dev.millrace.avro.gateways.PaymentOperation;
import dev.millrace.avro.orders.CancelledLine;
import dev.millrace.avro.orders.ExceptionResolved;
import dev.millrace.avro.orders.FraudFlagged;
import dev.millrace.avro.orders.LineStockRetried;
import dev.millrace.avro.orders.LinesCancelled;
import dev.millrace.avro.orders.OrderHold;
import dev.millrace.avro.orders.OrderHoldReleased;
import dev.millrace.avro.orders.OrderLine;
import dev.millrace.avro.orders.OrderPutOnHold;
import dev.millrace.avro.orders.OrderTrouble;
import dev.millrace.avro.orders.PaymentStepRetried;
import dev.millrace.avro.orders.ShippingAddressChanged;
import dev.millrace.avro.orders.UnitsOfLine;
import dev.millrace.avro.orders.state.CareState;
import dev.millrace.avro.orders.state.OrderState;
import dev.millrace.orders.fraud.FraudFacts;
import dev.millrace.orders.order.Care;
import dev.millrace.orders.order.OrderCommand;
import dev.millrace.orders.order.OrderEvent;
import dev.millrace.orders.order.Trouble;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What people do to an order beside its checkout, between the contract and the domain: commands,
 * events and what is stored of it.
 */
final class CareAvro {

  private static final CareState NOTHING =
      new CareState(List.of(), null, List.of(), 0L, List.of(), 0, List.of());

  private CareAvro() {}

  /** How many of these the record holds; a well-formed one holds one request in all. */
  static int count(dev.millrace.avro.orders.OrderCommand command) {
    return (int)
        Stream.of(
                Optional.ofNullable(command.getPutOnHold()),
                Optional.ofNullable(command.getReleaseHold()),
                Optional.ofNullable(command.getResolveException()),
                Optional.ofNullable(command.getCancelLines()),
                Optional.ofNullable(command.getEdit()))
            .filter(Optional::isPresent)
            .count();
  }

  /** The command, if it is one of these. */
  static Optional<OrderCommand> command(
      dev.millrace.avro.orders.OrderCommand command, byte[] quoteSecret) {
    return hold(command)
        .or(() -> release(command))
        .or(() -> resolve(command))
        .or(() -> cancelLines(command))
        .or(() -> edit(command, quoteSecret));
  }

  private static Optional<OrderCommand> hold(dev.millrace.avro.orders.OrderCommand command) {
    return Optional.ofNullable(command.getPutOnHold())
        .map(
            one ->
                new OrderCommand.PutOnHold(
                    command.getCommandId(), one.getHoldId(), one.getReason(), one.getNote()));
  }

  private static Optional<OrderCommand> release(dev.millrace.avro.orders.OrderCommand command) {
    return Optional.ofNullable(command.getReleaseHold())
        .map(one -> new OrderCommand.ReleaseHold(command.getCommandId(), one.getHoldId()));
  }

  private static Optional<OrderCommand> resolve(dev.millrace.avro.orders.OrderCommand command) {
    return Optional.ofNullable(command.getResolveException())
        .map(
            one ->
                new OrderCommand.ResolveException(
                    command.getCommandId(), one.getAction(), one.getNote()));
  }

  private static Optional<OrderCommand> cancelLines(dev.millrace.avro.orders.OrderCommand command) {
    return Optional.ofNullable(command.getCancelLines())
        .map(
            one ->
                new OrderCommand.CancelLines(
                    command.getCommandId(),
                    one.getCancellationId(),
                    items(one.getLines()),
                    one.getReason()));
  }

  private static Optional<OrderCommand> edit(
      dev.millrace.avro.orders.OrderCommand command, byte[] quoteSecret) {
    return Optional.ofNullable(command.getEdit())
        .map(
            one ->
                new OrderCommand.EditOrder(
                    command.getCommandId(),
                    one.getEditId(),
                    one.getShippingAddress() == null
                        ? null
                        : PlacementAvro.address(one.getShippingAddress()),
                    items(one.getQuantities()),
                    one.getReason(),
                    one.getPreview(),
                    AdditionAvro.terms(one.getTerms(), quoteSecret)));
  }

  static List<OrderCommand.Item> items(List<UnitsOfLine> lines) {
    return lines.stream()
        .map(line -> new OrderCommand.Item(line.getLineId(), line.getQuantity()))
        .toList();
  }

  static FraudFlagged record(OrderEvent.FraudFlagged e) {
    return new FraudFlagged(e.verdict(), e.findings(), e.holdId());
  }

  static OrderPutOnHold record(OrderEvent.OrderPutOnHold e) {
    return new OrderPutOnHold(e.holdId(), e.holdReason(), e.note());
  }

  static OrderHoldReleased record(OrderEvent.OrderHoldReleased e) {
    return new OrderHoldReleased(e.holdId());
  }

  static PaymentStepRetried record(OrderEvent.PaymentStepRetried e) {
    return new PaymentStepRetried(
        PaymentOperation.valueOf(e.operation().name()),
        e.failedRequestId(),
        e.requestId(),
        e.amountMinor());
  }

  static LineStockRetried record(OrderEvent.LineStockRetried e) {
    return new LineStockRetried(e.lineId(), e.reservationId(), e.retry());
  }

  static ExceptionResolved record(OrderEvent.ExceptionResolved e) {
    return new ExceptionResolved(e.action(), e.reasons(), e.note());
  }

  static LinesCancelled record(OrderEvent.LinesCancelled e) {
    return new LinesCancelled(
        e.cancellationId(),
        e.lines().stream()
            .map(
                line ->
                    new CancelledLine(
                        line.lineId(),
                        line.quantity(),
                        line.amountMinor(),
                        PlacementAvro.avroAllocations(line.allocations())))
            .toList(),
        e.reason(),
        e.refundMinor(),
        e.waivedMinor(),
        e.requestId());
  }

  static ShippingAddressChanged record(OrderEvent.ShippingAddressChanged e) {
    return new ShippingAddressChanged(
        e.editId(), PlacementAvro.address(e.shippingAddress()), e.remembered());
  }

  /** The event in a record, if it is one of these. */
  static Optional<OrderEvent> event(dev.millrace.avro.orders.OrderEvent record) {
    return Optional.ofNullable(
        switch (record.getType()) {
          case "fraudFlagged" -> flagged(record.getFraudFlagged());
          case "orderPutOnHold" -> put(record.getOrderPutOnHold());
          case "orderHoldReleased" ->
              new OrderEvent.OrderHoldReleased(record.getOrderHoldReleased().getHoldId());
          case "paymentStepRetried" -> retried(record.getPaymentStepRetried());
          case "lineStockRetried" -> retried(record.getLineStockRetried());
          case "exceptionResolved" -> resolved(record.getExceptionResolved());
          case "linesCancelled" -> cancelled(record.getLinesCancelled());
          case "shippingAddressChanged" -> sentElsewhere(record.getShippingAddressChanged());
          default -> null;
        });
  }

  private static OrderEvent flagged(FraudFlagged e) {
    return new OrderEvent.FraudFlagged(e.getVerdict(), e.getFindings(), e.getHoldId());
  }

  private static OrderEvent put(OrderPutOnHold e) {
    return new OrderEvent.OrderPutOnHold(e.getHoldId(), e.getHoldReason(), e.getNote());
  }

  private static OrderEvent retried(PaymentStepRetried e) {
    return new OrderEvent.PaymentStepRetried(
        OrderCommand.PaymentOperation.valueOf(e.getOperation().name()),
        e.getFailedRequestId(),
        e.getRequestId(),
        e.getAmountMinor());
  }

  private static OrderEvent retried(LineStockRetried e) {
    return new OrderEvent.LineStockRetried(e.getLineId(), e.getReservationId(), e.getRetry());
  }

  private static OrderEvent resolved(ExceptionResolved e) {
    return new OrderEvent.ExceptionResolved(e.getAction(), e.getReasons(), e.getNote());
  }

  private static OrderEvent cancelled(LinesCancelled e) {
    return new OrderEvent.LinesCancelled(
        e.getCancellationId(),
        e.getLines().stream()
            .map(
                line ->
                    new OrderEvent.CancelledLine(
                        line.getLineId(),
                        line.getQuantity(),
                        line.getAmountMinor(),
                        PlacementAvro.allocations(line.getAllocations())))
            .toList(),
        e.getReason(),
        e.getRefundMinor(),
        e.getWaivedMinor(),
        e.getRequestId());
  }

  private static OrderEvent sentElsewhere(ShippingAddressChanged e) {
    return new OrderEvent.ShippingAddressChanged(
        e.getEditId(), PlacementAvro.address(e.getShippingAddress()), e.getRemembered());
  }

  static FraudFacts facts(dev.millrace.avro.orders.@Nullable FraudFacts facts) {
    return facts == null
        ? FraudFacts.NONE
        : new FraudFacts(facts.getRecentOrdersAt(), facts.getPaymentCountry());
  }

  static dev.millrace.avro.orders.@Nullable FraudFacts avroFacts(FraudFacts facts) {
    return facts.equals(FraudFacts.NONE)
        ? null
        : new dev.millrace.avro.orders.FraudFacts(facts.recentOrdersAt(), facts.paymentCountry());
  }

  static List<OrderHold> holds(Care care) {
    return care.holds().stream()
        .map(one -> new OrderHold(one.holdId(), one.reason(), one.note(), one.since()))
        .toList();
  }

  static List<OrderTrouble> troubles(List<Trouble> troubles) {
    return troubles.stream().map(one -> new OrderTrouble(one.reason(), one.since())).toList();
  }

  /** What the order's own view does not show of it; null where there is nothing. */
  static @Nullable CareState state(Care care) {
    boolean isNothing =
        care.facts().equals(FraudFacts.NONE)
            && care.cancellations().isEmpty()
            && care.unresolved().isEmpty()
            && care.retries() == 0
            && care.lateHolds().isEmpty();
    return isNothing
        ? null
        : new CareState(
            care.facts().recentOrdersAt(),
            care.facts().paymentCountry(),
            care.cancellations(),
            care.waivedMinor(),
            care.unresolved(),
            care.retries(),
            care.lateHolds());
  }

  static Care care(OrderState stored) {
    CareState state = stored.getCare() == null ? NOTHING : stored.getCare();
    Map<String, Integer> cancelled = new HashMap<>();
    for (OrderLine line : stored.getOrder().getLines()) {
      if (line.getCancelled() > 0) {
        cancelled.put(line.getLineId(), line.getCancelled());
      }
    }
    return new Care(
        new FraudFacts(state.getRecentOrdersAt(), state.getPaymentCountry()),
        stored.getOrder().getHolds().stream()
            .map(one -> new Care.Hold(one.getHoldId(), one.getReason(), one.getNote(), one.getAt()))
            .toList(),
        stored.getOrder().getTroubles().stream()
            .map(one -> new Trouble(one.getReason(), one.getSince()))
            .toList(),
        cancelled,
        stored.getOrder().getCancelledMinor(),
        state.getWaivedMinor(),
        state.getCancellations(),
        state.getUnresolved(),
        state.getRetries(),
        state.getLateHolds(),
        AdditionAvro.additions(stored.getOrder()));
  }
}
