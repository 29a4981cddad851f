package dev.millrace.edge.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.avro.inventory.StockEvent;
import dev.millrace.avro.inventory.StockLevel;
import dev.millrace.edge.auth.Caller;
import dev.millrace.edge.auth.Role;
import dev.millrace.edge.http.Json;
import dev.millrace.edge.http.Problem;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.Schema;

/** Stock events as answers show them: the fields of the topic, in the spelling of the API. */
final class StockEventJson {

  /** The kinds of events by their names in the API. */
  private static final Map<String, String> FIELDS = fields();

  /** What concerns customers and not those who sell to them. */
  private static final Set<String> NOT_FOR_SELLERS = Set.of("customerId");

  private StockEventJson() {}

  /**
   * The event's field that holds this kind.
   *
   * @throws dev.millrace.edge.http.ProblemException 400 if there is no such kind
   */
  static String fieldOf(String type) {
    String field = FIELDS.get(type);
    if (field == null) {
      throw Problem.invalid("type", "unknown_value", "must be one of " + FIELDS.keySet())
          .exception();
    }
    return field;
  }

  /** A seller sees its own levels, and whether others acted but not who. */
  static ObjectNode of(StockEvent event, Caller caller) {
    boolean seller = caller.role() == Role.SELLER;
    Set<String> hidden = seller ? NOT_FOR_SELLERS : Set.of();
    ObjectNode node =
        Json.object()
            .put("event_id", event.getEventId())
            .put("sequence", event.getSequence())
            .put("type", OrderJson.snake(event.getType()))
            .put("at", event.getAt().toString())
            .put("command_id", event.getCommandId());
    ObjectNode actor = node.putObject("actor");
    actor.put("role", event.getActor().getRole().name().toLowerCase(Locale.ROOT));
    if (!seller || event.getActor().getSubject().equals(caller.subject())) {
      actor.put("subject", event.getActor().getSubject());
    }
    ArrayNode levels = node.putArray("levels_after");
    for (StockLevel level : event.getLevelsAfter()) {
      if (!seller || level.getSellerId().equals(caller.subject())) {
        levels.add(RecordFields.json(level, Set.of()));
      }
    }
    Schema.Field kind = event.getSchema().getField(event.getType());
    // A kind that is newer than this edge has no field here; its name and levels still say much.
    node.set(
        "data", kind == null ? Json.object() : RecordFields.json(event.get(kind.pos()), hidden));
    return node;
  }

  private static Map<String, String> fields() {
    Map<String, String> fields = new TreeMap<>();
    for (Schema.Field field : StockEvent.getClassSchema().getFields()) {
      // One nullable record per kind; nothing else of an event is both.
      if (field.schema().getType() == Schema.Type.UNION
          && field.schema().getTypes().getLast().getType() == Schema.Type.RECORD) {
        fields.put(OrderJson.snake(field.name()), field.name());
      }
    }
    return Collections.unmodifiableMap(fields);
  }
}
