package dev.millrace.edge.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.avro.orders.OrderEvent;
import dev.millrace.edge.auth.Caller;
import dev.millrace.edge.http.Json;
import java.util.Locale;
import java.util.Set;
import org.apache.avro.Schema;

/** Events of an order as answers show them: the fields of the topic, in the spelling of the API. */
final class OrderEventJson {

  /** Between us and the provider, or proof of what pricing said; of no use to a reader. */
  private static final Set<String> FOR_NOBODY = Set.of("paymentMethodId", "signature");

  /** How we work and what we note about a customer's order concerns our staff only. */
  private static final Set<String> NOT_FOR_CUSTOMERS =
      Set.of(
          "paymentMethodId",
          "signature",
          "contentDigest",
          "checkoutCommandId",
          "allocations",
          "warehouseId",
          "subject",
          "detail",
          "findings",
          "fraudFacts",
          "reasons",
          "verdict",
          "holdReason",
          "note");

  private OrderEventJson() {}

  static ObjectNode of(OrderEvent event, Caller caller) {
    boolean staff = caller.isStaff();
    ObjectNode node =
        Json.object()
            .put("event_id", event.getEventId())
            .put("sequence", event.getSequence())
            .put("type", type(event, caller))
            .put("at", event.getAt().toString());
    ObjectNode actor = node.putObject("actor");
    actor.put("role", event.getActor().getRole().name().toLowerCase(Locale.ROOT));
    if (staff) {
      node.put("command_id", event.getCommandId());
      actor.put("subject", event.getActor().getSubject());
    }
    Schema.Field kind = event.getSchema().getField(event.getType());
    // A kind that is newer than this edge has no field here; its name and time still say much.
    JsonNode data =
        kind == null
            ? Json.object()
            : RecordFields.json(event.get(kind.pos()), staff ? FOR_NOBODY : NOT_FOR_CUSTOMERS);
    if (data instanceof ObjectNode object) {
      ShownNames.replaceReason(object, caller);
    }
    node.set("data", data);
    return node;
  }

  static String type(OrderEvent event, Caller caller) {
    return ShownNames.event(event.getType(), caller);
  }
}
