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
   * One or two units more of the order's first line.
   *
   * @param paymentMethodId null for the order's own
   */
  static void raise(
      Shopper shopper, Instant now, Order order, int more, @Nullable String paymentMethodId) {
    OrderLine line = order.getLines().getFirst();
    String editId = "edt_up_" + order.getOrderId() + "_" + order.getVersion();
    String cartId = Ids.cartOfAddition(order.getOrderId(), editId);
    Quote quote =
        Prices.further(
            now, order.getCustomerId(), cartId, line.getLineId(), new Want(line.getSku(), more));
    int wanted = unitsInAll(order, line) + more;
    shopper.alsoHas(Ids.orderOf(cartId, 0));
    shopper.send(
        shopper
            .command(order.getOrderId())
            .setEdit(
                new EditOrder(
                    editId,
                    null,
                    List.of(new UnitsOfLine(line.getLineId(), wanted)),
                    "one more",
                    false,
                    new EditTerms(quote, paymentMethodId, quote.getTotalMinor())))
            .build());
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
