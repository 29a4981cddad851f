package dev.millrace.standalone.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.inventory.MoveStock;
import dev.millrace.avro.inventory.MovementType;
import dev.millrace.avro.inventory.ReserveStock;
import dev.millrace.avro.inventory.SplitStock;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.avro.inventory.StockEvent;
import dev.millrace.inventory.InventoryConfig;
import dev.millrace.inventory.InventoryTopology;
import dev.millrace.launch.config.Settings;
import dev.millrace.testkit.Flow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The books of a SKU whose stock is in four buckets, one of which holds units for an order. */
class SplitBooksTest {

  private static final Actor ORDERS = new Actor(ActorRole.SYSTEM, "orders");

  private final List<StockEvent> events = events();

  @Test
  void whatWasDealtArrivedAndTheBooksAreRight() {
    assertThat(differences())
        .as("only that no order knows the hold")
        .singleElement()
        .asString()
        .contains("belongs to no line of an order");
  }

  @Test
  void unitsThatNeverArrivedAreFound() {
    events.removeIf(event -> event.getUnitsTaken() != null && event.getSku().equals("SKU-1#2"));
    assertThat(differences())
        .anyMatch(what -> what.contains("10 units left for another bucket and did not arrive"));
  }

  @Test
  void theBucketsAreFoundFromTheSku() {
    StockBooks split = books();
    assertThat(split.booksOf("SKU-1")).extracting(SkuBook::sku).hasSize(4).contains("SKU-1#3");
    assertThat(split.owns("SKU-1")).isTrue();
    assertThat(split.owns("SKU-2")).isFalse();
  }

  private StockBooks books() {
    var books = new StockBooks(0, 1);
    events.forEach(books::enter);
    List<SkuBook> split = books.takeSplit();
    assertThat(books.all()).isEmpty();
    assertThat(books.owns("SKU-1")).isFalse();
    return StockBooks.ofSplit(split);
  }

  private List<String> differences() {
    var findings = new Findings();
    new OrderComparison(books(), Flow.START.plus(Duration.ofHours(1)), findings).finish();
    return findings.kept().stream().map(Difference::toString).toList();
  }

  private static List<StockEvent> events() {
    InventoryConfig config = InventoryConfig.from(new Settings(Map.of()));
    try (var flow = Flow.of(topics -> InventoryTopology.build(config, topics))) {
      send(
          flow,
          command("cmd_1", "SKU-1")
              .setMove(
                  MoveStock.newBuilder()
                      .setMovementType(MovementType.RECEIVE)
                      .setSellerId("sel")
                      .setWarehouseId("wh")
                      .setQuantity(40)
                      .build()));
      send(flow, command("cmd_2", "SKU-1").setSplit(new SplitStock(4)));
      send(
          flow,
          command("cmd_3", "SKU-1#1")
              .setReserve(
                  ReserveStock.newBuilder()
                      .setReservationId("rsv")
                      .setSellerId("sel")
                      .setQuantity(2)
                      .setHoldMs(60_000)
                      .setOwner("ord_1")
                      .build()));
      return new ArrayList<>(flow.takeAll(flow.topics().stockEvents()));
    }
  }

  private static StockCommand.Builder command(String commandId, String key) {
    return StockCommand.newBuilder()
        .setCommandId(commandId)
        .setFingerprint(commandId)
        .setIssuedAt(Flow.START)
        .setActor(ORDERS)
        .setSku(key);
  }

  private static void send(Flow flow, StockCommand.Builder command) {
    StockCommand built = command.build();
    flow.send(flow.topics().stockCommands(), built.getSku(), built);
  }
}
