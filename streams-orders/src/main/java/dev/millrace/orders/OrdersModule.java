package dev.millrace.orders;

import dev.millrace.avro.orders.state.OrderState;
import dev.millrace.kit.app.KeyQuery;
import dev.millrace.kit.app.QueryableStore;
import dev.millrace.kit.app.StreamsModule;
import dev.millrace.schemas.topics.Topics;
import java.util.List;
import java.util.Optional;

/** The orders context, ready to run. */
public final class OrdersModule {

  private OrdersModule() {}

  public static StreamsModule of(OrdersConfig config, Topics topics) {
    return new StreamsModule(
        "orders",
        OrdersTopology.build(config, topics),
        List.of(
            new QueryableStore(
                OrdersStores.ORDER_STATE, stored -> ((OrderState) stored).getOrder())),
        List.of(new KeyQuery(Labels.QUERY, OrdersStores.ORDER_STATE, Labels::find)),
        Optional.empty(),
        false);
  }
}
