package dev.millrace.simulation;

import dev.millrace.avro.orders.EditOrder;
import dev.millrace.avro.orders.EditTerms;
import dev.millrace.avro.orders.Order;
import dev.millrace.avro.orders.OrderAddition;
import dev.millrace.avro.orders.OrderLine;
import dev.millrace.avro.orders.UnitsOfLine;
import dev.millrace.avro.pricing.Quote;
import dev.millrace.schemas.id.Ids;
import dev.millrace.simulation.Shopper.Want;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A shopper wants more of what was ordered; the price is asked for before, as edges do. */
final class Raising {

  private Raising() {}

  /**
   * The edit that wants a few units more of the order's first line.
   *
   * @param paymentMethodId null for the order's own
   */
  static EditOrder edit(Instant now, Order order, int more, @Nullable String paymentMethodId) {
    OrderLine line = order.getLines().getFirst();
    String editId = editId(order);
    Quote quote =
        Prices.further(
            now,
            order.getCustomerId(),
            Ids.cartOfAddition(order.getOrderId(), editId),
            line.getLineId(),
            new Want(line.getSku(), more));
    return new EditOrder(
        editId,
        null,
        List.of(new UnitsOfLine(line.getLineId(), unitsInAll(order, line) + more)),
        "one more",
        false,
        new EditTerms(quote, paymentMethodId, quote.getTotalMinor()));
  }

  /** The order that will have the further units. */
  static String additionId(Order order) {
    return Ids.orderOf(Ids.cartOfAddition(order.getOrderId(), editId(order)), 0);
  }

  private static String editId(Order order) {
    return "edt_up_" + order.getOrderId() + "_" + order.getVersion();
  }

  /** Whether the order is one of which more might be had. */
  static boolean isOpen(Order order) {
    return order.getStatus().equals("confirmed") && order.getAdditionTo() == null;
  }

  private static int unitsInAll(Order order, OrderLine line) {
    List<OrderAddition> all = order.getAdditions() == null ? List.of() : order.getAdditions();
    return line.getQuantity()
        - line.getCancelled()
        + all.stream()
            .flatMap(one -> one.getUnits().stream())
            .filter(units -> units.getLineId().equals(line.getLineId()))
            .mapToInt(UnitsOfLine::getQuantity)
            .sum();
  }
}
