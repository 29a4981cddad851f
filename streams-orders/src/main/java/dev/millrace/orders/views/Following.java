package dev.millrace.orders.views;

import dev.millrace.avro.orders.OrderEvent;
import dev.millrace.avro.orders.OrderPartlyAllocated;
import dev.millrace.avro.orders.OrderPlaced;
import dev.millrace.avro.orders.OrderTrouble;
import dev.millrace.avro.orders.views.OrderException;
import dev.millrace.avro.orders.views.OrderPositions;
import dev.millrace.avro.orders.views.OrderSummary;
import dev.millrace.avro.orders.views.SellerShare;
import dev.millrace.avro.pricing.Quote;
import dev.millrace.avro.pricing.QuoteLine;
import dev.millrace.schemas.id.OrderListKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What an event changes of what is kept of its order. Pure. */
final class Following {

  /**
   * More than an order of 500 lines can have in several attempts. The list is written anew when it
   * grows, so it must stay small beside a record of a changelog.
   */
  static final int POSITIONS_MAX = 5_000;

  private static final String CONFIRMED = "confirmed";
  private static final String EXCEPTION = "exception";

  /** As {@code Order.stands} has it. */
  private static final Set<String> STANDING =
      Set.of(CONFIRMED, "fulfilling", "shipped", "delivered");

  private Following() {}

  /**
   * What is kept after the event; the same if it was heard before.
   *
   * @param before null before the order's first event
   * @throws IllegalStateException if an event between was not heard
   */
  static OrderPositions next(
      @Nullable OrderPositions before, OrderEvent event, int partition, long offset) {
    long known = before == null ? 0 : before.getLastSequence();
    if (before != null && event.getSequence() <= known) {
      return before;
    }
    if (event.getSequence() != known + 1) {
      throw new IllegalStateException("%s follows event %d".formatted(event.getEventId(), known));
    }
    List<Long> offsets = before == null ? new ArrayList<>() : new ArrayList<>(before.getOffsets());
    if (offsets.size() == known && offsets.size() < POSITIONS_MAX) {
      offsets.add(offset);
    }
    OrderPlaced placed = event.getOrderPlaced();
    if (placed != null) {
      return new OrderPositions(
          partition,
          offsets,
          event.getSequence(),
          placed(before, event, placed),
          shares(placed.getQuote()),
          before == null ? List.of() : Troubles.after(before, event));
    }
    if (before == null) {
      throw new IllegalStateException("an order begins with %s".formatted(event.getEventId()));
    }
    List<OrderTrouble> troubles = Troubles.after(before, event);
    OrderPartlyAllocated partly = event.getOrderPartlyAllocated();
    return new OrderPositions(
        partition,
        offsets,
        event.getSequence(),
        partly == null
            ? changed(before.getSummary(), event, troubles)
            : lowered(before.getSummary(), partly.getQuote()),
        partly == null ? before.getSellers() : shares(partly.getQuote()),
        troubles);
  }

  /** Its entry in the list of orders that need a person; none if it needs nobody. */
  static Map<String, OrderException> inException(@Nullable OrderPositions order) {
    if (order == null || order.getTroubles().isEmpty()) {
      return Map.of();
    }
    OrderSummary summary = order.getSummary();
    List<OrderTrouble> troubles = order.getTroubles();
    return Map.of(
        OrderListKey.of(
            OrderListKey.EXCEPTIONS, troubles.getFirst().getSince(), summary.getOrderId()),
        new OrderException(summary, troubles, Troubles.resolutions(troubles, summary.getStatus())));
  }

  /** The order's entries in the lists of customers, by key; none if it cannot be listed. */
  static Map<String, OrderSummary> ofCustomer(@Nullable OrderPositions order) {
    if (order == null || !OrderListKey.canOwn(order.getSummary().getCustomerId())) {
      return Map.of();
    }
    OrderSummary summary = order.getSummary();
    return Map.of(key(summary.getCustomerId(), summary), summary);
  }

  /** Its entries in the lists of sellers. */
  static Map<String, OrderSummary> ofSellers(@Nullable OrderPositions order) {
    if (order == null) {
      return Map.of();
    }
    OrderSummary summary = order.getSummary();
    Map<String, OrderSummary> entries = new HashMap<>();
    for (SellerShare share : order.getSellers()) {
      if (OrderListKey.canOwn(share.getSellerId())) {
        entries.put(
            key(share.getSellerId(), summary),
            OrderSummary.newBuilder(summary)
                .setTotalMinor(share.getTotalMinor())
                .setLineCount(share.getLineCount())
                .build());
      }
    }
    return entries;
  }

  private static String key(String owner, OrderSummary order) {
    return OrderListKey.of(owner, order.getPlacedAt(), order.getOrderId());
  }

  private static OrderSummary changed(
      OrderSummary before, OrderEvent event, List<OrderTrouble> troubles) {
    String status =
        event.getOrderProgressed() == null
            ? status(before.getStatus(), event.getType(), troubles)
            : event.getOrderProgressed().getStatus();
    return status.equals(before.getStatus())
        ? before
        : OrderSummary.newBuilder(before).setStatus(status).build();
  }

  private static OrderSummary placed(
      @Nullable OrderPositions before, OrderEvent event, OrderPlaced placed) {
    return new OrderSummary(
        event.getOrderId(),
        placed.getCustomerId(),
        "pending_stock",
        placed.getQuote().getCurrency(),
        placed.getQuote().getTotalMinor(),
        placed.getQuote().getLines().size(),
        before == null ? event.getAt() : before.getSummary().getPlacedAt());
  }

  private static OrderSummary lowered(OrderSummary before, Quote quote) {
    return OrderSummary.newBuilder(before)
        .setTotalMinor(quote.getTotalMinor())
        .setLineCount(quote.getLines().size())
        .build();
  }

  /** As the order's own fold has it; a test compares the two over events of every kind. */
  private static String status(String before, String eventType, List<OrderTrouble> troubles) {
    return switch (eventType) {
      case "paymentRequested" -> "pending_payment";
      case "orderConfirmed" -> CONFIRMED;
      case "orderRejected" -> "rejected";
      case "orderCancelled" -> "cancelled";
      case "orderNeedsAttention" -> STANDING.contains(before) ? EXCEPTION : before;
      case "exceptionResolved" ->
          before.equals(EXCEPTION) && !Troubles.anyKeepsException(troubles) ? CONFIRMED : before;
      default -> before;
    };
  }

  private static List<SellerShare> shares(Quote quote) {
    Map<String, SellerShare> bySeller = new TreeMap<>();
    for (QuoteLine line : quote.getLines()) {
      bySeller.merge(
          line.getSellerId(),
          new SellerShare(line.getSellerId(), line.getTotalMinor(), 1),
          (one, other) ->
              new SellerShare(
                  one.getSellerId(),
                  Math.addExact(one.getTotalMinor(), other.getTotalMinor()),
                  one.getLineCount() + other.getLineCount()));
    }
    return List.copyOf(bySeller.values());
  }
}
