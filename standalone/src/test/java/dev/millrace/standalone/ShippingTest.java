package dev.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.edge.auth.CallbackSignature;
import dev.millrace.standalone.ShopApi.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A parcel from the shelf to the door, over HTTP. */
class ShippingTest extends SharedShop {

  @Test
  void aParcelIsPickedPackedLabelledHandedOverAndDelivered() throws Exception {
    shopping.stock("CRATE-9", 5);
    ShopApi guest = shopping.newGuest();
    String cart = Shopping.cartWith(guest, "CRATE-9", 2);
    String orderId =
        Shopping.checkOut(guest, cart, "pm_card_visa", "ship-1").expect(201).text("order_id");
    String path = "/v1/orders/" + orderId;

    JsonNode planned = guest.once(path, order -> order.path("shipments").size() == 1).body();
    String shipmentId = planned.at("/shipments/0/shipment_id").asText();
    assertThat(planned.at("/shipments/0/lines/0/quantity").asInt()).isEqualTo(2);
    String steps = path + "/shipments/" + shipmentId + "/events";
    guest.post(steps, "{\"status\":\"picked\"}", "Idempotency-Key", "a").expect(403);
    // Under a key of its own: the refusal would be the answer to the later step too.
    ops.post(steps, "{\"status\":\"packed\"}", "Idempotency-Key", "too-early").expect(409);
    assertThat(step(ops, steps, "picked").expect(200).text("status")).isEqualTo("fulfilling");
    step(ops, steps, "packed").expect(200);

    JsonNode labelled = ops.once(path, order -> status(order).equals("labelled")).body();
    String parcel = labelled.at("/shipments/0/tracking_number").asText();
    String label = ops.text(labelled.at("/shipments/0/label_url").asText());
    assertThat(label).startsWith("%PDF-");

    assertThat(step(ops, steps, "handed_over").expect(200).text("status")).isEqualTo("shipped");
    guest.post(path + "/cancellation", "{}", "Idempotency-Key", "b").expect(409);

    ShopApi carrier = new ShopApi(backbone.instance().edgeUrl(), "");
    callBack(carrier, "evt_1", parcel).expect(204);
    callBack(carrier, "evt_2", parcel).expect(204);
    callBack(carrier, "evt_1", parcel).expect(204);
    JsonNode delivered = guest.once(path, order -> status(order).equals("delivered")).body();
    assertThat(delivered.path("status").asText()).isEqualTo("delivered");
    List<String> reports = new ArrayList<>();
    for (JsonNode one : delivered.at("/shipments/0/timeline")) {
      if (one.path("by").asText().equals("carrier")) {
        reports.add(one.path("status").asText());
      }
    }
    assertThat(reports).as("each report once").containsExactly("in_transit", "delivered");
  }

  private static Answer step(ShopApi ops, String path, String status) throws Exception {
    return ops.post(
        path, "{\"status\":\"%s\"}".formatted(status), "Idempotency-Key", "to-" + status);
  }

  private static Answer callBack(ShopApi carrier, String eventId, String parcel) throws Exception {
    String body = "{\"id\":\"%s\",\"parcel\":\"%s\"}".formatted(eventId, parcel);
    return carrier.post(
        "/v1/callbacks/carriers/sandbox",
        body,
        "Sandbox-Signature",
        CallbackSignature.sign(Backbone.CARRIER_SECRET, body, Instant.now()));
  }

  private static String status(JsonNode order) {
    return order.at("/shipments/0/status").asText();
  }
}
