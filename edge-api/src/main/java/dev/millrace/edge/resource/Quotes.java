package dev.millrace.edge.resource;

import static dev.millrace.edge.resource.Dispatch.command;

import dev.millrace.avro.customers.Cart;
import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.edge.ReplyStatus;
import dev.millrace.avro.pricing.Quote;
import dev.millrace.avro.pricing.QuoteCommand;
import dev.millrace.avro.pricing.QuoteRequestLine;
import dev.millrace.avro.pricing.RequestQuote;
import dev.millrace.edge.bus.Command;
import dev.millrace.edge.http.Answer;
import dev.millrace.edge.http.Call;
import dev.millrace.edge.http.Fields;
import dev.millrace.edge.http.Problem;
import dev.millrace.edge.state.StateStore;
import dev.millrace.schemas.id.IdKind;
import dev.millrace.schemas.id.Ids;
import dev.millrace.schemas.topics.Topics;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** /v1/quotes: what a cart costs, explained. */
public final class Quotes {

  static final String SHIPPING_DEFAULT = "standard";

  private final Topics topics;
  private final Dispatch dispatch;
  private final Reads reads;
  private final Clock clock;

  public Quotes(Topics topics, Dispatch dispatch, Reads reads, Clock clock) {
    this.topics = topics;
    this.dispatch = dispatch;
    this.reads = reads;
    this.clock = clock;
  }

  public Answer create(Call call) {
    Fields body = call.body();
    String cartId = body.optionalId("cart_id");
    String country = Addresses.country(body);
    String region = body.optionalText("region", 200);
    String postalCode = body.optionalText("postal_code", 20);
    String shipping = body.optionalId("shipping_option_id");
    String coupon = body.optionalId("coupon_code");
    body.done();
    Cart cart = fullCart(call, cartId);
    RequestQuote request =
        request(cart)
            .setCountry(country)
            .setRegion(region)
            .setPostalCode(postalCode)
            .setShippingOptionId(shipping == null ? SHIPPING_DEFAULT : shipping)
            .setCouponCode(coupon)
            .build();
    Command<QuoteCommand> command = ask(call, call.identity(), request);
    return dispatch.answer(
        call,
        command,
        "/v1/quotes/" + command.key(),
        reply -> Answer.json(201, QuoteJson.of(reply.getQuote())));
  }

  public Answer get(Call call) {
    Quote quote =
        reads
            .find(StateStore.QUOTES, call.path("quote_id"), call.minPosition())
            .filter(
                one ->
                    call.caller().isStaff() || one.getCustomerId().equals(call.caller().subject()))
            .orElseThrow(() -> Problem.notFound("quote").exception());
    return Answer.ok(QuoteJson.of(quote));
  }

  /** The caller's cart, which must hold something. */
  Cart fullCart(Call call, @Nullable String named) {
    return cart(call, named)
        .filter(cart -> !cart.getLines().isEmpty())
        .orElseThrow(() -> Problem.of(422, "cart_empty", "The cart holds nothing.").exception());
  }

  /** The caller's cart; another's does not exist for the caller. */
  Optional<Cart> cart(Call call, @Nullable String named) {
    String cartId = Ids.cartOf(call.caller().subject());
    if (named != null && !named.equals(cartId)) {
      throw Problem.notFound("cart").exception();
    }
    return reads.find(StateStore.CARTS, cartId, call.minPosition());
  }

  /** A question about this cart; the caller adds the destination. */
  static RequestQuote.Builder request(Cart cart) {
    List<QuoteRequestLine> lines =
        cart.getLines().stream()
            .map(
                line ->
                    new QuoteRequestLine(
                        line.getLineId(), line.getSku(), line.getSellerId(), line.getQuantity()))
            .toList();
    return RequestQuote.newBuilder()
        .setCustomerId(cart.getCustomerId())
        .setCartId(cart.getCartId())
        .setCartGeneration(cart.getGeneration())
        .setLines(lines);
  }

  /**
   * What pricing says and signs to a question that is a part of another command; ends the call if
   * it refuses or is late. Nothing has happened by then, so a late price is a failure that may be
   * repeated.
   *
   * @param part names the question among those of the command: their replies must not be taken for
   *     each other
   */
  Quote priced(Call call, Call.Identity command, String part, RequestQuote request) {
    Reply reply = answered(call, command, part, request);
    if (reply.getReplayed() && !clock.instant().isBefore(reply.getQuote().getExpiresAt())) {
      // A first try ended between price and command. The command's writer knows if it did not.
      reply = answered(call, command, part + ":" + Ids.fresh(IdKind.COMMAND), request);
    }
    return reply.getQuote();
  }

  private Reply answered(Call call, Call.Identity command, String part, RequestQuote request) {
    var own =
        new Call.Identity(
            Ids.derived(IdKind.COMMAND, command.commandId(), part), command.fingerprint());
    Reply reply =
        dispatch
            .await(call, ask(call, own, request), Optional.empty())
            .orElseThrow(
                () ->
                    Problem.unavailable(
                            "quote_unavailable", "No price came in time; nothing was ordered.")
                        .exception());
    if (reply.getStatus() != ReplyStatus.ACCEPTED) {
      throw Dispatch.refused(call, reply).exception();
    }
    return reply;
  }

  /** The quote's id hangs on the command's, so a repeated request meets the same quote. */
  private Command<QuoteCommand> ask(Call call, Call.Identity identity, RequestQuote request) {
    String quoteId = Ids.derived(IdKind.QUOTE, identity.commandId());
    var value =
        QuoteCommand.newBuilder()
            .setCommandId(identity.commandId())
            .setFingerprint(identity.fingerprint())
            .setIssuedAt(clock.instant())
            .setActor(call.caller().actor())
            .setQuoteId(quoteId)
            .setRequestQuote(request)
            .build();
    return command(call, topics.quoteCommands(), quoteId, identity.commandId(), value);
  }
}
