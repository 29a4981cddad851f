package dev.millrace.orders.order;

import static dev.millrace.kit.decide.Decision.accept;

import dev.millrace.kit.decide.Decision;
import dev.millrace.orders.order.Payment.Progress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Gives back what is left of a promise of which nothing more is to be taken, because all that could
 * be was given up: it would stand on the payer's account until it lapses.
 */
final class Remainder {

  private Remainder() {}

  /**
   * What follows from events that were just decided about an order.
   *
   * @return those events and what follows
   */
  static Decision<OrderEvent, Refusal> follow(
      Order before,
      Decision<OrderEvent, Refusal> decision,
      OrderCommand command,
      Caller caller,
      Instant now) {
    if (!(decision instanceof Decision.Accepted<OrderEvent, Refusal> accepted)
        || accepted.events().isEmpty()
        || before.payment().captures().isEnded()
        || !isAnythingWaived(before, accepted.events())) {
      return decision;
    }
    List<OrderEvent> events = new ArrayList<>(accepted.events());
    Order after =
        Objects.requireNonNull(
            OrderFold.after(before, accepted.events(), command, caller, now), "there is one");
    long remainderMinor = after.payment().remainderMinor();
    if (!after.stands() || remainderMinor == 0 || after.capturableMinor() > 0 || isAnyOpen(after)) {
      return decision;
    }
    Payment.Authorization promise = after.payment().promise().orElseThrow();
    events.add(
        new RemedyEvent.RemainderVoided(
            RequestIds.voiding(after.orderId(), promise.attempt(), promise.voidsAsked() + 1),
            remainderMinor));
    return accept(events);
  }

  private static boolean isAnythingWaived(Order before, List<OrderEvent> events) {
    return before.care().waivedMinor() > 0
        || events.stream().anyMatch(OrderEvent.LinesCancelled.class::isInstance);
  }

  /** Whether some capture may yet take of the promise, or may have without anybody knowing. */
  private static boolean isAnyOpen(Order order) {
    return order.payment().captures().all().stream()
        .anyMatch(
            one ->
                one.step() == Progress.ASKED
                    || (one.step() == Progress.FAILED
                        && ExceptionDecider.isUnknown(order, one.requestId())));
  }
}
