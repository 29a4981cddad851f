package dev.millrace.edge;

import static dev.millrace.edge.EdgeUnderTest.GUEST;
import static dev.millrace.edge.EdgeUnderTest.ORDER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.avro.orders.Order;
import dev.millrace.avro.orders.OrderLine;
import dev.millrace.avro.orders.views.OrderAsOf;
import dev.millrace.avro.orders.views.OrderSummary;
import dev.millrace.edge.EdgeUnderTest.Exchange;
import dev.millrace.edge.auth.Role;
import dev.millrace.edge.state.StateStore;
import dev.millrace.schemas.id.OrderListKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OrderViewsRoutesTest extends EdgeSetUp {

  private static final String PATH = "/v1/orders/" + ORDER;
  private static final String SELLER = "sel_or_staff";

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void thePagesOfAllPartitionsMakeOneListWhateverIsOrderedMeanwhile(long seed) {
    var random = new Random(seed);
    List<OrderSummary> expected = new ArrayList<>();
    for (int i = 0; i < 57; i++) {
      expected.add(list(GUEST, "ord_" + i, Samples.NOW.plusMillis(random.nextInt(20)), random));
      list("cus_guest2", "ord_other_" + i, Samples.NOW, random);
    }
    expected.sort(
        Comparator.comparing(OrderSummary::getPlacedAt)
            .reversed()
            .thenComparing(OrderSummary::getOrderId));

    List<String> ids = new ArrayList<>();
    String next = "";
    do {
      int limit = 1 + random.nextInt(12);
      JsonNode page = edge.as(Role.GUEST, "GET", "/v1/orders?limit=" + limit + next, null).body();
      page.path("items").forEach(item -> ids.add(item.path("order_id").asText()));
      list(GUEST, "ord_later_" + ids.size(), Samples.NOW.plusSeconds(ids.size()), random);
      next = page.path("next").isNull() ? "" : "&cursor=" + page.path("next").asText();
    } while (!next.isEmpty());

    assertThat(ids)
        .as("seed %d", seed)
        .containsExactlyElementsOf(expected.stream().map(OrderSummary::getOrderId).toList());
  }

  @Test
  void aListTellsWhatAnOrderIs() {
    list(GUEST, "ord_1", Samples.NOW, new Random(1));
    JsonNode item = edge.as(Role.GUEST, "GET", "/v1/orders", null).body().at("/items/0");
    assertThat(item.path("status").asText()).isEqualTo("confirmed");
    assertThat(item.at("/total/amount").asText()).isEqualTo("48.18");
    assertThat(item.path("customer_id").asText()).isEqualTo(GUEST);
    assertThat(item.path("line_count").asInt()).isEqualTo(1);
  }

  @Test
  void everybodyListsItsOwnAndStaffNameWhose() {
    edge.shop.list(
        StateStore.ORDERS_BY_SELLER,
        1,
        OrderListKey.of(SELLER, Samples.NOW, "ord_1"),
        OrderSamples.summary("ord_1", GUEST, Samples.NOW));
    list(GUEST, "ord_2", Samples.NOW, new Random(1));

    JsonNode ofSeller = edge.as(Role.SELLER, "GET", "/v1/orders", null).body().path("items");
    assertThat(ofSeller.findValuesAsText("order_id")).containsExactly("ord_1");
    assertThat(ofSeller.get(0).has("customer_id")).isFalse();
    assertThat(ids(Role.SELLER, "?seller_id=" + SELLER)).containsExactly("ord_1");
    assertThat(ids(Role.SUPPORT, "?seller_id=" + SELLER)).containsExactly("ord_1");
    assertThat(ids(Role.SUPPORT, "?customer_id=" + GUEST)).containsExactly("ord_2");
    assertThat(ids(Role.GUEST, "?customer_id=" + GUEST)).containsExactly("ord_2");
    for (String query : List.of("?customer_id=cus_x", "?seller_id=" + SELLER)) {
      assertThat(edge.as(Role.GUEST, "GET", "/v1/orders" + query, null).code())
          .isEqualTo("not_your_orders");
    }
    for (String query : List.of("?customer_id=" + GUEST, "?seller_id=sel_other")) {
      assertThat(edge.as(Role.SELLER, "GET", "/v1/orders" + query, null).code())
          .isEqualTo("not_your_orders");
    }
    for (String query : List.of("", "?customer_id=" + GUEST + "&seller_id=" + SELLER)) {
      assertThat(edge.as(Role.SUPPORT, "GET", "/v1/orders" + query, null).status()).isEqualTo(400);
    }
    assertThat(edge.as(null, "GET", "/v1/orders", null).status()).isEqualTo(401);
  }

  @Test
  void aPositionIsWaitedForFirstInTheOrdersAndThenInTheViews() {
    edge.as(
        Role.GUEST,
        "GET",
        "/v1/orders?min_position=" + token("orders.order-commands.v1:2:5"),
        null);

    assertThat(edge.shop.positions).hasSize(2);
    assertThat(edge.shop.positions.get(0)).matches("order-state \\S+ orders.order-commands.v1:2:5");
    assertThat(edge.shop.positions.get(1))
        .matches("order-positions \\S+ orders.order-events.v1:2:8");
    edge.shop.behind.add("order-positions");
    assertThat(positioned(2).code()).isEqualTo("not_caught_up");
    edge.shop.behind.clear();
    edge.shop.logEnd = OptionalLong.empty();
    assertThat(positioned(2).code()).isEqualTo("not_caught_up");
    assertThat(positioned(3).status()).as("there is no partition 3").isEqualTo(400);
  }

  @Test
  void aListWithoutOneOfItsPartitionsIsNotGiven() {
    edge.shop.behind.add(StateStore.ORDERS_BY_CUSTOMER.name());
    Exchange answer = edge.as(Role.GUEST, "GET", "/v1/orders", null);
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.code()).isEqualTo("state_not_ready");
  }

  @Test
  void anOrderIsShownAsItWas() {
    Exchange was = edge.as(Role.GUEST, "GET", PATH + "?version=2", null);
    assertThat(was.header("ETag")).isEqualTo("\"2\"");
    assertThat(was.body().path("status").asText()).isEqualTo("pending_stock");
    assertThat(edge.shop.lastQuestion).isEqualTo(Map.of("version", "2", "through", "2"));

    JsonNode then =
        edge.as(Role.GUEST, "GET", PATH + "?as_of=2026-11-20T09:00:00.001Z", null).body();
    assertThat(then.path("as_of").asText()).isEqualTo("2026-11-20T09:00:00.001Z");
    assertThat(edge.shop.lastQuestion).isEqualTo(Map.of("as_of", "1795165200001", "through", "4"));
  }

  @Test
  void whatNeverWasIsNotFound() {
    assertThat(edge.as(Role.GUEST, "GET", PATH + "?version=5", null).code())
        .isEqualTo("version_not_found");
    edge.shop.put(StateStore.ORDER_AS_OF, ORDER, new OrderAsOf(4L, false, null));
    assertThat(edge.as(Role.GUEST, "GET", PATH + "?as_of=2026-11-20T09:00:00Z", null).code())
        .isEqualTo("order_not_found");
    edge.shop.put(StateStore.ORDER_AS_OF, ORDER, new OrderAsOf(4L, true, null));
    assertThat(edge.as(Role.GUEST, "GET", PATH + "?as_of=2026-11-20T09:00:00Z", null).code())
        .isEqualTo("events_not_kept");
    edge.shop.missing.add("order-views");
    for (String path :
        List.of("/v1/orders", PATH + "?version=1", PATH + "/events", PATH + "/stream")) {
      Exchange answer = edge.as(Role.GUEST, "GET", path, null);
      assertThat(answer.status()).as(path).isEqualTo(404);
      assertThat(answer.code()).as(path).isEqualTo("order_views_not_kept");
    }
    assertThat(edge.as(Role.GUEST, "GET", PATH, null).status()).isEqualTo(200);
  }

  @Test
  void anothersOrderIsNotThere() {
    for (String path : List.of("?version=2", "?as_of=2026-11-20T09:00:00Z", "/events", "/stream")) {
      Exchange answer = edge.send(Role.GUEST, "cus_x", "GET", PATH + path, null);
      assertThat(answer.status()).as(path).isEqualTo(404);
      assertThat(answer.code()).as(path).isEqualTo("order_not_found");
    }
  }

  @Test
  void aSellerSeesItsLinesAndNothingOfTheCustomer() {
    assertThat(edge.as(Role.SELLER, "GET", PATH, null).status())
        .as("no line of the seller")
        .isEqualTo(404);
    Order order = Samples.order(ORDER, GUEST, "confirmed", 4);
    OrderLine own = OrderLine.newBuilder(order.getLines().getFirst()).setSellerId(SELLER).build();
    edge.shop.put(
        StateStore.ORDERS,
        ORDER,
        Order.newBuilder(order).setLines(List.of(order.getLines().getFirst(), own)).build());

    JsonNode seen = edge.as(Role.SELLER, "GET", PATH, null).body();

    assertThat(seen.path("lines")).hasSize(1);
    assertThat(seen.at("/total/minor_units").asLong()).isEqualTo(4_318);
    assertThat(seen.toString()).doesNotContain(GUEST, "Main St", "payment", "sel_platform");
    assertThat(edge.as(Role.SELLER, "GET", PATH + "?version=2", null).status())
        .as("it had no line in that version")
        .isEqualTo(404);
    assertThat(edge.as(Role.SELLER, "GET", PATH + "/events", null).status()).isEqualTo(403);
  }

  @Test
  void eventsComeInPagesAndTellCustomersWhatConcernsThem() {
    JsonNode first = edge.as(Role.GUEST, "GET", PATH + "/events?limit=3", null).body();
    assertThat(first.path("events")).hasSize(3);
    assertThat(first.path("next_after_sequence").asInt()).isEqualTo(3);
    assertThat(first.path("version").asInt()).isEqualTo(4);
    assertThat(first.at("/events/0/type").asText()).isEqualTo("order_placed");
    assertThat(first.at("/events/0/data/quote/lines/0/sku").asText()).isEqualTo(Samples.SKU);
    assertThat(first.toString())
        .doesNotContain("pm_card_visa", "signature", "digest", "wh_main", "payments-7", "cmd_");
    JsonNode rest = edge.as(Role.GUEST, "GET", PATH + "/events?after_sequence=3", null).body();
    assertThat(rest.path("next_after_sequence").isNull()).isTrue();
    assertThat(rest.at("/events/0/data").toString()).isEqualTo("{\"reason\":\"money_in_doubt\"}");
    assertThat(edge.shop.lastQuestion).containsEntry("through", "4");

    String staff = edge.as(Role.SUPPORT, "GET", PATH + "/events", null).body().toString();
    assertThat(staff)
        .contains("ask Größe & Co.", "payments-7", "wh_main", "cmd_1")
        .doesNotContain("pm_card_visa", "signature");
  }

  @Test
  void badParametersAreRefused() {
    for (String query :
        List.of(
            "/v1/orders?limit=0",
            "/v1/orders?limit=101",
            "/v1/orders?cursor=nonsense",
            "/v1/orders?cursor=" + token("ord_1"),
            "/v1/orders?customer_id=a%2Fb",
            PATH + "?version=0",
            PATH + "?version=1&as_of=2026-11-20T09:00:00Z",
            PATH + "?version=1&wait=3",
            PATH + "?as_of=2026-11-20T10:00:01Z",
            PATH + "/events?limit=201",
            PATH + "/events?after_sequence=-1")) {
      Exchange refused = edge.as(Role.GUEST, "GET", query, null);
      assertThat(refused.status()).as(query).isEqualTo(400);
      assertThat(refused.code()).as(query).isEqualTo("invalid_request");
    }
  }

  private Exchange positioned(int partition) {
    String position = token("orders.order-commands.v1:" + partition + ":5");
    return edge.as(Role.GUEST, "GET", "/v1/orders?min_position=" + position, null);
  }

  private List<String> ids(Role role, String query) {
    return edge.as(role, "GET", "/v1/orders" + query, null)
        .body()
        .path("items")
        .findValuesAsText("order_id");
  }

  private OrderSummary list(String customerId, String orderId, Instant placedAt, Random random) {
    OrderSummary summary = OrderSamples.summary(orderId, customerId, placedAt);
    edge.shop.list(
        StateStore.ORDERS_BY_CUSTOMER,
        random.nextInt(FakeShop.PARTITIONS),
        OrderListKey.of(customerId, placedAt, orderId),
        summary);
    return summary;
  }

  private static String token(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
