package dev.millrace.standalone.audit;

import dev.millrace.avro.inventory.Allocation;
import dev.millrace.avro.orders.CancelledLine;
import dev.millrace.avro.orders.LineStockLowered;
import dev.millrace.avro.orders.OrderEvent;
import dev.millrace.avro.orders.OrderPlaced;
import dev.millrace.avro.orders.ReturnFinding;
import dev.millrace.avro.orders.ReturnedItem;
import dev.millrace.orders.order.RequestIds;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the log says of one order, as far as stock is concerned. */
final class OrderBook extends EventCourse {

  /** Where an order stands, for its stock. */
  enum Standing {
    PENDING,
    CONFIRMED,
    CANCELLED_AFTER_CONFIRMATION,
    REJECTED
  }

  /** A line of an attempt, and the hold that it asks for. */
  static final class Line {
    final String lineId;
    final String sku;
    final String sellerId;
    final int quantity;
    final String reservationId;

    /** Whether the inventory has answered that the units are sold. */
    boolean sold;

    /** Whether the inventory has answered that they cannot be. */
    boolean lost;

    /** Whether it was asked again to sell them. */
    boolean retried;

    /** Units that came back, fit to sell. */
    int returned;

    /** Units that came back and cannot be sold. */
    int damaged;

    /** Units that were sold beyond stock and will not come, because the order was cancelled. */
    int withdrawn;

    private Line(String lineId, String sku, String sellerId, int quantity, String reservationId) {
      this.lineId = lineId;
      this.sku = sku;
      this.sellerId = sellerId;
      this.quantity = quantity;
      this.reservationId = reservationId;
    }
  }

  private final Map<String, Line> lines = new LinkedHashMap<>();

  /** Lines of attempts that were given up. */
  private final List<Line> former = new ArrayList<>();

  private Standing standing = Standing.PENDING;
  private String reason = "";
  private final ExchangeBook exchanges;

  OrderBook(String orderId) {
    super(orderId);
    this.exchanges = new ExchangeBook(orderId);
  }

  @Override
  void happened(OrderEvent event) {
    exchanges.enter(event);
    if (event.getOrderPlaced() != null) {
      place(event.getOrderPlaced());
    }
    if (event.getLineStockLowered() != null) {
      lower(event.getLineStockLowered());
    }
    if (event.getOrderPartlyAllocated() != null) {
      event.getOrderPartlyAllocated().getUnitsShort().stream()
          .filter(missing -> missing.getAllocated() == 0)
          .map(missing -> line(missing.getLineId()))
          .forEach(
              line -> {
                former.add(line);
                lines.remove(line.lineId);
              });
    }
    if (event.getLineStockCommitted() != null) {
      line(event.getLineStockCommitted().getLineId()).sold = true;
      line(event.getLineStockCommitted().getLineId()).lost = false;
    }
    if (event.getLineBackorderWithdrawn() != null) {
      var withdrawn = event.getLineBackorderWithdrawn();
      line(withdrawn.getLineId()).withdrawn = withdrawn.getWithdrawn();
    }
    if (event.getLineStockLost() != null) {
      line(event.getLineStockLost().getLineId()).lost = true;
    }
    if (event.getOrderConfirmed() != null) {
      if (standing != Standing.PENDING) {
        differ("it was confirmed when it was " + standing);
      }
      standing = Standing.CONFIRMED;
    }
    if (event.getOrderRejected() != null) {
      standing = Standing.REJECTED;
      reason = event.getOrderRejected().getReason();
    }
    if (event.getOrderCancelled() != null) {
      reason = "cancelled before confirmation";
      standing =
          standing == Standing.CONFIRMED
              ? Standing.CANCELLED_AFTER_CONFIRMATION
              : Standing.REJECTED;
    }
    if (event.getItemsReturned() != null) {
      for (ReturnedItem item : event.getItemsReturned().getItems()) {
        line(item.getLineId()).returned += item.getQuantity();
      }
    }
    if (event.getReturnInspected() != null) {
      for (ReturnFinding found : event.getReturnInspected().getFindings()) {
        line(found.getLineId()).returned += found.getResellable();
        line(found.getLineId()).damaged += found.getDamaged();
      }
    }
    if (event.getLineStockRetried() != null) {
      line(event.getLineStockRetried().getLineId()).retried = true;
    }
    if (event.getLinesCancelled() != null) {
      for (CancelledLine one : event.getLinesCancelled().getLines()) {
        // Of what was lost and is given up nothing comes back.
        line(one.getLineId()).returned +=
            one.getAllocations().stream().mapToInt(Allocation::getQuantity).sum();
      }
    }
  }

  Standing standing() {
    return standing;
  }

  /** Why it was rejected; empty if it was not. */
  String reason() {
    return reason;
  }

  Collection<Line> lines() {
    return lines.values();
  }

  ExchangeBook exchanges() {
    return exchanges;
  }

  List<Line> former() {
    return former;
  }

  private void place(OrderPlaced placed) {
    former.addAll(lines.values());
    lines.clear();
    standing = Standing.PENDING;
    placed
        .getQuote()
        .getLines()
        .forEach(
            line ->
                lines.put(
                    line.getLineId(),
                    new Line(
                        line.getLineId(),
                        line.getSku(),
                        line.getSellerId(),
                        line.getQuantity(),
                        RequestIds.reservation(
                            orderId(),
                            placed.getAttempt(),
                            line.getLineId(),
                            line.getSku(),
                            line.getSellerId()))));
  }

  /** The hold that was asked for is another one now. */
  private void lower(LineStockLowered lowered) {
    Line before = line(lowered.getLineId());
    former.add(before);
    lines.put(
        before.lineId,
        new Line(
            before.lineId,
            before.sku,
            before.sellerId,
            lowered.getQuantity(),
            lowered.getReservationId()));
  }

  private Line line(String lineId) {
    Line line = lines.get(lineId);
    if (line == null) {
      differ("an event names the line %s, which it has not".formatted(lineId));
      return new Line(lineId, "", "", 0, "");
    }
    return line;
  }
}
