package dev.millrace.orders.order;

import java.util.ArrayList;
import java.util.List;

/** What cancelled units ask of the inventory. Everything else is read off the order's state. */
final class CareFollowUps {

  private CareFollowUps() {}

  /** The verb of a sale; one that is asked for again is another command. */
  static String commit(OrderEvent event) {
    return event instanceof OrderEvent.LineStockRetried again
        ? "commit:" + again.retry()
        : "commit";
  }

  static List<FollowUp> unitsBack(Order order, OrderEvent.LinesCancelled cancelled) {
    List<FollowUp> asked = new ArrayList<>();
    for (OrderEvent.CancelledLine one : cancelled.lines()) {
      order
          .line(one.lineId())
          .ifPresent(
              line ->
                  one.allocations()
                      .forEach(
                          from ->
                              asked.add(
                                  CheckoutSaga.returnToStock(
                                      order.orderId() + ":" + cancelled.cancellationId(),
                                      line,
                                      from.warehouseId(),
                                      from.quantity(),
                                      cancelled.reason()))));
    }
    return asked;
  }
}
