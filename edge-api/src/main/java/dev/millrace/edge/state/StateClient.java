package dev.millrace.edge.state;

import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Reads the contexts' state by key. Safe for many threads; calls block and are bounded in time. */
public interface StateClient extends AutoCloseable {

  /** The application that keeps the past of the stock; one may do without. */
  String STOCK_HISTORY = "inventory-history";

  /** The application that keeps lists of orders and where their events are; one may do without. */
  String ORDER_VIEWS = "order-views";

  /** The application that keeps the books of the money; one may do without. */
  String LEDGER = "ledger";

  /** The application that keeps gift cards, store credit and uses of coupons. */
  String ACCOUNTS = "accounts";

  /**
   * What is under the key.
   *
   * @param parameters of a question; empty for a store
   * @param minPosition topic:partition:offset that the answer must have seen; null if any will do
   */
  <T extends SpecificRecord> Lookup<T> find(
      StateStore<T> store,
      String key,
      Map<String, String> parameters,
      @Nullable String minPosition);

  /**
   * Entries of one partition whose keys begin alike, in the order of the keys; empty when its owner
   * cannot answer now.
   *
   * @param after only entries behind this key; null for all
   */
  <T extends SpecificRecord> Optional<StatePage<T>> page(
      StateStore<T> store, int partition, String prefix, @Nullable String after, int limit);

  /** Whether there is such an application at all, ready or not. */
  boolean has(String context);

  /** Whether the context answers queries now. */
  boolean ready(String context);

  @Override
  void close();
}
