package dev.millrace.inventory.stock;

import dev.millrace.inventory.stock.StockEvent.BackInStock;
import dev.millrace.inventory.stock.StockEvent.Crossing;
import dev.millrace.inventory.stock.StockEvent.ReorderPointReached;
import dev.millrace.inventory.stock.StockEvent.SoldOut;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which lines an event crossed: the only place that knows what is worth an event of its own. */
final class Crossings {

  private Crossings() {}

  /**
   * The crossings between two states of a SKU; an empty list, and no cost, for nearly all events.
   *
   * @param event between them; all it concerns is of one seller
   * @param concerned the levels that it concerns, as they are after it
   */
  static List<Crossing> between(
      SkuStock before, SkuStock after, StockEvent event, List<Level> concerned) {
    String seller = concerned.isEmpty() ? promiser(event) : concerned.getFirst().sellerId();
    if (seller == null) {
      return List.of();
    }
    Instant at = event.at();
    List<Crossing> crossings = new ArrayList<>(0);
    for (Level level : concerned) {
      Integer point = level.reorderPoint();
      if (point != null
          && level.isLow()
          && !before.level(level.sellerId(), level.warehouseId()).isLow()) {
        crossings.add(
            new ReorderPointReached(
                at, level.sellerId(), level.warehouseId(), point, level.available()));
      }
    }
    long had = before.available(seller);
    long has = after.available(seller);
    if (had > 0 && has == 0) {
      crossings.add(new SoldOut(at, seller));
    } else if (had == 0 && has > 0) {
      crossings.add(new BackInStock(at, seller, has));
    }
    return crossings;
  }

  /** Whose promises beyond stock an event changed that left the stock itself alone. */
  private static @Nullable String promiser(StockEvent event) {
    return switch (event) {
      case StockEvent.StockReserved e -> e.request().sellerId();
      case StockEvent.ReservationCommitted e -> e.sellerId();
      case StockEvent.ReservationReleased e -> e.sellerId();
      case StockEvent.ReservationExpired e -> e.sellerId();
      default -> null;
    };
  }
}
