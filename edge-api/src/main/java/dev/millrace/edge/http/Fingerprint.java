package dev.millrace.edge.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;

/**
 * Digest of what a request says: method, path and body, where neither the order of members nor the
 * spelling of numbers counts. The member idempotency_key of the body names the request and is not
 * part of what it says.
 */
public final class Fingerprint {

  private Fingerprint() {}

  public static String of(String method, String path, ObjectNode body) {
    var text = new StringBuilder(256).append(method).append(' ').append(path).append('\n');
    ObjectNode said = body;
    if (body.has("idempotency_key")) {
      said = body.deepCopy();
      said.remove("idempotency_key");
    }
    append(text, said);
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(text.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static void append(StringBuilder text, JsonNode node) {
    if (node.isObject()) {
      var members = new TreeMap<String, JsonNode>();
      node.properties().forEach(entry -> members.put(entry.getKey(), entry.getValue()));
      text.append('{');
      members.forEach(
          (name, value) -> {
            quote(text, name);
            append(text.append(':'), value);
            text.append(',');
          });
      text.append('}');
    } else if (node.isArray()) {
      text.append('[');
      node.forEach(
          item -> {
            append(text, item);
            text.append(',');
          });
      text.append(']');
    } else if (node.isNumber()) {
      BigDecimal number = node.decimalValue();
      text.append(number.signum() == 0 ? "0" : number.stripTrailingZeros().toString());
    } else if (node.isTextual()) {
      quote(text, node.textValue());
    } else {
      text.append(node.asText());
    }
  }

  /** The length in front keeps texts apart whatever they hold. */
  private static void quote(StringBuilder text, String value) {
    text.append(value.length()).append('"').append(value);
  }
}
