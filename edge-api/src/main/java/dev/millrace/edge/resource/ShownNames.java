package dev.millrace.edge.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.edge.auth.Caller;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Names of events and reasons as their reader may know them. What the fraud check does is for our
 * staff; who tries it out must not learn from us that it was the check that stopped them, and who
 * is honest need not be called a fraud.
 */
final class ShownNames {

  private static final Map<String, String> EVENTS_FOR_CUSTOMERS =
      Map.of("fraud_flagged", "held_for_review");

  private static final Map<String, String> REASONS_FOR_CUSTOMERS =
      Map.of("fraud_refused", "not_accepted", "fraud_review", "held_for_review");

  private ShownNames() {}

  /** The name of a kind of event, in the spelling of the API. */
  static String event(String name, Caller caller) {
    String spelt = OrderJson.snake(name);
    return caller.isStaff() ? spelt : EVENTS_FOR_CUSTOMERS.getOrDefault(spelt, spelt);
  }

  /** The name of a reason or a refusal. */
  static String reason(String name, Caller caller) {
    return caller.isStaff() ? name : REASONS_FOR_CUSTOMERS.getOrDefault(name, name);
  }

  static @Nullable String reasonIfAny(@Nullable String name, Caller caller) {
    return name == null ? null : reason(name, caller);
  }

  /** The text with a reason in it under the name that the reader may know. */
  static String detail(String text, String reason, Caller caller) {
    return text.replace(reason, reason(reason, caller));
  }

  /** Puts the shown name of a reason in its place, if there is one. */
  static void replaceReason(ObjectNode data, Caller caller) {
    if (data.path("reason").isTextual()) {
      data.put("reason", reason(data.path("reason").asText(), caller));
    }
  }
}
