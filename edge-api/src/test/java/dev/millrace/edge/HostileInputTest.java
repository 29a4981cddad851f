package dev.millrace.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.edge.auth.Role;
import dev.millrace.edge.http.Route;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is sent, the answer is an answer of the contract's kind: never 500, never a class name.
 */
final class HostileInputTest {

  private static final int REQUESTS = 600;

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "-1",
          "0",
          "1",
          "2147483648",
          "9223372036854775808",
          "1e400",
          "-0.0",
          "1e-5",
          "\"\"",
          "\" \"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"SKU-1\"",
          "\"../../etc\"",
          "\"' OR 1=1 --\"",
          "\"{{7*7}}\"",
          "[]",
          "[null]",
          "[[[]]]",
          "{}",
          "{\"a\":{}}",
          "{\"amount\":\"1\",\"currency\":\"XXX\"}",
          "{\"amount\":\"1.999\",\"currency\":\"JPY\"}",
          "{\"minor_units\":1,\"currency\":\"usd\"}",
          "\"+999999999-12-31T23:59:59Z\"",
          "\"US\"");

  private static final List<String> NAMES =
      List.of(
          "sku_id",
          "quantity",
          "seller_id",
          "price",
          "list_price",
          "valid_from",
          "type",
          "title",
          "variants",
          "attributes",
          "images",
          "status",
          "shipping_address",
          "payment_method_id",
          "expected_total",
          "idempotency_key",
          "lines",
          "reason",
          "expires_in_seconds",
          "country",
          "cart_id",
          "expected_version",
          "safety_stock",
          "__proto__",
          "");

  private static final List<String> IDS =
      List.of(
          "SKU-1",
          "%00",
          "%2e%2e",
          "a%2Fb",
          "%F0%9F%92%A9",
          "%ff",
          "x".repeat(129),
          "a%20b",
          "%27",
          EdgeUnderTest.ORDER);

  private static final List<String> HEADER_VALUES =
      List.of(
          "\"",
          "\"\"",
          "x".repeat(300),
          "W/\"1\"",
          "\"99999999999999999999\"",
          "*",
          "wait=-1",
          "wait=99999999999",
          "respond-async",
          "00-0-0-0",
          "bearer",
          ",,,,");

  @TempDir Path folder;

  @Test
  void nothingMakesTheEdgeFail() {
    long seed = Long.getLong("millrace.seed", 20_261_120L);
    var random = new Random(seed);
    try (var edge = new EdgeUnderTest(folder);
        var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      List<Route> routes = edge.server.routes();
      for (int i = 0; i < REQUESTS; i++) {
        Route route = routes.get(random.nextInt(routes.size()));
        HttpRequest request = request(edge, route, random);
        HttpResponse<String> response =
            http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join();
        String what =
            "-Dmillrace.seed=%d request %d: %s %s -> %d %s"
                .formatted(
                    seed,
                    i,
                    request.method(),
                    request.uri(),
                    response.statusCode(),
                    response.body());
        assertThat(response.statusCode()).as(what).isNotEqualTo(500).isBetween(200, 503);
        if (response.statusCode() >= 400 && response.statusCode() != 503) {
          assertThat(response.headers().firstValue("Content-Type").orElse(""))
              .as(what)
              .isEqualTo("application/problem+json");
          assertThat(response.body())
              .as(what)
              .doesNotContain("Exception", "java.", "dev.millrace", "jackson");
        }
      }
    }
  }

  private static HttpRequest request(EdgeUnderTest edge, Route route, Random random) {
    String path = route.path();
    while (path.contains("{")) {
      path = path.replaceFirst("\\{[a-z_]+}", pick(IDS, random));
    }
    if (random.nextInt(3) == 0) {
      String value = URLEncoder.encode(pick(VALUES, random), StandardCharsets.UTF_8);
      String name = pick(List.of("q", "limit", "min_position", "filters", "sort"), random);
      path += "?" + name + "=" + value;
    }
    Role role = Role.values()[random.nextInt(Role.values().length)];
    var builder =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + edge.server.port() + path))
            .timeout(Duration.ofSeconds(20))
            .header(
                "Authorization",
                "Bearer " + edge.tokens.issue(role, EdgeUnderTest.GUEST, Duration.ofMinutes(5)))
            .header("Content-Type", "application/json");
    if (random.nextInt(3) == 0) {
      String name =
          pick(
              List.of("Idempotency-Key", "If-Match", "If-None-Match", "Prefer", "traceparent"),
              random);
      builder.header(name, pick(HEADER_VALUES, random));
    }
    boolean withBody = !route.method().equals("GET");
    return builder
        .method(
            route.method(),
            withBody
                ? HttpRequest.BodyPublishers.ofString(body(random))
                : HttpRequest.BodyPublishers.noBody())
        .build();
  }

  private static String body(Random random) {
    int shape = random.nextInt(12);
    if (shape == 0) {
      return pick(VALUES, random);
    }
    if (shape == 1) {
      return ContractTest.CHECKOUT.substring(0, random.nextInt(ContractTest.CHECKOUT.length()));
    }
    var body = new StringBuilder("{");
    int members = random.nextInt(6);
    for (int i = 0; i < members; i++) {
      body.append(i == 0 ? "" : ",")
          .append('"')
          .append(pick(NAMES, random))
          .append("\":")
          .append(pick(VALUES, random));
    }
    return body.append('}').toString();
  }

  private static <T> T pick(List<T> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }
}
