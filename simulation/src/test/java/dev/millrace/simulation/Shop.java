package dev.millrace.simulation;

import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.inventory.MoveStock;
import dev.millrace.avro.inventory.MovementType;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.schemas.id.Ids;

/** What the shop sells, and the warehouse that brings more of it. */
final class Shop {

  static final String WAREHOUSE = Ids.MAIN_WAREHOUSE;

  private final World world;
  private int deliveries;

  Shop(World world) {
    this.world = world;
  }

  /** Odd amounts, so that shares of returned units do not divide. */
  static long priceMinor(String sku) {
    return 101 + 2L * (sku.hashCode() & 0x3F);
  }

  /** Units arrive in the warehouse. */
  void receive(String sku, int quantity) {
    deliveries++;
    String commandId = "cmd_receive_" + deliveries;
    world.ask(
        world.topics().stockCommands(),
        sku,
        StockCommand.newBuilder()
            .setCommandId(commandId)
            .setFingerprint("f_" + commandId)
            .setIssuedAt(world.now())
            .setActor(new Actor(ActorRole.OPS, "warehouse"))
            .setSku(sku)
            .setMove(
                MoveStock.newBuilder()
                    .setMovementType(MovementType.RECEIVE)
                    .setSellerId(Ids.PLATFORM_SELLER)
                    .setWarehouseId(WAREHOUSE)
                    .setQuantity(quantity)
                    .build())
            .build(),
        commandId);
  }
}
