package dev.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.edge.auth.Role;
import dev.millrace.standalone.ShopApi.Answer;
import dev.millrace.standalone.cli.Millrace;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Buys through HTTP from an instance in a process of its own: nothing is known of its inside. */
class BuyingTest extends SharedShop {

  private void stock(String sku, int units) throws Exception {
    shopping.stock(sku, units);
  }

  private Answer inventory(String sku) throws Exception {
    return ops.get("/v1/inventory/" + sku).expect(200);
  }

  private ShopApi newGuest() throws Exception {
    return shopping.newGuest();
  }

  private static String cartWith(ShopApi shopper, String sku, int quantity) throws Exception {
    return Shopping.cartWith(shopper, sku, quantity);
  }

  private static Answer checkOut(ShopApi shopper, String cartId, String card, String key)
      throws Exception {
    return Shopping.checkOut(shopper, cartId, card, key);
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

    assertThat(shopping.stockOnceSold("KETTLE-1", 3).body().path("reserved").asInt()).isZero();
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
    Answer sold = shopping.stockOnceSold("RARE-1", 0);
    assertThat(sold.body().path("available").asInt()).isZero();
    assertThat(sold.body().path("reserved").asInt()).isZero();
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
    assertThat(shopping.stockOnceSold("KETTLE-3", 0).body().path("reserved").asInt()).isZero();
  }

  @Test
  void anOrderThatIsPaidOnDeliveryIsNotPaidBeforeTheCashIsBooked() throws Exception {
    stock("KETTLE-13", 3);
    ShopApi guest = newGuest();
    Answer placed = checkOut(guest, cartWith(guest, "KETTLE-13", 1), "cod", "key-11").expect(201);
    String orderPath = "/v1/orders/" + placed.text("order_id");
    Answer order = guest.settledOrder(placed.text("order_id"));
    assertThat(order.text("status")).isEqualTo("confirmed");
    assertThat(order.body().at("/payment/status").asText()).isEqualTo("cash_due");
    long total = order.body().at("/totals/total/minor_units").asLong();
    assertThat(order.body().at("/payment/cash_due/minor_units").asLong()).isEqualTo(total);

    guest.post(orderPath + "/cash-received", "{}", "Idempotency-Key", "mine").expect(403);
    for (int i = 0; i < 2; i++) {
      Answer paid =
          ops.post(orderPath + "/cash-received", "{}", "Idempotency-Key", "cash-11").expect(201);
      assertThat(paid.body().at("/payment/status").asText()).isEqualTo("captured");
      assertThat(paid.body().at("/payment/tenders/0/kind").asText()).isEqualTo("cash");
      assertThat(paid.body().at("/payment/tenders/0/taken/minor_units").asLong()).isEqualTo(total);
    }
    Answer again = ops.post(orderPath + "/captures", "{}", "Idempotency-Key", "c-11").expect(409);
    assertThat(again.text("code")).isEqualTo("nothing_to_capture");
  }

  @Test
  void aPayerMayConfirmInAnAppAndLater() throws Exception {
    stock("KETTLE-12", 3);
    ShopApi guest = newGuest();
    Answer placed =
        checkOut(guest, cartWith(guest, "KETTLE-12", 1), "pm_upi_anna", "key-12").expect(201);
    String orderPath = "/v1/orders/" + placed.text("order_id");
    guest.once(orderPath, "/payment/status", "pending");
    guest.post(orderPath + "/payment-confirmation", "{}", "Idempotency-Key", "u-12").expect(200);
    Answer order = guest.settledOrder(placed.text("order_id"));
    assertThat(order.text("status")).isEqualTo("confirmed");
    assertThat(order.body().at("/payment/tenders/0/kind").asText()).isEqualTo("provider");
  }

  @Test
  void whatIsListedIsFound() throws Exception {
    stock("KETTLE-4", 1);
    ShopApi guest = newGuest();
    guest.once("/v1/search?q=enamel+kettle-4", found -> found.toString().contains("KETTLE-4"));
  }

  @Test
  void whatNobodyCanReadIsCountedAndPrintedByTheCommandLine() throws Exception {
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of(
                "bootstrap.servers", backbone.instance().bootstrapServers(), "acks", "all"),
            new StringSerializer(),
            new ByteArraySerializer())) {
      byte[] poison = "no command".getBytes(StandardCharsets.UTF_8);
      producer.send(new ProducerRecord<>("inventory.stock-commands.v1", "KETTLE-6", poison)).get();
    }

    List<String> lines = printed("topics", "inventory.dead-letters.v1");
    long deadlineNanos = System.nanoTime() + 20_000_000_000L;
    while (lines.isEmpty()) {
      assertThat(System.nanoTime()).as("a dead letter in time").isLessThan(deadlineNanos);
      lines = printed("topics", "inventory.dead-letters.v1");
    }

    assertThat(lines)
        .singleElement()
        .satisfies(
            line ->
                assertThat(line)
                    .contains("\"key\":\"KETTLE-6\"", "\"bytes\":10", "\"text\":\"no command\"")
                    .contains("\"dead-letter-topic\":\"inventory.stock-commands.v1\"")
                    .contains(
                        "\"dead-letter-reason\":\"Topic inventory.stock-commands.v1: expected"));
    assertThat(printed("topics", "inventory.stock-commands.v1", "--key", "KETTLE-6"))
        .singleElement()
        .satisfies(line -> assertThat(line).contains("\"text\":\"no command\""));
    assertThat(printed("topics")).anyMatch(line -> line.startsWith("inventory.dead-letters.v1 "));
    assertThat(new ShopApi(backbone.instance().internalUrl(), "").text("/metrics"))
        .contains("millrace_dead_letters_total{context=\"inventory\"} 1.0")
        .contains("millrace_dead_letters_total{context=\"gateways\"} 0.0");
  }

  @Test
  void aStockFeedIsTakenRowByRowAndTheSameFileAgainChangesNothing(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("feedlane-stock.csv");
    Files.writeString(
        file,
        """
        sku,type,quantity
        KETTLE-9,,12
        KETTLE-10,receive,3
        KETTLE-9,adjust,-2
        KETTLE-9,adjust,-100
        KETTLE-10,burn,1
        """);
    Path errors = Path.of("feedlane-stock.csv.errors.csv");
    try {
      assertThat(printed("import", "stock", file.toString(), "--format", "csv"))
          .anyMatch(line -> line.startsWith("5 rows: 3 taken, 2 with problems"));
      assertThat(Files.readAllLines(errors))
          .anyMatch(line -> line.startsWith("4,KETTLE-9,negative_stock"))
          .anyMatch(line -> line.startsWith("5,,\"type must be count"));
      Answer once = inventory("KETTLE-9");
      assertThat(once.body().path("on_hand").asInt()).isEqualTo(10);
      var unused = printed("import", "stock", file.toString(), "--format", "csv");
      assertThat(inventory("KETTLE-9").header("ETag")).isEqualTo(once.header("ETag"));
      assertThat(inventory("KETTLE-10").body().path("on_hand").asInt()).isEqualTo(3);
    } finally {
      Files.deleteIfExists(errors);
    }
  }

  /** What a command prints about this instance, line by line. */
  private List<String> printed(String... command) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of("--data", backbone.data().toString()));
    PrintStream terminal = System.out;
    var printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      assertThat(Millrace.execute(arguments.toArray(String[]::new))).isZero();
    } finally {
      System.setOut(terminal);
    }
    return printed.toString(StandardCharsets.UTF_8).lines().toList();
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
  void ordersAreListedShownAsTheyWereAndFollowedAsTheyHappen() throws Exception {
    stock("KETTLE-15", 5);
    ShopApi guest = newGuest();
    Answer bought =
        checkOut(guest, cartWith(guest, "KETTLE-15", 2), "pm_card_visa", "key-11").expect(201);
    String order = bought.text("order_id");
    String path = "/v1/orders/" + order;

    Answer listed =
        guest.get("/v1/orders?min_position=" + bought.header("Commerce-Position")).expect(200);
    assertThat(listed.body().path("items").findValuesAsText("order_id")).containsExactly(order);
    assertThat(newGuest().get("/v1/orders").expect(200).body().path("items")).isEmpty();
    Answer ofSeller = backbone.as(Role.SELLER, "sel_platform").get("/v1/orders").expect(200);
    assertThat(ofSeller.body().path("items").findValuesAsText("order_id")).contains(order);

    guest.settledOrder(order);
    Answer now = guest.get(path).expect(200);
    Answer then = guest.get(path + "?version=" + now.text("version")).expect(200);
    assertThat(then.body()).isEqualTo(now.body());
    JsonNode events = guest.get(path + "/events").expect(200).body().path("events");
    assertThat(events.findValuesAsText("type")).contains("order_placed", "order_confirmed");
    for (int version = 1; version <= events.size(); version++) {
      JsonNode was = guest.get(path + "?version=" + version).expect(200).body();
      assertThat(was.path("version").asInt()).isEqualTo(version);
      String at = events.get(version - 1).path("at").asText();
      assertThat(was.path("updated_at").asText()).isEqualTo(at);
      assertThat(guest.get(path + "?as_of=" + at).expect(200).text("updated_at")).isEqualTo(at);
    }
    assertThat(guest.streamedIds(path + "/stream", "", 3)).containsExactly("1", "2", "3");
    assertThat(guest.streamedIds(path + "/stream", "2", 2)).containsExactly("3", "4");
    newGuest().get(path + "/events").expect(404);
  }

  @Test
  void anOrderUnderReviewIsListedUntilItIsReleasedAndUnitsOfItAreGivenUp() throws Exception {
    stock("KETTLE-14", 5);
    ShopApi guest = newGuest();
    String cart = cartWith(guest, "KETTLE-14", 3);
    String order =
        Shopping.checkOutWith(guest, cart, Shopping.FROM_ELSEWHERE, "key-12")
            .expect(201)
            .text("order_id");
    String path = "/v1/orders/" + order;
    assertThat(guest.settledOrder(order).body().path("on_hold").asBoolean()).isTrue();
    shopping.stockOnceSold("KETTLE-14", 2);
    JsonNode held = ops.get(path).expect(200).body();
    assertThat(held.at("/holds/0/reason").asText()).isEqualTo("fraud_review");
    assertThat(exceptionsOnce(order, true)).contains("accept_as_is", "cancel");

    String line = held.at("/lines/0/line_id").asText();
    String one = "{\"lines\":[{\"line_id\":\"%s\",\"quantity\":1}]}".formatted(line);
    JsonNode preview = guest.post(path + "/edits?mode=validate", one).expect(200).body();
    long differenceMinor = preview.at("/price_difference/minor_units").asLong();
    assertThat(differenceMinor).isNegative();
    Answer fewer = guest.post(path + "/edits", one).expect(200);
    assertThat(fewer.body().at("/lines/0/cancelled").asInt()).isEqualTo(2);
    assertThat(fewer.body().at("/totals/cancelled/minor_units").asLong())
        .isEqualTo(-differenceMinor);
    shopping.stockOnceSold("KETTLE-14", 4);

    ops.delete(path + "/holds/" + held.at("/holds/0/hold_id").asText()).expect(200);
    assertThat(guest.get(path).expect(200).body().path("on_hold").asBoolean()).isFalse();
    assertThat(exceptionsOnce(order, false)).isEmpty();
  }

  /** What may settle the order as its list says, once it is listed, or is not any more. */
  private List<String> exceptionsOnce(String orderId, boolean listed) throws Exception {
    long deadlineNanos = System.nanoTime() + 20_000_000_000L;
    while (true) {
      List<String> resolutions = new ArrayList<>();
      for (JsonNode item : ops.get("/v1/exceptions?limit=100").expect(200).body().path("items")) {
        if (item.path("order_id").asText().equals(orderId)) {
          item.path("resolutions").forEach(one -> resolutions.add(one.asText()));
        }
      }
      if (resolutions.isEmpty() != listed) {
        return resolutions;
      }
      assertThat(System.nanoTime()).as("listed: %s", listed).isLessThan(deadlineNanos);
    }
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
  void anOrderThatMayWaitIsConfirmedAndItsLineIsFilledWhenUnitsCome() throws Exception {
    stock("KETTLE-11", 1);
    ops.put(
            "/v1/inventory/KETTLE-11/terms",
            "{\"backorder_limit\":2,\"promised_at\":\"2030-01-01T00:00:00Z\"}")
        .expect(200);
    ShopApi guest = newGuest();
    String cart = cartWith(guest, "KETTLE-11", 3);
    Answer refused = checkOut(guest, cart, "pm_card_visa", "key-11a").expect(422);
    assertThat(refused.text("code")).isEqualTo("out_of_stock");

    Answer taken = Shopping.checkOutWith(guest, cart, Shopping.WAITING, "key-11b").expect(201);
    String orderId = taken.text("order_id");
    assertThat(guest.settledOrder(orderId).text("status")).isEqualTo("confirmed");
    Answer waits = guest.once("/v1/orders/" + orderId, "/lines/0/stock_status", "backordered");
    assertThat(waits.body().at("/lines/0/backordered").asInt()).isEqualTo(2);
    assertThat(waits.body().at("/lines/0/promised_at").asText()).isEqualTo("2030-01-01T00:00:00Z");

    ops.post("/v1/inventory/KETTLE-11/movements", "{\"type\":\"receive\",\"quantity\":5}")
        .expect(201);
    Answer filled = guest.once("/v1/orders/" + orderId, "/lines/0/stock_status", "committed");
    assertThat(filled.body().at("/lines/0/backordered").asInt()).isZero();
    assertThat(inventory("KETTLE-11").body().path("on_hand").asInt()).isEqualTo(3);
  }
}
