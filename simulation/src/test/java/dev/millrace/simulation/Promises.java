package dev.millrace.simulation;

import dev.millrace.avro.orders.OrderCash;
import dev.millrace.avro.orders.OrderExchange;
import dev.millrace.avro.orders.OrderLine;
import dev.millrace.avro.orders.OrderReturn;
import dev.millrace.avro.orders.state.LineState;
import dev.millrace.avro.orders.state.OrderState;
import dev.millrace.gateways.payments.SandboxCharge;
import dev.millrace.inventory.stock.Allocation;
import dev.millrace.inventory.stock.Hold;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * What Millrace promises, each by its name. {@link #always} looks at what has just changed; {@link
 * #atRest} at everything, once nothing is on its way.
 */
final class Promises {

  /** A promise; says how it was broken, if it was. */
  record Promise<T>(String name, Function<T, Optional<String>> broken) {}

  /** Statuses of orders that nothing more happens to by itself. */
  private static final Set<String> ENDED =
      Set.of(
          "confirmed", "fulfilling", "shipped", "delivered", "rejected", "cancelled", "exception");

  /** Statuses of orders that are confirmed and not given up. */
  static final Set<String> STANDING = Set.of("confirmed", "fulfilling", "shipped", "delivered");

  /** Accounts of those to whom taken money belongs. */
  private static final List<String> SOMEBODYS =
      List.of(
          "seller_payable",
          "platform_fees",
          "tax_payable",
          "shipping_income",
          "restocking_fees",
          "return_shipping_fees");

  private static final List<Promise<OrderBook>> OF_ORDERS_ALWAYS =
      Stream.of(
              CapturePromises.ALWAYS,
              ParcelPromises.ALWAYS,
              List.of(new Promise<OrderBook>("NeverChargedTwice", Promises::chargedTwice)))
          .flatMap(List::stream)
          .toList();

  private static final List<Promise<StockBook>> OF_STOCKS_ALWAYS =
      List.of(
          new Promise<>("StockEventsFollowOneAnother", Promises::stockEventsDiffer),
          new Promise<>("NoUnitIsLostOrMade", Promises::unitsDiffer));

  private Promises() {}

  /** Checks the orders and SKUs that have changed since the last look. */
  static Optional<String> always(Books books) {
    return first(books.takeChangedOrders(), OF_ORDERS_ALWAYS, OrderBook::life)
        .or(() -> first(books.takeChangedStocks(), OF_STOCKS_ALWAYS, StockBook::key))
        .or(() -> books.credit().below().map(how -> "CreditIsNeverBelowZero: " + how));
  }

  /** Checks all orders and SKUs when nothing is on its way. */
  static Optional<String> atRest(Books books) {
    return first(books.orders(), ofOrdersAtRest(books), OrderBook::life)
        .or(() -> stocksAtRest(books))
        .or(() -> creditAtRest(books));
  }

  /** What is gone from the accounts is what orders say they spent. */
  private static Optional<String> creditAtRest(Books books) {
    long toldMinor =
        books.orders().stream().mapToLong(one -> CreditBook.spentMinor(one.view())).sum();
    return no(
            toldMinor != books.credit().spentMinor(),
            "CreditIsWhatOrdersSpent: %d by orders, %d by accounts"
                .formatted(toldMinor, books.credit().spentMinor()))
        .or(() -> owedOtherwise(books));
  }

  /** The ledger's liabilities are what is on the accounts. */
  private static Optional<String> owedOtherwise(Books books) {
    long ofOrdersMinor = 0;
    for (OrderBook one : books.orders()) {
      ofOrdersMinor -= one.accounts().getOrDefault("gift_cards", 0L);
      ofOrdersMinor -= one.accounts().getOrDefault("store_credit", 0L);
    }
    long owedMinor = books.credit().owedWithoutOrdersMinor() + ofOrdersMinor;
    long thereMinor = books.credit().onAccountsMinor();
    return no(
        owedMinor != thereMinor,
        "TheLedgerOwesWhatIsOnAccounts: it owes %d, %d is there".formatted(owedMinor, thereMinor));
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
        ? first(books.stocks(), ofStocksAtRest(books), StockBook::key)
        : Optional.of("EveryCommandIsAnswered: nobody answered " + books.unanswered());
  }

  /** What one order promises when nothing is on its way. */
  static Optional<String> atRest(Books books, OrderBook order) {
    return first(List.of(order), ofOrdersAtRest(books), OrderBook::life);
  }

  private static List<Promise<OrderBook>> ofOrdersAtRest(Books books) {
    return Stream.of(CapturePromises.atRest(books), ParcelPromises.AT_REST, ofAnyOrder(books))
        .flatMap(List::stream)
        .toList();
  }

  private static List<Promise<OrderBook>> ofAnyOrder(Books books) {
    return List.of(
        new Promise<>("NoMoneyWithoutItsOrder", Promises::moneyWithoutOrder),
        new Promise<>("EventsAndProviderHaveTheSameAmounts", Promises::amountsDiffer),
        new Promise<>("TheLedgerSaysWhoseTheMoneyIs", Promises::booksDiffer),
        new Promise<>("NoStockLeak", order -> stockLeak(books, order)),
        new Promise<>("NothingIsForgotten", Promises::forgotten),
        new Promise<>("NeverMoreExchangedThanCameBack", order -> exchangedTooMuch(books, order)),
        new Promise<>("CashAddsUp", Promises::cashDiffers),
        new Promise<>("NobodyIsCalledInVain", order -> calledInVain(books, order)),
        new Promise<>("TheCartMovesOn", order -> cartStands(books, order)));
  }

  private static List<Promise<StockBook>> ofStocksAtRest(Books books) {
    Map<String, Long> delivered = withCustomers(books);
    Map<String, Long> owed = units(books, Promises::owed);
    return List.of(
        new Promise<>("HoldsExplainWhatIsReserved", Promises::holdsDiffer),
        new Promise<>(
            "UnitsAreWithWhoeverOrderedThem", stock -> elsewhere(books, stock, delivered)),
        new Promise<>("NoUnitIsBetweenBuckets", stock -> betweenBuckets(books, stock)),
        new Promise<>("UnitsAreOwedToWhoeverWaits", stock -> owedElsewhere(stock, owed)),
        new Promise<>("WhatComesGoesToWhoeverWaits", Promises::keptFromCustomers));
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

  private static Optional<String> chargedTwice(OrderBook order) {
    long taken = order.charges().stream().filter(one -> one.capturedMinor() > 0).count();
    long takenMinor = order.charges().stream().mapToLong(SandboxCharge::capturedMinor).sum();
    return no(
        taken > 1 || takenMinor > order.totalMaxMinor(),
        "%d charges were taken, %d in all of an order of %d"
            .formatted(taken, takenMinor, order.totalMaxMinor()));
  }

  /** Nobody pays twice, nobody is owed what they never paid, and what ended asks for nothing. */
  private static Optional<String> cashDiffers(OrderBook order) {
    OrderCash cash = order.view().getCash();
    if (cash == null) {
      return Optional.empty();
    }
    long dueMinor = cash.getAgreedMinor() - cash.getWaivedMinor() - cash.getReceivedMinor();
    boolean ended = order.status().equals("cancelled");
    return no(
        dueMinor < 0
            || cash.getOwedMinor() > cash.getReceivedMinor()
            || cash.getGivenBackMinor() > cash.getOwedMinor()
            || ended && (dueMinor > 0 || cash.getOwedMinor() != cash.getReceivedMinor()),
        "the cash is " + cash);
  }

  private static Optional<String> moneyWithoutOrder(OrderBook order) {
    boolean givenUp = order.status().equals("rejected") || order.status().equals("cancelled");
    long spentMinor = CreditBook.spentMinor(order.view());
    return no(
        givenUp
            && !order.isMoneyInDoubt()
            && order.keptMinor() + order.promisedMinor() + spentMinor != 0,
        "the provider keeps %d and may take %d"
            .formatted(order.keptMinor(), order.promisedMinor()));
  }

  private static Optional<String> amountsDiffer(OrderBook order) {
    if (order.isMoneyInDoubt()) {
      return Optional.empty();
    }
    List<Long> told =
        List.of(
            order.view().getAuthorizedMinor(),
            order.view().getVoidedMinor(),
            order.view().getCapturedMinor(),
            order.view().getRefundedMinor());
    List<Long> kept =
        List.of(
            order.charges().stream().mapToLong(SandboxCharge::authorizedMinor).sum(),
            order.charges().stream()
                .filter(one -> one.voided() || one.ended())
                .mapToLong(one -> one.authorizedMinor() - one.capturedMinor())
                .sum(),
            order.charges().stream().mapToLong(SandboxCharge::capturedMinor).sum(),
            order.charges().stream().mapToLong(SandboxCharge::refundedMinor).sum());
    return no(
        !told.equals(kept),
        "promised, voided, taken, given back: %s by events, %s at the provider"
            .formatted(told, kept));
  }

  /** What was taken and did not go back is all somebody's, and no more than that is. */
  private static Optional<String> booksDiffer(OrderBook order) {
    Map<String, Long> accounts = order.accounts();
    long takenMinor = order.view().getCapturedMinor() - order.view().getRefundedMinor();
    long providerMinor = accounts.getOrDefault("provider_receivable", 0L);
    long cashMinor = accounts.getOrDefault("cash", 0L);
    OrderCash cash = order.view().getCash();
    long inCashMinor = cash == null ? 0 : cash.getReceivedMinor() - cash.getGivenBackMinor();
    long somebodysMinor =
        SOMEBODYS.stream().mapToLong(kind -> -accounts.getOrDefault(kind, 0L)).sum();
    long allMinor = accounts.values().stream().mapToLong(Long::longValue).sum();
    long creditMinor = CreditBook.spentMinor(order.view());
    long ofCreditMinor =
        accounts.getOrDefault("gift_cards", 0L) + accounts.getOrDefault("store_credit", 0L);
    boolean isOwed = accounts.getOrDefault("buyer_receivable", 0L) != 0;
    boolean isGivenUp = order.status().equals("rejected") || order.status().equals("cancelled");
    return no(
        providerMinor != takenMinor
            || (!order.isMoneyInDoubt() && providerMinor != order.keptMinor())
            || cashMinor != inCashMinor
            || ofCreditMinor != creditMinor
            || somebodysMinor != takenMinor + inCashMinor + creditMinor
            || allMinor != 0
            || accounts.getOrDefault("unallocated", 0L) != 0
            || (isOwed && isGivenUp),
        "%d are taken and not given back, the accounts are %s".formatted(takenMinor, accounts));
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
        ENDED.contains(order.status())
            && books.stocks().stream()
                .flatMap(stock -> stock.live().stream())
                .filter(hold -> !isPutBy(order, hold.reservationId()))
                .anyMatch(hold -> hold.owner().equals(order.orderId()));
    if (live) {
      wrong.add("a hold outlives it");
    }
    return no(!wrong.isEmpty(), wrong.toString());
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
    return no(
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

  private static Optional<String> stockEventsDiffer(StockBook stock) {
    return no(!stock.entryDifferences().isEmpty(), stock.entryDifferences().toString());
  }

  private static Optional<String> unitsDiffer(StockBook stock) {
    return no(
        stock.onHand() + stock.away() != stock.received()
            // What a bucket sold may come back to the SKU itself.
            || stock.away() < 0 && !stock.isOfSplit(),
        "received %d, on hand %d, with customers %d"
            .formatted(stock.received(), stock.onHand(), stock.away()));
  }

  private static Optional<String> holdsDiffer(StockBook stock) {
    return no(!stock.differences().isEmpty(), stock.differences().toString());
  }

  private static Optional<String> elsewhere(
      Books books, StockBook stock, Map<String, Long> ordered) {
    long expected = ordered.getOrDefault(stock.sku(), 0L);
    long away = books.family(stock.sku()).stream().mapToLong(StockBook::away).sum();
    return no(away != expected, "%d are away and %d belong to orders".formatted(away, expected));
  }

  private static Optional<String> betweenBuckets(Books books, StockBook stock) {
    long between = books.family(stock.sku()).stream().mapToLong(StockBook::between).sum();
    return no(between != 0, "%d left one bucket and came to none".formatted(between));
  }

  private static Optional<String> owedElsewhere(StockBook stock, Map<String, Long> waitedFor) {
    long expected = waitedFor.getOrDefault(stock.sku(), 0L);
    return no(
        stock.owed() != expected,
        "%d are owed and orders wait for %d".formatted(stock.owed(), expected));
  }

  private static Optional<String> keptFromCustomers(StockBook stock) {
    return no(
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
    Map<String, Long> units = units(books, Promises::delivered);
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
    return isSold(line)
        ? (long) line.getQuantity()
            - line.getBackordered()
            - line.getReturned()
            - line.getCancelled()
        : 0;
  }

  /** What of a line is sold and has yet to come. Nothing of an order that was given up. */
  private static long owed(OrderLine line) {
    return isSold(line) ? line.getBackordered() : 0;
  }

  static boolean isSold(OrderLine line) {
    return line.getStockStatus().equals("committed") || line.getStockStatus().equals("backordered");
  }

  private static Optional<String> no(boolean broken, String how) {
    return broken ? Optional.of(how) : Optional.empty();
  }
}
