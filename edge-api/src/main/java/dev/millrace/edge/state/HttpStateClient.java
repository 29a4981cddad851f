package dev.millrace.edge.state;

import dev.millrace.schemas.registry.AvroSerde;
import dev.millrace.schemas.registry.SchemaRegistry;
import dev.millrace.schemas.registry.SchemaRegistryException;
import dev.millrace.schemas.topics.HeaderNames;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the contexts' query servers over HTTP. */
public final class HttpStateClient implements StateClient {

  private static final Logger LOG = LoggerFactory.getLogger(HttpStateClient.class);
  private static final Duration ANSWER_MAX = Duration.ofMillis(2_500);

  /** How long a read waits for a position, and how often it asks meanwhile. */
  private static final Duration CATCH_UP_MAX = Duration.ofSeconds(2);

  /** There when a page is not the last. */
  private static final String NEXT = "Millrace-Next";

  private static final Duration ASK_AGAIN = Duration.ofMillis(20);

  private final SchemaRegistry registry;
  private final Map<String, URI> bases;
  private final QueryHttp http = new QueryHttp();

  /** One for each type: they remember schemas. */
  private final Map<Class<? extends SpecificRecord>, Deserializer<? extends SpecificRecord>>
      deserializers = new ConcurrentHashMap<>();

  /**
   * @param bases by context, without a path
   */
  public HttpStateClient(SchemaRegistry registry, Map<String, URI> bases) {
    this.registry = registry;
    this.bases = Map.copyOf(bases);
  }

  @Override
  public <T extends SpecificRecord> Lookup<T> find(
      StateStore<T> store,
      String key,
      Map<String, String> parameters,
      @Nullable String minPosition) {
    Map<String, String> all = new LinkedHashMap<>(parameters);
    if (minPosition != null) {
      all.put("min_position", minPosition);
    }
    long giveUpAt = System.nanoTime() + CATCH_UP_MAX.toNanos();
    Lookup<T> found = ask(store, key, all);
    while (minPosition != null
        && found instanceof Lookup.NotReady<T>
        && System.nanoTime() < giveUpAt
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(ASK_AGAIN.toNanos());
      found = ask(store, key, all);
    }
    return found;
  }

  @Override
  public <T extends SpecificRecord> Optional<StatePage<T>> page(
      StateStore<T> store, int partition, String prefix, @Nullable String after, int limit) {
    URI base = bases.get(store.context());
    if (base == null) {
      return Optional.empty();
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("partition", Integer.toString(partition));
    parameters.put("prefix", prefix);
    parameters.put("limit", Integer.toString(limit));
    if (after != null) {
      parameters.put("after", after);
    }
    String path = "/state/" + store.name() + QueryHttp.query(parameters);
    try {
      HttpResponse<byte[]> response = http.get(base, path, ANSWER_MAX);
      if (response.statusCode() == 200) {
        return Optional.of(entries(store, response));
      }
      LOG.debug("{} answers {} for {}", store.context(), response.statusCode(), path);
    } catch (IOException | SerializationException | SchemaRegistryException e) {
      LOG.debug("{} does not answer", store.context(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
  }

  /** Each entry is length of the key, key, length of the value, value. */
  private <T extends SpecificRecord> StatePage<T> entries(
      StateStore<T> store, HttpResponse<byte[]> response) throws IOException {
    List<StatePage.Entry<T>> entries = new ArrayList<>();
    try (var in = new DataInputStream(new ByteArrayInputStream(response.body()))) {
      while (in.available() > 0) {
        String key = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
        entries.add(new StatePage.Entry<>(key, value(store, in.readNBytes(in.readInt()))));
      }
    }
    return new StatePage<>(entries, response.headers().firstValue(NEXT).isPresent());
  }

  @Override
  public boolean has(String context) {
    return bases.containsKey(context);
  }

  @Override
  public boolean ready(String context) {
    URI base = bases.get(context);
    if (base == null) {
      return false;
    }
    try {
      return http.readiness(base).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    http.close();
  }

  private <T extends SpecificRecord> Lookup<T> ask(
      StateStore<T> store, String key, Map<String, String> parameters) {
    URI base = bases.get(store.context());
    if (base == null) {
      return new Lookup.NotReady<>();
    }
    String path =
        "/state/%s/%s".formatted(store.name(), QueryHttp.encode(key)) + QueryHttp.query(parameters);
    try {
      HttpResponse<byte[]> response = http.get(base, path, ANSWER_MAX);
      return switch (response.statusCode()) {
        case 200 -> found(store, response);
        case 404 -> new Lookup.Missing<>();
        case 503 -> new Lookup.NotReady<>();
        default -> {
          LOG.warn("{} answers {} for {}", store.context(), response.statusCode(), path);
          yield new Lookup.NotReady<>();
        }
      };
    } catch (IOException | SerializationException | SchemaRegistryException e) {
      LOG.debug("{} does not answer", store.context(), e);
      return new Lookup.NotReady<>();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Lookup.NotReady<>();
    }
  }

  private <T extends SpecificRecord> Lookup<T> found(
      StateStore<T> store, HttpResponse<byte[]> response) {
    if (response.body().length == 0) {
      return new Lookup.Missing<>();
    }
    return new Lookup.Found<>(
        value(store, response.body()),
        response.headers().firstValue(HeaderNames.POSITION).orElse(null));
  }

  private <T extends SpecificRecord> T value(StateStore<T> store, byte[] bytes) {
    SpecificRecord value =
        deserializers
            .computeIfAbsent(store.type(), type -> new AvroSerde<>(registry, type).deserializer())
            .deserialize("state." + store.name(), bytes);
    return store.type().cast(value);
  }
}
