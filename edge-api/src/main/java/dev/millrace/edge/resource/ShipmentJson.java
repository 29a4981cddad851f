package dev.millrace.edge.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.avro.shipping.Shipment;
import dev.millrace.avro.shipping.ShipmentItem;
import dev.millrace.avro.shipping.ShipmentStep;
import java.util.List;
import java.util.function.Predicate;

/** Shipments as answers show them. */
final class ShipmentJson {

  private ShipmentJson() {}

  static void add(
      ObjectNode order, String orderId, List<Shipment> shipments, Predicate<Shipment> shown) {
    ArrayNode nodes = order.putArray("shipments");
    shipments.stream().filter(shown).forEach(shipment -> add(nodes.addObject(), orderId, shipment));
  }

  private static void add(ObjectNode node, String orderId, Shipment shipment) {
    node.put("shipment_id", shipment.getShipmentId())
        .put("warehouse_id", shipment.getWarehouseId())
        .put("seller_id", shipment.getSellerId())
        .put("status", shipment.getStatus())
        .put("label_status", shipment.getLabel());
    if (shipment.getLabelRefusal() != null) {
      node.put("label_refusal", shipment.getLabelRefusal());
    }
    if (shipment.getCarrier() != null) {
      node.put("carrier", shipment.getCarrier());
    }
    if (shipment.getService() != null) {
      node.put("service", shipment.getService());
    }
    if (shipment.getTrackingNumber() != null) {
      node.put("tracking_number", shipment.getTrackingNumber());
    }
    if (shipment.getLabel().equals("bought")) {
      node.put(
          "label_url",
          "/v1/orders/" + orderId + "/shipments/" + shipment.getShipmentId() + "/label");
    }
    if (shipment.getEta() != null) {
      node.put("eta", shipment.getEta().toString());
    }
    ArrayNode lines = node.putArray("lines");
    for (ShipmentItem item : shipment.getItems()) {
      lines.addObject().put("line_id", item.getLineId()).put("quantity", item.getQuantity());
    }
    ArrayNode timeline = node.putArray("timeline");
    for (ShipmentStep step : shipment.getTimeline()) {
      ObjectNode entry =
          timeline
              .addObject()
              .put("at", step.getAt().toString())
              .put("status", step.getStatus())
              .put("by", step.getCarrierEventId() == null ? "staff" : "carrier");
      if (step.getNote() != null) {
        entry.put("note", step.getNote());
      }
    }
  }
}
