package dev.millrace.edge.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.edge.auth.Caller;
import dev.millrace.edge.auth.Role;
import dev.millrace.schemas.id.IdKind;
import dev.millrace.schemas.id.Ids;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request as handlers see it: authenticated, bounded, with the conventions read. */
public final class Call {

  /**
   * What tells this request from every other.
   *
   * @param commandId the same for every request with the same caller, operation and idempotency key
   * @param fingerprint digest of what the request says
   */
  public record Identity(String commandId, String fingerprint) {}

  private final Context context;
  private final String operation;
  private final @Nullable Caller caller;
  private final TraceContext trace;
  private final UsedKeys usedKeys;
  private @Nullable ObjectNode body;

  public Call(
      Context context,
      String operation,
      @Nullable Caller caller,
      TraceContext trace,
      UsedKeys usedKeys) {
    this.context = context;
    this.operation = operation;
    this.caller = caller;
    this.trace = trace;
    this.usedKeys = usedKeys;
  }

  /** Who asks; only for routes that need a role. */
  public Caller caller() {
    if (caller == null) {
      throw new IllegalStateException(operation + " is open to everybody, so it has no caller");
    }
    return caller;
  }

  public TraceContext trace() {
    return trace;
  }

  /** An id in the path. */
  public String path(String name) {
    String value = context.pathParam(name);
    if (!Texts.isId(value)) {
      throw Problem.invalid("{" + name + "}", "invalid_id", Texts.ID_RULE).exception();
    }
    return value;
  }

  public @Nullable String header(String name) {
    return context.header(name);
  }

  public @Nullable String query(String name, int lengthMax) {
    String value = context.queryParam(name);
    if (value != null && (value.length() > lengthMax || !Texts.isClean(value))) {
      throw Problem.invalid(
              name, "out_of_bounds", "must have at most %d characters".formatted(lengthMax))
          .exception();
    }
    return value;
  }

  /** A whole number among the query's parameters; null when there is none. */
  public @Nullable Long queryNumber(String name, long min, long max) {
    String value = query(name, 20);
    if (value == null) {
      return null;
    }
    if (value.matches("\\d{1,18}")) {
      long number = Long.parseLong(value);
      if (number >= min && number <= max) {
        return number;
      }
    }
    throw Problem.invalid(name, "out_of_bounds", "must be from %d to %d".formatted(min, max))
        .exception();
  }

  /** A time among the query's parameters; null when there is none. */
  public @Nullable Instant queryInstant(String name) {
    String value = query(name, 40);
    try {
      return value == null ? null : Texts.instant(value);
    } catch (DateTimeException e) {
      throw Problem.invalid(name, "invalid_time", String.valueOf(e.getMessage())).exception();
    }
  }

  /** The body's members; an empty body counts as an empty object. */
  public Fields body() {
    return Fields.of(bodyObject());
  }

  /** The body as it came; for those who check a signature over it. Read once. */
  public byte[] bytes(int bytesMax) {
    byte[] bytes;
    try {
      bytes = context.req().getInputStream().readNBytes(bytesMax + 1);
    } catch (IOException e) {
      throw new UncheckedIOException("the client did not send its whole body", e);
    }
    if (bytes.length > bytesMax) {
      throw Problem.of(
              413, "body_too_large", "A body has at most %d KiB.".formatted(bytesMax / 1024))
          .exception();
    }
    return bytes;
  }

  /**
   * Identity of a write.
   *
   * @param keyInBody the body's idempotency key, which counts as the header
   */
  public Identity identity(@Nullable String keyInBody) {
    String key = Headers.idempotencyKey(header(Headers.IDEMPOTENCY_KEY));
    if (key != null && keyInBody != null && !key.equals(keyInBody)) {
      throw Problem.invalid(
              "/idempotency_key", "contradiction", "is not the Idempotency-Key of the header")
          .exception();
    }
    String used = key == null ? keyInBody : key;
    String query = context.queryString();
    String target = query == null ? context.path() : context.path() + "?" + query;
    String fingerprint = Fingerprint.of(context.method().name(), target, bodyObject());
    if (used == null) {
      return new Identity(Ids.fresh(IdKind.COMMAND), fingerprint);
    }
    String commandId = Ids.derived(IdKind.COMMAND, caller().subject(), operation, used);
    usedKeys.use(commandId, fingerprint);
    return new Identity(commandId, fingerprint);
  }

  public Identity identity() {
    return identity(null);
  }

  /** How long the client wants to wait for the outcome. */
  public Optional<Duration> preferredWait() {
    return Headers.preferredWait(header("Prefer"));
  }

  /** The version that the client saw, if it says so. */
  public @Nullable Long ifMatch() {
    return Headers.ifMatch(header("If-Match"));
  }

  /** topic:partition:offset that a read must have seen. */
  public @Nullable String minPosition() {
    return Headers.position(query("min_position", 256));
  }

  /** The seller on whose behalf a seller or ops writes. */
  public String seller(@Nullable String named) {
    if (caller().role() != Role.SELLER) {
      return named == null ? Ids.PLATFORM_SELLER : named;
    }
    if (named != null && !named.equals(caller().subject())) {
      throw Problem.of(403, "not_your_seller", "A seller writes only under its own seller id.")
          .exception();
    }
    return caller().subject();
  }

  private ObjectNode bodyObject() {
    if (body == null) {
      body = readBody();
    }
    return body;
  }

  private ObjectNode readBody() {
    byte[] bytes = bytes(Json.BODY_BYTES_MAX);
    if (bytes.length == 0) {
      return Json.object();
    }
    if (!isJson(context.contentType())) {
      throw Problem.of(415, "unsupported_media_type", "The body must be application/json.")
          .exception();
    }
    return Json.readObject(bytes);
  }

  private static boolean isJson(@Nullable String contentType) {
    if (contentType == null) {
      return false;
    }
    String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return type.equals("application/json") || type.endsWith("+json");
  }
}
