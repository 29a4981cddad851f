package dev.millrace.edge;

import static dev.millrace.edge.EdgeUnderTest.GUEST;
import static dev.millrace.edge.EdgeUnderTest.ORDER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.avro.orders.Order;
import dev.millrace.avro.orders.OrderCommand;
import dev.millrace.avro.orders.OrderExchange;
import dev.millrace.avro.orders.OrderReturn;
import dev.millrace.avro.orders.RequestReturn;
import dev.millrace.avro.orders.ReturnLine;
import dev.millrace.avro.orders.WantedInstead;
import dev.millrace.avro.pricing.QuoteCommand;
import dev.millrace.avro.pricing.QuoteRequestLine;
import dev.millrace.edge.auth.Role;
import dev.millrace.edge.state.StateStore;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is wanted instead of units that come back. */
final class ExchangeRoutesTest extends EdgeSetUp {

  private static final String PATH = "/v1/orders/" + ORDER + "/returns";

  @Test
  void theSameUnitsNeedNoPrice() {
    RequestReturn asked = ask("\"resolution\":\"exchange\",", "");
    assertThat(asked.getLines().getFirst().getExchange())
        .isEqualTo(new WantedInstead(Samples.SKU, 2));
    assertThat(asked.getQuote()).isNull();
    assertThat(edge.shop.commands).noneMatch(one -> one.value() instanceof QuoteCommand);
  }

  @Test
  void anotherSkuComesWithWhatPricingSaysOfIt() {
    RequestReturn asked = ask("", ",\"exchange\":{\"sku_id\":\"SKU-9\",\"quantity\":1}");
    assertThat(asked.getLines().getFirst().getExchange()).isEqualTo(new WantedInstead("SKU-9", 1));
    QuoteCommand price = edge.shop.lastCommand(QuoteCommand.class);
    assertThat(price.getRequestQuote().getLines())
        .containsExactly(new QuoteRequestLine(Samples.LINE, "SKU-9", "sel_platform", 1));
    assertThat(asked.getQuote().getQuoteId()).isEqualTo(price.getQuoteId());
  }

  @Test
  void whoSaysNothingWantsTheirMoney() {
    assertThat(ask("", "").getLines().getFirst().getExchange()).isNull();
    assertThat(ask("\"resolution\":\"refund\",", "").getLines().getFirst().getExchange()).isNull();
    String wrong =
        "{\"reason\":\"unwanted\",\"resolution\":\"x\",\"lines\":[{\"line_id\":\"l\",\"quantity\":1}]}";
    assertThat(edge.as(Role.GUEST, "POST", PATH, wrong).status()).isEqualTo(400);
  }

  @Test
  void ordersShowWhatIsSentInstead() {
    Order order = Samples.order(ORDER, GUEST, "confirmed", 7);
    var exchange =
        OrderExchange.newBuilder()
            .setExchangeId("rsv_1")
            .setLineId(Samples.LINE)
            .setSku("SKU-9")
            .setSellerId("sel_platform")
            .setQuantity(2)
            .setStatus("sold")
            .setUnits(1)
            .build();
    var back =
        OrderReturn.newBuilder()
            .setReturnId("ret_1")
            .setStatus("closed")
            .setRequestedAt(Samples.NOW)
            .setLines(
                List.of(
                    ReturnLine.newBuilder()
                        .setLineId(Samples.LINE)
                        .setQuantity(2)
                        .setReason("wrong_size")
                        .setResellable(1)
                        .setExchanged(1)
                        .build()))
            .setExchanges(List.of(exchange))
            .build();
    edge.shop.put(
        StateStore.ORDERS, ORDER, Order.newBuilder(order).setReturns(List.of(back)).build());
    JsonNode shown =
        edge.as(Role.GUEST, "GET", "/v1/orders/" + ORDER, null).body().at("/returns/0");
    assertThat(shown.at("/lines/0/exchanged").asInt()).isEqualTo(1);
    assertThat(shown.at("/exchanges/0/exchange_id").asText()).isEqualTo("rsv_1");
    assertThat(shown.at("/exchanges/0/status").asText()).isEqualTo("sold");
    assertThat(shown.at("/exchanges/0/sent").asInt()).isEqualTo(1);
  }

  private RequestReturn ask(String atTop, String inLine) {
    String body =
        "{%s\"reason\":\"wrong_size\",\"lines\":[{\"line_id\":\"%s\",\"quantity\":2%s}]}"
            .formatted(atTop, Samples.LINE, inLine);
    assertThat(edge.as(Role.GUEST, "POST", PATH, body).status()).isEqualTo(201);
    return edge.shop.lastCommand(OrderCommand.class).getRequestReturn();
  }
}
