package dev.millrace.inventory.stock;

import org.jspecify.annotations.Nullable;

/**
 * What a decision may look at. It does not grow with the number of holds: a command sees the stock
 * and what it names.
 *
 * @param hold the hold that the command names, if it names one that is known
 * @param movements what is remembered of the movement that the command is
 * @param watches what is known of the watch that the command is about
 */
public record SkuState(
    SkuStock stock, @Nullable Hold hold, MovementMemory movements, WatchMemory watches) {

  /** The stock, seen by a command that names nothing that is known. */
  public static SkuState of(SkuStock stock) {
    return new SkuState(stock, null, MovementMemory.NONE, WatchMemory.NONE);
  }

  /** The same, seen by a command that names this hold. */
  public SkuState withHold(@Nullable Hold named) {
    return new SkuState(stock, named, movements, watches);
  }

  /** The same, seen by a movement of which this is remembered. */
  public SkuState withMovements(MovementMemory memory) {
    return new SkuState(stock, hold, memory, watches);
  }

  /** The same, seen by a command about a watch of which this is known. */
  public SkuState withWatches(WatchMemory memory) {
    return new SkuState(stock, hold, movements, memory);
  }

  /** The state after one more event. */
  public SkuState evolve(StockEvent event) {
    return new SkuState(
        stock.evolve(event),
        Hold.evolve(hold, event),
        movements.evolve(event),
        watches.evolve(event));
  }
}
