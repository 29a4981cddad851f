package dev.millrace.simulation;

import dev.millrace.avro.orders.OrderExchange;
import dev.millrace.avro.orders.OrderLine;
import dev.millrace.simulation.Promises.Promise;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** What Millrace promises of the units of a SKU, over all orders. */
final class StockPromises {

  static final List<Promise<StockBook>> ALWAYS =
      List.of(
          new Promise<>("StockEventsFollowOneAnother", StockPromises::stockEventsDiffer),
          new Promise<>("NoUnitIsLostOrMade", StockPromises::unitsDiffer));

  private StockPromises() {}

  static List<Promise<StockBook>> atRest(Books books) {
    Map<String, Long> delivered = withCustomers(books);
    Map<String, Long> owed = units(books, StockPromises::owed);
    return List.of(
        new Promise<>("HoldsExplainWhatIsReserved", StockPromises::holdsDiffer),
        new Promise<>(
            "UnitsAreWithWhoeverOrderedThem", stock -> elsewhere(books, stock, delivered)),
        new Promise<>("NoUnitIsBetweenBuckets", stock -> betweenBuckets(books, stock)),
        new Promise<>("UnitsAreOwedToWhoeverWaits", stock -> owedElsewhere(stock, owed)),
        new Promise<>("WhatComesGoesToWhoeverWaits", StockPromises::keptFromCustomers));
  }

  private static Optional<String> stockEventsDiffer(StockBook stock) {
    return Promises.no(!stock.entryDifferences().isEmpty(), stock.entryDifferences().toString());
  }

  private static Optional<String> unitsDiffer(StockBook stock) {
    return Promises.no(
        stock.onHand() + stock.away() != stock.received()
            // What a bucket sold may come back to the SKU itself.
            || stock.away() < 0 && !stock.isOfSplit(),
        "received %d, on hand %d, with customers %d"
            .formatted(stock.received(), stock.onHand(), stock.away()));
  }

  private static Optional<String> holdsDiffer(StockBook stock) {
    return Promises.no(!stock.differences().isEmpty(), stock.differences().toString());
  }

  private static Optional<String> elsewhere(
      Books books, StockBook stock, Map<String, Long> ordered) {
    long expected = ordered.getOrDefault(stock.sku(), 0L);
    long away = books.family(stock.sku()).stream().mapToLong(StockBook::away).sum();
    return Promises.no(
        away != expected, "%d are away and %d belong to orders".formatted(away, expected));
  }

  private static Optional<String> betweenBuckets(Books books, StockBook stock) {
    long between = books.family(stock.sku()).stream().mapToLong(StockBook::between).sum();
    return Promises.no(between != 0, "%d left one bucket and came to none".formatted(between));
  }

  private static Optional<String> owedElsewhere(StockBook stock, Map<String, Long> waitedFor) {
    long expected = waitedFor.getOrDefault(stock.sku(), 0L);
    return Promises.no(
        stock.owed() != expected,
        "%d are owed and orders wait for %d".formatted(stock.owed(), expected));
  }

  private static Optional<String> keptFromCustomers(StockBook stock) {
    return Promises.no(
        stock.keptFromCustomers() > 0,
        "%d lie there and %d are owed".formatted(stock.keptFromCustomers(), stock.owed()));
  }

  /** The units of each SKU over all orders, counted line by line. */
  private static Map<String, Long> units(Books books, ToLongFunction<OrderLine> ofLine) {
    Map<String, Long> units = new HashMap<>();
    for (OrderBook order : books.orders()) {
      for (OrderLine line : order.view().getLines()) {
        units.merge(line.getSku(), ofLine.applyAsLong(line), Long::sum);
      }
    }
    return units;
  }

  /** What is with customers: of lines, and what they were sent instead of units of lines. */
  private static Map<String, Long> withCustomers(Books books) {
    Map<String, Long> units = units(books, StockPromises::delivered);
    for (OrderBook order : books.orders()) {
      for (OrderExchange one : order.exchanges()) {
        long sent = one.getStatus().equals("sold") ? one.getUnits() : 0;
        units.merge(one.getSku(), sent, Long::sum);
      }
    }
    return units;
  }

  /** What of a line is with the customer: it was sold and has come, and has not come back. */
  private static long delivered(OrderLine line) {
    return Promises.isSold(line)
        ? (long) line.getQuantity()
            - line.getBackordered()
            - line.getReturned()
            - line.getCancelled()
        : 0;
  }

  /** What of a line is sold and has yet to come. Nothing of an order that was given up. */
  private static long owed(OrderLine line) {
    return Promises.isSold(line) ? line.getBackordered() : 0;
  }
}
