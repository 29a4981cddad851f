package dev.millrace.edge;

import static dev.millrace.edge.EdgeUnderTest.CART;
import static dev.millrace.edge.EdgeUnderTest.GUEST;
import static dev.millrace.edge.EdgeUnderTest.ORDER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.avro.customers.PastCheckout;
import dev.millrace.avro.edge.Problem;
import dev.millrace.avro.orders.Order;
import dev.millrace.avro.orders.OrderCommand;
import dev.millrace.avro.orders.UnitsShort;
import dev.millrace.avro.pricing.QuoteCommand;
import dev.millrace.edge.auth.Role;
import dev.millrace.edge.bus.Command;
import dev.millrace.edge.state.StateStore;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** From cart to order, and again. */
final class CheckoutTest extends EdgeSetUp {

  private static final String PATH = "/v1/checkout";

  @Test
  void theCartIsPricedAndThenOrderedUnderTheIdOfItsGeneration() {
    var created = checkout(ContractTest.CHECKOUT, "k1");
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.body().path("order_id").asText()).isEqualTo(ORDER);
    assertThat(created.body().path("status").asText()).isEqualTo("pending_payment");
    assertThat(created.body().at("/order_preview_total/amount").asText()).isEqualTo("48.18");
    assertThat(created.header("Location")).isEqualTo(PATH + "/" + ORDER);
    QuoteCommand quote = edge.shop.lastCommand(QuoteCommand.class);
    OrderCommand order = edge.shop.lastCommand(OrderCommand.class);
    assertThat(quote.getRequestQuote().getLines()).hasSize(1);
    assertThat(quote.getCommandId()).isNotEqualTo(order.getCommandId());
    assertThat(order.getPlace().getQuote().getQuoteId()).isEqualTo(quote.getQuoteId());
    assertThat(edge.shop.commands)
        .extracting(Command::key)
        .containsExactly(quote.getQuoteId(), ORDER);
  }

  @Test
  void theKeyInTheBodyCountsAsTheHeader() {
    checkout(ContractTest.CHECKOUT, "k1");
    String fromHeader = edge.shop.lastCommand(OrderCommand.class).getCommandId();
    String fingerprint = edge.shop.lastCommand(OrderCommand.class).getFingerprint();
    String body = ContractTest.CHECKOUT.replaceFirst("\\{", "{\"idempotency_key\":\"k1\",");
    edge.as(Role.GUEST, "POST", PATH, body);
    assertThat(edge.shop.lastCommand(OrderCommand.class).getCommandId()).isEqualTo(fromHeader);
    assertThat(edge.shop.lastCommand(OrderCommand.class).getFingerprint()).isEqualTo(fingerprint);
    assertThat(checkout(body, "k2").status()).isEqualTo(400);
  }

  @Test
  void anotherTotalThanExpectedIsAConflictWithTheNewQuote() {
    String body =
        ContractTest.CHECKOUT.replaceFirst(
            "\\{", "{\"expected_total\":{\"amount\":\"40.00\",\"currency\":\"USD\"},");
    var changed = checkout(body, "k1");
    assertThat(changed.status()).isEqualTo(409);
    assertThat(changed.code()).isEqualTo("price_changed");
    assertThat(changed.body().at("/quote/totals/total/minor_units").asInt()).isEqualTo(4818);
    assertThat(edge.shop.commands).noneMatch(one -> one.value() instanceof OrderCommand);
  }

  @Test
  void aShopperWaitsOnlyIfTheySaidSo() {
    checkout(ContractTest.CHECKOUT, "k1");
    assertThat(edge.shop.lastCommand(OrderCommand.class).getPlace().getBackorderAllowed())
        .isFalse();
    checkout(ContractTest.CHECKOUT.replaceFirst("\\{", "{\"allow_backorder\":true,"), "k2");
    assertThat(edge.shop.lastCommand(OrderCommand.class).getPlace().getBackorderAllowed()).isTrue();
    var wrong =
        checkout(ContractTest.CHECKOUT.replaceFirst("\\{", "{\"allow_backorder\":1,"), "k3");
    assertThat(wrong.status()).isEqualTo(400);
  }

  @Test
  void aShopperTakesLessOnlyIfTheySaidSoAndHearsWhatIsMissing() {
    checkout(ContractTest.CHECKOUT, "k1");
    assertThat(edge.shop.lastCommand(OrderCommand.class).getPlace().getPartialAllowed()).isFalse();
    edge.shop.script =
        command ->
            command.value() instanceof OrderCommand order
                ? Optional.of(
                    Samples.accepted(command.commandId())
                        .setOrder(
                            Order.newBuilder(
                                    Samples.order(order.getOrderId(), GUEST, "pending_payment", 5))
                                .setUnitsShort(
                                    List.of(
                                        new UnitsShort(
                                            "lin_1",
                                            "SKU-1",
                                            "sel_1",
                                            3,
                                            2,
                                            "insufficient_stock",
                                            1)))
                                .build())
                        .build())
                : Optional.empty();
    var less =
        checkout(ContractTest.CHECKOUT.replaceFirst("\\{", "{\"allow_partial\":true,"), "k2");
    assertThat(edge.shop.lastCommand(OrderCommand.class).getPlace().getPartialAllowed()).isTrue();
    JsonNode missing = less.body().at("/units_short/0");
    assertThat(missing.path("requested").asInt()).isEqualTo(3);
    assertThat(missing.path("allocated").asInt()).isEqualTo(2);
    assertThat(missing.path("reason").asText()).isEqualTo("insufficient_stock");
  }

  @Test
  void outOfStockNamesEachSku() {
    refuseOrders("out_of_stock", new Problem("SKU-1", "out_of_stock", "Too few.", 2L, 1L));
    var refused = checkout(ContractTest.CHECKOUT, "k1");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.code()).isEqualTo("out_of_stock");
    JsonNode error = refused.body().at("/errors/0");
    assertThat(error.path("pointer").asText()).isEqualTo("SKU-1");
    assertThat(error.path("requested").asInt()).isEqualTo(2);
    assertThat(error.path("available").asInt()).isEqualTo(1);
  }

  @Test
  void anOtherCheckoutUnderWayIsAConflict() {
    refuseOrders("checkout_in_progress");
    assertThat(checkout(ContractTest.CHECKOUT, "k1").status()).isEqualTo(409);
  }

  @Test
  void anEmptyCartCannotBeOrderedAndAnothersIsNotFound() {
    edge.shop.states.remove("cart-state/" + CART);
    assertThat(checkout(ContractTest.CHECKOUT, "k1").code()).isEqualTo("cart_empty");
    String body = ContractTest.CHECKOUT.replaceFirst("\\{", "{\"cart_id\":\"crt_other\",");
    assertThat(checkout(body, "k2").code()).isEqualTo("cart_not_found");
    assertThat(edge.shop.commands).isEmpty();
  }

  @Test
  void aRequestThatBecameAnOrderLongAgoGetsThatOrderAgain() {
    checkout(ContractTest.CHECKOUT, "k1");
    String commandId = edge.shop.lastCommand(OrderCommand.class).getCommandId();
    edge.shop.put(
        StateStore.CARTS,
        CART,
        Samples.cart(CART, GUEST, new PastCheckout(commandId, "ord_old", null)));
    edge.shop.script =
        command ->
            Optional.of(
                Samples.accepted(command.commandId())
                    .setReplayed(true)
                    .setOrder(Samples.order("ord_old", GUEST, "confirmed", 9))
                    .build());
    var again = checkout(ContractTest.CHECKOUT, "k1");
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(again.body().path("order_id").asText()).isEqualTo("ord_old");
    assertThat(edge.shop.commands.getLast().key()).isEqualTo("ord_old");
    edge.shop.script =
        command -> Optional.of(Samples.refused(command.commandId(), "idempotency_key_reused"));
    assertThat(checkout(ContractTest.CHECKOUT, "k1").status()).isEqualTo(422);
  }

  @Test
  void anOrderThatOutlivesItsRememberedAnswerIsStillFound() {
    checkout(ContractTest.CHECKOUT, "k1");
    String commandId = edge.shop.lastCommand(OrderCommand.class).getCommandId();
    edge.shop.put(
        StateStore.CARTS,
        CART,
        Samples.cart(CART, GUEST, new PastCheckout(commandId, ORDER, null)));
    refuseOrders("malformed_command");
    var again = checkout(ContractTest.CHECKOUT, "k1");
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
  }

  @Test
  void aRepeatedRequestWhoseQuoteHasExpiredIsPricedAgain() {
    edge.shop.script =
        command ->
            command.value() instanceof QuoteCommand quote && edge.shop.commands.size() == 1
                ? Optional.of(
                    Samples.accepted(command.commandId())
                        .setReplayed(true)
                        .setQuote(Samples.quote(quote.getQuoteId(), CART, GUEST, Samples.NOW))
                        .build())
                : Optional.empty();
    assertThat(checkout(ContractTest.CHECKOUT, "k1").status()).isEqualTo(201);
    assertThat(edge.shop.commands).hasSize(3);
    assertThat(edge.shop.lastCommand(OrderCommand.class).getPlace().getQuote().getExpiresAt())
        .isAfter(Samples.NOW);
  }

  @Test
  void aPriceThatDoesNotComeIs503BecauseNothingWasOrdered() {
    edge.shop.log = FakeShop.Log.TAKES_BUT_IS_SILENT;
    assertThat(checkout(ContractTest.CHECKOUT, "k1").code()).isEqualTo("quote_unavailable");
  }

  private void refuseOrders(String refusal, Problem... problems) {
    edge.shop.script =
        command ->
            command.value() instanceof OrderCommand
                ? Optional.of(Samples.refused(command.commandId(), refusal, problems))
                : Optional.empty();
  }

  private EdgeUnderTest.Exchange checkout(String body, String key) {
    return edge.as(Role.GUEST, "POST", PATH, body, "Idempotency-Key", key);
  }
}
