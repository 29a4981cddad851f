package dev.millrace.edge.resource;

import static dev.millrace.edge.resource.Dispatch.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.avro.common.Address;
import dev.millrace.avro.customers.Cart;
import dev.millrace.avro.customers.PastCheckout;
import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.orders.FraudFacts;
import dev.millrace.avro.orders.Order;
import dev.millrace.avro.orders.OrderCommand;
import dev.millrace.avro.orders.PlaceOrder;
import dev.millrace.avro.pricing.Quote;
import dev.millrace.avro.pricing.QuoteRequestLine;
import dev.millrace.avro.pricing.RequestQuote;
import dev.millrace.edge.bus.Command;
import dev.millrace.edge.http.Answer;
import dev.millrace.edge.http.Call;
import dev.millrace.edge.http.Fields;
import dev.millrace.edge.http.Headers;
import dev.millrace.edge.http.Json;
import dev.millrace.edge.http.Problem;
import dev.millrace.edge.state.StateStore;
import dev.millrace.schemas.id.IdKind;
import dev.millrace.schemas.id.Ids;
import dev.millrace.schemas.money.Money;
import dev.millrace.schemas.topics.Topics;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * /v1/checkout: reads the cart, has it priced, places the order. A repeated request finds its quote
 * and through it its order, because both ids hang on the command's; once the order is confirmed and
 * the cart has moved on, the cart itself remembers which command became which order.
 */
public final class Checkout {

  private static final int LINES_MAX = 100;
  private static final int QUANTITY_MAX = 1_000_000;

  private record Wish(
      Address address,
      String paymentMethodId,
      String shippingOptionId,
      @Nullable Money expectedTotal,
      boolean backorderAllowed,
      boolean partialAllowed,
      @Nullable String paymentCountry,
      List<Tenders.Wish> tenders,
      @Nullable String couponCode) {}

  private final Topics topics;
  private final Dispatch dispatch;
  private final Reads reads;
  private final Quotes quotes;
  private final Clock clock;

  public Checkout(Topics topics, Dispatch dispatch, Reads reads, Quotes quotes, Clock clock) {
    this.topics = topics;
    this.dispatch = dispatch;
    this.reads = reads;
    this.quotes = quotes;
    this.clock = clock;
  }

  public Answer create(Call call) {
    Fields body = call.body();
    String keyInBody = Headers.idempotencyKey(body.optionalText("idempotency_key", 257));
    String cartId = body.optionalId("cart_id");
    Wish wish = wish(body);
    body.done();
    Call.Identity identity = call.identity(keyInBody);
    Optional<Cart> cart = quotes.cart(call, cartId);
    Optional<String> past = cart.flatMap(one -> pastOrder(one, identity.commandId()));
    if (past.isPresent()) {
      return again(call, identity, past.get());
    }
    Cart full =
        cart.filter(one -> !one.getLines().isEmpty())
            .orElseThrow(
                () -> Problem.of(422, "cart_empty", "The cart holds nothing.").exception());
    Reads.requireVersion(call, full.getVersion());
    return order(call, identity, Quotes.request(full), wish, recentOrders(full));
  }

  /**
   * POST /v1/orders, for machine clients: a cart of its own, made of the lines in the request. Its
   * id hangs on the command's, so a repeated request meets the same order.
   */
  public Answer createWithLines(Call call) {
    Fields body = call.body();
    String customerId = body.id("customer_id");
    List<Fields> lines = body.objects("lines", 1, LINES_MAX);
    Call.Identity identity = call.identity();
    String cartId = Ids.derived(IdKind.CART, identity.commandId());
    List<QuoteRequestLine> asked = lines.stream().map(line -> line(cartId, line)).toList();
    Wish wish = wish(body);
    body.done();
    RequestQuote.Builder request =
        RequestQuote.newBuilder()
            .setCustomerId(customerId)
            .setCartId(cartId)
            .setCartGeneration(0)
            .setLines(asked);
    return order(call, identity, request, wish, List.of());
  }

  /** The cart has heard of every confirmed order before the one that is placed from it. */
  private static List<Instant> recentOrders(Cart cart) {
    return cart.getPastCheckouts().stream()
        .map(PastCheckout::getAt)
        .filter(Objects::nonNull)
        .toList();
  }

  private static QuoteRequestLine line(String cartId, Fields line) {
    String sku = line.id("sku_id");
    String named = line.optionalId("seller_id");
    String seller = named == null ? Ids.PLATFORM_SELLER : named;
    return new QuoteRequestLine(
        Ids.derived(IdKind.CART_LINE, cartId, sku, seller),
        sku,
        seller,
        line.integer("quantity", 1, QUANTITY_MAX));
  }

  private Answer order(
      Call call,
      Call.Identity identity,
      RequestQuote.Builder request,
      Wish wish,
      List<Instant> recentOrdersAt) {
    Quote quote = quote(call, identity, request, wish);
    refuseOtherPrice(quote, wish.expectedTotal());
    if (!Tenders.areOf(wish.tenders(), quote.getCurrency())) {
      throw Problem.of(422, "currency_mismatch", "A tender's maximum is of another currency.")
          .exception();
    }
    // The generation that was priced, not the cart's now: a repeated request meets its own order.
    String orderId = Ids.orderOf(quote.getCartId(), quote.getCartGeneration());
    return dispatch.answer(
        call,
        place(call, identity, orderId, place(quote, wish, recentOrdersAt)),
        "/v1/checkout/" + orderId,
        reply -> created(call, reply.getOrder()));
  }

  public Answer get(Call call) {
    Order order =
        reads
            .find(StateStore.ORDERS, call.path("checkout_id"), call.minPosition())
            .filter(one -> OrderAccess.mayRead(call.caller(), one))
            .orElseThrow(() -> Problem.notFound("checkout").exception());
    return Reads.versioned(
        call, Answer.ok(OrderJson.checkout(order, call.caller())), order.getVersion());
  }

  private static Wish wish(Fields body) {
    Address address = Addresses.read(body.object("shipping_address"));
    String paymentMethodId = body.id("payment_method_id");
    String shipping = body.optionalId("shipping_option_id");
    Money expectedTotal = body.optionalMoney("expected_total");
    boolean backorderAllowed = body.flag("allow_backorder", false);
    boolean partialAllowed = body.flag("allow_partial", false);
    String paymentCountry =
        body.has("payment_country") ? Addresses.country(body, "payment_country") : null;
    return new Wish(
        address,
        paymentMethodId,
        shipping == null ? Quotes.SHIPPING_DEFAULT : shipping,
        expectedTotal,
        backorderAllowed,
        partialAllowed,
        paymentCountry,
        Tenders.read(body),
        body.optionalId("coupon_code"));
  }

  private static Optional<String> pastOrder(Cart cart, String commandId) {
    return cart.getPastCheckouts().stream()
        .filter(past -> past.getCommandId().equals(commandId))
        .map(PastCheckout::getOrderId)
        .findFirst();
  }

  /**
   * The request became an order long ago. The order's writer still compares the fingerprint: it
   * looks for the first answer before it looks at what the command asks for, so the command may ask
   * for nothing.
   */
  private Answer again(Call call, Call.Identity identity, String orderId) {
    Optional<Reply> reply =
        dispatch.await(call, place(call, identity, orderId, null), call.preferredWait());
    if (reply.isEmpty()) {
      return Dispatch.stillRunning("/v1/checkout/" + orderId);
    }
    if (reply.get().getReplayed() || !"malformed_command".equals(reply.get().getRefusal())) {
      return dispatch.decided(call, reply.get(), one -> created(call, one.getOrder()));
    }
    // The answer is older than answers are kept; the order is not.
    return reads
        .find(StateStore.ORDERS, orderId)
        .filter(order -> OrderAccess.mayRead(call.caller(), order))
        .map(order -> created(call, order).with(Headers.IDEMPOTENT_REPLAYED, "true"))
        .orElseThrow(() -> Problem.notFound("checkout").exception());
  }

  private Quote quote(Call call, Call.Identity identity, RequestQuote.Builder lines, Wish wish) {
    RequestQuote request =
        lines
            .setCountry(wish.address().getCountry())
            .setRegion(wish.address().getRegion())
            .setPostalCode(wish.address().getPostalCode())
            .setShippingOptionId(wish.shippingOptionId())
            .setCouponCode(wish.couponCode())
            .build();
    return quotes.priced(call, identity, "quote", request);
  }

  private static void refuseOtherPrice(Quote quote, @Nullable Money expected) {
    if (expected != null
        && (expected.minorUnits() != quote.getTotalMinor()
            || !expected.currency().equals(quote.getCurrency()))) {
      ObjectNode extra = Json.object();
      extra.set("quote", QuoteJson.of(quote));
      throw Problem.of(409, "price_changed", "The total is not what you expected; see the quote.")
          .withExtra(extra)
          .exception();
    }
  }

  private static PlaceOrder place(Quote quote, Wish wish, List<Instant> recentOrdersAt) {
    boolean nothingKnown = recentOrdersAt.isEmpty() && wish.paymentCountry() == null;
    return new PlaceOrder(
        quote.getCustomerId(),
        quote,
        wish.address(),
        wish.paymentMethodId(),
        wish.expectedTotal() == null ? null : wish.expectedTotal().minorUnits(),
        wish.backorderAllowed(),
        nothingKnown ? null : new FraudFacts(recentOrdersAt, wish.paymentCountry()),
        wish.partialAllowed(),
        Tenders.of(wish.tenders(), quote.getCustomerId(), quote.getCurrency()),
        null);
  }

  private Command<OrderCommand> place(
      Call call, Call.Identity identity, String orderId, @Nullable PlaceOrder place) {
    var value =
        OrderCommand.newBuilder()
            .setCommandId(identity.commandId())
            .setFingerprint(identity.fingerprint())
            .setIssuedAt(clock.instant())
            .setActor(call.caller().actor())
            .setOrderId(orderId)
            .setPlace(place)
            .build();
    return command(call, topics.orderCommands(), orderId, identity.commandId(), value);
  }

  private static Answer created(Call call, Order order) {
    return Answer.json(201, OrderJson.checkout(order, call.caller()))
        .with("Location", "/v1/checkout/" + order.getOrderId())
        .withVersion(order.getVersion());
  }
}
