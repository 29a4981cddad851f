package dev.millrace.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.inventory.AllocationRule;
import dev.millrace.avro.inventory.SalesTerms;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.edge.auth.Role;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Terms and holds as requests and answers. */
final class InventoryTest {

  private static final String TERMS = "/v1/inventory/SKU-1/terms";
  private static final String HOLDS = "/v1/inventory/SKU-1/reservations";

  @TempDir @Nullable Path folder;
  private EdgeUnderTest edge;

  @BeforeEach
  void start() {
    edge = new EdgeUnderTest(folder);
  }

  @AfterEach
  void stop() {
    edge.close();
  }

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
