package dev.millrace.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.schemas.registry.RegistryHttp.Call;
import dev.millrace.schemas.registry.SchemaRegistryException.Reason;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * A registry asked over the Confluent-compatible REST protocol: Confluent, Apicurio (under {@code
 * /apis/ccompat/v7}), Redpanda and Karapace speak it. Ids and schemas are remembered, as they never
 * change.
 *
 * <p>Threading: safe to share. A call may wait for the network, at most for all tries of {@link
 * RegistryOptions}; no lock is held meanwhile.
 */
public final class HttpSchemaRegistry implements SchemaRegistry, AutoCloseable {

  /** How many answers are remembered in each direction. */
  static final int CACHED_ANSWERS_MAX = 10_000;

  private static final Set<String> COMPATIBILITY_LEVELS =
      Set.of(
          "NONE",
          "BACKWARD",
          "BACKWARD_TRANSITIVE",
          "FORWARD",
          "FORWARD_TRANSITIVE",
          "FULL",
          "FULL_TRANSITIVE");

  private record Registration(String subject, Schema schema) {}

  private final RegistryHttp http;
  private final RegistryOptions options;
  private final BoundedCache<Registration, Integer> idByRegistration =
      new BoundedCache<>(CACHED_ANSWERS_MAX);
  private final BoundedCache<Integer, Schema> schemaById = new BoundedCache<>(CACHED_ANSWERS_MAX);

  /**
   * @param baseUrl the root of the protocol, such as {@code http://127.0.0.1:8081} or {@code
   *     http://127.0.0.1:8080/apis/ccompat/v7}
   * @throws IllegalArgumentException if the URL is not plain http or https
   */
  public HttpSchemaRegistry(URI baseUrl, RegistryOptions options) {
    this.http = new RegistryHttp(baseUrl, options);
    this.options = options;
  }

  /** Asks patiently with {@link RegistryOptions#defaults()}. */
  public HttpSchemaRegistry(URI baseUrl) {
    this(baseUrl, RegistryOptions.defaults());
  }

  @Override
  public int register(String subject, Schema schema) {
    Registration registration = new Registration(subject, schema);
    Integer known = idByRegistration.get(registration);
    if (known != null) {
      return known;
    }
    Schema published = PublishedSchema.of(schema);
    Map<String, String> body = Map.of("schema", published.toString());
    String subjectPath = "/subjects/" + escaped(subject);
    int id;
    if (options.autoRegister()) {
      String purpose = "register schema %s under subject %s".formatted(name(schema), subject);
      id = idFrom(new Call(purpose, "POST", subjectPath + "/versions", body));
    } else {
      id = lookUp(subject, new Call(lookUpPurpose(subject, schema), "POST", subjectPath, body));
    }
    schemaById.keep(id, published);
    return idByRegistration.keep(registration, id);
  }

  @Override
  public Schema byId(int id) {
    Schema known = schemaById.get(id);
    return known != null ? known : schemaById.keep(id, fetch(id));
  }

  /**
   * Sets the rule that later versions of the subject must follow.
   *
   * @param level such as {@code FULL_TRANSITIVE}
   */
  public void setCompatibility(String subject, String level) {
    String purpose = "set the compatibility of subject %s to %s".formatted(subject, level);
    putCompatibility(purpose, "/config/" + escaped(subject), level);
  }

  /** Sets the rule for every subject that has none of its own. */
  public void setDefaultCompatibility(String level) {
    putCompatibility("set the default compatibility to " + level, "/config", level);
  }

  /** Ends requests in flight. Schemas already known can still be asked for. */
  @Override
  public void close() {
    http.close();
  }

  private void putCompatibility(String purpose, String path, String level) {
    if (!COMPATIBILITY_LEVELS.contains(level)) {
      throw new IllegalArgumentException(
          "Not a compatibility level: '%s'; must be one of %s"
              .formatted(level, COMPATIBILITY_LEVELS.stream().sorted().toList()));
    }
    http.send(new Call(purpose, "PUT", path, Map.of("compatibility", level)));
  }

  private int lookUp(String subject, Call call) {
    try {
      return idFrom(call);
    } catch (SchemaRegistryException failure) {
      if (failure.reason() != Reason.NOT_FOUND) {
        throw failure;
      }
      throw new SchemaRegistryException(
          Reason.NOT_FOUND,
          "%s. This schema is not registered under %s, and autoRegister is off: register it first"
              .formatted(failure.getMessage(), subject),
          failure);
    }
  }

  private int idFrom(Call call) {
    JsonNode answer = http.send(call);
    JsonNode id = answer.path("id");
    if (!id.isInt()) {
      throw http.unintelligible(call, answer.toString(), null);
    }
    return id.intValue();
  }

  private Schema fetch(int id) {
    Call call = new Call("get the schema with id " + id, "GET", "/schemas/ids/" + id, null);
    JsonNode answer = http.send(call);
    boolean avro = answer.path("schemaType").asText("AVRO").toUpperCase(Locale.ROOT).equals("AVRO");
    if (!avro || !answer.path("references").isEmpty() || !answer.path("schema").isTextual()) {
      throw http.unintelligible(call, answer.toString(), null);
    }
    try {
      return new Schema.Parser().parse(answer.path("schema").asText());
    } catch (AvroRuntimeException malformed) {
      throw http.unintelligible(call, answer.toString(), malformed);
    }
  }

  private static String lookUpPurpose(String subject, Schema schema) {
    return "find schema %s under subject %s".formatted(name(schema), subject);
  }

  private static String name(Schema schema) {
    return schema.getFullName();
  }

  private static String escaped(String subject) {
    return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
