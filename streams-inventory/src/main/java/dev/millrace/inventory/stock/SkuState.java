package dev.millrace.inventory.stock;

import org.jspecify.annotations.Nullable;

/**
 * What a decision may look at. It does not grow with the number of holds: a command sees the stock
 * and the one hold it names.
 *
 * @param hold the hold that the command names, if it names one that is known
 * @param movementKnown whether the movement id that the command names was seen before
 */
public record SkuState(SkuStock stock, @Nullable Hold hold, boolean movementKnown) {

  /** The stock, seen by a command that names nothing that is known. */
  public static SkuState of(SkuStock stock) {
    return new SkuState(stock, null, false);
  }

  /** The same, seen by a command that names this hold. */
  public SkuState withHold(@Nullable Hold named) {
    return new SkuState(stock, named, movementKnown);
  }

  /** The same, seen by a command whose movement id was or was not seen before. */
  public SkuState withMovementKnown(boolean known) {
    return new SkuState(stock, hold, known);
  }

  /** The state after one more event. */
  public SkuState evolve(StockEvent event) {
    boolean known =
        movementKnown
            || (event instanceof StockEvent.StockMoved moved && moved.movementId() != null);
    return new SkuState(stock.evolve(event), Hold.evolve(hold, event), known);
  }
}
