package dev.millrace.schemas.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A schema as the world sees it. Generated classes mark every string as a {@code java.lang.String};
 * that concerns only Java and would make the same contract look different to other languages, so it
 * is taken out of what is registered and released. Readers are unaffected: the reader's own schema
 * decides the Java type.
 */
final class PublishedSchema {

  private static final String JAVA_STRING = "avro.java.string";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** More than there are generated classes. */
  private static final int KNOWN_MAX = 1_000;

  private static final BoundedCache<Asked, Schema> KNOWN = new BoundedCache<>(KNOWN_MAX);

  /** A schema object itself: equal ones may differ in their words, which are published too. */
  private record Asked(Schema schema) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Asked asked && asked.schema == schema;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(schema);
    }
  }

  private PublishedSchema() {}

  static Schema of(Schema schema) {
    var asked = new Asked(schema);
    Schema known = KNOWN.get(asked);
    return known != null ? known : KNOWN.keep(asked, published(schema));
  }

  private static Schema published(Schema schema) {
    try {
      JsonNode published = withoutJavaStrings(JSON.readTree(schema.toString()));
      return new Schema.Parser().parse(published.toString());
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("Avro printed a schema that is not JSON", impossible);
    }
  }

  /** The schema laid out for people, ending with a line break. */
  static String prettyText(Schema published) {
    try {
      return JSON.readTree(published.toString()).toPrettyString() + "\n";
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("Avro printed a schema that is not JSON", impossible);
    }
  }

  private static JsonNode withoutJavaStrings(JsonNode node) {
    return switch (node) {
      case ArrayNode array -> {
        ArrayNode copy = JSON.createArrayNode();
        array.forEach(element -> copy.add(withoutJavaStrings(element)));
        yield copy;
      }
      case ObjectNode object -> {
        ObjectNode copy = JSON.createObjectNode();
        for (Map.Entry<String, JsonNode> property : object.properties()) {
          if (!property.getKey().equals(JAVA_STRING)) {
            copy.set(property.getKey(), withoutJavaStrings(property.getValue()));
          }
        }
        boolean plainString = copy.size() == 1 && copy.path("type").asText().equals("string");
        yield plainString ? copy.get("type") : copy;
      }
      default -> node;
    };
  }
}
