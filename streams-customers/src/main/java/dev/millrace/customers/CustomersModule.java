package dev.millrace.customers;

import dev.millrace.kit.app.QueryableStore;
import dev.millrace.kit.app.StreamsModule;
import dev.millrace.schemas.topics.Topics;
import java.util.List;

/** The customers context, ready to run. */
public final class CustomersModule {

  /** Never changes. */
  public static final String APPLICATION_ID = "customers";

  private CustomersModule() {}

  public static StreamsModule of(CustomersConfig config, Topics topics) {
    return new StreamsModule(
        APPLICATION_ID,
        CustomersTopology.build(config, topics),
        List.of(QueryableStore.asStored(CustomersStores.CART_STATE)));
  }
}
