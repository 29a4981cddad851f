package dev.millrace.orders;

import dev.millrace.avro.orders.state.OrderState;
import dev.millrace.avro.orders.state.WaitingRequest;
import dev.millrace.kit.process.TimeIndex;
import dev.millrace.orders.order.Order;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The orders of one task with their deadlines, and the latest of them at hand. */
final class StoredOrders {

  private static final int RECENT_MAX = 256;

  private final KeyValueStore<String, OrderState> orders;
  private final TimeIndex deadlines;

  /**
   * Spares reading back what this task wrote a moment ago: an order of n lines is decided 2n times
   * within a second. The store stays the truth; a task that is opened again starts without.
   */
  private final Recent recent = new Recent();

  StoredOrders(ProcessingContext context) {
    this.orders = context.getStateStore(OrdersStores.ORDER_STATE);
    this.deadlines = new TimeIndex(context.getStateStore(OrdersStores.ORDER_DEADLINES));
  }

  /** The order to decide about; one that nothing has happened to if it is not stored. */
  OrderInHand load(String orderId) {
    Held held = recent.get(orderId);
    if (held != null) {
      return new OrderInHand(orderId, held.order(), held.waiting());
    }
    OrderState stored = orders.get(orderId);
    return stored == null
        ? new OrderInHand(orderId, null, List.of())
        : new OrderInHand(orderId, OrderStateAvro.order(stored), stored.getWaiting());
  }

  /** Keeps the order and its deadline if it has changed. */
  void save(OrderInHand inHand) {
    if (!inHand.isChanged()) {
      return;
    }
    Order order = inHand.order();
    List<WaitingRequest> waiting = inHand.waiting();
    moveDeadlines(inHand.before(), order);
    orders.put(order.orderId(), OrderStateAvro.stored(order, waiting));
    recent.put(order.orderId(), new Held(order, waiting));
  }

  /** Takes out the deadlines that have passed, a bounded number of them; the caller acts on all. */
  List<TimeIndex.Entry> takeOverdue(Instant now, int entriesMax) {
    List<TimeIndex.Entry> overdue = deadlines.due(now, entriesMax);
    overdue.forEach(deadlines::remove);
    return overdue;
  }

  /** An order may wait for several things; two that are due at one moment share its entry. */
  private void moveDeadlines(@Nullable Order before, Order after) {
    Set<Instant> was = before == null ? Set.of() : before.deadlines();
    Set<Instant> is = after.deadlines();
    for (Instant gone : was) {
      if (!is.contains(gone)) {
        deadlines.remove(new TimeIndex.Entry(gone, after.orderId()));
      }
    }
    for (Instant added : is) {
      if (!was.contains(added)) {
        deadlines.add(added, after.orderId());
      }
    }
  }

  /** An order as it was last written, and who waits for its stock. */
  private record Held(Order order, List<WaitingRequest> waiting) {}

  /** The orders that were written latest. */
  private static final class Recent extends LinkedHashMap<String, Held> {
    private static final long serialVersionUID = 1L;

    Recent() {
      super(2 * RECENT_MAX, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Held> eldest) {
      return size() > RECENT_MAX;
    }
  }
}
