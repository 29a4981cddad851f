package dev.millrace.inventory.stock;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a decision may look at. It does not grow with the number of holds: a command sees the stock,
 * what it names, and a bounded number of things beside that.
 *
 * @param hold the hold that the command names, if it names one that is known
 * @param movements what is remembered of the movement that the command is
 * @param watches what is known of the watch that the command is about
 * @param beside what else the command may touch
 * @param passedOn whether this bucket left the hold that the command names to the SKU's home
 */
public record SkuState(
    SkuStock stock,
    @Nullable Hold hold,
    MovementMemory movements,
    WatchMemory watches,
    Beside beside,
    boolean passedOn) {

  /** The stock, seen by a command that names nothing that is known. */
  public static SkuState of(SkuStock stock) {
    return new SkuState(stock, null, MovementMemory.NONE, WatchMemory.NONE, Beside.NOTHING, false);
  }

  /** The same, seen by a command that names this hold. */
  public SkuState withHold(@Nullable Hold named) {
    return new SkuState(stock, named, movements, watches, beside, passedOn);
  }

  /** The same, seen by a movement of which this is remembered. */
  public SkuState withMovements(MovementMemory memory) {
    return new SkuState(stock, hold, memory, watches, beside, passedOn);
  }

  /** The same, seen by a command about a watch of which this is known. */
  public SkuState withWatches(WatchMemory memory) {
    return new SkuState(stock, hold, movements, memory, beside, passedOn);
  }

  /** The same, seen by a command about a hold that this bucket left to the SKU's home. */
  public SkuState withPassedOn() {
    return new SkuState(stock, hold, movements, watches, beside, true);
  }

  /** The same beside a later stock. */
  SkuState withStock(SkuStock later) {
    return new SkuState(later, hold, movements, watches, beside, passedOn);
  }

  /** The same, seen by a command that may touch more. */
  public SkuState withBeside(Beside more) {
    return new SkuState(stock, hold, movements, watches, more, passedOn);
  }

  /**
   * The units of the biggest hold like the requested one that would fit now, limits included. At
   * the home of a split SKU those count that its buckets were dealt, some of which may be sold: so
   * whoever asks for as many makes them come home, and is told exactly.
   */
  public long mostFor(HoldRequest request) {
    Supply supply = Supply.of(stock, request.sellerId());
    long most = supply.most(request.backorderAllowed());
    if (stock.split() != null && stock.split().mayHaveUnitsOut()) {
      most = Math.max(most, stock.split().mostWith(stock, request.sellerId(), supply));
    }
    SellerStock seller = stock.seller(request.sellerId());
    if (seller == null) {
      return most;
    }
    Integer perOrderMax = seller.terms().perOrderMax();
    Integer perCustomerMax = seller.terms().perCustomerMax();
    CustomerUnits.Of customer = request.customer();
    if (perOrderMax != null) {
      most = Math.min(most, perOrderMax);
    }
    if (perCustomerMax != null && customer != null) {
      CustomerUnits has = beside.customers().get(customer);
      int counted = has == null ? 0 : has.under(seller.termsSequence());
      most = Math.min(most, Math.max(0, perCustomerMax - counted));
    }
    return most;
  }

  /** A hold that the command names or may touch; there must be one of this id. */
  Hold hold(String reservationId) {
    Hold other = beside.holds().get(reservationId);
    return other == null ? Objects.requireNonNull(hold, reservationId) : other;
  }

  /** The state after one more event. */
  public SkuState evolve(StockEvent event) {
    SkuStock after = stock.evolve(event);
    return new SkuState(
        after,
        isBeside(event) ? hold : Hold.evolve(hold, event, after.sequence()),
        movements.evolve(event),
        watches.evolve(event),
        beside.evolve(event, hold, stock),
        passedOn);
  }

  /** A new hold is the named one; else an event of a hold that is known beside it is of that. */
  private boolean isBeside(StockEvent event) {
    return event instanceof StockEvent.OfHold ofHold
        && beside.holds().containsKey(ofHold.reservationId());
  }
}
