package dev.millrace.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.avro.shipping.ShipmentLabel;
import dev.millrace.edge.auth.Role;
import dev.millrace.edge.auth.Tokens;
import dev.millrace.edge.resource.OrderStream;
import dev.millrace.edge.state.StateStore;
import dev.millrace.launch.config.Settings;
import dev.millrace.schemas.id.Ids;
import dev.millrace.schemas.registry.InMemoryRegistry;
import dev.millrace.schemas.topics.Topics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A running edge on a fake shop. Every exchange is held against the contract. */
final class EdgeUnderTest implements AutoCloseable {

  static final String CALLBACK_SECRET = "whsec_of_a_test_only";
  static final String GUEST = "cus_guest";
  static final int STREAMS_MAX = 2;
  static final String CART = Ids.cartOf(GUEST);
  static final String ORDER = Ids.orderOf(CART, 0);

  private static final ObjectMapper JSON = new ObjectMapper();

  /** An answer that is as the contract says. */
  record Exchange(HttpResponse<String> response) {
    int status() {
      return response.statusCode();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    JsonNode body() {
      try {
        return JSON.readTree(response.body());
      } catch (IOException e) {
        throw new AssertionError("not JSON: " + response.body(), e);
      }
    }

    String code() {
      return body().path("code").asText();
    }
  }

  final FakeShop shop = new FakeShop();
  final OpenContract contract = new OpenContract();
  final Set<String> answered = ConcurrentHashMap.newKeySet();
  final Tokens tokens;
  final EdgeServer server;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  EdgeUnderTest(Path folder) {
    this(folder, 1_000_000);
  }

  EdgeUnderTest(Path folder, int customerPerMinute) {
    Clock clock = Clock.fixed(Samples.NOW, ZoneOffset.UTC);
    Path keyFile = folder.resolve("key.json");
    var settings = new Settings(environment(keyFile, customerPerMinute));
    EdgeConfig config = settings.orThrow(EdgeConfig.from(settings));
    tokens = Tokens.signedBy(keyFile, clock);
    server =
        EdgeServer.start(
            config,
            new Topics(new InMemoryRegistry(), FakeShop.PARTITIONS),
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
            clock,
            new EdgeServer.Parts(shop, shop, shop, shop, new OneHotSku(), shop, streamPace()));
    shop.put(StateStore.STOCK, Samples.SKU, Samples.stock());
    shop.put(StateStore.STOCK_AS_OF, Samples.SKU, HistorySamples.asOf());
    shop.put(StateStore.STOCK_EVENTS, Samples.SKU, HistorySamples.page());
    shop.put(StateStore.OFFERS, Samples.SKU, Samples.offers());
    shop.put(StateStore.PRODUCTS, "prd_1", Samples.product(1));
    shop.put(StateStore.CARTS, CART, Samples.cart(CART, GUEST));
    shop.put(
        StateStore.QUOTES,
        "quo_1",
        Samples.quote("quo_1", CART, GUEST, Samples.NOW.plusSeconds(9)));
    shop.put(StateStore.ORDERS, ORDER, Samples.order(ORDER, GUEST, "pending_payment", 4));
    shop.put(
        StateStore.SHIPMENT_LABEL,
        ORDER,
        new ShipmentLabel(ByteBuffer.wrap("%PDF-1.6".getBytes(StandardCharsets.UTF_8))));
    shop.put(StateStore.ORDER_AS_OF, ORDER, OrderSamples.asOf(ORDER, GUEST));
    shop.orderEvents.addAll(OrderSamples.events(ORDER, GUEST));
  }

  /** Streams as short as they can be told apart. */
  private static OrderStream.Pace streamPace() {
    return new OrderStream.Pace(
        Duration.ofMillis(100), Duration.ofMillis(300), Duration.ofMillis(1_500));
  }

  private static Map<String, String> environment(Path keyFile, int customerPerMinute) {
    Map<String, String> environment = new HashMap<>();
    environment.put("MILLRACE_EDGE_PORT", "0");
    environment.put("MILLRACE_EDGE_METRICS_PORT", "0");
    environment.put("MILLRACE_EDGE_KEY_FILE", keyFile.toString());
    environment.put("MILLRACE_EDGE_WAIT", "300ms");
    environment.put("MILLRACE_EDGE_DELIVERY_MAX", "1s");
    environment.put("MILLRACE_EDGE_PENDING_MAX", "100");
    environment.put("MILLRACE_EDGE_STREAMS_MAX", Integer.toString(STREAMS_MAX));
    environment.put("MILLRACE_EDGE_ANONYMOUS_PER_MINUTE", "1000000");
    environment.put("MILLRACE_EDGE_CUSTOMER_PER_MINUTE", Integer.toString(customerPerMinute));
    environment.put("MILLRACE_EDGE_TRUSTED_PER_MINUTE", "1000000");
    environment.put("MILLRACE_EDGE_STRIPE_CALLBACK_SECRET", CALLBACK_SECRET);
    environment.put("MILLRACE_EDGE_SANDBOX_CALLBACK_SECRET", CALLBACK_SECRET);
    environment.put("MILLRACE_EDGE_EASYPOST_CALLBACK_SECRET", CALLBACK_SECRET);
    for (String context : EdgeConfig.CONTEXTS) {
      environment.put(EdgeConfig.addressOf(context), "http://unused:1");
    }
    return environment;
  }

  Exchange as(
      @Nullable Role role, String method, String path, @Nullable String body, String... headers) {
    return send(role, role == Role.GUEST ? GUEST : "sel_or_staff", method, path, body, headers);
  }

  Exchange send(
      @Nullable Role role,
      String subject,
      String method,
      String path,
      @Nullable String body,
      String... headers) {
    List<String> all = new ArrayList<>(List.of(headers));
    if (role != null) {
      all.addAll(
          List.of("Authorization", "Bearer " + tokens.issue(role, subject, Duration.ofMinutes(5))));
    }
    if (body != null && !all.contains("Content-Type")) {
      all.addAll(List.of("Content-Type", "application/json"));
    }
    Exchange exchange = raw(method, path, body, all.toArray(String[]::new));
    String plainPath = path.split("\\?", 2)[0];
    String template = contract.template(plainPath);
    assertThat(
            contract.differences(
                method,
                template,
                exchange.status(),
                exchange.header("Content-Type"),
                exchange.response().body()))
        .as("%s %s answers %s", method, path, exchange.response().body())
        .isEmpty();
    if (exchange.status() < 300) {
      answered.add(method + " " + template);
    }
    return exchange;
  }

  /** An exchange that need not follow the contract. */
  Exchange raw(String method, String path, @Nullable String body, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .timeout(Duration.ofSeconds(20))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return new Exchange(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new AssertionError(method + " " + path + " got no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    // The client first: the server waits for connections that are open.
    http.shutdownNow();
    server.close();
  }
}
