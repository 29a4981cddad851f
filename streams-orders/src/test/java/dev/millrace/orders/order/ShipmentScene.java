package dev.millrace.orders.order;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Steps of shipments in an order's scene. */
final class ShipmentScene {

  static final Caller STAFF = new Caller(Caller.Role.OPS, "ops");
  static final String UNKNOWN = "shp_unknown";

  private ShipmentScene() {}

  /** The n-th shipment of the order. */
  static Shipment shipment(OrderScene scene, int index) {
    return scene.order().shipments().all().get(index);
  }

  /** The first shipment's id, whether or not there is one. */
  static String first(OrderScene scene) {
    return scene.order == null || scene.order.shipments().all().isEmpty()
        ? UNKNOWN
        : shipment(scene, 0).shipmentId();
  }

  static OrderCommand.AdvanceShipment to(String shipmentId, Shipment.Status status) {
    return new OrderCommand.AdvanceShipment(
        "to_" + status, shipmentId, status, "by bike", "BIKE-1", null);
  }

  static OrderScene advance(OrderScene scene, Shipment.Status status) {
    return scene.put(to(first(scene), status), STAFF);
  }

  static OrderCommand.CarrierAnswered answer(
      String shipmentId, int asked, boolean voiding, boolean done) {
    String requestId =
        voiding
            ? ShipmentIds.voiding(OrderScene.ORDER_ID, shipmentId, asked)
            : ShipmentIds.label(OrderScene.ORDER_ID, shipmentId, asked);
    return new OrderCommand.CarrierAnswered(
        requestId,
        requestId,
        shipmentId,
        voiding,
        done,
        done ? "sandbox" : null,
        done ? "ground" : null,
        done ? "TRACK-" + asked : null,
        done ? 700 : 0,
        done ? "USD" : null,
        null,
        done ? null : "address_unknown");
  }

  static OrderScene label(OrderScene scene, boolean done) {
    return scene.put(answer(first(scene), 1, false, done));
  }

  static OrderCommand.ParcelReported report(
      String shipmentId, String eventId, Shipment.Status status, Instant at) {
    return new OrderCommand.ParcelReported(eventId, shipmentId, eventId, status, at, null);
  }

  static OrderScene reported(OrderScene scene, String eventId, Shipment.Status status, Instant at) {
    return scene.put(report(first(scene), eventId, status, at));
  }

  static OrderCommand.CreateShipment split(
      String shipmentId, @Nullable String from, OrderCommand.Item... items) {
    return new OrderCommand.CreateShipment("split_" + shipmentId, shipmentId, from, List.of(items));
  }

  /** Sold and paid, and its shipment at work. */
  static OrderScene at(OrderScene scene, Shipment.Status... steps) {
    for (Shipment.Status step : steps) {
      if (step == Shipment.Status.LABELLED) {
        label(scene, true);
      } else {
        advance(scene, step);
      }
    }
    return scene;
  }

  static OrderScene packed() {
    return at(new OrderScene().settled(), Shipment.Status.PICKED, Shipment.Status.PACKED);
  }

  static OrderScene handedOver() {
    return at(packed(), Shipment.Status.LABELLED, Shipment.Status.HANDED_OVER);
  }
}
