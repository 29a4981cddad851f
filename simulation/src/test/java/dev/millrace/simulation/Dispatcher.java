package dev.millrace.simulation;

import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.gateways.CarrierOperation;
import dev.millrace.avro.gateways.CarrierOutcome;
import dev.millrace.avro.gateways.CarrierResult;
import dev.millrace.avro.gateways.ParcelFact;
import dev.millrace.avro.orders.OrderCommand;
import dev.millrace.avro.shipping.AdvanceShipment;
import dev.millrace.avro.shipping.CreateShipment;
import dev.millrace.avro.shipping.Shipment;
import dev.millrace.avro.shipping.ShipmentItem;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** The people who send parcels, and the carrier that takes them. */
final class Dispatcher {

  private static final List<String> STEPS =
      List.of("allocated", "picked", "packed", "labelled", "handed_over", "in_transit");

  private final World world;
  private int commands;

  Dispatcher(World world) {
    this.world = world;
  }

  /** Does what is next for one of the order's shipments, or something that is not. */
  void work(String orderId, Random chance) {
    List<Shipment> shipments =
        world.books().order(orderId).map(book -> book.view().getShipments()).orElse(List.of());
    if (shipments.isEmpty()) {
      return;
    }
    Shipment shipment = shipments.get(chance.nextInt(shipments.size()));
    int at = STEPS.indexOf(shipment.getStatus());
    if (shipment.getLabel().equals("asked") || shipment.getLabel().equals("voiding")) {
      answer(orderId, shipment, chance.nextInt(3) > 0);
    } else if (at >= 3 && chance.nextBoolean()) {
      report(orderId, shipment, chance);
    } else if (at == 0 && chance.nextInt(4) == 0) {
      String lineId = shipment.getItems().getFirst().getLineId();
      send(
          command(orderId)
              .setCreateShipment(
                  new CreateShipment(
                      "shp_hand_" + commands,
                      shipment.getShipmentId(),
                      List.of(new ShipmentItem(lineId, 1)))));
    } else {
      String step =
          chance.nextInt(10) == 0
              ? "cancelled"
              : STEPS.get(Math.clamp(at + 1, 1, STEPS.size() - 1));
      send(
          command(orderId)
              .setAdvanceShipment(
                  new AdvanceShipment(
                      shipment.getShipmentId(), step, "by bike", "BIKE-" + commands, null)));
    }
  }

  private void answer(String orderId, Shipment shipment, boolean done) {
    boolean isVoid = shipment.getLabel().equals("voiding");
    result(
        CarrierResult.newBuilder()
            .setRequestId(
                orderId
                    + (isVoid ? ":void-label:" : ":label:")
                    + shipment.getShipmentId()
                    + ":"
                    + shipment.getLabelsAsked())
            .setOrderId(orderId)
            .setShipmentId(shipment.getShipmentId())
            .setOperation(isVoid ? CarrierOperation.VOID_LABEL : CarrierOperation.BUY_LABEL)
            .setOutcome(done ? CarrierOutcome.SUCCEEDED : CarrierOutcome.REFUSED)
            .setCarrier("sandbox")
            .setTrackingNumber("TRACK-" + shipment.getShipmentId())
            .setCode(done ? null : "address_unknown")
            .setAt(world.now())
            .build());
  }

  /** Each report is one of a few, so that the same ones come again. */
  private void report(String orderId, Shipment shipment, Random chance) {
    List<String> statuses = List.of("in_transit", "lost", "delivered", "delivered");
    String status = statuses.get(chance.nextInt(statuses.size()));
    result(
        CarrierResult.newBuilder()
            .setRequestId("track")
            .setOrderId(orderId)
            .setShipmentId(shipment.getShipmentId())
            .setOperation(CarrierOperation.TRACK)
            .setOutcome(CarrierOutcome.SUCCEEDED)
            .setFacts(
                List.of(
                    new ParcelFact(
                        shipment.getShipmentId() + ":" + status,
                        status,
                        world.now().minus(Duration.ofSeconds(chance.nextInt(100))),
                        null)))
            .setAt(world.now())
            .build());
  }

  private void result(CarrierResult result) {
    world.tell(world.topics().carrierResults(), result.getOrderId(), result);
  }

  private void send(OrderCommand.Builder command) {
    world.ask(
        world.topics().orderCommands(),
        command.getOrderId(),
        command.build(),
        command.getCommandId());
  }

  private OrderCommand.Builder command(String orderId) {
    commands++;
    String commandId = "cmd_dispatcher_" + commands;
    return OrderCommand.newBuilder()
        .setCommandId(commandId)
        .setFingerprint("f_" + commandId)
        .setIssuedAt(world.now())
        .setActor(new Actor(ActorRole.OPS, "ops"))
        .setOrderId(orderId);
  }
}
