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

  /** Another command than the one that gave the hold up, if one did. */
  static FollowUp release(RemedyEvent.LateHoldReleased late) {
    return new FollowUp.Release(
        RequestIds.command("release-late", late.reservationId()),
        late.sku(),
        late.reservationId(),
        "held too late");
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
