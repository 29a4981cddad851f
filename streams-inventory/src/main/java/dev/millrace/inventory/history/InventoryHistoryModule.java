package dev.millrace.inventory.history;

import dev.millrace.kit.app.KeyQuery;
import dev.millrace.kit.app.StreamsModule;
import dev.millrace.schemas.topics.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The history of the inventory, ready to run. */
public final class InventoryHistoryModule {

  /** The question for a SKU's events; see {@link HistoryReads#events}. */
  static final String EVENTS = "stock-event-page";

  /** The question for a SKU's stock as it was; see {@link HistoryReads#asOf}. */
  static final String AS_OF = "stock-as-of";

  private static final String APPLICATION_ID = "inventory-history";

  /** Reads see what is stored, not what is committed, so rare commits delay nobody. */
  private static final Duration COMMIT_INTERVAL = Duration.ofMillis(500);

  private InventoryHistoryModule() {}

  /** The application with these settings over these topics. */
  public static StreamsModule of(InventoryHistoryConfig config, Topics topics) {
    return new StreamsModule(
        APPLICATION_ID,
        InventoryHistoryTopology.build(config, topics),
        List.of(),
        List.of(
            new KeyQuery(EVENTS, HistoryStores.EVENTS, HistoryReads::events),
            new KeyQuery(AS_OF, HistoryStores.EVENTS, HistoryReads::asOf)),
        Optional.of(COMMIT_INTERVAL),
        true);
  }
}
