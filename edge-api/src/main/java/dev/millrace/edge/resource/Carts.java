package dev.millrace.edge.resource;

import static dev.millrace.edge.resource.Dispatch.command;

import dev.millrace.avro.customers.AddItem;
import dev.millrace.avro.customers.Cart;
import dev.millrace.avro.customers.CartCommand;
import dev.millrace.avro.customers.ChangeQuantity;
import dev.millrace.avro.customers.RemoveItem;
import dev.millrace.edge.http.Answer;
import dev.millrace.edge.http.Call;
import dev.millrace.edge.http.Fields;
import dev.millrace.edge.state.StateStore;
import dev.millrace.schemas.id.Ids;
import dev.millrace.schemas.topics.Topics;
import java.time.Clock;
import java.util.List;
import java.util.function.UnaryOperator;

/** /v1/cart: the caller's one cart. */
public final class Carts {

  private static final int QUANTITY_MAX = 1_000_000;

  private final Topics topics;
  private final Dispatch dispatch;
  private final Reads reads;
  private final CartView view;
  private final Clock clock;

  public Carts(Topics topics, Dispatch dispatch, Reads reads, CartView view, Clock clock) {
    this.topics = topics;
    this.dispatch = dispatch;
    this.reads = reads;
    this.view = view;
    this.clock = clock;
  }

  public Answer get(Call call) {
    String customerId = call.caller().subject();
    String cartId = Ids.cartOf(customerId);
    Cart cart =
        reads
            .find(StateStore.CARTS, cartId, call.minPosition())
            .orElseGet(
                () -> new Cart(cartId, customerId, 0L, 0L, clock.instant(), List.of(), List.of()));
    return Answer.ok(view.of(cart)).withVersion(cart.getVersion());
  }

  public Answer add(Call call) {
    Fields body = call.body();
    String sku = body.id("sku_id");
    int quantity = body.integer("quantity", 1, QUANTITY_MAX);
    String seller = body.optionalId("seller_id");
    body.done();
    var add = new AddItem(sku, seller == null ? Ids.PLATFORM_SELLER : seller, quantity);
    return send(call, command -> command.setAddItem(add));
  }

  public Answer change(Call call) {
    Fields body = call.body();
    int quantity = body.integer("quantity", 1, QUANTITY_MAX);
    body.done();
    var change = new ChangeQuantity(call.path("line_id"), quantity);
    return send(call, command -> command.setChangeQuantity(change));
  }

  public Answer remove(Call call) {
    call.body().done();
    var remove = new RemoveItem(call.path("line_id"));
    return send(call, command -> command.setRemoveItem(remove));
  }

  private Answer send(Call call, UnaryOperator<CartCommand.Builder> request) {
    String customerId = call.caller().subject();
    String cartId = Ids.cartOf(customerId);
    Call.Identity identity = call.identity();
    CartCommand value =
        request
            .apply(
                CartCommand.newBuilder()
                    .setCommandId(identity.commandId())
                    .setFingerprint(identity.fingerprint())
                    .setIssuedAt(clock.instant())
                    .setActor(call.caller().actor())
                    .setCartId(cartId)
                    .setCustomerId(customerId)
                    .setExpectedVersion(call.ifMatch()))
            .build();
    return dispatch.answer(
        call,
        command(call, topics.cartCommands(), cartId, identity.commandId(), value),
        "/v1/cart",
        reply -> Answer.ok(view.of(reply.getCart())).withVersion(reply.getCart().getVersion()));
  }
}
