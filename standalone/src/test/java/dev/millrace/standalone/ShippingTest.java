package dev.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.edge.auth.CallbackSignature;
import dev.millrace.edge.auth.Role;
import dev.millrace.standalone.ShopApi.Answer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A parcel from the shelf to the door, over HTTP. */
class ShippingTest {

  private static final String SECRET = "whsec_of_the_sandbox_carrier";

  @TempDir static Path data;

  @Test
  void aParcelIsPickedPackedLabelledHandedOverAndDelivered() throws Exception {
    try (Backbone backbone =
        Backbone.start(
            data,
            Map.of(
                "MILLRACE_EDGE_SANDBOX_CALLBACK_SECRET",
                SECRET,
                "MILLRACE_GATEWAYS_CARRIER_SANDBOX_PACE",
                "1ms"))) {
      String edgeUrl = backbone.instance().edgeUrl();
      ShopApi ops = backbone.as(Role.OPS, "ops");
      var shopping = new Shopping(edgeUrl, ops);
      shopping.stock("KETTLE-9", 5);
      ShopApi guest = shopping.newGuest();
      String cart = Shopping.cartWith(guest, "KETTLE-9", 2);
      String orderId =
          Shopping.checkOut(guest, cart, "pm_card_visa", "ship-1").expect(201).text("order_id");
      String path = "/v1/orders/" + orderId;

      JsonNode planned = once(guest, path, order -> order.path("shipments").size() == 1);
      String shipmentId = planned.at("/shipments/0/shipment_id").asText();
      assertThat(planned.at("/shipments/0/lines/0/quantity").asInt()).isEqualTo(2);
      String steps = path + "/shipments/" + shipmentId + "/events";
      guest.post(steps, "{\"status\":\"picked\"}", "Idempotency-Key", "a").expect(403);
      // Under a key of its own: the refusal would be the answer to the later step too.
      ops.post(steps, "{\"status\":\"packed\"}", "Idempotency-Key", "too-early").expect(409);
      assertThat(step(ops, steps, "picked").expect(200).text("status")).isEqualTo("fulfilling");
      step(ops, steps, "packed").expect(200);

      JsonNode labelled = once(ops, path, order -> status(order).equals("labelled"));
      String parcel = labelled.at("/shipments/0/tracking_number").asText();
      String label = ops.text(labelled.at("/shipments/0/label_url").asText());
      assertThat(label).startsWith("%PDF-");

      assertThat(step(ops, steps, "handed_over").expect(200).text("status")).isEqualTo("shipped");
      guest.post(path + "/cancellation", "{}", "Idempotency-Key", "b").expect(409);

      ShopApi carrier = new ShopApi(edgeUrl, "");
      callBack(carrier, "evt_1", parcel).expect(204);
      callBack(carrier, "evt_2", parcel).expect(204);
      callBack(carrier, "evt_1", parcel).expect(204);
      JsonNode delivered = once(guest, path, order -> status(order).equals("delivered"));
      assertThat(delivered.path("status").asText()).isEqualTo("delivered");
      List<String> reports = new ArrayList<>();
      for (JsonNode one : delivered.at("/shipments/0/timeline")) {
        if (one.path("by").asText().equals("carrier")) {
          reports.add(one.path("status").asText());
        }
      }
      assertThat(reports).as("each report once").containsExactly("in_transit", "delivered");
    }
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
        CallbackSignature.sign(SECRET, body, Instant.now()));
  }

  private static String status(JsonNode order) {
    return order.at("/shipments/0/status").asText();
  }

  private static JsonNode once(ShopApi reader, String path, Predicate<JsonNode> there)
      throws Exception {
    long deadlineNanos = System.nanoTime() + 30_000_000_000L;
    while (true) {
      JsonNode order = reader.get(path).expect(200).body();
      if (there.test(order)) {
        return order;
      }
      assertThat(System.nanoTime()).as("in time: %s", order).isLessThan(deadlineNanos);
      LockSupport.parkNanos(20_000_000L);
    }
  }
}
