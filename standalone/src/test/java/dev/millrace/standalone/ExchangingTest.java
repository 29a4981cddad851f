package dev.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.standalone.ShopApi.Answer;
import org.junit.jupiter.api.Test;

/** Gets other units for some that come back, through HTTP. */
class ExchangingTest extends SharedShop {

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
    ops.once(path, "/lines/0/stock_status", "committed");
    ops.once(path, "/payment/status", "captured");

    Answer dearer = guest.post(path + "/returns", wish(lineId, "SHOE-GOLD")).expect(422);
    assertThat(dearer.text("code")).isEqualTo("exchange_price_differs");

    Answer asked = guest.post(path + "/returns", wish(lineId, "SHOE-L")).expect(201);
    ops.once(path, "/returns/0/exchanges/0/status", "held");
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

    Answer after = ops.once(path, "/returns/0/exchanges/0/status", "sold");
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
}
