package dev.millrace.orders.views;

import dev.millrace.avro.orders.Order;
import dev.millrace.avro.orders.OrderEvent;
import dev.millrace.avro.orders.views.OrderAsOf;
import dev.millrace.avro.orders.views.OrderEventPage;
import dev.millrace.avro.orders.views.OrderPositions;
import dev.millrace.kit.app.KeyQuery;
import dev.millrace.orders.OrdersLedger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What readers ask of an order's past. The asker says with {@code through} which sequence it has
 * seen: the answer waits until the views have seen it too. Events come from the log itself; the
 * order as it was is their fold, made with the writer's own code.
 */
final class OrderReads {

  private static final int EVENTS_MAX = 200;
  private static final int EVENTS_DEFAULT = 50;
  private static final long SEQUENCE_MAX = 999_999_999_999L;

  private final OrderLog log;

  OrderReads(OrderLog log) {
    this.log = log;
  }

  /**
   * Events of an order as an {@link OrderEventPage}.
   *
   * @param parameters {@code after_sequence} (else from the first), {@code limit} (1 to 200, else
   *     50), {@code through}
   */
  KeyQuery.Answer events(
      KeyQuery.PartitionStores stores, String orderId, Map<String, String> parameters) {
    long through = number(parameters, "through", 0, SEQUENCE_MAX).orElse(0L);
    long after = number(parameters, "after_sequence", 0, SEQUENCE_MAX).orElse(0L);
    long limit = number(parameters, "limit", 1, EVENTS_MAX).orElse((long) EVENTS_DEFAULT);
    @Nullable OrderPositions order = positions(stores, orderId);
    if (order == null || order.getLastSequence() < through) {
      return notYet(order, through);
    }
    int kept = order.getOffsets().size();
    int from = (int) Math.min(after, kept);
    int to = (int) Math.min(from + limit, kept);
    return read(order, from, to)
        .<KeyQuery.Answer>map(
            events ->
                new KeyQuery.Found(
                    new OrderEventPage(
                        order.getLastSequence(),
                        (long) kept,
                        events,
                        to < kept ? Long.valueOf(to) : null)))
        .orElseGet(OrderReads::logIsSilent);
  }

  /**
   * An order as it was, as an {@link OrderAsOf}: after so many events, or after the last one that
   * is not later than a moment. Times of events never fall.
   *
   * @param parameters {@code version} or {@code as_of} in milliseconds since 1970, {@code through}
   */
  KeyQuery.Answer asOf(
      KeyQuery.PartitionStores stores, String orderId, Map<String, String> parameters) {
    long through = number(parameters, "through", 0, SEQUENCE_MAX).orElse(0L);
    Optional<Long> version = number(parameters, "version", 1, SEQUENCE_MAX);
    Optional<Long> moment = number(parameters, "as_of", 0, Long.MAX_VALUE);
    if (version.isPresent() == moment.isPresent()) {
      throw new IllegalArgumentException("either version or as_of");
    }
    @Nullable OrderPositions order = positions(stores, orderId);
    if (order == null || order.getLastSequence() < through) {
      return notYet(order, through);
    }
    long last = order.getLastSequence();
    int kept = order.getOffsets().size();
    long wanted = version.orElse(last);
    if (version.isPresent() && wanted > kept) {
      return new KeyQuery.Found(new OrderAsOf(last, wanted <= last, null));
    }
    return read(order, 0, (int) Math.min(wanted, kept))
        .<KeyQuery.Answer>map(
            events ->
                new KeyQuery.Found(
                    moment.isEmpty()
                        ? new OrderAsOf(last, false, fold(events))
                        : at(Instant.ofEpochMilli(moment.get()), events, last)))
        .orElseGet(OrderReads::logIsSilent);
  }

  private static OrderAsOf at(Instant moment, List<OrderEvent> events, long last) {
    List<OrderEvent> until =
        events.stream().takeWhile(event -> !event.getAt().isAfter(moment)).toList();
    if (until.size() == events.size() && events.size() < last) {
      return new OrderAsOf(last, true, null);
    }
    return new OrderAsOf(last, false, until.isEmpty() ? null : fold(until));
  }

  private static Order fold(List<OrderEvent> events) {
    return OrdersLedger.fold(events).getOrder();
  }

  private Optional<List<OrderEvent>> read(OrderPositions order, int from, int to) {
    return log.read(order.getPartition(), order.getOffsets().subList(from, to));
  }

  private static @Nullable OrderPositions positions(
      KeyQuery.PartitionStores stores, String orderId) {
    return (OrderPositions) stores.open(ViewStores.POSITIONS).get(orderId);
  }

  private static KeyQuery.Answer notYet(@Nullable OrderPositions order, long through) {
    long last = order == null ? 0 : order.getLastSequence();
    return last >= through
        ? new KeyQuery.Missing()
        : new KeyQuery.Behind("the views have event %d, not yet %d".formatted(last, through));
  }

  private static KeyQuery.Answer logIsSilent() {
    return new KeyQuery.Behind("the log does not give the events");
  }

  private static Optional<Long> number(
      Map<String, String> parameters, String name, long min, long max) {
    String text = parameters.get(name);
    if (text == null) {
      return Optional.empty();
    }
    if (text.matches("\\d{1,18}")) {
      long number = Long.parseLong(text);
      if (number >= min && number <= max) {
        return Optional.of(number);
      }
    }
    throw new IllegalArgumentException("%s is a number from %d to %d".formatted(name, min, max));
  }
}
