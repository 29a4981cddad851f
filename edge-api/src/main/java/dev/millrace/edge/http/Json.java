package dev.millrace.edge.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.schemas.money.Money;
import java.io.IOException;
import java.io.UncheckedIOException;

/** JSON as the edge speaks it: trees, no reflection, strict and bounded on the way in. */
public final class Json {

  /** Larger bodies are refused unread. */
  public static final int BODY_BYTES_MAX = 1 << 20;

  private static final int DEPTH_MAX = 32;
  private static final int TEXT_LENGTH_MAX = 262_144;
  private static final int NUMBER_LENGTH_MAX = 40;
  private static final int NAME_LENGTH_MAX = 256;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH_MAX)
                          .maxStringLength(TEXT_LENGTH_MAX)
                          .maxNumberLength(NUMBER_LENGTH_MAX)
                          .maxNameLength(NAME_LENGTH_MAX)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private Json() {}

  /**
   * Reads one JSON object.
   *
   * @throws ProblemException 400 if it is not one, or goes beyond the bounds
   */
  public static ObjectNode readObject(byte[] bytes) {
    JsonNode node;
    try {
      node = MAPPER.readTree(bytes);
    } catch (JsonProcessingException e) {
      var where = e.getLocation();
      String place =
          where == null
              ? ""
              : " at line %d, column %d".formatted(where.getLineNr(), where.getColumnNr());
      throw Problem.of(
              400, "malformed_json", "The body is not JSON within the bounds" + place + ".")
          .exception();
    } catch (IOException e) {
      throw Problem.of(400, "malformed_json", "The body is not JSON in UTF-8.").exception();
    }
    if (!(node instanceof ObjectNode object)) {
      throw Problem.of(400, "malformed_json", "The body must be a JSON object.").exception();
    }
    return object;
  }

  /** Reads JSON that one of our own processes wrote. */
  public static JsonNode readTrusted(byte[] bytes) throws IOException {
    return MAPPER.readTree(bytes);
  }

  public static byte[] write(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /** {@code {"amount": "19.90", "currency": "USD", "minor_units": 1990}}. */
  public static ObjectNode money(long minorUnits, String currency) {
    return object()
        .put("amount", new Money(minorUnits, currency).toDecimal())
        .put("currency", currency)
        .put("minor_units", minorUnits);
  }
}
