package dev.millrace.orders.order;

import dev.millrace.orders.order.Order.LineStock;
import dev.millrace.orders.order.OrderCommand.StockAnswered;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Goes on with the units that there are, for shoppers who agreed to that and shops that allow it.
 * What was refused for lack is asked for again with as many units as there were, under another
 * hold, a bounded number of times; the price follows what is held in the end. A refusal for any
 * other reason, or nothing at all to be had, still rejects the order.
 */
final class PartialAllocation {

  /** How often fewer units of a line are asked for: others may be faster each time. */
  static final int LOWERED_MAX = 5;

  private static final String LACK = "insufficient_stock";

  /** What follows once all that is left of an order is held, with the time of the decision. */
  @FunctionalInterface
  interface Payments {
    List<OrderEvent> begin(Order order);
  }

  private final CheckoutTerms terms;

  PartialAllocation(CheckoutTerms terms) {
    this.terms = terms;
  }

  /** Whether the order may go on with less than it asks for. */
  boolean isAllowed(Order order) {
    return terms.partial() && order.attempt().placement().partialAllowed();
  }

  /** Units of a line that are asked for now, or that the order goes on with. */
  static int units(Order order, Placement.Line line) {
    return of(order, line.lineId()).map(UnitsShort::allocated).orElse(line.quantity());
  }

  /**
   * What follows from an answer about a line's hold.
   *
   * @param answered the line is held or refused
   */
  List<OrderEvent> follow(
      Order order, OrderEvent answered, StockAnswered answer, Instant now, Payments payments) {
    List<OrderEvent> events = new ArrayList<>();
    events.add(answered);
    Order after = fold(order, answered, answer.commandId(), now);
    Optional<OrderEvent> again = lowered(after, answer);
    if (again.isPresent()) {
      events.add(again.get());
    } else if (Answers.areIn(after)) {
      events.addAll(allAnswered(after, answer.commandId(), now, payments));
    }
    return events;
  }

  /**
   * What follows once the inventory and every account have answered.
   *
   * @param commandId of the last answer
   */
  List<OrderEvent> allAnswered(Order order, String commandId, Instant now, Payments payments) {
    boolean anyHeld = order.lines().stream().anyMatch(line -> line.stock() == LineStock.HELD);
    if (!anyHeld || isRefusedOtherwise(order)) {
      return List.of(new OrderEvent.OrderRejected(Reasons.OUT_OF_STOCK));
    }
    Optional<String> refusal = order.draws().refusal();
    if (refusal.isPresent()) {
      return List.of(new OrderEvent.OrderRejected(refusal.get()));
    }
    List<UnitsShort> missing = missing(order);
    if (missing.isEmpty()) {
      return payments.begin(order);
    }
    var partly =
        new OrderEvent.OrderPartlyAllocated(
            PartialPrice.of(order.attempt().placement().quote(), missing), missing);
    List<OrderEvent> events = new ArrayList<>();
    events.add(partly);
    events.addAll(payments.begin(fold(order, partly, commandId, now)));
    return events;
  }

  /** Fewer units, if some were there and nothing else stands in the way of the order. */
  private static Optional<OrderEvent> lowered(Order order, StockAnswered answer) {
    Order.Line line = order.lineOfReservation(answer.reservationId()).orElseThrow();
    if (answer.done() || isRefusedOtherwise(order) || order.draws().refusal().isPresent()) {
      return Optional.empty();
    }
    Placement.Line priced = line.priced();
    int times = of(order, priced.lineId()).map(UnitsShort::lowered).orElse(0) + 1;
    int units = Math.min(answer.available(), units(order, priced) - 1);
    if (units < 1 || times > LOWERED_MAX) {
      return Optional.empty();
    }
    return Optional.of(
        new OrderEvent.LineStockLowered(
            priced.lineId(),
            units,
            RequestIds.reservation(order.orderId(), order.attempt().number(), priced, times),
            LACK,
            times));
  }

  private static boolean isRefusedOtherwise(Order order) {
    return order.lines().stream()
        .anyMatch(line -> line.stock() == LineStock.REFUSED && !LACK.equals(line.refusal()));
  }

  private static List<UnitsShort> missing(Order order) {
    List<UnitsShort> missing = new ArrayList<>();
    for (Order.Line line : order.lines()) {
      Optional<UnitsShort> before = of(order, line.priced().lineId());
      if (line.stock() == LineStock.REFUSED) {
        int lowered = before.map(UnitsShort::lowered).orElse(0);
        missing.add(UnitsShort.of(line.priced(), 0, LACK, lowered));
      } else {
        before.ifPresent(missing::add);
      }
    }
    return missing;
  }

  private static Optional<UnitsShort> of(Order order, String lineId) {
    return order.attempt().unitsShort().stream()
        .filter(one -> one.lineId().equals(lineId))
        .findFirst();
  }

  private static Order fold(Order order, OrderEvent event, String commandId, Instant now) {
    return OrderFold.evolve(
        order,
        new OrderEvent.Recorded(
            event, order.sequence() + 1, now, commandId, new Caller(Caller.Role.SYSTEM, "orders")));
  }

  /** Fewer units of a line are asked for, under another hold. */
  static Order lowered(Order order, OrderEvent.LineStockLowered lowered) {
    Placement.Line priced = order.line(lowered.lineId()).orElseThrow().priced();
    List<UnitsShort> missing = new ArrayList<>(order.attempt().unitsShort());
    missing.removeIf(one -> one.lineId().equals(lowered.lineId()));
    missing.add(UnitsShort.of(priced, lowered.quantity(), lowered.refusal(), lowered.lowered()));
    return order
        .attempt(order.attempt().shortOf(order.attempt().placement(), missing))
        .changeLine(
            lowered.lineId(), line -> Order.Line.requested(priced, lowered.reservationId()));
  }

  /** From here on the order is as if only what there is had been ordered. */
  static Order allocated(Order order, OrderEvent.OrderPartlyAllocated partly) {
    Placement placement = order.attempt().placement().at(partly.quote());
    List<Order.Line> lines = new ArrayList<>();
    for (Placement.Line priced : partly.quote().lines()) {
      lines.add(order.line(priced.lineId()).orElseThrow().priced(priced));
    }
    return order.attempt(order.attempt().shortOf(placement, partly.unitsShort())).lines(lines);
  }
}
