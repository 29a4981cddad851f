package dev.millrace.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.avro.inventory.KeptHistory;
import dev.millrace.avro.inventory.SplitPhase;
import dev.millrace.avro.inventory.SplitState;
import dev.millrace.avro.inventory.Stock;
import dev.millrace.avro.inventory.StockAsOf;
import dev.millrace.avro.inventory.StockEventPage;
import dev.millrace.avro.inventory.StockLevel;
import dev.millrace.edge.EdgeUnderTest.Exchange;
import dev.millrace.edge.auth.Role;
import dev.millrace.edge.state.StateStore;
import dev.millrace.schemas.id.BucketKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StockHistoryTest extends EdgeSetUp {

  private static final String STOCK = "/v1/inventory/SKU-1";
  private static final String AN_HOUR_AGO = STOCK + "?as_of=2026-11-20T09:00:00.001Z";
  private static final String POSITION = "aW52ZW50b3J5LnN0b2NrLWNvbW1hbmRzLnYxOjA6NQ";

  @Test
  void theStockAsItWasIsAskedThroughWhatTheStockHasSeenNow() {
    Exchange was = get(Role.OPS, AN_HOUR_AGO);

    assertThat(was.status()).isEqualTo(200);
    assertThat(was.body().path("as_of").asText()).isEqualTo("2026-11-20T09:00:00.001Z");
    assertThat(was.body().path("on_hand").asInt()).isEqualTo(100);
    assertThat(was.header("ETag")).isEqualTo("\"7\"");
    assertThat(edge.shop.lastQuestion).isEqualTo(Map.of("as_of", "1795165200001", "through", "7"));
  }

  @Test
  void aSellerSeesOnlyItsOwnPast() {
    assertThat(get(Role.SELLER, AN_HOUR_AGO).body().path("warehouses")).isEmpty();

    JsonNode events = get(Role.SELLER, STOCK + "/events").body().path("events");

    assertThat(edge.shop.lastQuestion).containsEntry("seller", "sel_or_staff");
    assertThat(events.at("/0/levels_after")).isEmpty();
    assertThat(events.at("/1/levels_after/0/on_hand").asInt()).isEqualTo(10);
    assertThat(events.at("/1/actor").toString()).isEqualTo("{\"role\":\"system\"}");
    assertThat(events.at("/1/data").has("customer_id")).isFalse();
    assertThat(
            get(Role.SUPPORT, STOCK + "/events").body().at("/events/1/data/customer_id").asText())
        .isEqualTo("cus_1");
  }

  @Test
  void shoppersAndGuestsSeeNone() {
    for (Role role : List.of(Role.GUEST, Role.SHOPPER)) {
      assertThat(get(role, AN_HOUR_AGO).status()).isEqualTo(403);
      assertThat(get(role, STOCK + "/events").status()).isEqualTo(403);
    }
  }

  @Test
  void eventsSpeakTheLanguageOfTheApi() {
    JsonNode body = get(Role.OPS, STOCK + "/events?type=stock_reserved&after_sequence=5").body();

    assertThat(edge.shop.lastQuestion)
        .isEqualTo(
            Map.of("type", "stockReserved", "after_sequence", "5", "limit", "50", "through", "1"));
    assertThat(body.path("next_after_sequence").asInt()).isEqualTo(7);
    assertThat(body.at("/kept/first_sequence").asInt()).isEqualTo(3);
    JsonNode event = body.at("/events/0");
    assertThat(event.path("type").asText()).isEqualTo("stock_reserved");
    assertThat(event.at("/data/reservation_id").asText()).isEqualTo("rsv_6");
    assertThat(event.at("/data/allocations/0/warehouse_id").asText()).isEqualTo("wh_main");
    assertThat(event.at("/data/expires_at").asText()).isEqualTo("2026-11-20T10:00:00Z");
  }

  @Test
  void aPositionIsWaitedFor() {
    get(Role.OPS, STOCK + "/events?min_position=" + POSITION);

    assertThat(edge.shop.lastQuestion).containsEntry("through", "7");
    edge.shop.behind.add(StateStore.STOCK_EVENTS.name());
    Exchange behind = get(Role.OPS, STOCK + "/events?min_position=" + POSITION);
    assertThat(behind.status()).isEqualTo(503);
    assertThat(behind.code()).isEqualTo("not_caught_up");
  }

  @Test
  void whatIsNotKeptIsGone() {
    edge.shop.put(
        StateStore.STOCK_AS_OF, Samples.SKU, new StockAsOf(HistorySamples.KEPT, true, null));
    edge.shop.put(
        StateStore.STOCK_EVENTS,
        Samples.SKU,
        new StockEventPage(HistorySamples.KEPT, true, List.of(), null));

    for (String path : List.of(AN_HOUR_AGO, STOCK + "/events?after_sequence=0")) {
      Exchange gone = get(Role.OPS, path);
      assertThat(gone.status()).isEqualTo(410);
      assertThat(gone.code()).isEqualTo("history_pruned");
      assertThat(gone.body().at("/kept/known_from").asText()).isEqualTo("2026-11-20T07:30:00Z");
    }
  }

  @Test
  void whatNeverWasIsNotFound() {
    edge.shop.put(
        StateStore.STOCK_AS_OF, Samples.SKU, new StockAsOf(HistorySamples.KEPT, false, null));

    assertThat(get(Role.OPS, AN_HOUR_AGO).code()).isEqualTo("stock_not_found");
    assertThat(get(Role.OPS, "/v1/inventory/SKU-9/events").code()).isEqualTo("stock_not_found");
    edge.shop.missing.add("inventory-history");
    assertThat(get(Role.OPS, AN_HOUR_AGO).code()).isEqualTo("history_not_kept");
    assertThat(get(Role.OPS, STOCK + "/events").status()).isEqualTo(404);
    assertThat(get(Role.OPS, STOCK).status()).isEqualTo(200);
  }

  @Test
  void thePastOfASplitSkuIsThatOfAllItsBuckets() {
    split(3);
    bucketHas(2, HistorySamples.KEPT, 30);

    JsonNode was = get(Role.OPS, AN_HOUR_AGO).body();

    assertThat(was.path("on_hand").asInt()).isEqualTo(130);
    assertThat(edge.shop.lastQuestion).as("what bucket 2 has seen").containsEntry("through", "12");
  }

  @Test
  void aBucketThatThereWasNotYetHadNothing() {
    split(3);
    bucketHas(2, HistorySamples.KEPT, 30);
    edge.shop.put(
        StateStore.STOCK_AS_OF, "SKU-1#2", new StockAsOf(HistorySamples.KEPT, false, null));

    assertThat(get(Role.OPS, AN_HOUR_AGO).body().path("on_hand").asInt()).isEqualTo(100);
  }

  @Test
  void aSumWithoutOneOfItsBucketsIsNotGiven() {
    split(3);
    bucketHas(2, HistorySamples.KEPT, 30);
    edge.shop.put(
        StateStore.STOCK_AS_OF, "SKU-1#2", new StockAsOf(HistorySamples.KEPT, true, null));

    assertThat(get(Role.OPS, AN_HOUR_AGO).code()).isEqualTo("history_pruned");
  }

  @Test
  void eventsAreListedBucketByBucket() {
    split(3);
    bucketHas(2, HistorySamples.KEPT, 30);
    edge.shop.put(
        StateStore.STOCK_EVENTS,
        "SKU-1#2",
        new StockEventPage(HistorySamples.KEPT, false, List.of(), 5L));

    JsonNode home = get(Role.OPS, STOCK + "/events").body();
    assertThat(home.path("bucket").asInt()).isZero();
    assertThat(home.path("buckets_ever").asInt()).isEqualTo(3);
    assertThat(home.path("events")).hasSize(2);
    JsonNode bucket = get(Role.OPS, STOCK + "/events?bucket=2&min_position=" + POSITION).body();
    assertThat(bucket.path("sku_id").asText()).isEqualTo("SKU-1");
    assertThat(bucket.path("bucket").asInt()).isEqualTo(2);
    assertThat(bucket.path("buckets_ever").asInt()).isEqualTo(3);
    assertThat(bucket.path("events")).isEmpty();
    assertThat(bucket.path("next_after_sequence").asInt()).isEqualTo(5);
    assertThat(edge.shop.lastQuestion).containsEntry("through", "12");
    assertThat(get(Role.OPS, STOCK + "/events?bucket=1").code()).isEqualTo("stock_not_found");
  }

  private void split(int buckets) {
    Stock home = Stock.newBuilder(Samples.stock()).setSplit(openIn(buckets)).build();
    edge.shop.put(StateStore.STOCK, Samples.SKU, home);
    edge.shop.put(
        StateStore.STOCK_AS_OF, Samples.SKU, new StockAsOf(HistorySamples.KEPT, false, home));
  }

  private void bucketHas(int bucket, KeptHistory kept, int onHand) {
    StockLevel level =
        StockLevel.newBuilder(Samples.stock().getLevels().getFirst()).setOnHand(onHand).build();
    String key = BucketKey.of(Samples.SKU, bucket);
    Stock stock =
        Stock.newBuilder(Samples.stock())
            .setSku(key)
            .setSequence(12)
            .setLevels(List.of(level))
            .setSplit(openIn(2))
            .build();
    edge.shop.put(StateStore.STOCK, key, stock);
    edge.shop.put(StateStore.STOCK_AS_OF, key, new StockAsOf(kept, false, stock));
  }

  private static SplitState openIn(int buckets) {
    return new SplitState(buckets, buckets, 1L, SplitPhase.OPEN, 0, false, 0L, List.of(), null);
  }

  @Test
  void badParametersAreRefused() {
    for (String query :
        List.of(
            "?as_of=yesterday",
            "?as_of=2026-11-20T10:00:01Z",
            "?as_of=1960-01-01T00:00:00Z",
            "/events?limit=0",
            "/events?limit=201",
            "/events?after_sequence=-1",
            "/events?bucket=-1",
            "/events?bucket=64",
            "/events?type=stockReserved",
            "/events?type=sku")) {
      Exchange refused = get(Role.OPS, STOCK + query);
      assertThat(refused.status()).as(query).isEqualTo(400);
      assertThat(refused.code()).as(query).isEqualTo("invalid_request");
    }
  }

  private Exchange get(Role role, String path) {
    return edge.as(role, "GET", path, null);
  }
}
