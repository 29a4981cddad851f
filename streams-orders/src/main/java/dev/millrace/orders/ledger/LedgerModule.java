package dev.millrace.orders.ledger;

import dev.millrace.kit.app.QueryableStore;
import dev.millrace.kit.app.StreamsModule;
import dev.millrace.schemas.topics.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The ledger, ready to run. */
public final class LedgerModule {

  private static final String APPLICATION_ID = "ledger";

  /** No shopper waits for the books, and rare commits make few records of many changes. */
  private static final Duration COMMIT_INTERVAL = Duration.ofMillis(500);

  private LedgerModule() {}

  /** The application with these settings over these topics. */
  public static StreamsModule of(LedgerConfig config, Topics topics) {
    return new StreamsModule(
        APPLICATION_ID,
        LedgerTopology.build(config.terms(), topics),
        List.of(
            QueryableStore.asStored(LedgerStores.ORDERS),
            QueryableStore.asStored(LedgerStores.BALANCES)),
        List.of(),
        Optional.of(COMMIT_INTERVAL),
        true);
  }
}
