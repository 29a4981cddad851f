package dev.millrace.orders.order;

import static dev.millrace.kit.decide.Decision.accept;
import static dev.millrace.kit.decide.Decision.reject;

import dev.millrace.kit.decide.Decision;
import dev.millrace.orders.order.OrderCommand.PutOnHold;
import dev.millrace.orders.order.OrderCommand.ReleaseHold;
import dev.millrace.schemas.id.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Keeps orders from being fulfilled, and lets them go on. */
final class HoldDecider {

  static final int HOLDS_MAX = 20;

  /** What gives an action of its own to the end of a hold that the fraud check had put. */
  private static final String RELEASE_HOLD = "release_hold";

  private static final Pattern REASON = Pattern.compile("[a-z][a-z0-9_]{0,39}");

  private HoldDecider() {}

  static Decision<OrderEvent, Refusal> put(Order order, PutOnHold command) {
    if (command.holdId().isBlank()
        || command.holdId().length() > Ids.LENGTH_MAX
        || !REASON.matcher(command.reason()).matches()
        || (command.note() != null && command.note().length() > PlacementRules.TEXT_LENGTH_MAX)) {
      return refuse(
          OrderRejection.MALFORMED_COMMAND,
          order.orderId(),
          "A hold has an id, and a reason such as address_check.");
    }
    if (order.care().hold(command.holdId()).isPresent()) {
      return accept();
    }
    if (order.hasEnded()) {
      return refuse(
          OrderRejection.ORDER_NOT_HOLDABLE,
          order.orderId(),
          "An order that has ended needs no hold.");
    }
    if (order.care().holds().size() >= HOLDS_MAX) {
      return refuse(
          OrderRejection.TOO_MANY_HOLDS,
          order.orderId(),
          "An order has at most %d holds at a time.".formatted(HOLDS_MAX));
    }
    return accept(
        new OrderEvent.OrderPutOnHold(command.holdId(), command.reason(), command.note()));
  }

  static Decision<OrderEvent, Refusal> release(Order order, ReleaseHold command) {
    Optional<Care.Hold> hold = order.care().hold(command.holdId());
    if (hold.isEmpty()) {
      return refuse(OrderRejection.HOLD_NOT_FOUND, command.holdId(), "The order has no such hold.");
    }
    List<OrderEvent> events = new ArrayList<>();
    events.add(new OrderEvent.OrderHoldReleased(command.holdId()));
    if (hold.get().reason().equals(Reasons.FRAUD_REVIEW)
        && order.care().isOpen(Reasons.FRAUD_REVIEW)) {
      events.add(
          new OrderEvent.ExceptionResolved(RELEASE_HOLD, List.of(Reasons.FRAUD_REVIEW), null));
    }
    return accept(events);
  }

  private static Decision<OrderEvent, Refusal> refuse(
      OrderRejection name, String pointer, String detail) {
    return reject(Refusal.about(name, pointer, detail));
  }
}
