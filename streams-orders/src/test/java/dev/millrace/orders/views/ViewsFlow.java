package dev.millrace.orders.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.avro.orders.OrderEvent;
import dev.millrace.avro.orders.views.OrderAsOf;
import dev.millrace.avro.orders.views.OrderEventPage;
import dev.millrace.avro.orders.views.OrderException;
import dev.millrace.avro.orders.views.OrderPositions;
import dev.millrace.avro.orders.views.OrderSummary;
import dev.millrace.kit.app.KeyQuery;
import dev.millrace.schemas.id.OrderListKey;
import dev.millrace.testkit.Flow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** The views in a test: events in, questions as the query server asks them. */
public final class ViewsFlow implements AutoCloseable {

  private final Flow flow = Flow.of(OrderViewsTopology::build);
  private final LogInMemory log = new LogInMemory();
  private final OrderReads reads = new OrderReads(log);

  /** Every event at its offset, as the topology gets it. */
  static final class LogInMemory implements OrderLog {
    final List<OrderEvent> events = new ArrayList<>();
    boolean silent;
    int reads;

    @Override
    public Optional<List<OrderEvent>> read(int partition, List<Long> offsets) {
      assertThat(partition).isZero();
      reads++;
      return silent
          ? Optional.empty()
          : Optional.of(
              offsets.stream().map(offset -> events.get(Math.toIntExact(offset))).toList());
    }

    @Override
    public void close() {}
  }

  LogInMemory log() {
    return log;
  }

  /** An event of the orders. */
  public void happened(OrderEvent event) {
    log.events.add(event);
    flow.send(flow.topics().orderEvents(), event.getOrderId(), event);
  }

  /** The order as it was after so many events; fails if there is no answer. */
  public OrderAsOf atVersion(String orderId, long version) {
    return (OrderAsOf) found(asOf(orderId, Map.of("version", version)));
  }

  /** The order as it was at a moment; fails if there is no answer. */
  public OrderAsOf at(String orderId, long momentMs) {
    return (OrderAsOf) found(asOf(orderId, Map.of("as_of", momentMs)));
  }

  KeyQuery.Answer asOf(String orderId, Map<String, Object> parameters) {
    return reads.asOf(flow::store, orderId, texts(parameters));
  }

  OrderEventPage page(String orderId, Map<String, Object> parameters) {
    return (OrderEventPage) found(events(orderId, parameters));
  }

  KeyQuery.Answer events(String orderId, Map<String, Object> parameters) {
    return reads.events(flow::store, orderId, texts(parameters));
  }

  /** What is kept of an order; fails if there is nothing. */
  OrderPositions positions(String orderId) {
    return Objects.requireNonNull(
        flow.<String, OrderPositions>store(ViewStores.POSITIONS).get(orderId), orderId);
  }

  public List<OrderSummary> ofCustomer(String customerId) {
    return list(ViewStores.BY_CUSTOMER, customerId);
  }

  /** The orders that need a person, with what for. */
  public List<List<?>> inException() {
    List<List<?>> found = new ArrayList<>();
    try (var entries = flow.<String, OrderException>store(ViewStores.IN_EXCEPTION).all()) {
      entries.forEachRemaining(
          entry ->
              found.add(List.of(entry.value.getOrder().getOrderId(), entry.value.getTroubles())));
    }
    return found;
  }

  public List<OrderSummary> ofSeller(String sellerId) {
    return list(ViewStores.BY_SELLER, sellerId);
  }

  private List<OrderSummary> list(String store, String owner) {
    List<OrderSummary> found = new ArrayList<>();
    try (var entries = flow.<String, OrderSummary>store(store).all()) {
      entries.forEachRemaining(
          entry -> {
            if (entry.key.startsWith(OrderListKey.first(owner))) {
              found.add(entry.value);
            }
          });
    }
    return found;
  }

  private static Map<String, String> texts(Map<String, Object> parameters) {
    Map<String, String> texts = new HashMap<>();
    parameters.forEach((name, value) -> texts.put(name, value.toString()));
    return texts;
  }

  private static SpecificRecord found(KeyQuery.Answer answer) {
    assertThat(answer).isInstanceOf(KeyQuery.Found.class);
    return ((KeyQuery.Found) answer).value();
  }

  @Override
  public void close() {
    flow.expectNothingElse();
    flow.close();
  }
}
