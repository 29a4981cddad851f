package dev.millrace.customers;

import dev.millrace.avro.customers.Cart;
import dev.millrace.avro.customers.CartCommand;
import dev.millrace.avro.customers.CartEvent;
import dev.millrace.avro.edge.Reply;
import dev.millrace.customers.cart.CartDecider;
import dev.millrace.customers.cart.CartRejection;
import dev.millrace.kit.decide.Decision;
import dev.millrace.kit.process.CommandHandler;
import dev.millrace.kit.process.Request;
import dev.millrace.kit.process.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Decides the commands of carts. */
final class CartHandler implements CommandHandler<CartCommand, CartEvent, Cart> {

  private final KeyValueStore<String, Cart> carts;

  CartHandler(ProcessingContext context) {
    this.carts = context.getStateStore(CustomersStores.CART_STATE);
  }

  @Override
  public String commandId(CartCommand command) {
    return command.getCommandId();
  }

  @Override
  public String fingerprint(CartCommand command) {
    return command.getFingerprint();
  }

  @Override
  public Verdict<CartEvent, Cart> decide(
      @Nullable String key, CartCommand command, Request request) {
    var asked = CartAvro.command(key, command);
    if (asked.isEmpty()) {
      return new Verdict.Malformed<>();
    }
    var cart = CartAvro.cart(command.getCartId(), carts.get(command.getCartId()));
    Instant now = request.notBefore(cart.latestAt());
    var decision =
        CartDecider.decide(
            cart, asked.get(), command.getCustomerId(), command.getExpectedVersion());
    return switch (decision) {
      case Decision.Accepted(var events) -> accept(cart, events, command, now);
      case Decision.Rejected(var reason) when reason == CartRejection.VERSION_CONFLICT ->
          Verdict.versionConflict(
              now, reason.code(), reason.detail(), command.getExpectedVersion(), cart.version());
      case Decision.Rejected(var reason) -> Verdict.refused(now, reason.code(), reason.detail());
    };
  }

  private Verdict<CartEvent, Cart> accept(
      dev.millrace.customers.cart.Cart before,
      List<dev.millrace.customers.cart.CartEvent> events,
      CartCommand command,
      Instant now) {
    var after = before;
    List<CartEvent> facts = new ArrayList<>(events.size());
    for (var event : events) {
      after = after.evolve(event, command.getCustomerId(), now);
      facts.add(CartAvro.event(event, after, command, now));
    }
    Cart state = CartAvro.view(after, command.getCustomerId(), now);
    if (!facts.isEmpty()) {
      carts.put(state.getCartId(), state);
    }
    return new Verdict.Accepted<>(now, facts, state);
  }

  @Override
  public void answer(Cart cart, Reply.Builder reply) {
    reply.setCart(cart);
  }
}
