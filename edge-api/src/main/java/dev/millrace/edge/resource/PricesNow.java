package dev.millrace.edge.resource;

import dev.millrace.avro.orders.Order;
import dev.millrace.avro.pricing.Quote;
import dev.millrace.avro.pricing.QuoteRequestLine;
import dev.millrace.avro.pricing.RequestQuote;
import dev.millrace.edge.http.Call;
import java.util.List;

/** What units cost today that are wanted beside an order, or in place of some of its own. */
public final class PricesNow {

  private final Quotes quotes;

  public PricesNow(Quotes quotes) {
    this.quotes = quotes;
  }

  /**
   * What they cost where the order goes; ends the call if pricing refuses or is late.
   *
   * @param part names the question among those of the command
   * @param cartId whose generation 0 is priced
   */
  Quote of(
      Call call,
      Call.Identity command,
      String part,
      Order order,
      String cartId,
      List<QuoteRequestLine> lines) {
    RequestQuote request =
        RequestQuote.newBuilder()
            .setCustomerId(order.getCustomerId())
            .setCartId(cartId)
            .setCartGeneration(0)
            .setLines(lines)
            .setCountry(order.getShippingAddress().getCountry())
            .setRegion(order.getShippingAddress().getRegion())
            .setPostalCode(order.getShippingAddress().getPostalCode())
            .setShippingOptionId(order.getShippingOptionId())
            .build();
    return quotes.priced(call, command, part, request);
  }
}
