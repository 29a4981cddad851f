package dev.millrace.orders.order;

import dev.millrace.schemas.id.IdKind;
import dev.millrace.schemas.id.Ids;

/** Ids of shipments and of what carriers are asked about them, derived like all others. */
public final class ShipmentIds {

  private ShipmentIds() {}

  /** A planned shipment, the n-th of its order. */
  static String planned(String orderId, int number) {
    return Ids.derived(IdKind.SHIPMENT, "planned", orderId, Integer.toString(number));
  }

  /** The capture of what no shipment takes: the last of them left before others were given up. */
  static String rest(String orderId) {
    return Ids.derived(IdKind.SHIPMENT, "rest", orderId);
  }

  /** The request for a shipment's label; the carrier's reference of it. */
  public static String label(String orderId, String shipmentId, int asked) {
    return orderId + ":label:" + shipmentId + ":" + asked;
  }

  static String voiding(String orderId, String shipmentId, int asked) {
    return orderId + ":void-label:" + shipmentId + ":" + asked;
  }
}
