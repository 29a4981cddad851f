package dev.millrace.simulation;

import dev.millrace.avro.accounts.AccountEvent;
import dev.millrace.avro.customers.CartEvent;
import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.inventory.StockEvent;
import dev.millrace.avro.orders.OrderEvent;
import dev.millrace.avro.pricing.Quote;
import dev.millrace.gateways.payments.SandboxCharge;
import dev.millrace.gateways.shipping.SoldLabels;
import dev.millrace.inventory.stock.Hold;
import dev.millrace.orders.order.CheckoutTerms.Capture;
import dev.millrace.testkit.Sent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What an onlooker knows who reads every public topic and the provider's own books, and no store.
 */
final class Books {

  private final Map<String, OrderBook> orders = new LinkedHashMap<>();
  private final Map<String, StockBook> stocks = new LinkedHashMap<>();
  private final CreditBook credit = new CreditBook();
  private final Map<String, Map<String, StockBook>> families = new LinkedHashMap<>();
  private final Map<String, Long> generations = new LinkedHashMap<>();
  private final Map<String, Integer> kinds = new TreeMap<>();
  private final Map<String, Quote> quotes = new LinkedHashMap<>();
  private final Set<String> unanswered = new LinkedHashSet<>();
  private final Set<String> changedOrders = new LinkedHashSet<>();
  private final Set<String> changedStocks = new LinkedHashSet<>();
  private final Capture capture;

  /**
   * @param capture when promised money is taken
   */
  Books(Capture capture) {
    this.capture = capture;
  }

  Capture capture() {
    return capture;
  }

  /** The accounts that orders draw on. */
  CreditBook credit() {
    return credit;
  }

  /** Somebody waits for the answer to this command. */
  void asked(String commandId) {
    unanswered.add(commandId);
  }

  /** A record of any topic, when it is committed. */
  void enter(Sent<?> sent) {
    switch (sent.value()) {
      case OrderEvent event -> {
        kinds.merge(event.getType(), 1, Integer::sum);
        orders.computeIfAbsent(event.getOrderId(), OrderBook::new).enter(event);
        changedOrders.add(event.getOrderId());
      }
      case StockEvent event -> {
        kinds.merge(event.getType(), 1, Integer::sum);
        StockBook book = stocks.computeIfAbsent(event.getSku(), StockBook::new);
        book.enter(event);
        families.computeIfAbsent(book.sku(), none -> new LinkedHashMap<>()).put(book.key(), book);
        changedStocks.add(event.getSku());
      }
      case AccountEvent event -> credit.enter(event);
      case CartEvent event -> {
        if (event.getCheckoutCompleted() != null) {
          generations.put(event.getCartId(), event.getCheckoutCompleted().getCartGeneration());
        }
      }
      case Reply reply -> {
        unanswered.remove(reply.getCommandId());
        if (reply.getQuote() != null) {
          quotes.put(reply.getQuote().getQuoteId(), reply.getQuote());
        }
      }
      default -> {
        // Requests and tables say nothing that events do not.
      }
    }
  }

  /**
   * The provider's books after it was asked for an order.
   *
   * @param inDoubt whether the worker could not find out what became of the request
   */
  void money(String orderId, boolean inDoubt, List<SandboxCharge> charges) {
    List<SandboxCharge> own =
        charges.stream().filter(one -> one.authorizationKey().startsWith(orderId + ":")).toList();
    OrderBook order = order(orderId).orElseThrow();
    order.money(own);
    if (inDoubt) {
      order.doubt();
    }
    changedOrders.add(orderId);
  }

  /** The carrier's books after it was asked for an order. */
  void labels(String orderId, List<SoldLabels.Label> labels) {
    order(orderId).orElseThrow().labels(labels);
    changedOrders.add(orderId);
  }

  /** How many events of each kind there were. */
  Map<String, Integer> kinds() {
    return kinds;
  }

  Collection<OrderBook> orders() {
    return orders.values();
  }

  Collection<StockBook> stocks() {
    return stocks.values();
  }

  Optional<OrderBook> order(String orderId) {
    return Optional.ofNullable(orders.get(orderId));
  }

  Optional<StockBook> stock(String sku) {
    return Optional.ofNullable(stocks.get(sku));
  }

  /** A hold on a SKU, in whichever bucket it is. */
  Optional<Hold> hold(String sku, String reservationId) {
    return families.getOrDefault(sku, Map.of()).values().stream()
        .flatMap(one -> one.hold(reservationId).stream())
        .findFirst();
  }

  /** The SKU and its buckets. */
  Collection<StockBook> family(String sku) {
    return families.getOrDefault(sku, Map.of()).values();
  }

  /** What pricing quoted under this id. */
  Optional<Quote> quote(String quoteId) {
    return Optional.ofNullable(quotes.get(quoteId));
  }

  /** The generation of a cart that its latest event began; 0 before the first. */
  long generation(String cartId) {
    return generations.getOrDefault(cartId, 0L);
  }

  Set<String> unanswered() {
    return unanswered;
  }

  /** The orders that something happened to since the last look. */
  List<OrderBook> takeChangedOrders() {
    List<OrderBook> changed = new ArrayList<>();
    changedOrders.forEach(id -> order(id).ifPresent(changed::add));
    changedOrders.clear();
    return changed;
  }

  /** The SKUs that something happened to since the last look. */
  List<StockBook> takeChangedStocks() {
    List<StockBook> changed = new ArrayList<>();
    changedStocks.forEach(sku -> stock(sku).ifPresent(changed::add));
    changedStocks.clear();
    return changed;
  }
}
