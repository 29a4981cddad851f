package dev.millrace.orders.views;

import dev.millrace.avro.orders.OrderEvent;
import dev.millrace.avro.orders.views.OrderException;
import dev.millrace.avro.orders.views.OrderPositions;
import dev.millrace.avro.orders.views.OrderSummary;
import dev.millrace.kit.process.ProcessorStores;
import dev.millrace.schemas.topics.Topics;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The stores of the views. All of them lie in the partition of the order, so nothing is sent on to
 * other tasks: who wants a list asks every partition.
 *
 * <p>What a checkout costs: about ten events change the positions ten times and the two lists three
 * times (placed, payment asked, confirmed). The stores keep entries in memory until a commit, and
 * commits are 500 ms apart, so a checkout that is through in less writes three records to
 * changelogs, at most six when a commit falls into it: one of the positions, one for the customer,
 * one for each seller.
 *
 * <p>Threading: one instance belongs to one task.
 */
final class ViewStores {

  /** Where the events of an order are, and what lists show of it, by order id. */
  static final String POSITIONS = "order-positions";

  /** Orders by customer, the latest first. */
  static final String BY_CUSTOMER = "orders-by-customer";

  /** Orders by seller, the latest first. */
  static final String BY_SELLER = "orders-by-seller";

  /** Orders that need a person, those that began to need one latest first. */
  static final String IN_EXCEPTION = "orders-in-exception";

  private final KeyValueStore<String, OrderPositions> positions;
  private final KeyValueStore<String, OrderSummary> byCustomer;
  private final KeyValueStore<String, OrderSummary> bySeller;
  private final KeyValueStore<String, OrderException> inException;

  /** Opens the stores of the task. */
  ViewStores(ProcessingContext context) {
    positions = context.getStateStore(POSITIONS);
    byCustomer = context.getStateStore(BY_CUSTOMER);
    bySeller = context.getStateStore(BY_SELLER);
    inException = context.getStateStore(IN_EXCEPTION);
  }

  /** The stores to attach to the processor. */
  static Set<StoreBuilder<?>> builders(Topics topics) {
    return ProcessorStores.inOrder(
        ProcessorStores.records(POSITIONS, OrderPositions.class, topics).withCachingEnabled(),
        ProcessorStores.records(BY_CUSTOMER, OrderSummary.class, topics).withCachingEnabled(),
        ProcessorStores.records(BY_SELLER, OrderSummary.class, topics).withCachingEnabled(),
        ProcessorStores.records(IN_EXCEPTION, OrderException.class, topics).withCachingEnabled());
  }

  /** Keeps where the event is and what it changes in the lists. */
  void keep(OrderEvent event, int partition, long offset) {
    @Nullable OrderPositions before = positions.get(event.getOrderId());
    OrderPositions after = Following.next(before, event, partition, offset);
    if (after == before) {
      return;
    }
    positions.put(event.getOrderId(), after);
    if (before == null
        || !before.getSummary().equals(after.getSummary())
        || !before.getSellers().equals(after.getSellers())) {
      change(byCustomer, Following.ofCustomer(before), Following.ofCustomer(after));
      change(bySeller, Following.ofSellers(before), Following.ofSellers(after));
    }
    change(inException, Following.inException(before), Following.inException(after));
  }

  private static <V> void change(
      KeyValueStore<String, V> list, Map<String, V> before, Map<String, V> after) {
    // Another attempt may be without a seller of the one before.
    before.keySet().stream().filter(key -> !after.containsKey(key)).forEach(list::delete);
    after.forEach(
        (key, summary) -> {
          if (!summary.equals(before.get(key))) {
            list.put(key, summary);
          }
        });
  }
}
