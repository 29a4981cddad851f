package dev.millrace.gateways.payments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Forms in and JSON out, as Stripe speaks. */
final class StripeWire {

  /** An answer, as it is remembered under a key. */
  record Reply(int status, String body) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  private StripeWire() {}

  static Reply unexpectedState() {
    return error(400, "invalid_request_error", "payment_intent_unexpected_state", null, null);
  }

  static Reply ownError() {
    return error(500, "api_error", null, null, null);
  }

  static Reply error(
      int status,
      String type,
      @Nullable String code,
      @Nullable String param,
      @Nullable String declineCode) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("type", type);
    error.put("message", "as a test wants it");
    putIfPresent(error, "code", code);
    putIfPresent(error, "param", param);
    putIfPresent(error, "decline_code", declineCode);
    return new Reply(status, text(Map.of("error", error)));
  }

  private static void putIfPresent(Map<String, Object> json, String name, @Nullable Object value) {
    if (value != null) {
      json.put(name, value);
    }
  }

  static Map<String, Object> json(StripeStandIn.Intent intent) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", intent.id);
    json.put("object", "payment_intent");
    json.put("amount", intent.amountMinor);
    json.put("amount_received", intent.receivedMinor);
    json.put(
        "amount_capturable",
        intent.status.equals("requires_capture") ? intent.amountMinor - intent.receivedMinor : 0);
    json.put("currency", intent.currency);
    json.put("capture_method", "manual");
    json.put("metadata", intent.metadata);
    json.put("status", intent.status);
    putIfPresent(json, "latest_charge", intent.charged ? "ch_" + intent.id : null);
    if (intent.lastError != null) {
      json.put("last_payment_error", Map.of("type", "card_error", "code", intent.lastError));
    }
    if (intent.status.equals("requires_action") && intent.returnUrl != null) {
      json.put(
          "next_action",
          Map.of(
              "type",
              "redirect_to_url",
              "redirect_to_url",
              Map.of(
                  "url",
                  "https://hooks.stripe.test/" + intent.id,
                  "return_url",
                  intent.returnUrl)));
    }
    return json;
  }

  static Map<String, Object> json(StripeStandIn.Refunded refund) {
    return Map.of(
        "id",
        refund.id(),
        "object",
        "refund",
        "amount",
        refund.amountMinor(),
        "payment_intent",
        refund.intentId(),
        "metadata",
        refund.metadata(),
        "status",
        "succeeded");
  }

  static Reply ok(Map<String, Object> json) {
    return new Reply(200, text(json));
  }

  static Reply list(List<Map<String, Object>> items) {
    return ok(Map.of("object", "list", "data", items, "has_more", false));
  }

  private static String text(Map<String, ?> json) {
    try {
      return JSON.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static Map<String, String> metadata(Map<String, String> form) {
    Map<String, String> metadata = new TreeMap<>();
    form.forEach(
        (name, value) -> {
          if (name.startsWith("metadata[")) {
            metadata.put(name.substring("metadata[".length(), name.length() - 1), value);
          }
        });
    return metadata;
  }

  static Map<String, String> form(@Nullable String text) {
    Map<String, String> form = new TreeMap<>();
    if (text == null || text.isEmpty()) {
      return form;
    }
    for (String pair : text.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      form.put(decoded(parts[0]), parts.length == 2 ? decoded(parts[1]) : "");
    }
    return form;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
