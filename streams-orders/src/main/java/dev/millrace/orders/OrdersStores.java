package dev.millrace.orders;

import dev.millrace.avro.orders.state.OrderState;
import dev.millrace.kit.process.CommandOutcomes;
import dev.millrace.kit.process.TimeIndex;
import dev.millrace.schemas.registry.AvroSerde;
import dev.millrace.schemas.topics.Topics;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The stores of the orders context. Their names name changelogs: a rename is a migration. */
public final class OrdersStores {

  /** Each order with what its writer must know, by order id. */
  public static final String ORDER_STATE = "order-state";

  /** Orders by the deadline of their current step; at most one entry for an order. */
  static final String ORDER_DEADLINES = "order-deadlines";

  private OrdersStores() {}

  static Set<StoreBuilder<?>> all(Topics topics) {
    // In one order always, so that the described topology is the same in every process.
    Set<StoreBuilder<?>> all = new TreeSet<>(Comparator.comparing(StoreBuilder::name));
    all.addAll(CommandOutcomes.stores(topics));
    all.add(
        Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(ORDER_STATE),
                Serdes.String(),
                new AvroSerde<>(topics.registry(), OrderState.class))
            // The answers about an order's lines mostly come together: one write for all of them.
            .withCachingEnabled());
    all.add(TimeIndex.store(ORDER_DEADLINES));
    return all;
  }
}
