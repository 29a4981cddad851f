package dev.millrace.inventory;

import dev.millrace.inventory.stock.Fact;
import dev.millrace.inventory.stock.Level;
import dev.millrace.inventory.stock.SkuStock;
import dev.millrace.inventory.stock.StockEvent;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody who only listens to what is said about crossings: knows at any time who is sold out and
 * which levels are low, and hears nothing twice.
 */
final class CrossingReference {

  private final Set<String> sellersInStock = new HashSet<>();
  private final Set<String> lowLevels = new HashSet<>();
  private Optional<String> saidTwice = Optional.empty();

  void hear(Fact fact) {
    boolean isNews =
        switch (fact.event()) {
          case StockEvent.BackInStock e -> sellersInStock.add(e.sellerId());
          case StockEvent.SoldOut e -> sellersInStock.remove(e.sellerId());
          case StockEvent.ReorderPointReached e ->
              lowLevels.add(e.sellerId() + " in " + e.warehouseId());
          default -> {
            fact.levelsAfter().stream()
                .filter(level -> !isLow(level))
                .forEach(level -> lowLevels.remove(name(level)));
            yield true;
          }
        };
    if (!isNews) {
      saidTwice = Optional.of("said again: " + fact.event());
    }
  }

  /** What a listener would believe wrongly. */
  Optional<String> differsFrom(SkuStock stock) {
    for (Level level : stock.levels()) {
      if (isLow(level) != lowLevels.contains(name(level))) {
        return Optional.of("%s, low: %s".formatted(level, lowLevels));
      }
      String seller = level.sellerId();
      if (stock.available(seller) > 0 != sellersInStock.contains(seller)) {
        return Optional.of(
            "%d of %s available, in stock: %s"
                .formatted(stock.available(seller), seller, sellersInStock));
      }
    }
    return saidTwice;
  }

  private static boolean isLow(Level level) {
    Integer point = level.reorderPoint();
    int units = Math.max(0, level.onHand() - level.reserved() - level.safetyStock());
    return point != null && units <= point;
  }

  private static String name(Level level) {
    return level.sellerId() + " in " + level.warehouseId();
  }
}
