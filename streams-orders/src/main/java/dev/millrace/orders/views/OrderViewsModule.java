package dev.millrace.orders.views;

import dev.millrace.kit.app.KeyQuery;
import dev.millrace.kit.app.QueryableStore;
import dev.millrace.kit.app.StreamsModule;
import dev.millrace.schemas.topics.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The views of orders, ready to run. */
public final class OrderViewsModule {

  /** The question for an order's events; see {@link OrderReads#events}. */
  static final String EVENTS = "order-event-page";

  /** The question for an order as it was; see {@link OrderReads#asOf}. */
  static final String AS_OF = "order-as-of";

  private static final String APPLICATION_ID = "order-views";

  /**
   * Reads see what is stored, not what is committed, so rare commits delay nobody but a list that
   * must have seen a position; and they make few records of many changes, see {@link ViewStores}.
   */
  private static final Duration COMMIT_INTERVAL = Duration.ofMillis(500);

  private OrderViewsModule() {}

  /**
   * The application over these topics.
   *
   * @param log where events are read that are asked for; whoever made it closes it
   */
  public static StreamsModule of(Topics topics, OrderLog log) {
    var reads = new OrderReads(log);
    return new StreamsModule(
        APPLICATION_ID,
        OrderViewsTopology.build(topics),
        List.of(
            QueryableStore.asStored(ViewStores.POSITIONS),
            QueryableStore.asStored(ViewStores.BY_CUSTOMER),
            QueryableStore.asStored(ViewStores.BY_SELLER),
            QueryableStore.asStored(ViewStores.IN_EXCEPTION)),
        List.of(
            new KeyQuery(EVENTS, ViewStores.POSITIONS, reads::events),
            new KeyQuery(AS_OF, ViewStores.POSITIONS, reads::asOf)),
        Optional.of(COMMIT_INTERVAL),
        true);
  }
}
