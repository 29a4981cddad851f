package dev.millrace.edge;

import static dev.millrace.edge.EdgeUnderTest.GUEST;
import static dev.millrace.edge.EdgeUnderTest.ORDER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.customers.PastCheckout;
import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.orders.EditOrder;
import dev.millrace.avro.orders.Order;
import dev.millrace.avro.orders.OrderCommand;
import dev.millrace.avro.orders.OrderHold;
import dev.millrace.avro.orders.OrderTrouble;
import dev.millrace.avro.orders.TimelineEntry;
import dev.millrace.avro.orders.UnitsOfLine;
import dev.millrace.avro.orders.views.OrderException;
import dev.millrace.edge.auth.Role;
import dev.millrace.edge.state.StateStore;
import dev.millrace.schemas.id.OrderListKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Holds, resolutions, edits that take away, cancelled lines, and the list of orders that need a
 * person.
 */
final class OrderCareRoutesTest extends EdgeSetUp {

  private static final String PATH = "/v1/orders/" + ORDER;

  /** Two orders that need a person, in two partitions. */
  static void inException(FakeShop shop) {
    list(shop, 0, "ord_1", Samples.NOW);
    list(shop, 2, "ord_2", Samples.NOW.plusSeconds(1));
  }

  private static void list(FakeShop shop, int partition, String orderId, Instant since) {
    shop.list(
        StateStore.ORDERS_IN_EXCEPTION,
        partition,
        OrderListKey.of(OrderListKey.EXCEPTIONS, since, orderId),
        new OrderException(
            OrderSamples.summary(orderId, GUEST, Samples.NOW),
            List.of(new OrderTrouble("capture_failed", since)),
            List.of("retry_payment_step", "accept_as_is", "cancel")));
  }

  @Test
  void theOrdersThatNeedAPersonAreListedFromAllPartitionsPageByPage() {
    inException(edge.shop);
    JsonNode first = edge.as(Role.SUPPORT, "GET", "/v1/exceptions?limit=1", null).body();
    assertThat(first.at("/items/0/order_id").asText()).isEqualTo("ord_2");
    assertThat(first.at("/items/0/troubles/0/reason").asText()).isEqualTo("capture_failed");
    assertThat(first.at("/items/0/resolutions/0").asText()).isEqualTo("retry_payment_step");
    String cursor = "&cursor=" + first.path("next").asText();
    JsonNode second = edge.as(Role.SUPPORT, "GET", "/v1/exceptions?limit=1" + cursor, null).body();
    assertThat(second.at("/items/0/order_id").asText()).isEqualTo("ord_1");
    assertThat(second.path("next").isNull()).isTrue();
    assertThat(edge.as(Role.GUEST, "GET", "/v1/exceptions", null).status()).isEqualTo(403);
  }

  @Test
  void onlyTheStaffSeeWhyAnOrderWaits() {
    edge.shop.put(StateStore.ORDERS, ORDER, held());
    JsonNode forStaff = edge.as(Role.OPS, "GET", PATH, null).body();
    assertThat(forStaff.at("/holds/0/reason").asText()).isEqualTo("fraud_review");
    assertThat(forStaff.at("/troubles/0/reason").asText()).isEqualTo("fraud_review");
    JsonNode forCustomer = edge.as(Role.GUEST, "GET", PATH, null).body();
    assertThat(forCustomer.path("on_hold").asBoolean()).isTrue();
    assertThat(forCustomer.has("holds")).isFalse();
    assertThat(forCustomer.has("troubles")).isFalse();
  }

  @Test
  void customersDoNotHearWhatTheFraudCheckIsCalled() {
    edge.shop.orderEvents.addAll(OrderSamples.flagged(ORDER, 5));
    edge.shop.put(StateStore.ORDERS, ORDER, refused());
    for (String path : List.of(PATH, PATH + "/events", "/v1/checkout/" + ORDER)) {
      JsonNode forCustomer = edge.as(Role.GUEST, "GET", path, null).body();
      assertThat(forCustomer.toString()).as(path).doesNotContainIgnoringCase("fraud");
      JsonNode forStaff = edge.as(Role.OPS, "GET", path, null).body();
      assertThat(forStaff.toString()).as(path).contains("fraud_refused");
    }
    JsonNode events = edge.as(Role.GUEST, "GET", PATH + "/events?after_sequence=4", null).body();
    assertThat(events.at("/events/0/type").asText()).isEqualTo("held_for_review");
    assertThat(events.at("/events/1/data/reason").asText()).isEqualTo("not_accepted");
    JsonNode order = edge.as(Role.GUEST, "GET", PATH, null).body();
    assertThat(order.at("/timeline/0/event").asText()).isEqualTo("held_for_review");
    assertThat(order.path("reason").asText()).isEqualTo("not_accepted");
    JsonNode known = edge.as(Role.OPS, "GET", PATH, null).body();
    assertThat(known.at("/timeline/0/event").asText()).isEqualTo("fraud_flagged");
  }

  @Test
  void aCheckoutThatTheCheckRefusesIsRefusedUnderAnotherName() {
    edge.shop.script =
        command ->
            command.value() instanceof OrderCommand
                ? Optional.of(
                    Reply.newBuilder(Samples.refused(command.commandId(), "fraud_refused"))
                        .setDetail("The order was not accepted: fraud_refused.")
                        .build())
                : Optional.empty();
    var refused = edge.as(Role.GUEST, "POST", "/v1/checkout", ContractTest.CHECKOUT);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.code()).isEqualTo("not_accepted");
    assertThat(refused.body().toString()).doesNotContain("fraud");
  }

  @Test
  void linesOfACancellationAreGivenUpAndASellerNamesThem() {
    String lines = "{\"lines\":[{\"line_id\":\"lin_1\",\"quantity\":1}]}";
    edge.as(Role.GUEST, "POST", PATH + "/cancellation", lines);
    OrderCommand sent = edge.shop.lastCommand(OrderCommand.class);
    assertThat(sent.getCancelLines().getLines()).containsExactly(new UnitsOfLine("lin_1", 1));
    assertThat(sent.getCancel()).isNull();
    edge.as(Role.GUEST, "POST", PATH + "/cancellation", "{}");
    assertThat(edge.shop.lastCommand(OrderCommand.class).getCancel()).isNotNull();
    assertThat(edge.as(Role.GUEST, "POST", PATH + "/cancellation", "{\"lines\":[]}").status())
        .isEqualTo(400);
    assertThat(edge.as(Role.SELLER, "POST", PATH + "/cancellation", lines).status())
        .as("an order without lines of the seller's")
        .isEqualTo(404);
  }

  @Test
  void aPreviewSaysWhatTheEditWouldChangeOfThePrice() {
    Order after = Order.newBuilder(held()).setCancelledMinor(1_000L).build();
    edge.shop.script =
        command -> Optional.of(Samples.accepted(command.commandId()).setOrder(after).build());
    String body = "{\"lines\":[{\"line_id\":\"lin_1\",\"quantity\":1}]}";
    JsonNode preview = edge.as(Role.GUEST, "POST", PATH + "/edits?mode=validate", body).body();
    assertThat(preview.at("/price_difference/minor_units").asLong()).isEqualTo(-1_000);
    assertThat(preview.at("/order/order_id").asText()).isEqualTo(ORDER);
    EditOrder asked = edge.shop.lastCommand(OrderCommand.class).getEdit();
    assertThat(asked.getPreview()).isTrue();
    edge.as(Role.GUEST, "POST", PATH + "/edits", body);
    assertThat(edge.shop.lastCommand(OrderCommand.class).getEdit().getPreview()).isFalse();
    assertThat(edge.as(Role.GUEST, "POST", PATH + "/edits?mode=apply", body).status())
        .isEqualTo(400);
    assertThat(edge.as(Role.GUEST, "POST", PATH + "/edits", "{}").status()).isEqualTo(400);
  }

  @Test
  void aCheckoutBringsWhatTheCartKnowsOfTheCustomersOrders() {
    var past = new PastCheckout("cmd_old", "ord_old", Samples.NOW);
    edge.shop.put(StateStore.CARTS, "crt_1", Samples.cart("crt_1", GUEST, past));
    edge.shop.put(
        StateStore.CARTS,
        dev.millrace.schemas.id.Ids.cartOf(GUEST),
        Samples.cart(dev.millrace.schemas.id.Ids.cartOf(GUEST), GUEST, past));
    edge.as(
        Role.GUEST,
        "POST",
        "/v1/checkout",
        ContractTest.CHECKOUT.replaceFirst("\\{", "{\"payment_country\":\"FR\","));
    var facts = edge.shop.lastCommand(OrderCommand.class).getPlace().getFraudFacts();
    assertThat(facts.getPaymentCountry()).isEqualTo("FR");
    assertThat(facts.getRecentOrdersAt()).containsExactly(Samples.NOW);
  }

  private static Order refused() {
    return Order.newBuilder(Samples.order(ORDER, GUEST, "rejected", 7))
        .setReason("fraud_refused")
        .setTimeline(
            List.of(
                new TimelineEntry(
                    Samples.NOW, "fraudFlagged", new Actor(ActorRole.SYSTEM, "orders"))))
        .build();
  }

  private static Order held() {
    return Order.newBuilder(Samples.order(ORDER, GUEST, "confirmed", 7))
        .setHolds(List.of(new OrderHold("opr_1", "fraud_review", "amount", Samples.NOW)))
        .setTroubles(List.of(new OrderTrouble("fraud_review", Samples.NOW)))
        .build();
  }
}
