package dev.millrace.inventory.stock;

import dev.millrace.inventory.stock.StockEvent.BackInStock;
import dev.millrace.inventory.stock.StockEvent.Crossing;
import dev.millrace.inventory.stock.StockEvent.ReorderPointReached;
import dev.millrace.inventory.stock.StockEvent.SoldOut;
import dev.millrace.schemas.id.BucketKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    if (BucketKey.isBucket(after.sku())) {
      // What a bucket is short of, the SKU may have.
      return List.of();
    }
    return event instanceof StockEvent.UnitsReturned
        ? whenUnitsReturned(before, after, event)
        : ofOneSeller(before, after, event, concerned);
  }

  /** Only now it is known how many of the dealt units were sold: of any seller, anywhere. */
  private static List<Crossing> whenUnitsReturned(
      SkuStock before, SkuStock after, StockEvent event) {
    Map<String, List<Level>> bySeller = new LinkedHashMap<>();
    for (Level level : after.levels()) {
      bySeller.computeIfAbsent(level.sellerId(), seller -> new ArrayList<>()).add(level);
    }
    List<Crossing> crossings = new ArrayList<>(0);
    bySeller.values().forEach(of -> crossings.addAll(ofOneSeller(before, after, event, of)));
    return crossings;
  }

  private static List<Crossing> ofOneSeller(
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
          && isLow(after, level)
          && !isLow(before, before.level(level.sellerId(), level.warehouseId()))) {
        crossings.add(
            new ReorderPointReached(
                at, level.sellerId(), level.warehouseId(), point, after.offered(level)));
      }
    }
    long had = before.offered(seller);
    long has = after.offered(seller);
    if (had > 0 && has == 0) {
      crossings.add(new SoldOut(at, seller));
    } else if (had == 0 && has > 0) {
      crossings.add(new BackInStock(at, seller, has));
    }
    return crossings;
  }

  /** Whether it is time to order more. */
  private static boolean isLow(SkuStock stock, Level level) {
    return level.reorderPoint() != null && stock.offered(level) <= level.reorderPoint();
  }

  /** Whose promises beyond stock an event changed that left the stock itself alone. */
  private static @Nullable String promiser(StockEvent event) {
    return switch (event) {
      case StockEvent.StockReserved e -> e.request().sellerId();
      case StockEvent.ReservationCommitted e -> e.sellerId();
      case StockEvent.ReservationReleased e -> e.sellerId();
      case StockEvent.ReservationExpired e -> e.sellerId();
      case StockEvent.BackorderWithdrawn e -> e.sellerId();
      default -> null;
    };
  }
}
