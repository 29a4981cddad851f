package dev.millrace.edge.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.avro.inventory.StockEvent;
import dev.millrace.avro.inventory.StockLevel;
import dev.millrace.edge.auth.Caller;
import dev.millrace.edge.auth.Role;
import dev.millrace.edge.http.Json;
import dev.millrace.edge.http.Problem;
import java.util.Collection;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

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
        levels.add(json(level, false));
      }
    }
    Schema.Field kind = event.getSchema().getField(event.getType());
    // A kind that is newer than this edge has no field here; its name and levels still say much.
    node.set("data", kind == null ? Json.object() : json(event.get(kind.pos()), seller));
    return node;
  }

  private static JsonNode json(@Nullable Object value, boolean forSeller) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (value) {
      case null -> nodes.nullNode();
      case IndexedRecord record -> object(record, forSeller);
      case Collection<?> items -> {
        ArrayNode array = nodes.arrayNode();
        items.forEach(item -> array.add(json(item, forSeller)));
        yield array;
      }
      case Boolean flag -> nodes.booleanNode(flag);
      case Integer number -> nodes.numberNode(number);
      case Long number -> nodes.numberNode(number);
      case Enum<?> name -> nodes.textNode(name.name().toLowerCase(Locale.ROOT));
      default -> nodes.textNode(value.toString());
    };
  }

  private static ObjectNode object(IndexedRecord record, boolean forSeller) {
    ObjectNode object = Json.object();
    for (Schema.Field field : record.getSchema().getFields()) {
      if (!forSeller || !NOT_FOR_SELLERS.contains(field.name())) {
        object.set(OrderJson.snake(field.name()), json(record.get(field.pos()), forSeller));
      }
    }
    return object;
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
