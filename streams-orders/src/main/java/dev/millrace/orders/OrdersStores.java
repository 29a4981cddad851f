package dev.millrace.orders;

import dev.millrace.avro.orders.state.OrderState;
import dev.millrace.avro.shipping.ShipmentLabel;
import dev.millrace.kit.process.CommandOutcomes;
import dev.millrace.kit.process.ProcessorStores;
import dev.millrace.kit.process.TimeIndex;
import dev.millrace.schemas.topics.Topics;
import java.util.Set;
import org.apache.kafka.streams.state.StoreBuilder;

/** The stores of the orders context. Their names name changelogs: a rename is a migration. */
public final class OrdersStores {

  /** Each order with what its writer must know, by order id. */
  public static final String ORDER_STATE = "order-state";

  /** Orders by the deadline of their current step; at most one entry for an order. */
  static final String ORDER_DEADLINES = "order-deadlines";

  /** Labels as carriers made them, by order and shipment. */
  static final String LABELS = "shipment-labels";

  private OrdersStores() {}

  static Set<StoreBuilder<?>> all(OrdersConfig config, Topics topics) {
    return CommandOutcomes.stores(
        config.outcomes(),
        topics,
        // The answers about an order's lines mostly come together: one write for all of them.
        ProcessorStores.records(ORDER_STATE, OrderState.class, topics).withCachingEnabled(),
        TimeIndex.store(ORDER_DEADLINES),
        ProcessorStores.records(LABELS, ShipmentLabel.class, topics));
  }
}
