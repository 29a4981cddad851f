package dev.millrace.orders.order;

import dev.millrace.orders.order.ReturnCommand.Finding;
import java.util.List;

/** What an inspected return asks of the inventory. */
final class ReturnSaga {

  private static final String REASON = "returned";

  private ReturnSaga() {}

  static void inspected(Order order, ReturnEvent.ReturnInspected inspected, List<FollowUp> asked) {
    ReturnCase one = order.returnBook().of(inspected.returnId()).orElseThrow();
    for (Finding finding : inspected.findings()) {
      Order.Line line = order.line(finding.lineId()).orElseThrow();
      if (finding.resellable() > 0) {
        asked.add(
            CheckoutSaga.returnToStock(
                order.orderId() + ":" + inspected.returnId(),
                line,
                inspected.warehouseId(),
                finding.resellable(),
                REASON));
      }
      if (finding.damaged() > 0) {
        asked.add(damaged(order, inspected, line, finding, one));
      }
    }
  }

  private static FollowUp damaged(
      Order order,
      ReturnEvent.ReturnInspected inspected,
      Order.Line line,
      Finding finding,
      ReturnCase one) {
    String movementId =
        RequestIds.movement(
            order.orderId() + ":" + inspected.returnId() + ":damaged",
            finding.lineId(),
            inspected.warehouseId());
    return new FollowUp.ReturnDamaged(
        RequestIds.command("return-damaged", movementId),
        line.priced().sku(),
        line.priced().sellerId(),
        inspected.warehouseId(),
        finding.damaged(),
        movementId,
        one.line(finding.lineId()).reason());
  }
}
