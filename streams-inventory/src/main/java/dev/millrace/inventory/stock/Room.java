package dev.millrace.inventory.stock;

import static dev.millrace.inventory.stock.StockRejection.INSUFFICIENT_STOCK;
import static dev.millrace.inventory.stock.StockRejection.OVER_CUSTOMER_LIMIT;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The room for a new hold, as it is or after its owner gave up others.
 *
 * @param state after the others were given up
 * @param givenUp how they ended, in order
 * @param supply of the request's seller
 */
record Room(SkuState state, List<StockEvent> givenUp, Supply supply) {

  /** Why a hold ends that made room for another one of its owner. */
  static final String REPLACED = "replaced";

  /** What there is for this request as long as nothing is given up. */
  static Room asItIs(SkuState state, HoldRequest request) {
    return new Room(state, List.of(), Supply.of(state.stock(), request.sellerId()));
  }

  /**
   * What there is for a replaceable request after as many of its owner's replaceable holds ended as
   * are in its way, the first ones first; all of them when even that is not enough.
   */
  Room madeFor(HoldRequest request, Instant now) {
    Room room = this;
    for (Hold other : state.beside().holds().values()) {
      if (room.hindrance(request) == null) {
        return room;
      }
      if (other.isHeld()
          && other.request().replaceable()
          && other.owner().equals(request.owner())
          && other.sellerId().equals(request.sellerId())) {
        room = room.without(other, now);
      }
    }
    return room;
  }

  /** What stands in the way of a hold; null when it fits. */
  @Nullable StockRejection hindrance(HoldRequest request) {
    SellerStock seller = state.stock().seller(request.sellerId());
    Integer perCustomerMax = seller == null ? null : seller.terms().perCustomerMax();
    CustomerUnits.Of customer = perCustomerMax == null ? null : request.customer();
    if (seller != null && perCustomerMax != null && customer != null) {
      CustomerUnits has = state.beside().customers().get(customer);
      int counted = has == null ? 0 : has.under(seller.termsSequence());
      if (request.quantity() > perCustomerMax - counted) {
        return OVER_CUSTOMER_LIMIT;
      }
    }
    return supply.fromStock(request.quantity(), request.backorderAllowed()).isEmpty()
        ? INSUFFICIENT_STOCK
        : null;
  }

  private Room without(Hold other, Instant now) {
    StockEvent end =
        other.isOverdue(now)
            ? HoldEndDecider.expired(other, now)
            : HoldEndDecider.released(other, REPLACED, now);
    SkuState after = state.evolve(end);
    List<StockEvent> ends = new ArrayList<>(givenUp);
    ends.add(end);
    return new Room(after, ends, Supply.of(after.stock(), other.sellerId()).forTheirOwner(supply));
  }
}
