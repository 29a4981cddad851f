package dev.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.edge.auth.Role;
import dev.millrace.standalone.ShopApi.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Buys through HTTP from an instance in a process of its own: nothing is known of its inside. */
class BuyingTest {

  private static final String ADDRESS =
      """
      "shipping_address":{"name":"Ada","line1":"1 Mill Lane","city":"Portland","region":"OR","postal_code":"97201","country":"US"},
      "shipping_option_id":"standard\"\
      """;

  @TempDir static Path data;
  private static Backbone backbone;
  private static ShopApi ops;

  @BeforeAll
  static void start() throws Exception {
    backbone = Backbone.start(data);
    ops = backbone.as(Role.OPS, "ops");
  }

  @AfterAll
  static void stop() throws Exception {
    backbone.close();
  }

  private static void stock(String sku, int units) throws Exception {
    ops.put(
            "/v1/products/prd_" + sku,
            """
            {"title":"Enamel kettle %s","description":"Whistles.","brand":"Kestrel","category_id":"kitchen",
             "status":"active","attributes":{"color":"red"},"images":[],"variants":[{"sku_id":"%s"}]}\
            """
                .formatted(sku, sku))
        .expect(201);
    ops.put(
            "/v1/offers/" + sku,
            """
            {"price":{"amount":"19.99","currency":"USD"}}\
            """)
        .expect(200);
    ops.post(
            "/v1/inventory/" + sku + "/movements",
            """
            {"type":"receive","quantity":%d,"warehouse_id":"wh_main"}\
            """
                .formatted(units))
        .expect(201);
  }

  private static ShopApi newGuest() throws Exception {
    Answer guest =
        new ShopApi(backbone.instance().edgeUrl(), "").post("/v1/guests", "{}").expect(201);
    return new ShopApi(backbone.instance().edgeUrl(), guest.text("access_token"));
  }

  private static String cartWith(ShopApi shopper, String sku, int quantity) throws Exception {
    return shopper
        .post("/v1/cart/items", "{\"sku_id\":\"%s\",\"quantity\":%d}".formatted(sku, quantity))
        .expect(200)
        .text("cart_id");
  }

  private static Answer checkOut(ShopApi shopper, String cartId, String card, String key)
      throws Exception {
    return shopper.post(
        "/v1/checkout",
        "{\"cart_id\":\"%s\",\"payment_method_id\":\"%s\",%s}".formatted(cartId, card, ADDRESS),
        "Idempotency-Key",
        key);
  }

  private static Answer inventory(String sku) throws Exception {
    return ops.get("/v1/inventory/" + sku).expect(200);
  }

  @Test
  void aGuestBuysOnceHoweverOftenTheKeyIsSent() throws Exception {
    stock("KETTLE-1", 5);
    ShopApi guest = newGuest();
    String cart = cartWith(guest, "KETTLE-1", 2);

    Answer first = checkOut(guest, cart, "pm_card_visa", "key-1").expect(201);
    Answer order = guest.settledOrder(first.text("order_id"));
    assertThat(order.text("status")).isEqualTo("confirmed");
    assertThat(order.body().at("/totals/total/minor_units").asLong()).isPositive();

    Answer second = checkOut(guest, cart, "pm_card_visa", "key-1").expect(201);
    assertThat(second.text("order_id")).isEqualTo(first.text("order_id"));
    assertThat(second.header("Idempotent-Replayed")).isEqualTo("true");

    assertThat(inventory("KETTLE-1").body().path("on_hand").asInt()).isEqualTo(3);
    assertThat(inventory("KETTLE-1").body().path("reserved").asInt()).isZero();
    assertThat(guest.get("/v1/cart").expect(200).body().path("items")).isEmpty();
  }

  @Test
  void anotherPayloadUnderTheSameKeyIsRefused() throws Exception {
    stock("KETTLE-2", 5);
    ShopApi guest = newGuest();
    String cart = cartWith(guest, "KETTLE-2", 1);
    checkOut(guest, cart, "pm_card_visa", "key-2").expect(201);
    Answer other = checkOut(guest, cart, "pm_card_chargeDeclined", "key-2").expect(422);
    assertThat(other.text("code")).isEqualTo("idempotency_key_reused");
  }

  /** C1: fifty buyers at once for ten units. */
  @Test
  void C1_fiftyBuyersForTenUnitsGetTenOrders() throws Exception {
    stock("RARE-1", 10);
    List<Callable<String>> buyers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      String key = "rare-" + i;
      buyers.add(
          () -> {
            ShopApi guest = newGuest();
            Answer answer = checkOut(guest, cartWith(guest, "RARE-1", 1), "pm_card_visa", key);
            return answer.status() == 201
                ? guest.settledOrder(answer.text("order_id")).text("status")
                : answer.status() + " " + answer.text("code");
          });
    }
    Map<String, Integer> outcomes = new HashMap<>();
    try (var threads = Executors.newFixedThreadPool(50)) {
      for (Future<String> outcome : threads.invokeAll(buyers)) {
        outcomes.merge(outcome.get(), 1, Integer::sum);
      }
    }
    assertThat(outcomes).isEqualTo(Map.of("confirmed", 10, "422 out_of_stock", 40));
    assertThat(inventory("RARE-1").body().path("on_hand").asInt()).isZero();
    assertThat(inventory("RARE-1").body().path("available").asInt()).isZero();
    assertThat(inventory("RARE-1").body().path("reserved").asInt()).isZero();
  }

  @Test
  void aDeclinedCardGivesTheStockBackAndAnotherCardBuys() throws Exception {
    stock("KETTLE-3", 3);
    ShopApi guest = newGuest();
    String cart = cartWith(guest, "KETTLE-3", 3);

    Answer declined = checkOut(guest, cart, "pm_card_chargeDeclined", "key-3a").expect(201);
    Answer rejected = guest.settledOrder(declined.text("order_id"));
    assertThat(rejected.text("status")).isEqualTo("rejected");
    assertThat(rejected.text("reason")).isEqualTo("payment_declined");

    // The same cart meets the same order, which begins its second attempt.
    Answer accepted = checkOut(guest, cart, "pm_card_visa", "key-3b").expect(201);
    assertThat(accepted.text("order_id")).isEqualTo(declined.text("order_id"));
    assertThat(guest.settledOrder(accepted.text("order_id")).text("status")).isEqualTo("confirmed");
    assertThat(inventory("KETTLE-3").body().path("on_hand").asInt()).isZero();
  }

  @Test
  void whatIsListedIsFound() throws Exception {
    stock("KETTLE-4", 1);
    ShopApi guest = newGuest();
    long deadlineNanos = System.nanoTime() + 20_000_000_000L;
    Answer found = guest.get("/v1/search?q=enamel+kettle-4").expect(200);
    while (!found.body().toString().contains("KETTLE-4")) {
      assertThat(System.nanoTime()).as("found in time: %s", found.body()).isLessThan(deadlineNanos);
      found = guest.get("/v1/search?q=enamel+kettle-4").expect(200);
    }
  }

  @Test
  void theStockIsKnownAsItWasAndWhatHappenedSince() throws Exception {
    stock("KETTLE-8", 5);
    Answer before = inventory("KETTLE-8");
    ShopApi guest = newGuest();
    Answer bought =
        checkOut(guest, cartWith(guest, "KETTLE-8", 2), "pm_card_visa", "key-8").expect(201);
    guest.settledOrder(bought.text("order_id"));
    Answer moved =
        ops.post("/v1/inventory/KETTLE-8/movements", "{\"type\":\"receive\",\"quantity\":4}")
            .expect(201);

    Answer was = ops.get("/v1/inventory/KETTLE-8?as_of=" + before.text("updated_at")).expect(200);
    assertThat(was.body().path("on_hand").asInt()).isEqualTo(5);
    assertThat(was.header("ETag")).isEqualTo(before.header("ETag"));
    Answer events =
        ops.get("/v1/inventory/KETTLE-8/events?min_position=" + moved.header("Commerce-Position"))
            .expect(200);
    List<String> types = new ArrayList<>();
    events.body().path("events").forEach(event -> types.add(event.path("type").asText()));
    assertThat(types).containsSubsequence("stock_moved", "stock_reserved", "stock_moved");
    assertThat(events.body().at("/events/0/levels_after/0/on_hand").asInt()).isEqualTo(5);
  }

  @Test
  void anyAvroClientReadsTheEventsThroughTheRegistry() throws Exception {
    stock("KETTLE-5", 7);
    List<String> types =
        new PlainAvroConsumer(backbone.instance())
            .typesOf("inventory.stock-events.v1", "KETTLE-5", 2);
    assertThat(types).containsExactly("stockMoved", "backInStock");
  }

  @Test
  void unitsOnTheirWayAreForNobodyAndWhoWaitsForThemIsTold() throws Exception {
    stock("KETTLE-6", 2);
    String movements = "/v1/inventory/KETTLE-6/movements";
    Answer sent =
        ops.post(
                movements,
                """
                {"type":"transfer_out","quantity":2,"transfer_id":"trf_1","to_warehouse_id":"wh_east"}\
                """)
            .expect(201);
    assertThat(sent.body().path("available").asInt()).isZero();
    assertThat(sent.body().path("in_transit").asInt()).isEqualTo(2);
    newGuest()
        .post("/v1/products/prd_KETTLE-6/back-in-stock", "{\"sku_id\":\"KETTLE-6\"}")
        .expect(201);
    Answer arrived =
        ops.post(
                movements,
                """
                {"type":"transfer_in","quantity":2,"transfer_id":"trf_1","warehouse_id":"wh_east"}\
                """)
            .expect(201);
    assertThat(arrived.body().path("available").asInt()).isEqualTo(2);
    assertThat(arrived.body().path("in_transit").asInt()).isZero();
    assertThat(
            new PlainAvroConsumer(backbone.instance())
                .typesOf("inventory.stock-events.v1", "KETTLE-6", 8))
        .containsExactly(
            "stockMoved",
            "backInStock",
            "stockMoved",
            "soldOut",
            "stockWatched",
            "stockMoved",
            "backInStock",
            "stockWatchEnded");
  }
}
