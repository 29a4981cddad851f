package dev.millrace.orders.views;

import dev.millrace.avro.orders.OrderEvent;
import dev.millrace.avro.orders.OrderTrouble;
import dev.millrace.avro.orders.views.OrderPositions;
import dev.millrace.orders.order.Reasons;
import dev.millrace.orders.order.Trouble;
import java.util.List;
import java.util.Set;

/** What of an order needs a person, as the order's own fold has it; a test compares the two. */
final class Troubles {

  private static final Set<String> NOT_CANCELLABLE =
      Set.of("rejected", "cancelled", "shipped", "delivered");

  private Troubles() {}

  static List<OrderTrouble> after(OrderPositions before, OrderEvent event) {
    List<Trouble> open = read(before.getTroubles());
    List<Trouble> after =
        switch (event.getType()) {
          case "orderNeedsAttention" ->
              Trouble.opened(open, event.getOrderNeedsAttention().getReason(), event.getAt());
          case "lineStockLost" ->
              before.getSummary().getStatus().equals("exception")
                  ? Trouble.opened(open, Reasons.STOCK_COMMIT_REFUSED, event.getAt())
                  : open;
          case "fraudFlagged" ->
              event.getFraudFlagged().getHoldId() == null
                  ? open
                  : Trouble.opened(open, Reasons.FRAUD_REVIEW, event.getAt());
          case "exceptionResolved" ->
              Trouble.closed(open, event.getExceptionResolved().getReasons());
          case "orderPlaced", "orderRejected", "orderCancelled" -> Trouble.ofEnded(open);
          default -> open;
        };
    return after.equals(open)
        ? before.getTroubles()
        : after.stream().map(one -> new OrderTrouble(one.reason(), one.since())).toList();
  }

  static boolean anyKeepsException(List<OrderTrouble> troubles) {
    return Trouble.anyKeepsException(read(troubles));
  }

  /** The actions that may settle these. */
  static List<String> resolutions(List<OrderTrouble> troubles, String status) {
    return Trouble.resolutions(read(troubles), !NOT_CANCELLABLE.contains(status));
  }

  private static List<Trouble> read(List<OrderTrouble> troubles) {
    return troubles.stream().map(one -> new Trouble(one.getReason(), one.getSince())).toList();
  }
}
