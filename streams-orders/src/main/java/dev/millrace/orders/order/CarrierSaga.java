package dev.millrace.orders.order;

import dev.millrace.orders.order.FollowUp.AskCarrier;
import dev.millrace.orders.order.Shipment.LabelStep;
import java.util.List;

/** What a step of an order asks of carriers; read off the difference, as all follow-ups are. */
final class CarrierSaga {

  private CarrierSaga() {}

  static void add(Order before, Order after, List<FollowUp> asked) {
    for (Shipment is : after.shipments().all()) {
      Shipment was = before.shipments().find(is.shipmentId()).orElse(null);
      if (was == null || was.equals(is)) {
        continue;
      }
      String orderId = after.orderId();
      int number = is.label().asked();
      if (number > was.label().asked()) {
        asked.add(ask(ShipmentIds.label(orderId, is.shipmentId(), number), is, null));
      }
      if (is.label().step() == LabelStep.VOIDING && was.label().step() != LabelStep.VOIDING) {
        asked.add(
            ask(
                ShipmentIds.voiding(orderId, is.shipmentId(), number),
                is,
                ShipmentIds.label(orderId, is.shipmentId(), number)));
      }
    }
  }

  private static AskCarrier ask(
      String requestId, Shipment shipment, @org.jspecify.annotations.Nullable String label) {
    return new AskCarrier(
        requestId, shipment.shipmentId(), shipment.warehouseId(), shipment.units(), label);
  }
}
