package dev.millrace.orders;

import dev.millrace.avro.gateways.CarrierOperation;
import dev.millrace.avro.gateways.CarrierResult;
import dev.millrace.avro.shipping.ShipmentLabel;
import dev.millrace.kit.app.KeyQuery;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Labels of parcels, beside the orders that they belong to: they stand in the partition of their
 * order, are asked for like it, and come back with its stores.
 */
final class Labels {

  /** The question for a label; see {@link #find}. */
  static final String QUERY = "shipment-label";

  /** What a carrier's answer may hold; the rest is dropped. */
  private static final int BYTES_MAX = 100 * 1024;

  private final KeyValueStore<String, ShipmentLabel> labels;

  Labels(ProcessingContext context) {
    this.labels = context.getStateStore(OrdersStores.LABELS);
  }

  /** Keeps the label that an answer brings, if it does. */
  void keep(CarrierResult result) {
    ByteBuffer pdf = result.getLabel();
    if (pdf != null
        && result.getOperation() == CarrierOperation.BUY_LABEL
        && pdf.remaining() <= BYTES_MAX) {
      labels.put(
          key(result.getOrderId(), result.getShipmentId()), new ShipmentLabel(pdf.duplicate()));
    }
  }

  /**
   * A label as a {@link ShipmentLabel}.
   *
   * @param parameters {@code shipment}
   */
  static KeyQuery.Answer find(
      KeyQuery.PartitionStores stores, String orderId, Map<String, String> parameters) {
    String shipmentId = parameters.get("shipment");
    if (shipmentId == null) {
      throw new IllegalArgumentException("shipment names the shipment");
    }
    return stores.open(OrdersStores.LABELS).get(key(orderId, shipmentId))
            instanceof ShipmentLabel label
        ? new KeyQuery.Found(label)
        : new KeyQuery.Missing();
  }

  private static String key(String orderId, String shipmentId) {
    return orderId + "/" + shipmentId;
  }
}
