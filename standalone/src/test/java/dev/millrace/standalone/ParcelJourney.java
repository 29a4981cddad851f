package dev.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.edge.auth.CallbackSignature;
import dev.millrace.standalone.ShopApi.Answer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * One order over HTTP, from the cart to the door and maybe back. Whoever gets no answer asks again
 * with the same Idempotency-Key, as clients do.
 */
final class ParcelJourney {

  /** How a journey is meant to end. */
  enum End {
    DELIVERED,
    /** Delivered, and all of it comes back broken. */
    SENT_BACK,
    /** Given up when the label is there. */
    CANCELLED
  }

  /** A request; whether it was carried out is unknown when it throws. */
  @FunctionalInterface
  private interface Request {
    Answer send() throws Exception;
  }

  private static final int ATTEMPTS_MAX = 5;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LOOK_LONG = Duration.ofSeconds(3);
  private static final long LOOK_AGAIN_NANOS = 50_000_000L;

  private final ShopApi nobody;
  private final ShopApi ops;
  private final String edgeUrl;
  private final String callbackSecret;
  private final String name;

  /**
   * @param name no other journey has it
   */
  ParcelJourney(String edgeUrl, ShopApi ops, String callbackSecret, String name) {
    this.edgeUrl = edgeUrl;
    this.nobody = new ShopApi(edgeUrl, "");
    this.ops = ops;
    this.callbackSecret = callbackSecret;
    this.name = name;
  }

  /**
   * Goes all the way.
   *
   * @return the order as it is in the end
   */
  JsonNode travel(String sku, int units, End end) throws Exception {
    Answer token = answered(() -> nobody.post("/v1/guests", "{}"));
    ShopApi guest = new ShopApi(edgeUrl, token.text("access_token"));
    Answer cart =
        post(
            guest,
            "/v1/cart/items",
            "{\"sku_id\":\"%s\",\"quantity\":%d}".formatted(sku, units),
            "cart");
    String cartId = cart.text("cart_id");
    String path = "/v1/orders/" + bought(guest, cartId);
    JsonNode planned = once(path, order -> isRejected(order) || order.path("shipments").size() > 0);
    if (isRejected(planned)) {
      return planned;
    }
    String steps =
        path + "/shipments/" + planned.at("/shipments/0/shipment_id").asText() + "/events";
    step(steps, "picked");
    step(steps, "packed");
    JsonNode labelled = once(path, order -> shipmentOf(order).equals("labelled"));
    if (end == End.CANCELLED) {
      post(ops, path + "/cancellation", "{}", "cancel");
      return once(path, order -> status(order).equals("cancelled") && !waits(order));
    }
    step(steps, "handed_over");
    deliver(path, labelled.at("/shipments/0/tracking_number").asText());
    if (end == End.SENT_BACK) {
      sendBack(guest, path, labelled.at("/lines/0/line_id").asText(), units);
    }
    return once(path, order -> !waits(order));
  }

  /** What was refused because the process was away for too long is tried again, as people do. */
  private String bought(ShopApi guest, String cartId) throws Exception {
    for (int attempt = 1; ; attempt++) {
      String key = name + "-buy-" + attempt;
      Answer answer =
          answered(
              () -> Shopping.checkOut(guest, cartId, "pm_card_visa", key),
              attempt < ATTEMPTS_MAX ? Set.of("stock_timeout", "payment_timeout") : Set.of());
      if (answer.status() < 300) {
        return answer.text("order_id");
      }
    }
  }

  /** The carrier calls back until the order knows; carriers do that too. */
  private void deliver(String path, String parcel) throws Exception {
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    boolean isDelivered = false;
    for (int event = 0; !isDelivered; event++) {
      assertThat(System.nanoTime()).as("delivered in time").isLessThan(deadlineNanos);
      String body = "{\"id\":\"evt_%s_%d\",\"parcel\":\"%s\"}".formatted(name, event, parcel);
      answered(
          () ->
              nobody.post(
                  "/v1/callbacks/carriers/sandbox",
                  body,
                  "Sandbox-Signature",
                  CallbackSignature.sign(callbackSecret, body, Instant.now())));
      isDelivered =
          status(latest(LOOK_LONG, path, order -> status(order).equals("delivered")))
              .equals("delivered");
    }
  }

  private void sendBack(ShopApi guest, String path, String lineId, int units) throws Exception {
    String lines = "\"lines\":[{\"line_id\":\"%s\",\"quantity\":%d}]".formatted(lineId, units);
    post(guest, path + "/returns", "{" + lines + ",\"reason\":\"damaged\"}", "return");
    JsonNode asked = once(path, order -> order.path("returns").size() > 0);
    String steps = path + "/returns/" + asked.at("/returns/0/return_id").asText() + "/events";
    post(guest, steps, "{\"type\":\"in_transit\",\"carrier\":\"post\"}", "back");
    post(ops, steps, "{\"type\":\"received\"}", "received");
    String findings = "{\"line_id\":\"%s\",\"resellable\":%d,\"damaged\":1}";
    post(
        ops,
        steps,
        "{\"type\":\"inspected\",\"lines\":[" + findings.formatted(lineId, units - 1) + "]}",
        "inspected");
    once(path, order -> order.at("/returns/0/status").asText().equals("closed"));
    once(path, order -> order.at("/payment/status").asText().equals("refunded"));
  }

  private void step(String path, String status) throws Exception {
    post(ops, path, "{\"status\":\"" + status + "\"}", status);
  }

  /** Whether money has yet to move for it. */
  private static boolean waits(JsonNode order) {
    return order.at("/payment/status").asText().equals("authorized");
  }

  private static boolean isRejected(JsonNode order) {
    return status(order).equals("rejected");
  }

  private static String status(JsonNode order) {
    return order.path("status").asText();
  }

  private static String shipmentOf(JsonNode order) {
    return order.at("/shipments/0/status").asText();
  }

  private Answer post(ShopApi who, String path, String json, String key) throws Exception {
    return answered(() -> who.post(path, json, "Idempotency-Key", name + "-" + key));
  }

  private JsonNode once(String path, Predicate<JsonNode> there) throws Exception {
    JsonNode order = latest(PATIENCE, path, there);
    assertThat(there.test(order)).as("%s in time: %s", path, order).isTrue();
    return order;
  }

  /** The order as soon as it is as wanted, or as it is in the end. */
  private JsonNode latest(Duration patience, String path, Predicate<JsonNode> there)
      throws Exception {
    long deadlineNanos = System.nanoTime() + patience.toNanos();
    while (true) {
      JsonNode order = answered(() -> ops.get(path)).body();
      if (there.test(order) || System.nanoTime() > deadlineNanos) {
        return order;
      }
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
  }

  /** The first answer that says what became of a request; it must have been carried out. */
  private static Answer answered(Request request) throws Exception {
    return answered(request, Set.of());
  }

  /** The same, but for refusals of these names. */
  private static Answer answered(Request request, Set<String> refusals) throws Exception {
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      String heard;
      try {
        Answer answer = request.send();
        if (answer.status() < 500 && answer.status() != 202) {
          // A repeated request may be answered otherwise than the first: 200 and not 201.
          assertThat(answer.status() <= 204 || refusals.contains(answer.text("code")))
              .as("%s", answer.body())
              .isTrue();
          return answer;
        }
        heard = answer.response() + ": " + answer.body();
      } catch (IOException killed) {
        heard = killed.toString();
      }
      assertThat(System.nanoTime()).as("answered in time: %s", heard).isLessThan(deadlineNanos);
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
  }
}
