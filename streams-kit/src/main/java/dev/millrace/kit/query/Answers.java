package dev.millrace.kit.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.schemas.registry.AvroSerde;
import dev.millrace.schemas.registry.SchemaRegistry;
import dev.millrace.schemas.topics.HeaderNames;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;

/** Writes answers in the form that the asker wants. */
final class Answers {

  /** A page as Avro: each item is key length, key, value length, value; lengths are 4 bytes. */
  static final String AVRO_PAGE = "application/vnd.millrace.avro-page";

  /** The key to go on after, percent-encoded, when a page is not the last. */
  static final String NEXT = "Millrace-Next";

  private static final String JSON = "application/json";

  private final SchemaRegistry registry;
  private final Map<Class<?>, Serializer<SpecificRecord>> serializers = new ConcurrentHashMap<>();

  Answers(SchemaRegistry registry) {
    this.registry = registry;
  }

  /** JSON if the asker names it, else Avro. */
  static String wanted(Context http) {
    String accept = http.header("Accept");
    return accept != null && accept.contains(JSON) ? JSON : QueryServer.AVRO;
  }

  void found(Context http, String store, Lookup.Found found) {
    http.header(HeaderNames.POSITION, found.position());
    if (wanted(http).equals(JSON)) {
      http.contentType(JSON).result(RecordJson.of(found.value()).toString());
    } else {
      http.contentType(QueryServer.AVRO).result(bytes(store, found.value()));
    }
  }

  void page(Context http, String store, StorePage page) {
    page.next()
        .ifPresent(next -> http.header(NEXT, URLEncoder.encode(next, StandardCharsets.UTF_8)));
    if (wanted(http).equals(JSON)) {
      http.contentType(JSON).result(json(store, page).toString());
    } else {
      http.contentType(AVRO_PAGE).result(bytes(store, page));
    }
  }

  static void notReady(Context http, Lookup.NotReady notReady) {
    long seconds = Math.max(1, notReady.retryAfter().toSeconds());
    http.header("Retry-After", Long.toString(seconds));
    problem(http, 503, "not_ready", notReady.reason());
  }

  /** The owner is gone or no longer the owner; the group will soon have agreed on another. */
  static Lookup.NotReady moving(String host) {
    return new Lookup.NotReady(Duration.ofSeconds(1), "the owner " + host + " does not answer");
  }

  static void problem(Context http, int status, String code, String detail) {
    http.status(status)
        .contentType(JSON)
        .result(
            JsonNodeFactory.instance
                .objectNode()
                .put("code", code)
                .put("detail", detail)
                .toString());
  }

  private static ObjectNode json(String store, StorePage page) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("store", store);
    ArrayNode partitions = body.putArray("partitions");
    page.partitions().forEach(partitions::add);
    ArrayNode items = body.putArray("items");
    for (StorePage.Item item : page.items()) {
      items.addObject().put("key", item.key()).set("value", RecordJson.of(item.value()));
    }
    Optional<String> next = page.next();
    return next.isPresent() ? body.put("next", next.orElseThrow()) : body.putNull("next");
  }

  private byte[] bytes(String store, StorePage page) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      for (StorePage.Item item : page.items()) {
        byte[] key = item.key().getBytes(StandardCharsets.UTF_8);
        byte[] value = bytes(store, item.value());
        out.writeInt(key.length);
        out.write(key);
        out.writeInt(value.length);
        out.write(value);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private byte[] bytes(String store, SpecificRecord value) {
    return serializers
        .computeIfAbsent(value.getClass(), type -> serializer(value))
        .serialize("state." + store, value);
  }

  @SuppressWarnings("unchecked") // The serializer is only given records of the class it is kept by.
  private Serializer<SpecificRecord> serializer(SpecificRecord value) {
    return new AvroSerde<>(registry, (Class<SpecificRecord>) value.getClass()).serializer();
  }
}
