package dev.millrace.inventory.stock;

import static dev.millrace.inventory.stock.StockRejection.IN_STOCK;
import static dev.millrace.inventory.stock.StockRejection.TOO_MANY_WATCHES;
import static dev.millrace.kit.decide.Decision.accept;
import static dev.millrace.kit.decide.Decision.reject;

import dev.millrace.inventory.stock.StockCommand.EndWatches;
import dev.millrace.inventory.stock.StockCommand.UnwatchStock;
import dev.millrace.inventory.stock.StockCommand.WatchForStock;
import dev.millrace.inventory.stock.StockEvent.StockWatchEnded;
import dev.millrace.inventory.stock.StockEvent.StockWatched;
import dev.millrace.kit.decide.Decision;
import java.time.Instant;
import java.util.List;

/** Who wants to be told when stock is back, and when they are. */
final class WatchDecider {

  private WatchDecider() {}

  static Decision<StockEvent, StockRejection> decide(
      SkuState state, WatchForStock watch, Instant now) {
    if (state.watches().named() != null) {
      return accept();
    }
    if (state.stock().offered(watch.sellerId()) > 0) {
      return reject(IN_STOCK);
    }
    if (state.watches().count() >= StockLimits.WATCHES_MAX) {
      return reject(TOO_MANY_WATCHES);
    }
    return accept(new StockWatched(now, watch.watchId(), watch.sellerId(), watch.customerId()));
  }

  static Decision<StockEvent, StockRejection> decide(
      SkuState state, UnwatchStock unwatch, Instant now) {
    Watch known = state.watches().named();
    return known == null ? accept() : accept(ended(known, false, now));
  }

  /** Nobody is told of units that are gone again: they go on waiting. */
  static Decision<StockEvent, StockRejection> decide(SkuState state, EndWatches end, Instant now) {
    SkuStock stock = state.stock();
    List<StockEvent> ended =
        end.watches().stream()
            .filter(watch -> stock.offered(watch.sellerId()) > 0)
            .map(watch -> ended(watch, true, now))
            .toList();
    return accept(ended);
  }

  private static StockEvent ended(Watch watch, boolean backInStock, Instant now) {
    return new StockWatchEnded(
        now, watch.watchId(), watch.sellerId(), watch.customerId(), backInStock);
  }
}
