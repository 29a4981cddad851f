package dev.millrace.inventory;

import dev.millrace.inventory.stock.CarriedOut;
import dev.millrace.inventory.stock.StockCommand;
import dev.millrace.inventory.stock.StockRejection;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stock as simply as it can be told: totals in maps, and the holds beside them. */
final class StockReference {

  private record Watcher(String seller, String watchId) {}

  private final HoldReference holds = new HoldReference();
  private final Set<Watcher> waiting = new HashSet<>();

  /** What the command must lead to; null if it must be done. */
  @Nullable StockRejection take(
      StockCommand command, Instant now, long version, CarriedOut decided) {
    holds.expire(now);
    return switch (command) {
      case StockCommand.MoveStock c -> holds.places().move(c, version);
      case StockCommand.SetStockPolicy c -> holds.places().policy(c, version);
      case StockCommand.WatchForStock c -> watch(c);
      case StockCommand.UnwatchStock c -> {
        waiting.remove(new Watcher(c.sellerId(), c.watchId()));
        yield null;
      }
      case StockCommand.EndWatches c -> throw new AssertionError("no client says this: " + c);
      case StockCommand.SetSalesTerms c -> holds.setTerms(c, version);
      case StockCommand.ReserveStock c -> holds.reserve(c, now, decided);
      case StockCommand.CommitReservation c -> holds.commit(c, decided);
      case StockCommand.ReleaseReservation c -> holds.release(c);
      case StockCommand.WithdrawBackorder c -> holds.withdraw(c);
      case StockCommand.ExtendReservation c -> holds.extend(c, now);
      case StockCommand.ExpireReservation c -> holds.expire(c);
      case StockCommand.FillBackorders c -> throw new AssertionError("no client says this: " + c);
      case StockCommand.SplitStock c -> throw new AssertionError("not split here: " + c);
      case StockCommand.MergeStock c -> throw new AssertionError("not split here: " + c);
      case StockCommand.TakeDeal c -> throw new AssertionError("no client says this: " + c);
      case StockCommand.TakeBack c -> throw new AssertionError("no client says this: " + c);
      case StockCommand.Tour c -> throw new AssertionError("no client says this: " + c);
      case StockCommand.Search c -> throw new AssertionError("no client says this: " + c);
    };
  }

  /** Somebody was told that stock is back; whether they were waiting. */
  boolean told(String sellerId, String watchId) {
    return waiting.remove(new Watcher(sellerId, watchId));
  }

  /** How many wait. */
  int waiting() {
    return waiting.size();
  }

  /** Units on their way to a place. */
  int travelling(String sellerId, String warehouseId) {
    return holds.places().travelling(new PlacesReference.Place(sellerId, warehouseId));
  }

  HoldReference holds() {
    return holds;
  }

  private @Nullable StockRejection watch(StockCommand.WatchForStock watch) {
    var watcher = new Watcher(watch.sellerId(), watch.watchId());
    if (waiting.contains(watcher)) {
      return null;
    }
    if (holds.free(watch.sellerId()) > 0) {
      return StockRejection.IN_STOCK;
    }
    waiting.add(watcher);
    return null;
  }
}
