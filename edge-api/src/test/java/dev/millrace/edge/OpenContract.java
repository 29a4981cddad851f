package dev.millrace.edge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The contract as tests use it. Objects are closed: a member that an answer has and the contract
 * does not name is a difference, although clients must tolerate it.
 */
final class OpenContract {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  private final ObjectNode contract;
  private final SchemaRegistry schemas =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private final Map<String, Schema> compiled = new HashMap<>();

  OpenContract() {
    try (var in = OpenContract.class.getResourceAsStream("/openapi/millrace.yaml")) {
      contract = (ObjectNode) new YAMLMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    close(contract.at("/components/schemas"));
  }

  /** Every operation as "GET /path/{id}". */
  Set<String> operations() {
    Set<String> all = new TreeSet<>();
    contract
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        name -> {
                          if (METHODS.contains(name)) {
                            all.add(name.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey());
                          }
                        }));
    return all;
  }

  JsonNode operation(String method, String path) {
    return contract.get("paths").path(path).path(method.toLowerCase(java.util.Locale.ROOT));
  }

  /** The path template that this path fits. */
  String template(String path) {
    for (var entry : contract.get("paths").properties()) {
      String pattern = "\\Q" + entry.getKey().replaceAll("\\{[a-z_]+}", "\\\\E[^/]+\\\\Q") + "\\E";
      if (Pattern.matches(pattern, path) && !entry.getKey().contains("{")) {
        return entry.getKey();
      }
    }
    for (var entry : contract.get("paths").properties()) {
      String pattern = "\\Q" + entry.getKey().replaceAll("\\{[a-z_]+}", "\\\\E[^/]+\\\\Q") + "\\E";
      if (Pattern.matches(pattern, path)) {
        return entry.getKey();
      }
    }
    throw new AssertionError("the contract has no path for " + path);
  }

  /** What is wrong with this answer; empty when it is as the contract says. */
  List<String> differences(
      String method, String template, int status, String contentType, String body) {
    JsonNode response =
        resolve(operation(method, template).path("responses").path(Integer.toString(status)));
    if (response.isMissingNode()) {
      return List.of("%s %s: status %d is not in the contract".formatted(method, template, status));
    }
    JsonNode content = response.path("content");
    if (content.isMissingNode()) {
      return body.isEmpty() ? List.of() : List.of("a body where the contract has none: " + body);
    }
    String type = contentType.split(";", 2)[0];
    JsonNode schema = content.path(type).path("schema");
    if (schema.isMissingNode()) {
      return List.of("content type %s is not in the contract".formatted(contentType));
    }
    if (!type.endsWith("json")) {
      return List.of();
    }
    return schema(schema).validate(body, InputFormat.JSON).stream().map(Error::toString).toList();
  }

  /** Whether a body is allowed as a request. */
  List<String> requestDifferences(String method, String template, String body) {
    JsonNode schema =
        operation(method, template).at("/requestBody/content/application~1json/schema");
    return schema(schema).validate(body, InputFormat.JSON).stream().map(Error::toString).toList();
  }

  private Schema schema(JsonNode schema) {
    return compiled.computeIfAbsent(
        schema.toString(),
        text -> {
          ObjectNode whole = JSON.createObjectNode();
          whole.put("$schema", "https://json-schema.org/draft/2020-12/schema");
          whole.setAll((ObjectNode) schema);
          whole.set("components", contract.get("components"));
          return schemas.getSchema(whole.toString(), InputFormat.JSON);
        });
  }

  private JsonNode resolve(JsonNode node) {
    return node.has("$ref") ? contract.at(node.get("$ref").asText().substring(1)) : node;
  }

  private static void close(JsonNode schemas) {
    schemas.forEach(
        schema -> {
          if (schema.has("properties") && !schema.has("additionalProperties")) {
            ((ObjectNode) schema).put("additionalProperties", false);
          }
        });
  }
}
