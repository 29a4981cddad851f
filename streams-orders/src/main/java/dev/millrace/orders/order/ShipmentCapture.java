package dev.millrace.orders.order;

import dev.millrace.kit.decide.Decision;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Asks for the money of shipments when they leave, if money is taken with shipments. What all that
 * has left costs, less what was taken or asked for before, is a shipment's share: so shares add up
 * however units were split, and what could not be taken with one shipment is taken with the next.
 */
final class ShipmentCapture {

  private final PaymentDecider payments;

  ShipmentCapture(PaymentDecider payments) {
    this.payments = payments;
  }

  /**
   * What follows from events that were just decided about an order.
   *
   * @return those events and what follows
   */
  Decision<OrderEvent, Refusal> follow(
      Order before,
      Decision<OrderEvent, Refusal> decision,
      OrderCommand command,
      Caller caller,
      Instant now) {
    if (!payments.takesWithShipments()
        || !(decision instanceof Decision.Accepted<OrderEvent, Refusal> accepted)) {
      return decision;
    }
    List<OrderEvent> events = new ArrayList<>(accepted.events());
    Order after =
        Objects.requireNonNull(
            OrderFold.after(before, accepted.events(), command, caller, now), "there is one");
    // A carrier may report what left while a person looks after the order: it is sold all the same.
    if (!after.stands() && after.status() != Order.Status.EXCEPTION) {
      return decision;
    }
    boolean isLast = isAllGone(after);
    boolean isAnyHandedOver = false;
    for (Shipment shipment : after.shipments().all()) {
      if (shipment.status().hasLeft() && !hadLeft(before, shipment.shipmentId())) {
        isAnyHandedOver = true;
        events.addAll(
            payments.handedOver(
                after,
                shipment.shipmentId(),
                isLast ? after.capturableMinor() : shareMinor(after),
                isLast));
      }
    }
    if (isLast && !isAnyHandedOver && !isAllGone(before)) {
      // What had yet to go was given up: no hand-over will take the rest any more.
      events.addAll(
          payments.handedOver(
              after, ShipmentIds.rest(after.orderId()), after.capturableMinor(), true));
    }
    return Decision.accept(events);
  }

  /** Where money is taken with shipments, what is accepted as lost is not to be taken. */
  Decision<OrderEvent, Refusal> accepting(
      Order order, OrderCommand.ResolveException command, Decision<OrderEvent, Refusal> decision) {
    return payments.takesWithShipments() ? LostLines.givenUp(order, command, decision) : decision;
  }

  private static boolean isAllGone(Order order) {
    return order.shipments().isAllGone(order.lines())
        && order.lines().stream().noneMatch(line -> LostLines.isMissed(order, line));
  }

  private static boolean hadLeft(Order before, String shipmentId) {
    Optional<Shipment> was = before.shipments().find(shipmentId);
    return was.isPresent() && was.get().status().hasLeft();
  }

  private static long shareMinor(Order order) {
    long goneMinor = 0;
    for (Order.Line line : order.lines()) {
      goneMinor +=
          BigInteger.valueOf(line.priced().totalMinor())
              .multiply(BigInteger.valueOf(order.shipments().unitsGone(line.priced().lineId())))
              .divide(BigInteger.valueOf(line.priced().quantity()))
              .longValueExact();
    }
    return Math.max(0, goneMinor - order.payment().captures().countedMinor());
  }
}
