package dev.millrace.orders.order;

import static dev.millrace.kit.decide.Decision.accept;

import dev.millrace.kit.decide.Decision;
import dev.millrace.orders.order.Order.LineStock;
import dev.millrace.orders.order.OrderCommand.StockAnswered;
import dev.millrace.orders.order.OrderCommand.StockOperation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Units that are held for an order after it was told that they are not, or after it gave them up,
 * asked for fewer, or tried again: nobody would release them before the hold ends by itself. So the
 * order does, once for each hold. Whether a release that it asked for before comes behind the hold
 * it cannot know; a second one changes nothing.
 */
final class LateHolds {

  private LateHolds() {}

  /** The decision, or the release of what came too late to be decided about. */
  static Decision<OrderEvent, Refusal> orElse(
      Order order, StockAnswered answer, Decision<OrderEvent, Refusal> decision) {
    boolean isUsed =
        !(decision instanceof Decision.Accepted<OrderEvent, Refusal> accepted)
            || !accepted.events().isEmpty();
    if (isUsed
        || answer.operation() != StockOperation.RESERVE
        || !answer.done()
        || order.care().lateHolds().contains(answer.reservationId())) {
      return decision;
    }
    String sku = skuOfLate(order, answer);
    return sku == null
        ? decision
        : accept(new RemedyEvent.LateHoldReleased(answer.reservationId(), sku));
  }

  /** The SKU of a hold that nobody waits for; null if somebody does. */
  private static @Nullable String skuOfLate(Order order, StockAnswered answer) {
    Optional<Order.Line> line = order.lineOfReservation(answer.reservationId());
    if (line.isPresent()) {
      LineStock stock = line.get().stock();
      return stock == LineStock.REFUSED || stock == LineStock.RELEASED
          ? line.get().priced().sku()
          : null;
    }
    Optional<Exchange> exchange =
        order
            .returnBook()
            .exchanges()
            .filter(one -> one.exchangeId().equals(answer.reservationId()))
            .findFirst();
    if (exchange.isPresent()) {
      Exchange.Step step = exchange.get().step();
      return step == Exchange.Step.REFUSED || step == Exchange.Step.RELEASED
          ? exchange.get().sku()
          : null;
    }
    // Of a former attempt, or for more units than are asked for now.
    return answer.sku();
  }
}
