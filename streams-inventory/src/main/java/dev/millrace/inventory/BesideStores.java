package dev.millrace.inventory;

import static dev.millrace.inventory.stock.StockLimits.FILLED_MAX;
import static dev.millrace.inventory.stock.StockLimits.REPLACED_MAX;

import dev.millrace.avro.inventory.state.CustomerCount;
import dev.millrace.avro.inventory.state.QueuedHold;
import dev.millrace.inventory.stock.Beside;
import dev.millrace.inventory.stock.CustomerUnits;
import dev.millrace.inventory.stock.Hold;
import dev.millrace.inventory.stock.HoldRequest;
import dev.millrace.inventory.stock.SellerStock;
import dev.millrace.inventory.stock.SkuState;
import dev.millrace.inventory.stock.SkuStock;
import dev.millrace.inventory.stock.StockEvent;
import dev.millrace.kit.process.ProcessorStores;
import dev.millrace.kit.process.TimeIndex;
import dev.millrace.schemas.topics.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What a command may touch beside the stock and the hold it names: the counts of customers, the
 * holds that an owner might give up, the holds that wait for units. A SKU whose sellers set no
 * terms, and whose holds are not replaceable, reads and writes nothing here.
 *
 * <p>Threading: one instance belongs to one task.
 */
final class BesideStores {

  /** Holds and sales with units that have yet to come, by SKU, seller and sequence. */
  static final String BACKORDERS = "backorders";

  /** Sellers whose waiting holds the sweep has to look at. */
  static final String BACKORDERS_TO_FILL = "backorders-to-fill";

  /** Live replaceable holds, by SKU, seller, owner and sequence. */
  static final String OWNER_HOLDS = "owner-holds";

  /** Units of customers under a limit, by SKU, seller and customer. */
  static final String CUSTOMER_UNITS = "customer-units";

  private final HoldLines backorders;
  private final TimeIndex toFill;
  private final HoldLines ownerHolds;
  private final KeyValueStore<String, CustomerCount> customers;

  /** Opens the stores of the task. */
  BesideStores(ProcessingContext context) {
    this.backorders = new HoldLines(context.getStateStore(BACKORDERS));
    this.toFill = new TimeIndex(context.getStateStore(BACKORDERS_TO_FILL));
    this.ownerHolds = new HoldLines(context.getStateStore(OWNER_HOLDS));
    this.customers = context.getStateStore(CUSTOMER_UNITS);
  }

  /** The stores to attach to the processor. */
  static List<StoreBuilder<?>> builders(Topics topics) {
    return List.of(
        ProcessorStores.records(BACKORDERS, QueuedHold.class, topics),
        TimeIndex.store(BACKORDERS_TO_FILL),
        ProcessorStores.records(OWNER_HOLDS, QueuedHold.class, topics),
        ProcessorStores.records(CUSTOMER_UNITS, CustomerCount.class, topics));
  }

  /**
   * What a request for a hold may touch.
   *
   * @param named the hold that the request names, which may have been another's
   * @param find a stored hold by SKU and id
   */
  Beside of(
      SkuStock stock,
      @Nullable Hold named,
      HoldRequest request,
      Function<String, @Nullable Hold> find) {
    List<Hold> others =
        request.replaceable()
            ? found(ownerHolds.first(ownerLine(stock.sku(), request), REPLACED_MAX), find)
            : List.of();
    if (stock.sellers().isEmpty()) {
      return Beside.of(others, Map.of());
    }
    Map<CustomerUnits.Of, CustomerUnits> counts = new HashMap<>();
    count(stock, request, counts);
    others.forEach(other -> count(stock, other.request(), counts));
    if (named != null) {
      count(stock, named.request(), counts);
    }
    return Beside.of(others, counts);
  }

  /** What the end of a hold may touch. */
  Beside of(SkuStock stock, Hold hold) {
    if (stock.sellers().isEmpty()) {
      return Beside.NOTHING;
    }
    Map<CustomerUnits.Of, CustomerUnits> counts = new HashMap<>();
    count(stock, hold.request(), counts);
    return Beside.of(List.of(), counts);
  }

  /** The first of those who wait for a seller's units. */
  Beside waiting(String sku, String sellerId, Function<String, @Nullable Hold> find) {
    List<String> first = backorders.first(StoreKeys.of(sku, sellerId), FILLED_MAX);
    return Beside.of(found(first, find), Map.of());
  }

  /**
   * Keeps what an event changed here.
   *
   * @param hold that the event concerns, after it
   */
  void keep(String sku, StockEvent.OfHold event, Hold hold) {
    String sellerLine = StoreKeys.of(sku, hold.sellerId());
    switch (event) {
      case StockEvent.StockReserved e -> {
        if (e.backordered() > 0) {
          backorders.add(sellerLine, hold.sequence(), hold.reservationId());
        }
        if (e.request().replaceable()) {
          ownerHolds.add(ownerLine(sku, hold.request()), hold.sequence(), hold.reservationId());
        }
      }
      case StockEvent.ReservationCommitted e ->
          ended(sku, hold, e.withdrawn() > 0 && e.owed() == 0);
      case StockEvent.ReservationReleased e -> ended(sku, hold, e.withdrawn() > 0);
      case StockEvent.ReservationExpired e -> ended(sku, hold, e.withdrawn() > 0);
      case StockEvent.BackorderFilled e -> {
        if (e.missing() == 0) {
          backorders.remove(sellerLine, hold.sequence());
        }
      }
      case StockEvent.BackorderWithdrawn e -> backorders.remove(sellerLine, hold.sequence());
      case StockEvent.ReservationExtended e -> {
        // A later deadline changes nothing about whom the hold is for.
      }
    }
  }

  /** Keeps the customers' counts; who has nothing is forgotten. */
  void keepCounts(SkuState state) {
    for (CustomerUnits count : state.beside().customers().values()) {
      String key = customerKey(state.stock().sku(), count.of());
      if (count.units() == 0) {
        customers.delete(key);
      } else {
        customers.put(key, new CustomerCount(count.units(), count.termsSequence()));
      }
    }
  }

  /** Sellers to look at, by {@link StoreKeys#of} of SKU and seller. */
  TimeIndex toFill() {
    return toFill;
  }

  private void ended(String sku, Hold hold, boolean waitsNoLonger) {
    if (waitsNoLonger) {
      backorders.remove(StoreKeys.of(sku, hold.sellerId()), hold.sequence());
    }
    if (hold.request().replaceable()) {
      ownerHolds.remove(ownerLine(sku, hold.request()), hold.sequence());
    }
  }

  /** Adds the count of the request's customer, if its seller has a limit. */
  private void count(
      SkuStock stock, HoldRequest request, Map<CustomerUnits.Of, CustomerUnits> counts) {
    SellerStock seller = stock.seller(request.sellerId());
    CustomerUnits.Of customer = request.customer();
    if (seller != null
        && seller.terms().perCustomerMax() != null
        && customer != null
        && !counts.containsKey(customer)) {
      CustomerCount stored = customers.get(customerKey(stock.sku(), customer));
      counts.put(
          customer,
          stored == null
              ? CustomerUnits.none(customer)
              : new CustomerUnits(customer, stored.getTermsSequence(), stored.getUnits()));
    }
  }

  private static List<Hold> found(List<String> ids, Function<String, @Nullable Hold> find) {
    List<Hold> holds = new ArrayList<>(ids.size());
    for (String id : ids) {
      Hold hold = find.apply(id);
      if (hold != null) {
        holds.add(hold);
      }
    }
    return holds;
  }

  private static String customerKey(String sku, CustomerUnits.Of of) {
    return StoreKeys.of(sku, of.sellerId(), of.customerId());
  }

  private static String ownerLine(String sku, HoldRequest request) {
    return StoreKeys.of(sku, request.sellerId(), request.owner());
  }
}
