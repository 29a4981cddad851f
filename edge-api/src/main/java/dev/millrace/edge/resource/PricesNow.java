package dev.millrace.edge.resource;

import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.edge.ReplyStatus;
import dev.millrace.avro.orders.Order;
import dev.millrace.avro.pricing.QuoteRequestLine;
import dev.millrace.avro.pricing.RequestQuote;
import dev.millrace.edge.http.Call;
import dev.millrace.edge.http.Problem;
import java.util.List;
import java.util.Optional;

/** What units cost today that are wanted beside an order, or in place of some of its own. */
public final class PricesNow {

  private final Dispatch dispatch;
  private final Quotes quotes;

  public PricesNow(Dispatch dispatch, Quotes quotes) {
    this.dispatch = dispatch;
    this.quotes = quotes;
  }

  /**
   * What pricing says and signs; ends the call if it refuses or is late.
   *
   * @param own an identity of the question's own: its reply is not the command's
   * @param cartId whose generation 0 is priced
   */
  Reply ask(
      Call call, Call.Identity own, Order order, String cartId, List<QuoteRequestLine> lines) {
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
    Reply reply =
        dispatch
            .await(call, quotes.ask(call, own, request), Optional.empty())
            .orElseThrow(
                () ->
                    Problem.unavailable(
                            "quote_unavailable", "No price came in time; nothing was asked for.")
                        .exception());
    if (reply.getStatus() != ReplyStatus.ACCEPTED) {
      throw Dispatch.refused(call, reply).exception();
    }
    return reply;
  }
}
