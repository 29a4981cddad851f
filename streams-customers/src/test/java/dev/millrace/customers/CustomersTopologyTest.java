package dev.millrace.customers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.customers.AddItem;
import dev.millrace.avro.customers.Cart;
import dev.millrace.avro.customers.CartCommand;
import dev.millrace.avro.customers.CartEvent;
import dev.millrace.avro.customers.CartLine;
import dev.millrace.avro.customers.ChangeQuantity;
import dev.millrace.avro.customers.CompleteCheckout;
import dev.millrace.avro.customers.OrderedItem;
import dev.millrace.avro.customers.RemoveItem;
import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.edge.ReplyStatus;
import dev.millrace.launch.config.Settings;
import dev.millrace.schemas.registry.InMemoryRegistry;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.testkit.Flow;
import dev.millrace.testkit.Golden;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CustomersTopologyTest {

  private static final CustomersConfig CONFIG = CustomersConfig.from(new Settings(Map.of()));
  private static final String CART = "crt_1";

  private final Flow flow = Flow.of(topics -> CustomersModule.of(CONFIG, topics).topology());
  private final Topics topics = flow.topics();

  @AfterEach
  void close() {
    flow.close();
  }

  @Test
  void anAddedItemIsAFactAStateAndAnAnswer() {
    flow.ask(topics.cartCommands(), CART, add("cmd_1", "SHIRT", 2));

    CartEvent event = flow.take(topics.cartEvents());
    Reply reply = flow.take(topics.replies());
    assertThat(event.getType()).isEqualTo("cartLineSet");
    assertThat(event.getSequence()).isEqualTo(1);
    assertThat(event.getEventId()).isEqualTo("crt_1-1");
    assertThat(event.getCartLineSet().getLine().getQuantity()).isEqualTo(2);
    assertThat(reply.getStatus()).isEqualTo(ReplyStatus.ACCEPTED);
    assertThat(reply.getCart().getVersion()).isEqualTo(1);
    assertThat(stored()).isEqualTo(reply.getCart());
    flow.expectNothingElse();
  }

  @Test
  void C7_quickAddsFromTwoTabsAreDecidedOneAfterTheOther() {
    flow.ask(topics.cartCommands(), CART, add("cmd_1", "SHIRT", 2));
    flow.ask(topics.cartCommands(), CART, add("cmd_2", "SHIRT", 3));
    flow.ask(topics.cartCommands(), CART, add("cmd_3", "SOCKS", 1));

    assertThat(stored().getLines()).extracting(CartLine::getQuantity).containsExactly(5, 1);
    assertThat(flow.takeAll(topics.cartEvents()))
        .extracting(CartEvent::getSequence)
        .containsExactly(1L, 2L, 3L);
  }

  @Test
  void C6_aRepeatedCommandGetsTheFirstAnswerAndAddsNothing() {
    flow.ask(topics.cartCommands(), CART, add("cmd_1", "SHIRT", 2));
    flow.takeAll(topics.cartEvents());
    Reply first = flow.take(topics.replies());

    flow.ask(topics.cartCommands(), CART, add("cmd_1", "SHIRT", 2));

    Reply again = flow.take(topics.replies());
    assertThat(again.getReplayed()).isTrue();
    assertThat(again.getCart()).isEqualTo(first.getCart());
    flow.expectNothingElse();
  }

  @Test
  void anIdThatComesBackWithAnotherPayloadIsRefused() {
    flow.ask(topics.cartCommands(), CART, add("cmd_1", "SHIRT", 2));
    drain();

    CartCommand other =
        CartCommand.newBuilder(add("cmd_1", "SHIRT", 7)).setFingerprint("other").build();
    flow.ask(topics.cartCommands(), CART, other);

    assertThat(flow.take(topics.replies()).getRefusal()).isEqualTo("idempotency_key_reused");
    flow.expectNothingElse();
  }

  @Test
  void linesChangeAndLeave() {
    flow.ask(topics.cartCommands(), CART, add("cmd_1", "SHIRT", 2));
    String lineId = stored().getLines().getFirst().getLineId();

    flow.ask(
        topics.cartCommands(),
        CART,
        command("cmd_2").setChangeQuantity(new ChangeQuantity(lineId, 7)).build());
    assertThat(stored().getLines().getFirst().getQuantity()).isEqualTo(7);

    flow.ask(
        topics.cartCommands(),
        CART,
        command("cmd_3").setRemoveItem(new RemoveItem(lineId)).build());
    assertThat(stored().getLines()).isEmpty();
    assertThat(flow.takeAll(topics.cartEvents()))
        .extracting(CartEvent::getType)
        .containsExactly("cartLineSet", "cartLineSet", "cartLineRemoved");
  }

  @Test
  void refusalsHaveNamesAndVersionConflictsSayWhichVersionThereIs() {
    flow.ask(topics.cartCommands(), CART, add("cmd_1", "SHIRT", 2));
    drain();

    flow.ask(
        topics.cartCommands(),
        CART,
        command("cmd_2").setRemoveItem(new RemoveItem("lin_x")).build());
    assertThat(flow.take(topics.replies()).getRefusal()).isEqualTo("line_not_found");

    flow.ask(
        topics.cartCommands(),
        CART,
        command("cmd_3").setExpectedVersion(9L).setAddItem(new AddItem("A", "s", 1)).build());
    Reply conflict = flow.take(topics.replies());
    assertThat(conflict.getRefusal()).isEqualTo("version_conflict");
    assertThat(conflict.getProblems().getFirst().getAvailable()).isEqualTo(1);

    CartCommand stranger =
        CartCommand.newBuilder(add("cmd_4", "SHIRT", 1)).setCustomerId("cus_2").build();
    flow.ask(topics.cartCommands(), CART, stranger);
    Reply refused = flow.take(topics.replies());
    assertThat(refused.getRefusal()).isEqualTo("not_cart_owner");
    assertThat(refused.getCart()).isNull();
    flow.expectNothingElse();
  }

  @Test
  void C6_aConfirmedOrderEmptiesTheCartOnceThoughItIsToldTwice() {
    flow.ask(topics.cartCommands(), CART, add("cmd_1", "SHIRT", 2));
    CartLine ordered = stored().getLines().getFirst();
    flow.ask(topics.cartCommands(), CART, add("cmd_2", "SHIRT", 1));
    drain();

    flow.send(topics.cartCommands(), CART, checkout("cmd_3", "ord_1", 0, ordered));
    flow.send(topics.cartCommands(), CART, checkout("cmd_4", "ord_1", 0, ordered));

    CartEvent event = flow.take(topics.cartEvents());
    assertThat(event.getCheckoutCompleted().getCartGeneration()).isEqualTo(1);
    assertThat(stored().getGeneration()).isEqualTo(1);
    assertThat(stored().getLines().getFirst().getQuantity()).isEqualTo(1);
    assertThat(stored().getPastCheckouts().getFirst().getOrderId()).isEqualTo("ord_1");
    assertThat(stored().getPastCheckouts().getFirst().getCommandId()).isEqualTo("cmd_checkout");
    flow.expectNothingElse();
  }

  @Test
  void anOrderOfAGenerationToComeIsDroppedAndChangesNothing() {
    flow.send(topics.cartCommands(), CART, checkout("cmd_1", "ord_1", 5));

    assertThat(flow.<String, Cart>store("cart-state").get(CART)).isNull();
    flow.expectNothingElse();
  }

  @Test
  void malformedCommandsAreRefusedOrDroppedButNeverStopTheThread() {
    flow.ask(topics.cartCommands(), CART, command("cmd_1").build());
    assertThat(flow.take(topics.replies()).getRefusal()).isEqualTo("malformed_command");
    flow.ask(
        topics.cartCommands(),
        CART,
        command("cmd_2")
            .setAddItem(new AddItem("A", "s", 1))
            .setRemoveItem(new RemoveItem("lin_1"))
            .build());
    assertThat(flow.take(topics.replies()).getRefusal()).isEqualTo("malformed_command");
    flow.ask(
        topics.cartCommands(),
        CART,
        command("cmd_3").setAddItem(new AddItem("A".repeat(129), "s", 1)).build());
    assertThat(flow.take(topics.replies()).getRefusal()).isEqualTo("malformed_command");
    flow.ask(topics.cartCommands(), "crt_other", add("cmd_4", "A", 1));
    assertThat(flow.take(topics.replies()).getRefusal()).isEqualTo("malformed_command");

    flow.send(topics.cartCommands(), CART, command("cmd_5").build());
    flow.expectNothingElse();
  }

  @Test
  void answersAreForgottenWhenTheyAreOld() {
    flow.ask(topics.cartCommands(), CART, add("cmd_1", "SHIRT", 2));
    drain();

    flow.after(CONFIG.outcomes().age().multipliedBy(2));
    flow.ask(topics.cartCommands(), CART, add("cmd_1", "SHIRT", 2));

    assertThat(flow.take(topics.replies()).getReplayed()).isFalse();
  }

  @Test
  void theTopologysNamesAreTheReviewedOnes() {
    var fresh = new Topics(new InMemoryRegistry(), 1);

    Golden.verifyTopology(CustomersModule.of(CONFIG, fresh).topology());
  }

  private Cart stored() {
    return flow.<String, Cart>store("cart-state").get(CART);
  }

  private void drain() {
    topics.all().forEach(flow::takeAll);
  }

  private static CartCommand add(String commandId, String sku, int quantity) {
    return command(commandId).setAddItem(new AddItem(sku, "sel_a", quantity)).build();
  }

  private static CartCommand checkout(
      String commandId, String orderId, long generation, CartLine... lines) {
    return command(commandId)
        .setCompleteCheckout(
            new CompleteCheckout(
                orderId,
                generation,
                "cmd_checkout",
                List.of(lines).stream()
                    .map(line -> new OrderedItem(line.getLineId(), line.getQuantity()))
                    .toList()))
        .build();
  }

  private static CartCommand.Builder command(String commandId) {
    return CartCommand.newBuilder()
        .setCommandId(commandId)
        .setFingerprint("fingerprint")
        .setIssuedAt(Flow.START)
        .setActor(new Actor(ActorRole.SHOPPER, "cus_1"))
        .setCartId(CART)
        .setCustomerId("cus_1");
  }
}
