package dev.millrace.inventory;

import dev.millrace.kit.app.QueryableStore;
import dev.millrace.kit.app.StreamsModule;
import dev.millrace.schemas.topics.Topics;
import java.util.List;

/** The inventory, ready to run. */
public final class InventoryModule {

  /** Also the group that its offsets are committed for. */
  public static final String APPLICATION_ID = "inventory";

  private InventoryModule() {}

  /** The context with these settings over these topics. */
  public static StreamsModule of(InventoryConfig config, Topics topics) {
    return new StreamsModule(
        APPLICATION_ID,
        InventoryTopology.build(config, topics),
        List.of(
            QueryableStore.asStored(InventoryStores.STOCK_STATE),
            new QueryableStore(InventoryStores.RESERVATION_STATE, HoldAvro::viewOfStored)));
  }
}
