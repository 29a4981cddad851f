package dev.millrace.orders.order;

import static dev.millrace.kit.decide.Decision.accept;

import dev.millrace.kit.decide.Decision;
import dev.millrace.orders.order.Order.LineStock;
import dev.millrace.orders.order.OrderCommand.ResolveException;
import dev.millrace.orders.order.OrderEvent.CancelledLine;
import dev.millrace.schemas.id.IdKind;
import dev.millrace.schemas.id.Ids;
import java.util.ArrayList;
import java.util.List;

/**
 * Lines that the inventory did not sell, and that the staff accept as they are. Where money is
 * taken with shipments nothing was taken for them: so they are given up, their price is not taken,
 * and what else is owed does not wait for them.
 */
final class LostLines {

  private LostLines() {}

  /** Whether the line is lost and nobody has given it up. */
  static boolean isMissed(Order order, Order.Line line) {
    return line.stock() == LineStock.LOST && !isGivenUp(order, line);
  }

  /** Whether all units of the line were given up. */
  static boolean isGivenUp(Order order, Order.Line line) {
    return order.care().cancelledUnits(line.priced().lineId()) == line.priced().quantity();
  }

  /** The decision, and what it gives up of an order whose money is taken with shipments. */
  static Decision<OrderEvent, Refusal> givenUp(
      Order order, ResolveException command, Decision<OrderEvent, Refusal> decision) {
    if (!(decision instanceof Decision.Accepted<OrderEvent, Refusal> accepted)
        || accepted.events().stream().noneMatch(LostLines::acceptsLoss)) {
      return decision;
    }
    List<CancelledLine> lines = new ArrayList<>();
    long lostMinor = 0;
    boolean isAnythingLeft = false;
    for (Order.Line line : order.lines()) {
      if (isMissed(order, line)) {
        lines.add(
            new CancelledLine(
                line.priced().lineId(),
                line.priced().quantity(),
                line.priced().totalMinor(),
                List.of()));
        lostMinor += line.priced().totalMinor();
      } else {
        isAnythingLeft |= !isGivenUp(order, line);
      }
    }
    long capturableMinor = order.capturableMinor();
    // Of an order of which nothing is ever sent not even the shipping is owed.
    long waivedMinor = isAnythingLeft ? Math.min(lostMinor, capturableMinor) : capturableMinor;
    if (lines.isEmpty() || waivedMinor == 0) {
      return decision;
    }
    String cancellationId =
        Ids.derived(IdKind.OPERATION, "lost", order.orderId(), command.commandId());
    List<OrderEvent> events = new ArrayList<>(accepted.events());
    events.add(
        new OrderEvent.LinesCancelled(
            cancellationId,
            lines,
            command.note() == null ? "lost" : command.note(),
            0,
            waivedMinor,
            RequestIds.refundOfLines(order.orderId(), cancellationId)));
    return accept(events);
  }

  private static boolean acceptsLoss(OrderEvent event) {
    return event instanceof OrderEvent.ExceptionResolved resolved
        && resolved.action().equals(Resolution.ACCEPT_AS_IS.code())
        && resolved.reasons().contains(Reasons.STOCK_COMMIT_REFUSED);
  }
}
