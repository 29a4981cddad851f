package dev.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.edge.auth.Role;
import dev.millrace.standalone.ShopApi.Answer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Gets other units for some that come back, through HTTP. */
@ExtendWith(SharedBackbone.class)
class ExchangingTest {

  private static final long PATIENCE_NANOS = 20_000_000_000L;

  private static ShopApi ops;
  private static Shopping shopping;

  @BeforeAll
  static void start() {
    Backbone backbone = SharedBackbone.running();
    ops = backbone.as(Role.OPS, "ops");
    shopping = new Shopping(backbone.instance().edgeUrl(), ops);
  }

  @Test
  void anotherVariantOfTheSamePriceIsSentAndNoMoneyMoves() throws Exception {
    shopping.stock("SHOE-M", 3);
    shopping.stock("SHOE-L", 3);
    shopping.stock("SHOE-GOLD", 3);
    ops.put(
            "/v1/offers/SHOE-GOLD",
            """
            {"price":{"amount":"99.00","currency":"USD"}}\
            """)
        .expect(200);
    ShopApi guest = shopping.newGuest();
    String cart = Shopping.cartWith(guest, "SHOE-M", 1);
    String orderId =
        Shopping.checkOut(guest, cart, "pm_card_visa", "shoes-1").expect(201).text("order_id");
    Answer order = guest.settledOrder(orderId);
    String path = "/v1/orders/" + orderId;
    String lineId = order.body().at("/lines/0/line_id").asText();
    orderOnce(path, "/lines/0/stock_status", "committed");
    orderOnce(path, "/payment/status", "captured");

    Answer dearer = guest.post(path + "/returns", wish(lineId, "SHOE-GOLD")).expect(422);
    assertThat(dearer.text("code")).isEqualTo("exchange_price_differs");

    Answer asked = guest.post(path + "/returns", wish(lineId, "SHOE-L")).expect(201);
    orderOnce(path, "/returns/0/exchanges/0/status", "held");
    assertThat(ops.get("/v1/inventory/SHOE-L").expect(200).body().path("reserved").asInt())
        .isEqualTo(1);
    String events =
        path + "/returns/" + asked.body().at("/returns/0/return_id").asText() + "/events";
    ops.post(events, "{\"type\":\"received\"}").expect(201);
    ops.post(
            events,
            "{\"type\":\"inspected\",\"lines\":[{\"line_id\":\"%s\",\"resellable\":1}]}"
                .formatted(lineId))
        .expect(201);

    Answer after = orderOnce(path, "/returns/0/exchanges/0/status", "sold");
    assertThat(after.body().at("/returns/0/status").asText()).isEqualTo("closed");
    assertThat(after.body().at("/returns/0/lines/0/exchanged").asInt()).isEqualTo(1);
    assertThat(after.body().at("/payment/refunded/minor_units").asLong()).isZero();
    String exchangeId = after.body().at("/returns/0/exchanges/0/exchange_id").asText();
    assertThat(after.body().path("shipments").findValuesAsText("line_id")).contains(exchangeId);
    shopping.stockOnceSold("SHOE-L", 2);
    shopping.stockOnceSold("SHOE-M", 3);
  }

  private static String wish(String lineId, String sku) {
    return """
    {"reason":"wrong_size","lines":[{"line_id":"%s","quantity":1,"exchange":{"sku_id":"%s"}}]}\
    """
        .formatted(lineId, sku);
  }

  private static Answer orderOnce(String path, String pointer, String value) throws Exception {
    long deadlineNanos = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      Answer order = ops.get(path).expect(200);
      if (order.body().at(pointer).asText().equals(value)) {
        return order;
      }
      assertThat(System.nanoTime()).as("%s", order.body()).isLessThan(deadlineNanos);
    }
  }
}
