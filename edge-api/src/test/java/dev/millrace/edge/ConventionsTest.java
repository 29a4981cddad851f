package dev.millrace.edge;

import static dev.millrace.edge.EdgeUnderTest.GUEST;
import static dev.millrace.edge.EdgeUnderTest.ORDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.catalog.ProductCommand;
import dev.millrace.avro.customers.CartCommand;
import dev.millrace.avro.edge.Problem;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.edge.auth.Role;
import dev.millrace.edge.state.StateStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Idempotency, waiting, versions, positions, roles and limits, over HTTP. */
final class ConventionsTest extends EdgeSetUp {

  private static final String ITEMS = "/v1/cart/items";
  private static final String ITEM = "{\"sku_id\":\"SKU-1\",\"quantity\":2}";

  @Test
  void theSameKeyFromTheSameCallerNamesTheSameCommandQuotedOrBare() {
    edge.as(Role.GUEST, "POST", ITEMS, ITEM, "Idempotency-Key", "\"k1\"");
    CartCommand first = edge.shop.lastCommand(CartCommand.class);
    edge.as(
        Role.GUEST,
        "POST",
        ITEMS,
        "{\"quantity\":2,\"sku_id\":\"SKU-1\"}",
        "Idempotency-Key",
        "k1");
    CartCommand second = edge.shop.lastCommand(CartCommand.class);
    assertThat(second.getCommandId()).isEqualTo(first.getCommandId());
    assertThat(second.getFingerprint()).isEqualTo(first.getFingerprint());
  }

  @Test
  void anotherPayloadOrCallerOrOperationIsAnotherRequest() {
    edge.as(Role.GUEST, "POST", ITEMS, ITEM, "Idempotency-Key", "k1");
    CartCommand first = edge.shop.lastCommand(CartCommand.class);
    var otherPayload =
        edge.as(Role.GUEST, "POST", ITEMS, ITEM.replace('2', '3'), "Idempotency-Key", "k1");
    edge.send(Role.GUEST, "cus_other", "POST", ITEMS, ITEM, "Idempotency-Key", "k1");
    CartCommand otherCaller = edge.shop.lastCommand(CartCommand.class);
    edge.as(Role.GUEST, "PATCH", ITEMS + "/lin_1", "{\"quantity\":2}", "Idempotency-Key", "k1");
    CartCommand otherOperation = edge.shop.lastCommand(CartCommand.class);
    assertThat(otherPayload.code()).isEqualTo("idempotency_key_reused");
    assertThat(otherCaller.getCommandId()).isNotEqualTo(first.getCommandId());
    assertThat(otherOperation.getCommandId()).isNotEqualTo(first.getCommandId());
  }

  @Test
  void aReplayedReplySaysSoAndAReusedKeyIsRefused() {
    edge.shop.script =
        command ->
            Optional.of(
                Samples.accepted(command.commandId())
                    .setReplayed(true)
                    .setCart(Samples.cart(EdgeUnderTest.CART, GUEST))
                    .build());
    assertThat(edge.as(Role.GUEST, "POST", ITEMS, ITEM).header("Idempotent-Replayed"))
        .isEqualTo("true");
    edge.shop.script =
        command -> Optional.of(Samples.refused(command.commandId(), "idempotency_key_reused"));
    var reused = edge.as(Role.GUEST, "POST", ITEMS, ITEM);
    assertThat(reused.status()).isEqualTo(422);
    assertThat(reused.code()).isEqualTo("idempotency_key_reused");
  }

  @Test
  void aKeyThatWasUsedForAnotherResourceIsRefusedBeforeItReachesAnyWriter() {
    String body = "{\"type\":\"receive\",\"quantity\":1}";
    edge.shop.script =
        command ->
            Optional.of(Samples.accepted(command.commandId()).setStock(Samples.stock()).build());
    String[] key = {"Idempotency-Key", "once"};
    String one = "/v1/inventory/SKU-1/movements";
    assertThat(edge.as(Role.OPS, "POST", one, body, key).status()).isEqualTo(201);
    assertThat(edge.as(Role.OPS, "POST", one, body, key).status()).isEqualTo(201);
    int asked = edge.shop.commands.size();
    var other = edge.as(Role.OPS, "POST", "/v1/inventory/SKU-2/movements", body, key);
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.code()).isEqualTo("idempotency_key_reused");
    assertThat(edge.shop.commands).hasSize(asked);
  }

  @Test
  void aWriteThatOutlivesItsWaitIsAnsweredWith202AndALocation() {
    edge.shop.log = FakeShop.Log.TAKES_BUT_IS_SILENT;
    var late = edge.as(Role.GUEST, "POST", ITEMS, ITEM, "Prefer", "wait=1");
    assertThat(late.status()).isEqualTo(202);
    assertThat(late.header("Location")).isEqualTo("/v1/cart");
    assertThat(edge.as(Role.GUEST, "POST", ITEMS, ITEM, "Prefer", "respond-async").status())
        .isEqualTo(202);
  }

  @Test
  void aLogThatDoesNotTakeTheCommandIs503WithRetryAfter() {
    edge.shop.log = FakeShop.Log.IS_AWAY;
    var away = edge.as(Role.GUEST, "POST", ITEMS, ITEM);
    assertThat(away.status()).isEqualTo(503);
    assertThat(away.header("Retry-After")).isEqualTo("1");
    edge.shop.log = FakeShop.Log.DOES_NOT_CONFIRM;
    assertThat(edge.as(Role.GUEST, "POST", ITEMS, ITEM).code()).isEqualTo("log_unavailable");
    assertThat(edge.as(null, "GET", "/readyz", null).status()).isEqualTo(503);
  }

  @Test
  void aWriteCarriesItsPositionAndAReadTakesIt() {
    String position = edge.as(Role.GUEST, "POST", ITEMS, ITEM).header("Commerce-Position");
    assertThat(position).isNotBlank().doesNotContain(":");
    assertThat(edge.as(Role.GUEST, "GET", "/v1/cart?min_position=" + position, null).status())
        .isEqualTo(200);
    assertThat(edge.as(Role.GUEST, "GET", "/v1/cart?min_position=xyz", null).status())
        .isEqualTo(400);
    edge.shop.statesReady = false;
    assertThat(edge.as(Role.GUEST, "GET", "/v1/cart?min_position=" + position, null).code())
        .isEqualTo("not_caught_up");
    assertThat(edge.as(Role.GUEST, "GET", "/v1/cart", null).code()).isEqualTo("state_not_ready");
  }

  @Test
  void ifMatchBecomesTheExpectedVersionAndAStaleOneIs412() {
    edge.as(Role.GUEST, "POST", ITEMS, ITEM, "If-Match", "\"3\"");
    assertThat(edge.shop.lastCommand(CartCommand.class).getExpectedVersion()).isEqualTo(3L);
    edge.shop.script =
        command -> Optional.of(Samples.refused(command.commandId(), "version_conflict"));
    assertThat(edge.as(Role.GUEST, "POST", ITEMS, ITEM, "If-Match", "\"3\"").status())
        .isEqualTo(412);
    assertThat(edge.as(Role.GUEST, "POST", ITEMS, ITEM).status()).isEqualTo(409);
    String cancel = "/v1/orders/" + ORDER + "/cancellation";
    assertThat(edge.as(Role.GUEST, "POST", cancel, "{}", "If-Match", "\"1\"").status())
        .isEqualTo(412);
    assertThat(edge.as(Role.GUEST, "POST", ITEMS, ITEM, "If-Match", "W/\"x\"").status())
        .isEqualTo(412);
  }

  @Test
  void ifNoneMatchStarOnAProductMeansItMustNotExist() {
    edge.as(
        Role.OPS,
        "PUT",
        "/v1/products/prd_1",
        "{\"title\":\"Kettle\",\"variants\":[{\"sku_id\":\"SKU-1\"}]}",
        "If-None-Match",
        "*");
    assertThat(edge.shop.lastCommand(ProductCommand.class).getPut().getExpectedVersion())
        .isEqualTo(0L);
  }

  @Test
  void aVersionThatTheClientHasIs304() {
    var order = edge.as(Role.GUEST, "GET", "/v1/orders/" + ORDER, null);
    assertThat(
            edge.as(
                    Role.GUEST,
                    "GET",
                    "/v1/orders/" + ORDER,
                    null,
                    "If-None-Match",
                    order.header("ETag"))
                .status())
        .isEqualTo(304);
  }

  @Test
  void aLongPollAnswersAsSoonAsTheOrderChanges()
      throws InterruptedException, ExecutionException, TimeoutException {
    var poll =
        CompletableFuture.supplyAsync(
            () ->
                edge.as(
                    Role.GUEST,
                    "GET",
                    "/v1/orders/" + ORDER + "?wait=15",
                    null,
                    "If-None-Match",
                    "\"4\""));
    long giveUpAt = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (edge.shop.watches.isEmpty() && System.nanoTime() < giveUpAt) {
      Thread.onSpinWait();
    }
    edge.shop.put(StateStore.ORDERS, ORDER, Samples.order(ORDER, GUEST, "confirmed", 5));
    edge.shop.orderChanges();
    var answer = poll.get(10, TimeUnit.SECONDS);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("status").asText()).isEqualTo("confirmed");
    assertThat(edge.shop.watches).isEmpty();
  }

  @Test
  void aLongPollWithoutAChangeEndsWith304() {
    assertThat(
            edge.as(
                    Role.GUEST,
                    "GET",
                    "/v1/orders/" + ORDER + "?wait=1",
                    null,
                    "If-None-Match",
                    "\"4\"")
                .status())
        .isEqualTo(304);
  }

  @Test
  void anothersOrderQuoteAndCartDoNotExist() {
    assertThat(edge.send(Role.GUEST, "cus_x", "GET", "/v1/orders/" + ORDER, null).status())
        .isEqualTo(404);
    assertThat(edge.send(Role.GUEST, "cus_x", "GET", "/v1/checkout/" + ORDER, null).status())
        .isEqualTo(404);
    assertThat(edge.send(Role.GUEST, "cus_x", "GET", "/v1/quotes/quo_1", null).status())
        .isEqualTo(404);
    assertThat(
            edge.send(Role.GUEST, "cus_x", "POST", "/v1/orders/" + ORDER + "/cancellation", "{}")
                .status())
        .isEqualTo(404);
    assertThat(edge.shop.commands).isEmpty();
    assertThat(edge.as(Role.SUPPORT, "GET", "/v1/orders/" + ORDER, null).status()).isEqualTo(200);
  }

  @Test
  void aSellerWritesOnlyUnderItsOwnId() {
    String movements = "/v1/inventory/SKU-1/movements";
    String body = "{\"type\":\"receive\",\"quantity\":1,\"seller_id\":\"%s\"}";
    var other = edge.send(Role.SELLER, "sel_a", "POST", movements, body.formatted("sel_b"));
    assertThat(other.code()).isEqualTo("not_your_seller");
    edge.send(Role.SELLER, "sel_a", "POST", movements, body.formatted("sel_a"));
    assertThat(edge.shop.lastCommand(StockCommand.class).getMove().getSellerId())
        .isEqualTo("sel_a");
    edge.as(Role.OPS, "POST", movements, "{\"type\":\"receive\",\"quantity\":1}");
    assertThat(edge.shop.lastCommand(StockCommand.class).getMove().getSellerId())
        .isEqualTo("sel_platform");
  }

  @Test
  void tokensAreAskedForAndRolesCompared() {
    assertThat(edge.as(null, "GET", "/v1/cart", null).header("WWW-Authenticate"))
        .isEqualTo("Bearer");
    assertThat(edge.as(Role.GUEST, "GET", "/v1/inventory/SKU-1", null).status()).isEqualTo(403);
    assertThat(
            edge.as(null, "GET", "/v1/products/prd_1", null, "Authorization", "Bearer x.y.z")
                .status())
        .isEqualTo(401);
    assertThat(edge.as(null, "GET", "/v1/cart", null, "Authorization", "Basic eDp5").status())
        .isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/v1/nothing,404,route_not_found",
    "DELETE,/v1/cart,405,method_not_allowed",
    "GET,/v1/search?limit=0,400,invalid_request",
    "GET,/v1/search?sort=sideways,400,invalid_request",
    "GET,/v1/search?sort=rating,400,invalid_request",
    "GET,/v1/products/%00,400,",
    "GET,/v1/offers/unknown,404,offer_not_found"
  })
  void whatIsWrongIsAProblem(String method, String path, int status, @Nullable String code) {
    var exchange = edge.raw(method, path, null);
    assertThat(exchange.status()).isEqualTo(status);
    assertThat(exchange.header("Content-Type")).isEqualTo("application/problem+json");
    if (code != null) {
      assertThat(exchange.code()).isEqualTo(code);
    }
  }

  @Test
  void bodiesAreBoundedAndMustBeJson() {
    String token = "Bearer " + edge.tokens.issue(Role.GUEST, GUEST, Duration.ofMinutes(1));
    var large = edge.as(Role.GUEST, "POST", ITEMS, "{\"a\":\"" + "x".repeat(1 << 20) + "\"}");
    assertThat(large.status()).isEqualTo(413);
    var form =
        edge.raw(
            "POST",
            ITEMS,
            "sku_id=1",
            "Authorization",
            token,
            "Content-Type",
            "application/x-www-form-urlencoded");
    assertThat(form.status()).isEqualTo(415);
    assertThat(edge.as(Role.GUEST, "POST", ITEMS, "{\"sku_id\":").code())
        .isEqualTo("malformed_json");
    assertThat(edge.as(Role.GUEST, "POST", ITEMS, "[".repeat(5_000)).code())
        .isEqualTo("malformed_json");
    assertThat(edge.as(Role.GUEST, "POST", ITEMS, "{\"a\":1,\"a\":2}").code())
        .isEqualTo("malformed_json");
  }

  @Test
  void everyWrongMemberIsNamedAtOnce() {
    var wrong =
        edge.as(Role.GUEST, "POST", ITEMS, "{\"sku_id\":\"a/b\",\"quantity\":1.5,\"colour\":1}");
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.body().path("errors").findValuesAsText("pointer"))
        .containsExactlyInAnyOrder("/sku_id", "/quantity", "/colour");
  }

  @Test
  void aRefusalCarriesItsNameAndItsAmounts() {
    edge.shop.script =
        command ->
            Optional.of(
                Samples.refused(
                    command.commandId(),
                    "insufficient_stock",
                    new Problem("SKU-1", "insufficient_stock", "Too few.", 5L, 2L)));
    var refused = edge.as(Role.OPS, "POST", "/v1/inventory/SKU-1/reservations", "{\"quantity\":5}");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.code()).isEqualTo("insufficient_stock");
    assertThat(refused.body().path("requested").asInt()).isEqualTo(5);
    assertThat(refused.body().path("available").asInt()).isEqualTo(2);
    assertThat(refused.body().at("/errors/0/pointer").asText()).isEqualTo("SKU-1");
  }

  @Test
  void aCallersTraceGoesOnAndComesBack() {
    String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    var answer =
        edge.as(
            Role.GUEST, "POST", ITEMS, ITEM, "traceparent", "00-" + trace + "-00f067aa0ba902b7-01");
    assertThat(answer.header("traceparent")).contains(trace).doesNotContain("00f067aa0ba902b7");
    assertThat(edge.shop.commands.getLast().traceparent()).isEqualTo(answer.header("traceparent"));
    assertThat(edge.as(null, "GET", "/v1/cart", null).body().path("trace_id").asText()).hasSize(32);
  }

  @Test
  void aCallerBeyondItsQuotaIsToldWhenToComeBack(@TempDir Path other) {
    try (var strict = new EdgeUnderTest(other, 2)) {
      strict.as(Role.GUEST, "GET", "/v1/cart", null);
      var second = strict.as(Role.GUEST, "GET", "/v1/cart", null);
      assertThat(second.header("RateLimit-Policy")).isEqualTo("\"default\";q=2;w=60");
      assertThat(second.header("RateLimit")).startsWith("\"default\";r=0;");
      var third = strict.as(Role.GUEST, "GET", "/v1/cart", null);
      assertThat(third.status()).isEqualTo(429);
      assertThat(third.header("Retry-After")).isEqualTo("30");
      assertThat(strict.send(Role.GUEST, "cus_other", "GET", "/v1/cart", null).status())
          .isEqualTo(200);
    }
  }

  @Test
  void theCartShowsPricesAndWhatIsWrongWithItsLines() {
    var cart = edge.as(Role.GUEST, "GET", "/v1/cart", null).body();
    assertThat(cart.at("/items/0/unit_price/minor_units").asInt()).isEqualTo(1999);
    assertThat(cart.at("/subtotal/amount").asText()).isEqualTo("39.98");
    assertThat(cart.at("/items/0/problems")).isEmpty();
    edge.shop.states.remove("stock-state/SKU-1");
    edge.shop.states.remove("offer-state/SKU-1");
    var poor = edge.as(Role.GUEST, "GET", "/v1/cart", null).body();
    assertThat(poor.at("/items/0/problems").findValuesAsText("code"))
        .containsExactly("price_unavailable", "insufficient_stock");
    assertThat(poor.path("subtotal").isNull()).isTrue();
  }

  @Test
  void metricsCountRequestsByOperationAndStatus() {
    edge.as(null, "GET", "/v1/products/prd_1", null);
    assertThat(edge.server.metricsPort()).isPositive();
    try (var http = java.net.http.HttpClient.newHttpClient()) {
      var uri = java.net.URI.create("http://127.0.0.1:" + edge.server.metricsPort() + "/metrics");
      String metrics =
          http.sendAsync(
                  java.net.http.HttpRequest.newBuilder(uri).build(),
                  java.net.http.HttpResponse.BodyHandlers.ofString())
              .join()
              .body();
      assertThat(metrics)
          .contains("operation=\"GET /v1/products/{product_id}\"")
          .contains("status=\"200\"");
    }
  }
}
