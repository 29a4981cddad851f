package dev.millrace.edge.resource;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.edge.auth.CallbackProof;
import dev.millrace.edge.http.Call;
import dev.millrace.edge.http.Json;
import dev.millrace.edge.http.Problem;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Somebody outside who reports by itself, and how its reports are known to be its own.
 *
 * @param header that carries the signature
 */
public record CallbackSender(String header, CallbackProof signature) {

  /** Larger callbacks are refused unread. */
  private static final int BODY_BYTES_MAX = 256 * 1024;

  private static final int TEXT_LENGTH_MAX = 300;

  /**
   * The report, once its signature is known to be right.
   *
   * @throws dev.millrace.edge.http.ProblemException {@code invalid_signature} otherwise
   */
  JsonNode read(Call call) {
    byte[] body = call.bytes(BODY_BYTES_MAX);
    String proof = call.header(header);
    if (proof == null || !signature.isOf(new String(body, StandardCharsets.UTF_8), proof)) {
      throw Problem.of(
              400, "invalid_signature", "The callback is not signed by its sender, or too old.")
          .exception();
    }
    return Json.readObject(body);
  }

  /** A text of a report; null if it is none, is empty or is too long. */
  static @Nullable String text(JsonNode node) {
    String text = node.asText("");
    return node.isTextual() && !text.isBlank() && text.length() <= TEXT_LENGTH_MAX ? text : null;
  }
}
