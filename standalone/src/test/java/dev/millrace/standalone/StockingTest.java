package dev.millrace.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.standalone.ShopApi.Answer;
import org.junit.jupiter.api.Test;

/** What those who keep stock do with it through HTTP, at an instance in a process of its own. */
class StockingTest extends SharedShop {

  @Test
  void aHotSkuIsSplitAndMergedWhileItIsSoldAndNotOneUnitTooManyOrTooFewIsHeld() throws Exception {
    int units = 160;
    shopping.stock("HOT-1", units);
    String buckets = "/v1/inventory/HOT-1/buckets";
    var traffic = new HotSkuTraffic(ops, "HOT-1", units + 40);

    traffic.runWhile(
        () -> {
          traffic.awaitAnswers(20);
          ops.put(buckets, "{\"buckets\":4}").expect(200);
          traffic.awaitAnswers(units / 2);
          return ops.delete(buckets).expect(200);
        });

    assertThat(traffic.held()).isEqualTo(units);
    Answer left = shopping.stockOnceSold("HOT-1", units - traffic.sold());
    assertThat(left.body().path("reserved").asInt()).isEqualTo(units - traffic.sold());
    assertThat(left.body().path("available").asInt()).isZero();
    assertThat(left.body().path("buckets").asInt()).isEqualTo(1);
    long inBuckets = 0;
    for (int bucket = 1; bucket < 4; bucket++) {
      inBuckets +=
          ops.get("/v1/inventory/HOT-1/events?type=stock_reserved&bucket=" + bucket)
              .expect(200)
              .body()
              .path("events")
              .size();
    }
    assertThat(inBuckets).as("the edge learned of the buckets and chose them").isPositive();
  }

  @Test
  void theLastUnitOfASplitSkuSells() throws Exception {
    shopping.stock("HOT-3", 40);
    ops.put("/v1/inventory/HOT-3/buckets", "{\"buckets\":4}").expect(200);
    var traffic = new HotSkuTraffic(ops, "HOT-3", 50);

    traffic.runWhile(() -> null);

    assertThat(traffic.held()).isEqualTo(40);
    Answer left = shopping.stockOnceSold("HOT-3", 40 - traffic.sold());
    assertThat(left.body().path("available").asInt()).isZero();
    assertThat(left.body().path("buckets").asInt()).isEqualTo(4);
  }

  @Test
  void unitsOnTheirWayAreForNobodyAndWhoWaitsForThemIsTold() throws Exception {
    shopping.stock("KETTLE-16", 2);
    String movements = "/v1/inventory/KETTLE-16/movements";
    Answer sent =
        ops.post(
                movements,
                """
                {"type":"transfer_out","quantity":2,"transfer_id":"trf_1","to_warehouse_id":"wh_east"}\
                """)
            .expect(201);
    assertThat(sent.body().path("available").asInt()).isZero();
    assertThat(sent.body().path("in_transit").asInt()).isEqualTo(2);
    shopping
        .newGuest()
        .post("/v1/products/prd_KETTLE-16/back-in-stock", "{\"sku_id\":\"KETTLE-16\"}")
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
                .typesOf("inventory.stock-events.v1", "KETTLE-16", 8))
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

  @Test
  void termsBindWhoReservesAndPromisesAreKeptWhenUnitsCome() throws Exception {
    shopping.stock("KETTLE-7", 1);
    ops.put(
            "/v1/inventory/KETTLE-7/terms",
            """
            {"per_order_limit":3,"backorder_limit":2,"promised_at":"2030-01-01T00:00:00Z"}\
            """)
        .expect(200);
    String holds = "/v1/inventory/KETTLE-7/reservations";
    Answer tooMany = ops.post(holds, "{\"quantity\":4,\"backorder_allowed\":true}").expect(422);
    assertThat(tooMany.text("code")).isEqualTo("over_order_limit");
    Answer held =
        ops.post(
                holds,
                """
                {"reservation_id":"rsv_7","quantity":3,"backorder_allowed":true}\
                """)
            .expect(201);
    assertThat(held.body().path("backordered").asInt()).isEqualTo(2);
    assertThat(held.text("promised_at")).isEqualTo("2030-01-01T00:00:00Z");
    Answer sold = ops.post(holds + "/rsv_7/commit", "{}").expect(200);
    assertThat(sold.body().path("backordered").asInt()).isEqualTo(2);
    ops.post("/v1/inventory/KETTLE-7/movements", "{\"type\":\"receive\",\"quantity\":5}")
        .expect(201);
    Answer left = ops.get("/v1/inventory/KETTLE-7").expect(200);
    assertThat(left.body().path("on_hand").asInt()).isEqualTo(3);
    assertThat(left.body().at("/sellers/0/owed").asInt()).isZero();
  }
}
