package dev.millrace.inventory;

import dev.millrace.inventory.stock.SkuStock;
import dev.millrace.inventory.stock.StockEvent;
import dev.millrace.inventory.stock.Watch;
import dev.millrace.inventory.stock.WatchMemory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The watches of the model's SKU, kept as the stores keep them, with a smaller bound. */
final class WaitingRoom {

  /** Told with one command; so few that the sweep has to help. */
  private static final int AT_ONCE_MAX = 2;

  private final Map<String, Watch> watches = new TreeMap<>();
  private final Deque<String> sellersDue = new ArrayDeque<>();
  private int toldInARow;

  WatchMemory memory(String sellerId, String watchId) {
    return new WatchMemory(watches.get(key(sellerId, watchId)), watches.size());
  }

  int size() {
    return watches.size();
  }

  List<Watch> some(String sellerId) {
    return watches.values().stream()
        .filter(watch -> watch.sellerId().equals(sellerId))
        .limit(AT_ONCE_MAX)
        .toList();
  }

  /** Some that are to be told later; empty when there are none. */
  List<Watch> due() {
    while (!sellersDue.isEmpty()) {
      List<Watch> some = some(sellersDue.pop());
      if (!some.isEmpty()) {
        return some;
      }
    }
    return List.of();
  }

  void hear(StockEvent event) {
    switch (event) {
      case StockEvent.StockWatched e ->
          watches.put(
              key(e.sellerId(), e.watchId()), new Watch(e.watchId(), e.sellerId(), e.customerId()));
      case StockEvent.StockWatchEnded e -> {
        watches.remove(key(e.sellerId(), e.watchId()));
        toldInARow++;
        if (toldInARow == AT_ONCE_MAX) {
          sellersDue.add(e.sellerId());
          toldInARow = 0;
        }
      }
      default -> toldInARow = 0;
    }
  }

  /** Somebody who waits for what is there and is not about to be told. */
  Optional<String> inVain(SkuStock stock) {
    return watches.values().stream()
        .filter(watch -> stock.available(watch.sellerId()) > 0)
        .filter(watch -> !sellersDue.contains(watch.sellerId()))
        .map(Watch::toString)
        .findFirst();
  }

  private static String key(String sellerId, String watchId) {
    return sellerId + " " + watchId;
  }
}
