package dev.millrace.standalone.audit;

import dev.millrace.inventory.stock.Hold;
import dev.millrace.standalone.audit.AuditReport.HoldTotals;
import dev.millrace.standalone.audit.AuditReport.OrderTotals;
import dev.millrace.standalone.audit.AuditReport.StockTotals;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The sums of an audit, partition by partition. */
final class Totals {

  private long skus;
  private long events;
  private long received;
  private long onHand;
  private long sold;
  private long returned;
  private long held;
  private long heldByOthers;
  private long soldByOthers;
  private long orders;
  private long confirmed;
  private long cancelled;
  private long pending;
  private long unsettled;
  private long needAttention;
  private final Map<String, Long> rejected = new HashMap<>();

  void add(SkuBook book) {
    skus++;
    events += book.events();
    received += book.received();
    onHand += book.onHand();
    returned += book.returned();
    for (Hold hold : book.ledger().holds()) {
      boolean ofOrders = book.isOfOrders(hold.reservationId());
      sold += hold.committedQuantity();
      soldByOthers += ofOrders ? 0 : hold.committedQuantity();
      if (hold.isHeld()) {
        held += hold.quantity();
        heldByOthers += ofOrders ? 0 : hold.quantity();
      }
    }
  }

  void add(OrderBook order, Instant settledBefore) {
    orders++;
    switch (order.standing()) {
      case PENDING -> pending++;
      case CONFIRMED -> confirmed++;
      case CANCELLED_AFTER_CONFIRMATION -> cancelled++;
      case REJECTED -> rejected.merge(order.reason(), 1L, Long::sum);
    }
    unsettled += order.settledBefore(settledBefore) ? 0 : 1;
    needAttention += order.needsAttention() ? 1 : 0;
  }

  AuditReport report(long moving, Findings findings) {
    return new AuditReport(
        new StockTotals(skus, events, received, onHand, sold, returned),
        new HoldTotals(held - heldByOthers, sold - soldByOthers, heldByOthers, soldByOthers),
        new OrderTotals(orders, confirmed, cancelled, pending, unsettled, needAttention, rejected),
        moving,
        findings.kept(),
        findings.count());
  }
}
