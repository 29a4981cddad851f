package dev.millrace.edge.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.edge.http.Json;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** The fields of a record of a topic, in the spelling of the API. */
final class RecordFields {

  private RecordFields() {}

  /**
   * The value as JSON.
   *
   * @param hidden fields that are left out, at every depth, as the record names them
   */
  static JsonNode json(@Nullable Object value, Set<String> hidden) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (value) {
      case null -> nodes.nullNode();
      case IndexedRecord record -> object(record, hidden);
      case Collection<?> items -> {
        ArrayNode array = nodes.arrayNode();
        items.forEach(item -> array.add(json(item, hidden)));
        yield array;
      }
      case Boolean flag -> nodes.booleanNode(flag);
      case Integer number -> nodes.numberNode(number);
      case Long number -> nodes.numberNode(number);
      case Enum<?> name -> nodes.textNode(name.name().toLowerCase(Locale.ROOT));
      default -> nodes.textNode(value.toString());
    };
  }

  private static ObjectNode object(IndexedRecord record, Set<String> hidden) {
    ObjectNode object = Json.object();
    for (Schema.Field field : record.getSchema().getFields()) {
      if (!hidden.contains(field.name())) {
        object.set(OrderJson.snake(field.name()), json(record.get(field.pos()), hidden));
      }
    }
    return object;
  }
}
