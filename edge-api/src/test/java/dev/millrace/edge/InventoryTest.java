package dev.millrace.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.inventory.AllocationRule;
import dev.millrace.avro.inventory.SalesTerms;
import dev.millrace.avro.inventory.SplitPhase;
import dev.millrace.avro.inventory.SplitState;
import dev.millrace.avro.inventory.Stock;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.avro.inventory.StockLevel;
import dev.millrace.edge.auth.Role;
import dev.millrace.edge.state.StateStore;
import dev.millrace.schemas.id.BucketKey;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Terms and holds as requests and answers. */
final class InventoryTest extends EdgeSetUp {

  private static final String TERMS = "/v1/inventory/SKU-1/terms";
  private static final String HOLDS = "/v1/inventory/SKU-1/reservations";

  @Test
  void termsAreSentWhole() {
    edge.send(
        Role.SELLER,
        "sel_a",
        "PUT",
        TERMS,
        """
        {"per_order_limit":5,"per_customer_limit":8,"hold_seconds":60,"allocation":"preferred_warehouse",
         "split_allowed":false,"preferred_warehouse_id":"wh_eu","backorder_limit":9,
         "promised_at":"2030-01-01T00:00:00Z","expected_version":3}
        """);
    var set = edge.shop.lastCommand(StockCommand.class).getSetTerms();
    assertThat(set.getExpectedVersion()).isEqualTo(3);
    assertThat(set.getTerms())
        .isEqualTo(
            new SalesTerms(
                "sel_a",
                5,
                8,
                60_000L,
                AllocationRule.PREFERRED_WAREHOUSE,
                false,
                "wh_eu",
                9,
                Instant.parse("2030-01-01T00:00:00Z")));
    edge.as(Role.OPS, "PUT", TERMS, "{}");
    assertThat(edge.shop.lastCommand(StockCommand.class).getSetTerms().getTerms())
        .isEqualTo(new SalesTerms("sel_platform", null, null, null, null, true, null, 0, null));
  }

  @Test
  void termsThatContradictThemselvesAreMalformed() {
    var answer =
        edge.as(
            Role.OPS,
            "PUT",
            TERMS,
            "{\"allocation\":\"preferred_warehouse\",\"split_allowed\":1,\"per_order_limit\":0}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("errors"))
        .extracting(error -> error.path("pointer").asText())
        .containsExactlyInAnyOrder("/preferred_warehouse_id", "/split_allowed", "/per_order_limit");
    assertThat(edge.shop.commands).isEmpty();
  }

  @Test
  void aHoldSaysWhereItGoesAndLastsAsTheTermsSayUnlessItSaysItself() {
    edge.as(
        Role.OPS,
        "POST",
        HOLDS,
        """
        {"quantity":2,"owner":"crt_1","customer_id":"cus_1","replaceable":true,"backorder_allowed":true,
         "destination":{"country":"US","region":"IL"}}
        """);
    var hold = edge.shop.lastCommand(StockCommand.class).getReserve();
    assertThat(hold.getHoldMs()).isZero();
    assertThat(hold.getCustomerId()).isEqualTo("cus_1");
    assertThat(hold.getDestination().getRegion()).isEqualTo("IL");
    assertThat(hold.getReplaceable()).isTrue();
    assertThat(hold.getBackorderAllowed()).isTrue();
    assertThat(hold.getReservationId()).startsWith("rsv_");
    edge.as(Role.OPS, "POST", HOLDS, "{\"quantity\":2,\"expires_in_seconds\":30}");
    assertThat(edge.shop.lastCommand(StockCommand.class).getReserve().getHoldMs())
        .isEqualTo(30_000);
    edge.as(Role.OPS, "POST", HOLDS + "/rsv_1/commit", "{\"even_if_expired\":true}");
    assertThat(edge.shop.lastCommand(StockCommand.class).getCommit().getEvenIfExpired()).isTrue();
  }

  @Test
  void aReplaceableHoldNamesItsOwner() {
    var answer = edge.as(Role.OPS, "POST", HOLDS, "{\"quantity\":2,\"replaceable\":true}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().at("/errors/0/pointer").asText()).isEqualTo("/owner");
  }

  @Test
  void theBucketsOfAHotSkuAreSetAndTakenAway() {
    String buckets = "/v1/inventory/SKU-1/buckets";
    edge.as(Role.OPS, "PUT", buckets, "{\"buckets\":8}");
    var split = edge.shop.lastCommand(StockCommand.class);
    assertThat(split.getSku()).isEqualTo("SKU-1");
    assertThat(split.getSplit().getBuckets()).isEqualTo(8);
    edge.as(Role.OPS, "DELETE", buckets, null);
    assertThat(edge.shop.lastCommand(StockCommand.class).getMerge()).isNotNull();
    assertThat(edge.as(Role.OPS, "PUT", buckets, "{\"buckets\":65}").status()).isEqualTo(400);
  }

  @Test
  void whatIsAboutAHoldOfAHotSkuGoesToTheBucketOfItsReservation() {
    String holds = "/v1/inventory/" + OneHotSku.HOT + "/reservations";
    edge.as(Role.OPS, "POST", holds, "{\"quantity\":2,\"reservation_id\":\"rsv_7\"}");
    String bucket = BucketKey.hint(OneHotSku.HOT, "rsv_7", 4);
    assertThat(bucket).isNotEqualTo(OneHotSku.HOT);
    assertThat(edge.shop.lastCommand(StockCommand.class).getSku()).isEqualTo(bucket);
    for (String verb : List.of("commit", "release", "extend")) {
      edge.as(Role.OPS, "POST", holds + "/rsv_7/" + verb, "{}");
      assertThat(edge.shop.lastCommand(StockCommand.class).getSku()).as(verb).isEqualTo(bucket);
    }
  }

  @Test
  void theStockOfASplitSkuIsThatOfAllItsBuckets() {
    Stock home = Samples.stock();
    var level = StockLevel.newBuilder(home.getLevels().getFirst());
    var split = new SplitState(3, 3, 1L, SplitPhase.OPEN, 0, false, 0L, List.of(), null);
    edge.shop.put(StateStore.STOCK, "SKU-1", Stock.newBuilder(home).setSplit(split).build());
    edge.shop.put(
        StateStore.STOCK,
        "SKU-1#2",
        Stock.newBuilder(home)
            .setSku("SKU-1#2")
            .setLevels(List.of(level.setOnHand(30).setReserved(10).build()))
            .setSplit(split)
            .build());
    var stock = edge.as(Role.OPS, "GET", "/v1/inventory/SKU-1", null).body();
    assertThat(stock.path("buckets").asInt()).isEqualTo(3);
    assertThat(stock.path("on_hand").asInt()).isEqualTo(130);
    assertThat(stock.path("reserved").asInt()).isEqualTo(14);
    assertThat(stock.path("available").asInt()).as("5 that others wait for").isEqualTo(105);
    assertThat(
            edge.send(
                    Role.OPS, "ops_1", "GET", "/v1/inventory/SKU-1", null, "If-None-Match", "\"7\"")
                .status())
        .as("the home's version says nothing about the buckets")
        .isEqualTo(200);
  }

  @Test
  void answersShowTermsPromisesAndWhatIsFree() {
    var stock = edge.as(Role.OPS, "GET", "/v1/inventory/SKU-1", null).body();
    assertThat(stock.path("available").asInt())
        .as("100 on hand, 4 reserved, 6 for safety, 5 that others wait for")
        .isEqualTo(85);
    var seller = stock.path("sellers").path(0);
    assertThat(seller.path("allocation").asText()).isEqualTo("nearest");
    assertThat(seller.path("hold_seconds").asInt()).isEqualTo(600);
    assertThat(seller.path("owed").asInt()).isEqualTo(3);
    var hold = edge.as(Role.OPS, "POST", HOLDS, "{\"quantity\":2}").body();
    assertThat(hold.path("backordered").asInt()).isEqualTo(1);
    assertThat(hold.path("promised_at").asText()).isNotEmpty();
    assertThat(
            edge.send(Role.SELLER, "sel_other", "GET", "/v1/inventory/SKU-1", null)
                .body()
                .path("sellers"))
        .isEmpty();
  }
}
