package dev.millrace.customers;

import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.customers.AddItem;
import dev.millrace.avro.customers.Cart;
import dev.millrace.avro.customers.CartCommand;
import dev.millrace.avro.customers.CartEvent;
import dev.millrace.avro.customers.ChangeQuantity;
import dev.millrace.avro.customers.CompleteCheckout;
import dev.millrace.avro.customers.OrderedItem;
import dev.millrace.avro.customers.RemoveItem;
import dev.millrace.customers.cart.CartLine;
import dev.millrace.launch.config.Settings;
import dev.millrace.testkit.Flow;
import dev.millrace.testkit.Replay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What carts' events meant when they were recorded, they mean for ever. */
class CustomersReplayTest {

  private static final String CART = "crt_1";
  private static final String SHIRT = CartLine.idOf(CART, "SHIRT", "sel_a");
  private static final String SOCKS = CartLine.idOf(CART, "SOCKS", "sel_b");

  private final Flow flow =
      Flow.of(
          topics -> CustomersTopology.build(CustomersConfig.from(new Settings(Map.of())), topics));
  private final List<CartEvent> log = new ArrayList<>();
  private final Replay<CartEvent> replay =
      new Replay<>(flow.topics(), flow.topics().cartEvents(), this::fold);

  @AfterEach
  void close() {
    flow.close();
  }

  @Test
  void filledChangedOrderedTwiceAndFilledAgain() {
    ask(command().setAddItem(new AddItem("SHIRT", "sel_a", 2)));
    ask(command().setAddItem(new AddItem("SOCKS", "sel_b", 4)));
    ask(command().setAddItem(new AddItem("HAT", "sel_a", 1)));
    ask(command().setAddItem(new AddItem("SHIRT", "sel_a", 1)));
    ask(command().setChangeQuantity(new ChangeQuantity(SOCKS, 3)));
    ask(command().setRemoveItem(new RemoveItem(CartLine.idOf(CART, "HAT", "sel_a"))));
    var ordered = List.of(new OrderedItem(SHIRT, 3), new OrderedItem(SOCKS, 1));
    ask(command().setCompleteCheckout(new CompleteCheckout("ord_1", 0L, "cmd_c1", ordered)));
    ask(command().setAddItem(new AddItem("SHIRT", "sel_a", 5)));
    var rest = List.of(new OrderedItem(SHIRT, 5), new OrderedItem(SOCKS, 2));
    ask(command().setCompleteCheckout(new CompleteCheckout("ord_2", 1L, "cmd_c2", rest)));
    ask(command().setAddItem(new AddItem("HAT", "sel_a", 1)));
    replay.verify("filled-and-ordered", log);
  }

  @Test
  void everyKindOfEventIsRecorded() {
    replay.verifyKinds();
  }

  private CartCommand.Builder command() {
    return CartCommand.newBuilder()
        .setCommandId("cmd_" + (log.size() + 1))
        .setFingerprint("fingerprint")
        .setIssuedAt(flow.now())
        .setActor(new Actor(ActorRole.SHOPPER, "cus_1"))
        .setCartId(CART)
        .setCustomerId("cus_1");
  }

  /** Each command is one event, and the events so far lead to what the writer remembers. */
  private void ask(CartCommand.Builder command) {
    flow.send(flow.topics().cartCommands(), CART, command.build());
    log.add(flow.take(flow.topics().cartEvents()));
    Replay.assertSame(flow.<String, Cart>store("cart-state").get(CART), CustomersLedger.fold(log));
    flow.expectNothingElse().after(Duration.ofMinutes(1));
  }

  private List<Cart> fold(List<CartEvent> events) {
    return Replay.byKey(events, CartEvent::getCartId).values().stream()
        .map(CustomersLedger::fold)
        .toList();
  }
}
