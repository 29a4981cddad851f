package dev.millrace.edge;

import static dev.millrace.edge.EdgeUnderTest.GUEST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.inventory.DamageReason;
import dev.millrace.avro.inventory.MoveStock;
import dev.millrace.avro.inventory.MovementType;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.avro.inventory.UnwatchStock;
import dev.millrace.avro.inventory.WatchForStock;
import dev.millrace.edge.auth.Role;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Movements, rules and wishes to be told, over HTTP. */
final class StockRoutesTest extends EdgeSetUp {

  private static final String MOVEMENTS = "/v1/inventory/SKU-1/movements";
  private static final String POLICY = "/v1/inventory/SKU-1/policy";
  private static final String WAITING = "/v1/products/prd_1/back-in-stock";

  @Test
  void bothEndsOfATransferReachTheWriter() {
    MoveStock out =
        moved(
            """
            {"type":"transfer_out","quantity":3,"warehouse_id":"wh_a","to_warehouse_id":"wh_b",
             "transfer_id":"trf_1"}
            """);
    assertThat(out.getMovementType()).isEqualTo(MovementType.TRANSFER_OUT);
    assertThat(out.getTransferId()).isEqualTo("trf_1");
    assertThat(out.getToWarehouseId()).isEqualTo("wh_b");
    MoveStock in =
        moved(
            """
            {"type":"transfer_in","quantity":0,"warehouse_id":"wh_b","transfer_id":"trf_1"}
            """);
    assertThat(in.getMovementType()).isEqualTo(MovementType.TRANSFER_IN);
    assertThat(in.getQuantity()).isZero();
  }

  @Test
  void damageAndTheSendersCountReachTheWriter() {
    MoveStock damage =
        moved(
            """
            {"type":"damage","quantity":1,"damage_reason":"damaged_by_carrier","source":"wms",
             "source_sequence":41}
            """);
    assertThat(damage.getDamageReason()).isEqualTo(DamageReason.DAMAGED_BY_CARRIER);
    assertThat(damage.getSource()).isEqualTo("wms");
    assertThat(damage.getSourceSequence()).isEqualTo(41L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{'type':'transfer_out','quantity':1,'to_warehouse_id':'wh_b'};/transfer_id",
        "{'type':'transfer_out','quantity':1,'transfer_id':'trf'};/to_warehouse_id",
        "{'type':'transfer_in','quantity':1,'transfer_id':'trf','to_warehouse_id':'b'};/to_warehouse_id",
        "{'type':'receive','quantity':1,'transfer_id':'trf'};/transfer_id",
        "{'type':'receive','quantity':1,'damage_reason':'broken'};/damage_reason",
        "{'type':'damage','quantity':1,'damage_reason':'bored'};/damage_reason",
        "{'type':'count','quantity':1,'source':'till'};/source_sequence",
        "{'type':'count','quantity':1,'source_sequence':1};/source_sequence",
        "{'type':'transfer_out','quantity':0,'to_warehouse_id':'b','transfer_id':'t'};/quantity"
      },
      quoteCharacter = '"')
  void aMovementThatContradictsItselfIsMalformed(String body, String pointer) {
    var wrong = edge.as(Role.OPS, "POST", MOVEMENTS, body.replace('\'', '"'));
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.body().path("errors").findValuesAsText("pointer")).containsExactly(pointer);
  }

  @Test
  void noReorderPointMeansNone() {
    edge.as(Role.OPS, "PUT", POLICY, "{\"safety_stock\":2,\"reorder_point\":5}");
    assertThat(edge.shop.lastCommand(StockCommand.class).getSetPolicy().getReorderPoint())
        .isEqualTo(5);
    edge.as(Role.OPS, "PUT", POLICY, "{\"safety_stock\":2,\"reorder_point\":null}");
    assertThat(edge.shop.lastCommand(StockCommand.class).getSetPolicy().getReorderPoint()).isNull();
  }

  @Test
  void stockShowsWhatIsOnItsWayWhatIsDamagedAndWhenToOrder() {
    var stock = edge.as(Role.OPS, "GET", "/v1/inventory/SKU-1", null).body();
    assertThat(stock.path("in_transit").asInt()).isEqualTo(7);
    assertThat(stock.at("/warehouses/0/in_transit").asInt()).isEqualTo(7);
    assertThat(stock.at("/warehouses/0/damaged_by_reason/broken").asInt()).isEqualTo(1);
    assertThat(stock.at("/warehouses/0/reorder_point").asInt()).isEqualTo(9);
  }

  @Test
  void aCustomerWaitsForASellersSkuUnderOneId() {
    edge.as(Role.GUEST, "POST", WAITING, "{\"sku_id\":\"SKU-1\"}");
    WatchForStock first = edge.shop.lastCommand(StockCommand.class).getWatch();
    assertThat(first.getCustomerId()).isEqualTo(GUEST);
    assertThat(first.getSellerId()).isEqualTo("sel_platform");
    edge.as(Role.GUEST, "POST", WAITING, "{\"sku_id\":\"SKU-1\",\"seller_id\":\"sel_platform\"}");
    assertThat(edge.shop.lastCommand(StockCommand.class).getWatch()).isEqualTo(first);
    edge.as(Role.GUEST, "POST", WAITING, "{\"sku_id\":\"SKU-1\",\"seller_id\":\"sel_b\"}");
    assertThat(edge.shop.lastCommand(StockCommand.class).getWatch().getWatchId())
        .isNotEqualTo(first.getWatchId());
    edge.as(Role.GUEST, "DELETE", WAITING + "?sku_id=SKU-1", null);
    assertThat(edge.shop.lastCommand(StockCommand.class).getUnwatch())
        .isEqualTo(new UnwatchStock(first.getWatchId(), "sel_platform"));
  }

  @Test
  void nobodyWaitsForWhatIsNotThere() {
    String unknown = "/v1/products/prd_unknown/back-in-stock";
    assertThat(edge.as(Role.GUEST, "POST", unknown, "{\"sku_id\":\"SKU-1\"}").status())
        .isEqualTo(404);
    assertThat(edge.as(Role.GUEST, "POST", WAITING, "{\"sku_id\":\"SKU-2\"}").status())
        .isEqualTo(404);
    assertThat(edge.as(Role.GUEST, "DELETE", WAITING, null).status()).isEqualTo(400);
    assertThat(edge.as(Role.GUEST, "DELETE", WAITING + "?sku_id=a/b", null).status())
        .isEqualTo(400);
    assertThat(edge.shop.commands).isEmpty();
    assertThat(edge.as(Role.OPS, "POST", WAITING, "{\"sku_id\":\"SKU-1\"}").status())
        .isEqualTo(403);
  }

  @Test
  void theSkuInTheQueryIsPartOfWhatIsAsked() {
    edge.as(Role.GUEST, "DELETE", WAITING + "?sku_id=SKU-1", null, "Idempotency-Key", "k");
    assertThat(edge.shop.commands).hasSize(1);
    var other =
        edge.as(
            Role.GUEST,
            "DELETE",
            WAITING + "?sku_id=SKU-1&seller_id=sel_b",
            null,
            "Idempotency-Key",
            "k");
    assertThat(other.code()).isEqualTo("idempotency_key_reused");
  }

  @ParameterizedTest
  @CsvSource({
    "late_update,409",
    "transfer_closed,409",
    "transfer_id_reused,409",
    "transfer_not_found,404",
    "in_stock,409",
    "invalid_transfer,422",
    "too_many_sources,422",
    "too_many_watches,422"
  })
  void refusalsHaveAStatus(String refusal, int status) {
    edge.shop.script = command -> Optional.of(Samples.refused(command.commandId(), refusal));
    var refused = edge.as(Role.OPS, "POST", MOVEMENTS, "{\"type\":\"receive\",\"quantity\":1}");
    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.code()).isEqualTo(refusal);
  }

  private MoveStock moved(String body) {
    assertThat(edge.as(Role.OPS, "POST", MOVEMENTS, body).status()).isEqualTo(201);
    return edge.shop.lastCommand(StockCommand.class).getMove();
  }
}
