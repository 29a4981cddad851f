package dev.millrace.orders;

import dev.millrace.avro.orders.EditOrder;
import dev.millrace.avro.orders.EditTerms;
import dev.millrace.avro.orders.Order;
import dev.millrace.avro.orders.OrderCommand;
import dev.millrace.avro.orders.UnitsOfLine;
import dev.millrace.avro.orders.state.OrderState;
import dev.millrace.avro.pricing.AppliedRule;
import dev.millrace.avro.pricing.Quote;
import dev.millrace.avro.pricing.QuoteLine;
import dev.millrace.schemas.id.Ids;
import dev.millrace.schemas.quote.QuoteSignature;
import dev.millrace.testkit.Flow;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Edits that want more of the first line of the usual order, with what pricing says of it. */
final class AdditionFlow {

  static final long UNIT_MINOR = 1_000;
  static final long SHIPPING_MINOR = 500;

  private AdditionFlow() {}

  static String orderOf(String cartId, String editId) {
    return Ids.orderOf(cartOf(cartId, editId), 0);
  }

  private static String cartOf(String cartId, String editId) {
    return Ids.cartOfAddition(OrdersFlow.orderOf(cartId), editId);
  }

  /**
   * @param wanted how many units in all
   * @param further how many of them are priced
   */
  static OrderCommand.Builder raise(
      OrdersFlow orders, String commandId, String cartId, String editId, int wanted, int further) {
    return orders
        .command(commandId, cartId)
        .setEdit(
            new EditOrder(
                editId,
                null,
                List.of(new UnitsOfLine("l1", wanted)),
                "more",
                false,
                new EditTerms(quote(cartOf(cartId, editId), further), null, null)));
  }

  /** Some confirmed order of the first carts is to have one unit more, if there is one. */
  static void raiseOne(OrdersFlow orders, int step, int carts) {
    for (int i = 0; i < carts; i++) {
      String cart = "crt_" + (step + i) % carts;
      OrderState stored = orders.stored(OrdersFlow.orderOf(cart));
      if (stored != null && stored.getOrder().getStatus().equals("confirmed")) {
        Order order = stored.getOrder();
        int inAll = order.getLines().getFirst().getQuantity();
        inAll -= order.getLines().getFirst().getCancelled();
        if (order.getAdditions() != null) {
          inAll +=
              order.getAdditions().stream()
                  .flatMap(one -> one.getUnits().stream())
                  .mapToInt(UnitsOfLine::getQuantity)
                  .sum();
        }
        orders.ask(raise(orders, "cmd_up_" + step, cart, "edt_up_" + step, inAll + 1, 1));
        return;
      }
    }
  }

  private static Quote quote(String cartId, int further) {
    long linesMinor = further * UNIT_MINOR;
    Quote quote =
        new Quote(
            "quo_" + cartId,
            "cus_1",
            cartId,
            0L,
            "USD",
            List.of(
                new QuoteLine(
                    "l1",
                    "SKU-1",
                    Ids.PLATFORM_SELLER,
                    further,
                    UNIT_MINOR,
                    linesMinor,
                    0L,
                    0L,
                    linesMinor,
                    List.of(new AppliedRule("offer-SKU-1", 1L, linesMinor, "Price")))),
            "standard",
            SHIPPING_MINOR,
            0L,
            List.of(),
            linesMinor,
            0L,
            0L,
            linesMinor + SHIPPING_MINOR,
            "HALF_UP",
            "LINE",
            "US",
            null,
            Flow.START,
            Flow.START.plus(Duration.ofDays(1)),
            "",
            null);
    byte[] secret = OrdersFlow.CONFIG.quoteSecret().getBytes(StandardCharsets.UTF_8);
    return Quote.newBuilder(quote).setSignature(QuoteSignature.sign(quote, secret)).build();
  }
}
