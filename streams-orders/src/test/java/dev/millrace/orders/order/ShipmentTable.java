package dev.millrace.orders.order;

import static dev.millrace.orders.order.ShipmentScene.STAFF;
import static dev.millrace.orders.order.ShipmentScene.advance;
import static dev.millrace.orders.order.ShipmentScene.answer;
import static dev.millrace.orders.order.ShipmentScene.first;
import static dev.millrace.orders.order.ShipmentScene.handedOver;
import static dev.millrace.orders.order.ShipmentScene.report;
import static dev.millrace.orders.order.ShipmentScene.reported;
import static dev.millrace.orders.order.ShipmentScene.split;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** What the table of orders holds about shipments: states that they are in, and their commands. */
final class ShipmentTable {

  private ShipmentTable() {}

  static OrderScene partlyPacked() {
    return ShipmentScene.at(
        new OrderScene().backordered(), Shipment.Status.PICKED, Shipment.Status.PACKED);
  }

  static OrderScene delivered() {
    return reported(handedOver(), "evt_0", Shipment.Status.DELIVERED, OrderScene.PROMISED);
  }

  static Map<String, Consumer<OrderScene>> commands() {
    Map<String, Consumer<OrderScene>> commands = new LinkedHashMap<>();
    commands.put(
        "CreateShipment, 1 of the first",
        scene -> scene.put(split("shp_new", first(scene), new OrderCommand.Item("l1", 1)), STAFF));
    commands.put(
        "CreateShipment, all that is sold", scene -> scene.put(split("shp_new", null), STAFF));
    for (Shipment.Status status : Shipment.Status.values()) {
      if (status != Shipment.Status.ALLOCATED) {
        commands.put("AdvanceShipment to " + status, scene -> advance(scene, status));
      }
      if (status.isReported()) {
        commands.put(
            "carrier reports " + status,
            scene -> scene.put(report(first(scene), "evt_1", status, OrderScene.PROMISED)));
      }
    }
    commands.put("label bought", scene -> scene.put(answer(first(scene), 1, false, true)));
    commands.put("label refused", scene -> scene.put(answer(first(scene), 1, false, false)));
    commands.put("label given back", scene -> scene.put(answer(first(scene), 1, true, true)));
    commands.put("label not taken back", scene -> scene.put(answer(first(scene), 1, true, false)));
    return commands;
  }
}
