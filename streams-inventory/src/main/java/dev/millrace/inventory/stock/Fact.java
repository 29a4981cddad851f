package dev.millrace.inventory.stock;

import java.util.List;

/**
 * An event in its place in the SKU's history.
 *
 * @param sequence 1 for the SKU's first event, then without a gap
 * @param levelsAfter the levels that the event changed, as they are after it
 */
public record Fact(long sequence, StockEvent event, List<Level> levelsAfter) {
  public Fact {
    levelsAfter = List.copyOf(levelsAfter);
  }
}
