package dev.millrace.inventory.stock;

import dev.millrace.inventory.stock.AllocationStrategy.Wanted;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which warehouses give the units that were found to be there. Pure. */
final class Taking {

  private final AllocationRules rules;

  Taking(AllocationRules rules) {
    this.rules = rules;
  }

  /**
   * Units from a seller's warehouses, as its terms have it.
   *
   * @param quantity units, of which there are enough; 0 gives none
   */
  List<Allocation> take(
      SkuStock stock, String sellerId, int quantity, @Nullable Destination destination) {
    if (quantity == 0) {
      return List.of();
    }
    SellerStock seller = stock.seller(sellerId);
    SalesTerms terms = seller == null ? SalesTerms.none(sellerId) : seller.terms();
    StandardAllocation strategy = terms.allocation() == null ? rules.usual() : terms.allocation();
    return strategy.allocate(
        new Wanted(
            serving(stock, terms, quantity),
            quantity,
            terms.preferredWarehouseId(),
            destination,
            rules.places()));
  }

  /**
   * Units from where they were before, if they are all still there; else as {@link #take} finds
   * them.
   */
  List<Allocation> takeAgain(
      SkuStock stock, String sellerId, int quantity, List<Allocation> before) {
    List<Allocation> again = Allocation.first(before, quantity);
    SellerStock seller = stock.seller(sellerId);
    boolean splitAllowed = seller == null || seller.terms().splitAllowed();
    boolean isThere = Allocation.units(again) == quantity && (splitAllowed || again.size() <= 1);
    for (Allocation one : again) {
      isThere &= stock.level(sellerId, one.warehouseId()).available() >= one.quantity();
    }
    return isThere ? again : take(stock, sellerId, quantity, null);
  }

  /** The levels that may serve: without splits only those that have it all. */
  private static List<Level> serving(SkuStock stock, SalesTerms terms, int quantity) {
    int needed = terms.splitAllowed() ? 1 : quantity;
    List<Level> levels = new ArrayList<>();
    for (Level level : stock.levels()) {
      if (level.sellerId().equals(terms.sellerId()) && level.available() >= needed) {
        levels.add(level);
      }
    }
    return levels;
  }
}
