package dev.millrace.inventory;

import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.inventory.CommitReservation;
import dev.millrace.avro.inventory.ExtendReservation;
import dev.millrace.avro.inventory.MoveStock;
import dev.millrace.avro.inventory.MovementType;
import dev.millrace.avro.inventory.ReleaseReservation;
import dev.millrace.avro.inventory.ReserveStock;
import dev.millrace.avro.inventory.SetStockPolicy;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.avro.inventory.UnwatchStock;
import dev.millrace.avro.inventory.WatchForStock;
import dev.millrace.avro.inventory.WithdrawBackorder;
import dev.millrace.launch.config.Settings;
import dev.millrace.testkit.Flow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The inventory in a test: commands as edges and processes send them. */
final class InventoryFlow implements AutoCloseable {

  static final String SKU = "SKU-1";
  static final String RESULT_KEY = "ord_1";

  private final Flow flow;
  private int commands;

  InventoryFlow(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.putIfAbsent("MILLRACE_INVENTORY_HOLD_MIN", "10ms");
    InventoryConfig config = InventoryConfig.from(new Settings(all));
    flow = Flow.of(topics -> InventoryTopology.build(config, topics));
  }

  Flow flow() {
    return flow;
  }

  /** Asks as an edge does and takes the reply. */
  Reply ask(StockCommand.Builder command) {
    return ask(command.build());
  }

  Reply ask(StockCommand command) {
    flow.ask(flow.topics().stockCommands(), command.getSku(), command);
    return flow.take(flow.topics().replies());
  }

  /** Sends as another process does. */
  InventoryFlow send(StockCommand.Builder command) {
    StockCommand built = command.build();
    flow.send(flow.topics().stockCommands(), built.getSku(), built);
    return this;
  }

  /** Types of the events since the last look. */
  List<String> events() {
    return flow.takeAll(flow.topics().stockEvents()).stream().map(e -> e.getType()).toList();
  }

  /** Takes everything that was written and forgets it. */
  void ignoreWritten() {
    flow.topics().all().forEach(topic -> flow.takeAll(topic));
  }

  StockCommand.Builder command() {
    commands++;
    return StockCommand.newBuilder()
        .setCommandId("cmd_" + commands)
        .setFingerprint("print_" + commands)
        .setIssuedAt(flow.now())
        .setActor(new Actor(ActorRole.OPS, "test"))
        .setSku(SKU);
  }

  StockCommand.Builder receive(int quantity) {
    return move(MovementType.RECEIVE, quantity, null);
  }

  StockCommand.Builder move(MovementType type, int quantity, @Nullable String movementId) {
    return command()
        .setMove(
            MoveStock.newBuilder()
                .setMovementType(type)
                .setSellerId("sel")
                .setWarehouseId("wh_a")
                .setQuantity(quantity)
                .setReason("test")
                .setMovementId(movementId)
                .build());
  }

  /** A movement with fields of its own. */
  StockCommand.Builder moving(MovementType type, int quantity, Consumer<MoveStock.Builder> fields) {
    var move =
        MoveStock.newBuilder()
            .setMovementType(type)
            .setSellerId("sel")
            .setWarehouseId("wh_a")
            .setQuantity(quantity);
    fields.accept(move);
    return command().setMove(move.build());
  }

  StockCommand.Builder watch(String watchId) {
    return command().setWatch(new WatchForStock(watchId, "sel", "cus_1"));
  }

  StockCommand.Builder unwatch(String watchId) {
    return command().setUnwatch(new UnwatchStock(watchId, "sel"));
  }

  StockCommand.Builder policy(int safetyStock) {
    return command().setSetPolicy(new SetStockPolicy("sel", "wh_a", safetyStock, null, null));
  }

  StockCommand.Builder reserve(String reservationId, int quantity, long holdMs) {
    return reserve(reservationId, quantity, holdMs, null);
  }

  StockCommand.Builder reserve(
      String reservationId, int quantity, long holdMs, @Nullable String resultKey) {
    return command()
        .setReserve(
            ReserveStock.newBuilder()
                .setReservationId(reservationId)
                .setSellerId("sel")
                .setQuantity(quantity)
                .setHoldMs(holdMs)
                .setOwner("ord_1")
                .setResultKey(resultKey)
                .build());
  }

  StockCommand.Builder commit(String reservationId, @Nullable String resultKey) {
    return command().setCommit(new CommitReservation(reservationId, null, false, resultKey));
  }

  StockCommand.Builder release(String reservationId, @Nullable String resultKey) {
    return command().setRelease(new ReleaseReservation(reservationId, "test", resultKey));
  }

  StockCommand.Builder withdraw(String reservationId, @Nullable String resultKey) {
    return command().setWithdraw(new WithdrawBackorder(reservationId, "test", resultKey));
  }

  StockCommand.Builder extend(String reservationId, long holdMs) {
    return command().setExtend(new ExtendReservation(reservationId, holdMs));
  }

  @Override
  public void close() {
    flow.close();
  }
}
