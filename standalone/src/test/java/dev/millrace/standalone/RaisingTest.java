package dev.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.standalone.ShopApi.Answer;
import org.junit.jupiter.api.Test;

/** Takes more of what was ordered, through HTTP. */
class RaisingTest extends SharedShop {

  @Test
  void furtherUnitsArePreviewedOrderedPaidAndGivenUpByThemselves() throws Exception {
    shopping.stock("KITE-1", 6);
    ShopApi guest = shopping.newGuest();
    String cart = Shopping.cartWith(guest, "KITE-1", 1);
    String orderId =
        Shopping.checkOut(guest, cart, "pm_card_visa", "kite-1").expect(201).text("order_id");
    Answer order = guest.settledOrder(orderId);
    String path = "/v1/orders/" + orderId;
    String lineId = order.body().at("/lines/0/line_id").asText();
    ops.once(path, "/lines/0/stock_status", "committed");

    Answer preview = guest.post(path + "/edits?mode=validate", wish(lineId, 3, "")).expect(200);
    long difference = preview.body().at("/price_difference/minor_units").asLong();
    assertThat(difference).isPositive();
    assertThat(preview.body().at("/quote/totals/total/minor_units").asLong()).isEqualTo(difference);
    assertThat(guest.get(path).expect(200).body().has("additions")).isFalse();

    Answer other =
        guest.post(path + "/edits", wish(lineId, 3, expecting(difference - 1))).expect(409);
    assertThat(other.text("code")).isEqualTo("price_changed");

    Answer edited =
        guest
            .post(
                path + "/edits",
                wish(lineId, 3, expecting(difference)),
                "Idempotency-Key",
                "kite-1-up")
            .expect(200);
    String additionId = edited.body().at("/additions/0/order_id").asText();
    Answer again =
        guest
            .post(
                path + "/edits",
                wish(lineId, 3, expecting(difference)),
                "Idempotency-Key",
                "kite-1-up")
            .expect(200);
    assertThat(again.body().at("/additions/0/order_id").asText()).isEqualTo(additionId);
    assertThat(again.body().path("additions")).hasSize(1);

    Answer first = ops.once(path, "/additions/0/status", "confirmed");
    assertThat(first.body().at("/additions/0/lines/0/quantity").asInt()).isEqualTo(2);
    String additionPath = "/v1/orders/" + additionId;
    Answer addition = ops.once(additionPath, "/payment/status", "captured");
    assertThat(addition.text("addition_to")).isEqualTo(orderId);
    assertThat(addition.body().at("/payment/captured/minor_units").asLong()).isEqualTo(difference);
    ops.once(additionPath, "/lines/0/stock_status", "committed");
    shopping.stockOnceSold("KITE-1", 3);

    Answer less = guest.post(path + "/edits", wish(lineId, 2, "")).expect(409);
    assertThat(less.text("code")).isEqualTo("units_in_addition");

    guest.post(additionPath + "/cancellation", "{}").expect(200);
    first = ops.once(path, "/additions/0/status", "cancelled");
    assertThat(first.text("status")).isEqualTo("confirmed");
    ops.once(additionPath, "/payment/status", "refunded");
    shopping.stockOnceSold("KITE-1", 5);
  }

  @Test
  void anAdditionThatTheBankDeclinesIsSaidSoAndTheOrderStaysAsItWas() throws Exception {
    shopping.stock("KITE-2", 6);
    ShopApi guest = shopping.newGuest();
    String cart = Shopping.cartWith(guest, "KITE-2", 1);
    String orderId =
        Shopping.checkOut(guest, cart, "pm_card_visa", "kite-2").expect(201).text("order_id");
    Answer order = guest.settledOrder(orderId);
    String path = "/v1/orders/" + orderId;
    String lineId = order.body().at("/lines/0/line_id").asText();
    String declined = ",\"payment_method_id\":\"pm_card_chargeDeclined\"";
    guest.post(path + "/edits", wish(lineId, 2, declined)).expect(200);
    Answer first = ops.once(path, "/additions/0/status", "rejected");
    assertThat(first.body().at("/additions/0/reason").asText()).isEqualTo("payment_declined");
    assertThat(first.text("status")).isEqualTo("confirmed");
    shopping.stockOnceSold("KITE-2", 5);
  }

  private static String expecting(long minorUnits) {
    return ",\"expected_difference\":{\"minor_units\":%d,\"currency\":\"USD\"}"
        .formatted(minorUnits);
  }

  private static String wish(String lineId, int quantity, String more) {
    return "{\"lines\":[{\"line_id\":\"%s\",\"quantity\":%d}]%s}".formatted(lineId, quantity, more);
  }
}
