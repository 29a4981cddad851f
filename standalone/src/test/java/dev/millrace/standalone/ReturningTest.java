package dev.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.standalone.ShopApi.Answer;
import org.junit.jupiter.api.Test;

/** Sends units back through HTTP to an instance in a process of its own. */
class ReturningTest extends SharedShop {

  @Test
  void aBrokenUnitIsPaidBackAndNeverSoldAgain() throws Exception {
    shopping.stock("LAMP-1", 5);
    ShopApi guest = shopping.newGuest();
    String cart = Shopping.cartWith(guest, "LAMP-1", 2);
    String orderId =
        Shopping.checkOut(guest, cart, "pm_card_visa", "key-1").expect(201).text("order_id");
    Answer order = guest.settledOrder(orderId);
    String path = "/v1/orders/" + orderId;
    String lineId = order.body().at("/lines/0/line_id").asText();
    ops.once("/v1/inventory/LAMP-1", "/on_hand", "3");
    ops.once(path, "/payment/status", "captured");
    ops.once(path, "/lines/0/stock_status", "committed");

    String lines = "\"lines\":[{\"line_id\":\"" + lineId + "\",\"quantity\":2}]";
    Answer asked =
        guest.post(path + "/returns", "{" + lines + ",\"reason\":\"damaged\"}").expect(201);
    assertThat(asked.body().at("/returns/0/status").asText()).isEqualTo("approved");
    String events =
        path + "/returns/" + asked.body().at("/returns/0/return_id").asText() + "/events";
    Answer forbidden = guest.post(events, "{\"type\":\"received\"}").expect(403);
    assertThat(forbidden.text("code")).isEqualTo("role_not_allowed");
    guest.post(events, "{\"type\":\"in_transit\",\"carrier\":\"post\"}").expect(201);
    ops.post(events, "{\"type\":\"received\"}").expect(201);
    Answer inspected =
        ops.post(
                events,
                "{\"type\":\"inspected\",\"lines\":[{\"line_id\":\""
                    + lineId
                    + "\",\"resellable\":1,\"damaged\":1}]}")
            .expect(201);
    assertThat(inspected.body().at("/returns/0/refund/minor_units").asLong())
        .isEqualTo(order.body().at("/totals/total/minor_units").asLong());

    ops.once(path, "/returns/0/status", "closed");
    assertThat(ops.once(path, "/payment/status", "refunded").body().at("/lines/0/returned").asInt())
        .isEqualTo(2);
    ops.once("/v1/inventory/LAMP-1", "/on_hand", "4");
    assertThat(ops.once("/v1/inventory/LAMP-1", "/damaged", "1").body().path("available").asInt())
        .isEqualTo(4);
    Answer refused =
        ops.post(path + "/refunds", "{\"reason\":\"once more\",\"refund_id\":\"ref_1\"}")
            .expect(422);
    assertThat(refused.text("code")).isEqualTo("refund_exceeds_captured");
  }
}
