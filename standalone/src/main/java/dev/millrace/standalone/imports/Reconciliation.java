package dev.millrace.standalone.imports;

import dev.millrace.avro.inventory.Allocation;
import dev.millrace.avro.inventory.MovementType;
import dev.millrace.avro.inventory.Stock;
import dev.millrace.avro.inventory.StockEvent;
import dev.millrace.avro.inventory.StockLevel;
import dev.millrace.avro.orders.OrderEvent;
import dev.millrace.avro.orders.ReturnedItem;
import dev.millrace.avro.pricing.QuoteLine;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.standalone.log.LogReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Adds up the whole log and compares what the two sides of it say: for every SKU, what was received
 * is on hand, or was sold and did not come back; and what the inventory sold is what confirmed
 * orders hold.
 */
public final class Reconciliation {

  /** Units of one SKU, by what became of them. */
  static final class Units {
    long received;
    long onHand;
    long reserved;
    long committed;
    long returned;
    long ordered;
    long orderReturns;
  }

  /** An order as its events tell it. */
  private static final class OrderFacts {
    final Map<String, QuoteLine> lines = new HashMap<>();
    String state = "pending";
    boolean confirmed;
    String reason = "";
  }

  /**
   * The outcome.
   *
   * @param differences one sentence for each thing that does not add up; empty when all does
   */
  public record Report(
      long orders,
      long confirmed,
      long cancelled,
      long unfinished,
      Map<String, Long> rejected,
      long skus,
      long received,
      long onHand,
      long committed,
      long returned,
      List<String> differences) {

    public boolean isClean() {
      return differences.isEmpty();
    }

    /** For people. */
    public String text() {
      var text = new StringBuilder();
      text.append(
          "orders    %,d placed = %,d confirmed + %,d cancelled after that + %,d rejected + %,d unfinished%n"
              .formatted(
                  orders,
                  confirmed - cancelled,
                  cancelled,
                  rejected.values().stream().mapToLong(Long::longValue).sum(),
                  unfinished));
      rejected.forEach(
          (reason, count) -> text.append("          %,d rejected: %s%n".formatted(count, reason)));
      text.append(
          "stock     %,d received = %,d on hand + %,d committed - %,d returned, over %,d SKUs%n"
              .formatted(received, onHand, committed, returned, skus));
      if (isClean()) {
        text.append("clean     every SKU adds up, and inventory and orders agree\n");
      } else {
        text.append("NOT CLEAN %,d differences:%n".formatted(differences.size()));
        differences.stream()
            .limit(20)
            .forEach(d -> text.append("          ").append(d).append('\n'));
      }
      return text.toString();
    }
  }

  private final Map<String, Units> units = new TreeMap<>();
  private final Map<String, OrderFacts> orders = new HashMap<>();
  private final List<String> differences = new ArrayList<>();
  private final Map<String, Long> sequences = new HashMap<>();

  private Reconciliation() {}

  /**
   * Reads the log from its beginning and adds it up. Orders still under way count as unfinished.
   */
  public static Report run(LogReader log, Topics topics) {
    var sums = new Reconciliation();
    log.readAll(topics.stockEvents(), record -> sums.add(record.value()));
    log.readAll(topics.stockTable(), record -> sums.add(record.value()));
    log.readAll(topics.orderEvents(), record -> sums.add(record.value()));
    return sums.report();
  }

  private Units of(String sku) {
    return units.computeIfAbsent(sku, s -> new Units());
  }

  private void add(StockEvent event) {
    expectNext("SKU " + event.getSku(), event.getSequence());
    Units sku = of(event.getSku());
    if (event.getStockMoved() != null) {
      if (event.getStockMoved().getMovementType() == MovementType.RETURN_TO_STOCK) {
        sku.returned += event.getStockMoved().getOnHandDelta();
      } else {
        sku.received += event.getStockMoved().getOnHandDelta();
      }
    }
    if (event.getReservationCommitted() != null) {
      for (Allocation part : event.getReservationCommitted().getCommitted()) {
        sku.committed += part.getQuantity();
      }
    }
  }

  private void add(Stock stock) {
    Units sku = of(stock.getSku());
    // The table is compacted: the latest record of a SKU says it all.
    sku.onHand = stock.getLevels().stream().mapToLong(StockLevel::getOnHand).sum();
    sku.reserved = stock.getLevels().stream().mapToLong(StockLevel::getReserved).sum();
  }

  private void add(OrderEvent event) {
    expectNext("order " + event.getOrderId(), event.getSequence());
    OrderFacts order = orders.computeIfAbsent(event.getOrderId(), id -> new OrderFacts());
    if (event.getOrderPlaced() != null) {
      order.state = "pending";
      order.lines.clear();
      event
          .getOrderPlaced()
          .getQuote()
          .getLines()
          .forEach(line -> order.lines.put(line.getLineId(), line));
    }
    if (event.getOrderConfirmed() != null) {
      if (order.confirmed) {
        differences.add("order " + event.getOrderId() + " was confirmed twice");
      }
      order.confirmed = true;
      order.state = "confirmed";
      order.lines.values().forEach(line -> of(line.getSku()).ordered += line.getQuantity());
    }
    if (event.getOrderRejected() != null) {
      order.state = "rejected";
      order.reason = event.getOrderRejected().getReason();
    }
    if (event.getOrderCancelled() != null) {
      if (order.confirmed) {
        order.lines.values().forEach(line -> of(line.getSku()).orderReturns += line.getQuantity());
      }
      order.state = order.confirmed ? "cancelled" : "rejected";
      order.reason = "cancelled before confirmation";
    }
    if (event.getItemsReturned() != null) {
      for (ReturnedItem item : event.getItemsReturned().getItems()) {
        QuoteLine line = order.lines.get(item.getLineId());
        if (line == null) {
          differences.add(
              "order " + event.getOrderId() + " returned an unknown line " + item.getLineId());
        } else {
          of(line.getSku()).orderReturns += item.getQuantity();
        }
      }
    }
    if (event.getOrderNeedsAttention() != null) {
      differences.add(
          "order %s needs attention: %s"
              .formatted(event.getOrderId(), event.getOrderNeedsAttention().getReason()));
    }
  }

  private void expectNext(String what, long sequence) {
    long expected = sequences.merge(what, 1L, Long::sum);
    if (sequence != expected) {
      differences.add("%s has event %d where %d was due".formatted(what, sequence, expected));
      sequences.put(what, sequence);
    }
  }

  private Report report() {
    long unfinished =
        orders.values().stream().filter(order -> order.state.equals("pending")).count();
    units.forEach(
        (sku, sum) -> {
          if (sum.received != sum.onHand + sum.committed - sum.returned) {
            differences.add(
                "%s: received %d, but on hand %d + committed %d - returned %d"
                    .formatted(sku, sum.received, sum.onHand, sum.committed, sum.returned));
          }
          if (sum.onHand < 0 || sum.reserved < 0 || sum.reserved > sum.onHand) {
            differences.add("%s: on hand %d, reserved %d".formatted(sku, sum.onHand, sum.reserved));
          }
          if (sum.ordered > 0
              && (sum.ordered != sum.committed || sum.orderReturns != sum.returned)) {
            differences.add(
                "%s: orders hold %d and gave back %d, but inventory sold %d and took back %d"
                    .formatted(sku, sum.ordered, sum.orderReturns, sum.committed, sum.returned));
          }
          if (unfinished == 0 && sum.ordered > 0 && sum.reserved != 0) {
            differences.add(
                "%s: %d units are held and no order is under way".formatted(sku, sum.reserved));
          }
        });
    Map<String, Long> rejected = new TreeMap<>();
    orders.values().stream()
        .filter(order -> order.state.equals("rejected"))
        .forEach(order -> rejected.merge(order.reason, 1L, Long::sum));
    return new Report(
        orders.size(),
        orders.values().stream().filter(order -> order.confirmed).count(),
        orders.values().stream().filter(order -> order.state.equals("cancelled")).count(),
        unfinished,
        rejected,
        units.size(),
        units.values().stream().mapToLong(sum -> sum.received).sum(),
        units.values().stream().mapToLong(sum -> sum.onHand).sum(),
        units.values().stream().mapToLong(sum -> sum.committed).sum(),
        units.values().stream().mapToLong(sum -> sum.returned).sum(),
        differences);
  }
}
