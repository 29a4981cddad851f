package dev.millrace.simulation;

import dev.millrace.avro.orders.OrderLine;
import dev.millrace.avro.orders.state.OrderState;
import dev.millrace.inventory.stock.Hold;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What Millrace promises, each by its name. {@link #always} looks at what has just changed; {@link
 * #atRest} at everything, once nothing is on its way.
 */
final class Promises {

  /** A promise; says how it was broken, if it was. */
  record Promise<T>(String name, Function<T, Optional<String>> broken) {}

  /** Statuses of orders that nothing more happens to by itself. */
  static final Set<String> ENDED =
      Set.of(
          "confirmed", "fulfilling", "shipped", "delivered", "rejected", "cancelled", "exception");

  /** Statuses of orders that are confirmed and not given up. */
  static final Set<String> STANDING = Set.of("confirmed", "fulfilling", "shipped", "delivered");

  private static final List<Promise<OrderBook>> OF_ORDERS_ALWAYS =
      Stream.of(CapturePromises.ALWAYS, ParcelPromises.ALWAYS, MoneyPromises.ALWAYS)
          .flatMap(List::stream)
          .toList();

  private Promises() {}

  /** Checks the orders and SKUs that have changed since the last look. */
  static Optional<String> always(Books books) {
    return first(books.takeChangedOrders(), OF_ORDERS_ALWAYS, OrderBook::life)
        .or(() -> first(books.takeChangedStocks(), StockPromises.ALWAYS, StockBook::key))
        .or(() -> books.credit().below().map(how -> "CreditIsNeverBelowZero: " + how));
  }

  /** Checks all orders and SKUs when nothing is on its way. */
  static Optional<String> atRest(Books books) {
    return first(books.orders(), ofOrdersAtRest(books), OrderBook::life)
        .or(() -> stocksAtRest(books))
        .or(() -> MoneyPromises.creditAtRest(books));
  }

  /** Checks that every order has come to an end, once all deadlines have passed as well. */
  static Optional<String> atTheEnd(Books books) {
    return first(
        books.orders(),
        List.of(new Promise<>("EveryOrderEnds", Promises::unfinished)),
        OrderBook::life);
  }

  /** Checks that one order has come to an end. */
  static Optional<String> atTheEnd(Books books, String orderId) {
    return first(
        books.order(orderId).stream().toList(),
        List.of(new Promise<>("EveryOrderEnds", Promises::unfinished)),
        OrderBook::life);
  }

  /** Checks all SKUs, and who still waits, when nothing is on its way. */
  static Optional<String> stocksAtRest(Books books) {
    return books.unanswered().isEmpty()
        ? first(books.stocks(), StockPromises.atRest(books), StockBook::key)
        : Optional.of("EveryCommandIsAnswered: nobody answered " + books.unanswered());
  }

  /** What one order promises when nothing is on its way. */
  static Optional<String> atRest(Books books, OrderBook order) {
    return first(List.of(order), ofOrdersAtRest(books), OrderBook::life);
  }

  private static List<Promise<OrderBook>> ofOrdersAtRest(Books books) {
    return Stream.of(
            MoneyPromises.AT_REST,
            CapturePromises.atRest(books),
            LinePromises.atRest(books),
            ParcelPromises.AT_REST,
            ofAnyOrder(books))
        .flatMap(List::stream)
        .toList();
  }

  private static List<Promise<OrderBook>> ofAnyOrder(Books books) {
    return List.of(
        new Promise<>("NothingIsForgotten", Promises::forgotten),
        new Promise<>("NobodyIsCalledInVain", order -> calledInVain(books, order)),
        new Promise<>("TheCartMovesOn", order -> cartStands(books, order)));
  }

  private static <T> Optional<String> first(
      Iterable<T> all, List<Promise<T>> promises, Function<T, String> describe) {
    for (T one : all) {
      for (Promise<T> promise : promises) {
        Optional<String> broken = promise.broken().apply(one);
        if (broken.isPresent()) {
          return Optional.of(
              "%s: %s (%s)".formatted(promise.name(), broken.get(), describe.apply(one)));
        }
      }
    }
    return Optional.empty();
  }

  /** Nothing that was asked for is still waited for. */
  private static Optional<String> forgotten(OrderBook order) {
    OrderState state = order.state();
    boolean waits =
        state.getCapture().equals("ASKED")
            || state.getOrder().getCaptures() != null
                && state.getOrder().getCaptures().stream()
                    .anyMatch(one -> one.getStatus().equals("asked"))
            || state.getRefunds().stream().anyMatch(one -> one.getStep().equals("ASKED"))
            || state.getAuthorizations().stream().anyMatch(one -> one.getVoiding().equals("ASKED"))
            || order.exchanges().stream()
                .anyMatch(
                    one -> one.getStatus().equals("asked") || one.getStatus().equals("selling"))
            || order.status().equals("pending_stock")
            || CreditBook.waits(order.view())
            || order.view().getPaymentStatus().equals("authorizing") && state.getDeadline() != null;
    return no(waits, "it waits for an answer that nobody will give");
  }

  /** A person looks at what nobody can know, and at holds that ended before they were sold. */
  private static Optional<String> calledInVain(Books books, OrderBook order) {
    boolean lostToTime =
        order.hasLostUnits()
            && order.state().getLines().stream()
                .anyMatch(
                    line ->
                        books.stocks().stream()
                            .flatMap(stock -> stock.hold(line.getReservationId()).stream())
                            .anyMatch(hold -> hold.status() == Hold.Status.EXPIRED));
    return no(
        order.needsAttention()
            && !order.isMoneyInDoubt()
            && !lostToTime
            && !CreditBook.isLost(order.view())
            && !order.askedAgainForUnits(),
        "nothing was in doubt and no unit was lost");
  }

  private static Optional<String> cartStands(Books books, OrderBook order) {
    long ordered = order.state().getQuote().getCartGeneration();
    long current = books.generation(order.view().getCartId());
    return no(
        order.wasConfirmed() && current <= ordered,
        "generation %d was ordered and the cart is at %d".formatted(ordered, current));
  }

  private static Optional<String> unfinished(OrderBook order) {
    return no(!ENDED.contains(order.status()), "it is still " + order.status());
  }

  static boolean isSold(OrderLine line) {
    return line.getStockStatus().equals("committed") || line.getStockStatus().equals("backordered");
  }

  /** How a promise was broken, if it was. */
  static Optional<String> no(boolean broken, String how) {
    return broken ? Optional.of(how) : Optional.empty();
  }
}
