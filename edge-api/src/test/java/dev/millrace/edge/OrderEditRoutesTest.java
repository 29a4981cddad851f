package dev.millrace.edge;

import static dev.millrace.edge.EdgeUnderTest.GUEST;
import static dev.millrace.edge.EdgeUnderTest.ORDER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.avro.orders.AdditionTo;
import dev.millrace.avro.orders.EditOrder;
import dev.millrace.avro.orders.Order;
import dev.millrace.avro.orders.OrderAddition;
import dev.millrace.avro.orders.OrderCommand;
import dev.millrace.avro.orders.UnitsOfLine;
import dev.millrace.avro.pricing.QuoteCommand;
import dev.millrace.avro.pricing.QuoteRequestLine;
import dev.millrace.edge.auth.Role;
import dev.millrace.edge.state.StateStore;
import dev.millrace.schemas.id.Ids;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Edits that want more units, and how answers show what became of them. */
final class OrderEditRoutesTest extends EdgeSetUp {

  private static final String PATH = "/v1/orders/" + ORDER;

  @Test
  void furtherUnitsComeWithWhatPricingSaysOfThem() {
    EditOrder asked = edit(5, ",\"payment_method_id\":\"pm_other\"");
    QuoteCommand price = edge.shop.lastCommand(QuoteCommand.class);
    assertThat(price.getRequestQuote().getLines())
        .containsExactly(new QuoteRequestLine(Samples.LINE, Samples.SKU, "sel_platform", 3));
    assertThat(price.getRequestQuote().getCartId())
        .as("the cart hangs on the order and the edit")
        .isEqualTo(Ids.cartOfAddition(ORDER, asked.getEditId()));
    assertThat(asked.getTerms().getQuote().getQuoteId()).isEqualTo(price.getQuoteId());
    assertThat(asked.getTerms().getPaymentMethodId()).isEqualTo("pm_other");
    assertThat(asked.getTerms().getExpectedDifferenceMinor()).isNull();
  }

  @Test
  void unitsOfAdditionsCountAmongThoseThatThereAre() {
    edge.shop.put(StateStore.ORDERS, ORDER, raised("edt_1", "confirmed"));
    edit(5, "");
    assertThat(edge.shop.lastCommand(QuoteCommand.class).getRequestQuote().getLines().getFirst())
        .isEqualTo(new QuoteRequestLine(Samples.LINE, Samples.SKU, "sel_platform", 2));
  }

  @Test
  void fewerUnitsNeedNoPriceButMayBeExpectedToChangeOne() {
    EditOrder asked =
        edit(1, ",\"expected_difference\":{\"minor_units\":-2159,\"currency\":\"USD\"}");
    assertThat(edge.shop.commands).noneMatch(one -> one.value() instanceof QuoteCommand);
    assertThat(asked.getTerms().getQuote()).isNull();
    assertThat(asked.getTerms().getExpectedDifferenceMinor()).isEqualTo(-2_159);
    String euros = ",\"expected_difference\":{\"minor_units\":1,\"currency\":\"EUR\"}";
    assertThat(edge.as(Role.GUEST, "POST", PATH + "/edits", body(1, euros)).status())
        .isEqualTo(400);
  }

  @Test
  void anEditThatIsKnownToBeCarriedOutAsksForNoPriceAgain() {
    String editId = edit(5, "").getEditId();
    assertThat(editId).isNotBlank();
    var first =
        edge.as(Role.GUEST, "POST", PATH + "/edits", body(5, ""), "Idempotency-Key", "key-1");
    assertThat(first.status()).isEqualTo(200);
    String keyed = edge.shop.lastCommand(OrderCommand.class).getEdit().getEditId();
    edge.shop.put(StateStore.ORDERS, ORDER, raised(keyed, "rejected"));
    long asked = questions();
    edge.as(Role.GUEST, "POST", PATH + "/edits", body(5, ""), "Idempotency-Key", "key-1");
    assertThat(questions()).isEqualTo(asked);
  }

  @Test
  void aPreviewShowsThePriceOfFurtherUnits() {
    JsonNode preview =
        edge.as(Role.GUEST, "POST", PATH + "/edits?mode=validate", body(5, "")).body();
    assertThat(preview.at("/price_difference/minor_units").asLong())
        .isEqualTo(preview.at("/quote/totals/total/minor_units").asLong())
        .isPositive();
    assertThat(edge.shop.lastCommand(OrderCommand.class).getEdit().getPreview()).isTrue();
  }

  @Test
  void ordersShowTheirAdditionsAndAdditionsTheirOrder() {
    edge.shop.put(
        StateStore.ORDERS,
        ORDER,
        Order.newBuilder(raised("edt_1", "rejected"))
            .setAdditionTo(new AdditionTo("ord_0", "edt_0"))
            .build());
    JsonNode shown = edge.as(Role.GUEST, "GET", PATH, null).body();
    assertThat(shown.path("addition_to").asText()).isEqualTo("ord_0");
    assertThat(shown.at("/additions/0/order_id").asText()).isEqualTo("ord_more");
    assertThat(shown.at("/additions/0/status").asText()).isEqualTo("rejected");
    assertThat(shown.at("/additions/0/reason").asText())
        .as("customers do not hear of the fraud check")
        .isEqualTo("not_accepted");
    assertThat(shown.at("/additions/0/lines/0/quantity").asInt()).isEqualTo(1);
    assertThat(shown.at("/additions/0/total/minor_units").asLong()).isEqualTo(2_500);
  }

  private long questions() {
    return edge.shop.commands.stream().filter(one -> one.value() instanceof QuoteCommand).count();
  }

  private EditOrder edit(int quantity, String more) {
    var answer = edge.as(Role.GUEST, "POST", PATH + "/edits", body(quantity, more));
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    return edge.shop.lastCommand(OrderCommand.class).getEdit();
  }

  private static String body(int quantity, String more) {
    return "{\"lines\":[{\"line_id\":\"%s\",\"quantity\":%d}]%s}"
        .formatted(Samples.LINE, quantity, more);
  }

  private static Order raised(String editId, String status) {
    var addition =
        new OrderAddition(
            editId,
            "ord_more",
            3L,
            status,
            status.equals("rejected") ? "fraud_refused" : null,
            List.of(new UnitsOfLine(Samples.LINE, 1)),
            2_500L,
            Samples.NOW);
    return Order.newBuilder(Samples.order(ORDER, GUEST, "confirmed", 7))
        .setAdditions(List.of(addition))
        .build();
  }
}
