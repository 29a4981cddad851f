package dev.millrace.simulation;

import dev.millrace.avro.orders.OrderExchange;
import dev.millrace.avro.orders.OrderLine;
import dev.millrace.avro.orders.OrderReturn;
import dev.millrace.avro.orders.state.LineState;
import dev.millrace.avro.orders.state.OrderState;
import dev.millrace.inventory.stock.Allocation;
import dev.millrace.inventory.stock.Hold;
import dev.millrace.simulation.Promises.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What Millrace promises of the units of an order: its lines, and what it sent instead. */
final class LinePromises {

  private LinePromises() {}

  static List<Promise<OrderBook>> atRest(Books books) {
    return List.of(
        new Promise<>("NoStockLeak", order -> stockLeak(books, order)),
        new Promise<>("NeverMoreExchangedThanCameBack", order -> exchangedTooMuch(books, order)));
  }

  /** Each line's units are where the order believes them to be. */
  private static Optional<String> stockLeak(Books books, OrderBook order) {
    OrderState state = order.state();
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < state.getLines().size(); i++) {
      LineState line = state.getLines().get(i);
      OrderLine shown = state.getOrder().getLines().get(i);
      Optional<Hold> hold = books.hold(shown.getSku(), line.getReservationId());
      String found = hold.map(one -> one.status().name()).orElse("NONE");
      if (!expected(shown.getStockStatus()).contains(found)) {
        wrong.add("%s is %s, its hold %s".formatted(shown, shown.getStockStatus(), found));
      }
      int missing = hold.map(Hold::backordered).orElse(0);
      if (!found.equals("EXPIRED") && missing != shown.getBackordered()) {
        wrong.add("%s waits for units, its hold for %d".formatted(shown, missing));
      }
      hold.flatMap(one -> soldOtherwise(shown, line, one)).ifPresent(wrong::add);
    }
    boolean live =
        Promises.ENDED.contains(order.status())
            && books.stocks().stream()
                .flatMap(stock -> stock.live().stream())
                .filter(hold -> !isPutBy(order, hold.reservationId()))
                .anyMatch(hold -> hold.owner().equals(order.orderId()));
    if (live) {
      wrong.add("a hold outlives it");
    }
    return Promises.no(!wrong.isEmpty(), wrong.toString());
  }

  /** Whether a return that is under way has the units put by. */
  private static boolean isPutBy(OrderBook order, String reservationId) {
    return order.exchanges().stream()
        .anyMatch(
            one ->
                one.getExchangeId().equals(reservationId)
                    && (one.getStatus().equals("asked") || one.getStatus().equals("held")));
  }

  /** What is sent instead of others is sold, and no more than those. */
  private static Optional<String> exchangedTooMuch(Books books, OrderBook order) {
    for (OrderReturn one : order.view().getReturns()) {
      List<OrderExchange> exchanges = one.getExchanges() == null ? List.of() : one.getExchanges();
      for (OrderExchange exchange : exchanges) {
        int came =
            one.getLines().stream()
                .filter(line -> line.getLineId().equals(exchange.getLineId()))
                .mapToInt(line -> line.getResellable() + line.getDamaged() - line.getAccepted())
                .sum();
        int sold =
            books
                .hold(exchange.getSku(), exchange.getExchangeId())
                .filter(hold -> hold.status() == Hold.Status.COMMITTED)
                .map(Hold::committedQuantity)
                .orElse(0);
        int wanted = exchange.getStatus().equals("sold") ? exchange.getUnits() : 0;
        if (sold != wanted || sold > came) {
          return Optional.of("%d are sold, %d came for %s".formatted(sold, came, exchange));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * What a sale delivered and what it owes is all that was ordered, and the order knows from where
   * it came. A sale that is taken back owes nothing; what it delivered is all there is of it.
   */
  private static Optional<String> soldOtherwise(OrderLine shown, LineState line, Hold hold) {
    if (hold.status() != Hold.Status.COMMITTED) {
      return Optional.empty();
    }
    long came = hold.allocations().stream().mapToLong(Allocation::quantity).sum();
    long knownToCome = line.getAllocations().stream().mapToLong(one -> one.getQuantity()).sum();
    boolean takenBack = shown.getStockStatus().equals("returned");
    boolean adds = came + hold.backordered() == (takenBack ? came : shown.getQuantity());
    return Promises.no(
        !adds
            || hold.committedQuantity() != came + hold.backordered()
            || knownToCome + shown.getCancelled() != came,
        "%s: %d are sold, %d came, %d are owed; the order knows of %d"
            .formatted(shown, hold.committedQuantity(), came, hold.backordered(), knownToCome));
  }

  private static Set<String> expected(String stockStatus) {
    return switch (stockStatus) {
      case "held" -> Set.of("HELD", "EXPIRED");
      case "refused" -> Set.of("NONE", "RELEASED", "EXPIRED");
      case "backordered", "committed", "returned" -> Set.of("COMMITTED");
      case "lost" -> Set.of("RELEASED", "EXPIRED", "NONE");
      case "released" -> Set.of("RELEASED", "EXPIRED", "NONE");
      default -> Set.of();
    };
  }
}
