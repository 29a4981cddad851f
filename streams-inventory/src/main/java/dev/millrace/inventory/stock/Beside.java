package dev.millrace.inventory.stock;

import dev.millrace.inventory.stock.StockEvent.OfHold;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a command may touch beside the stock and the hold it names; nothing for most.
 *
 * @param holds other holds of the SKU, by id, in the order in which their turn comes
 * @param customers what the customers concerned have of limited units; empty without a limit
 */
public record Beside(Map<String, Hold> holds, Map<CustomerUnits.Of, CustomerUnits> customers) {

  /** Nothing else. */
  public static final Beside NOTHING = new Beside(Map.of(), Map.of());

  /** Other holds, in this order. */
  public static Beside of(List<Hold> others, Map<CustomerUnits.Of, CustomerUnits> customers) {
    if (others.isEmpty() && customers.isEmpty()) {
      return NOTHING;
    }
    Map<String, Hold> holds = new LinkedHashMap<>();
    others.forEach(hold -> holds.put(hold.reservationId(), hold));
    return new Beside(holds, customers);
  }

  /**
   * The same after an event.
   *
   * @param named the hold that the command names, before the event
   * @param stock before the event
   */
  Beside evolve(StockEvent event, @Nullable Hold named, SkuStock stock) {
    if (this == NOTHING || !(event instanceof OfHold ofHold)) {
      return this;
    }
    Hold before = holds.get(ofHold.reservationId());
    Map<CustomerUnits.Of, CustomerUnits> counted =
        customers.isEmpty() ? customers : count(ofHold, before == null ? named : before, stock);
    if (before == null) {
      return new Beside(holds, counted);
    }
    Map<String, Hold> after = new LinkedHashMap<>(holds);
    after.put(ofHold.reservationId(), Hold.after(before, ofHold, stock.sequence() + 1));
    return new Beside(after, counted);
  }

  private Map<CustomerUnits.Of, CustomerUnits> count(
      OfHold event, @Nullable Hold hold, SkuStock stock) {
    return switch (event) {
      case StockEvent.StockReserved e -> counted(e.request(), e.request().quantity(), stock);
      case StockEvent.ReservationCommitted e -> givenBack(hold, e.quantity(), stock);
      case StockEvent.ReservationReleased e -> givenBack(hold, 0, stock);
      case StockEvent.ReservationExpired e -> givenBack(hold, 0, stock);
      case StockEvent.ReservationExtended e -> customers;
      case StockEvent.BackorderFilled e -> customers;
      case StockEvent.BackorderWithdrawn e -> changed(hold, -e.quantity(), stock);
    };
  }

  /** Units that the customer does not keep. */
  private Map<CustomerUnits.Of, CustomerUnits> givenBack(
      @Nullable Hold hold, int kept, SkuStock stock) {
    return hold == null ? customers : changed(hold, kept - hold.quantity(), stock);
  }

  /** What was held under older terms never counted. */
  private Map<CustomerUnits.Of, CustomerUnits> changed(
      @Nullable Hold hold, int units, SkuStock stock) {
    if (hold == null) {
      return customers;
    }
    SellerStock seller = stock.seller(hold.sellerId());
    return seller == null || hold.sequence() < seller.termsSequence()
        ? customers
        : counted(hold.request(), units, stock);
  }

  private Map<CustomerUnits.Of, CustomerUnits> counted(
      HoldRequest request, int units, SkuStock stock) {
    CustomerUnits.Of customer = request.customer();
    CustomerUnits before = customer == null ? null : customers.get(customer);
    SellerStock seller = stock.seller(request.sellerId());
    if (before == null || seller == null || units == 0) {
      return customers;
    }
    Map<CustomerUnits.Of, CustomerUnits> after = new LinkedHashMap<>(customers);
    after.put(before.of(), before.changed(seller.termsSequence(), units));
    return after;
  }
}
