package dev.millrace.inventory;

import dev.millrace.inventory.PlacesReference.Place;
import dev.millrace.inventory.stock.Allocation;
import dev.millrace.inventory.stock.CarriedOut;
import dev.millrace.inventory.stock.StockCommand;
import dev.millrace.inventory.stock.StockEvent;
import dev.millrace.inventory.stock.StockRejection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Stock as simply as it can be told: totals in maps, every hold looked at every time. Takes from
 * the decider only the choice of warehouses, and checks it.
 */
final class StockReference {

  private record Watcher(String seller, String watchId) {}

  private static final class Promise {
    private final StockCommand.ReserveStock asked;
    private final List<Allocation> where;
    private Instant until;
    private String end = "";
    private int soldUnits;

    private Promise(StockCommand.ReserveStock asked, List<Allocation> where, Instant until) {
      this.asked = asked;
      this.where = where;
      this.until = until;
    }
  }

  private final PlacesReference places = new PlacesReference(this::promised);
  private final Map<String, Promise> promises = new TreeMap<>();
  private final Set<Watcher> waiting = new HashSet<>();
  private final List<String> oversold = new ArrayList<>();

  /** What the command must lead to; null if it must be done. */
  @Nullable StockRejection take(
      StockCommand command, Instant now, long version, CarriedOut decided) {
    promises.values().stream()
        .filter(promise -> promise.end.isEmpty() && !now.isBefore(promise.until))
        .forEach(promise -> promise.end = "expired");
    return switch (command) {
      case StockCommand.MoveStock c -> places.move(c, version);
      case StockCommand.SetStockPolicy c -> places.policy(c, version);
      case StockCommand.WatchForStock c -> watch(c);
      case StockCommand.UnwatchStock c -> {
        waiting.remove(new Watcher(c.sellerId(), c.watchId()));
        yield null;
      }
      case StockCommand.EndWatches c -> throw new AssertionError("no client says this: " + c);
      case StockCommand.ReserveStock c -> reserve(c, now, decided);
      case StockCommand.CommitReservation c -> commit(c);
      case StockCommand.ReleaseReservation c -> release(c);
      case StockCommand.ExtendReservation c -> extend(c, now);
      case StockCommand.ExpireReservation c -> expire(c);
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
    return places.travelling(new Place(sellerId, warehouseId));
  }

  Optional<String> oversold() {
    return oversold.stream().findFirst();
  }

  private @Nullable StockRejection watch(StockCommand.WatchForStock watch) {
    var watcher = new Watcher(watch.sellerId(), watch.watchId());
    if (waiting.contains(watcher)) {
      return null;
    }
    if (places.free(watch.sellerId()) > 0) {
      return StockRejection.IN_STOCK;
    }
    waiting.add(watcher);
    return null;
  }

  private @Nullable StockRejection reserve(
      StockCommand.ReserveStock reserve, Instant now, CarriedOut decided) {
    if (reserve.quantity() < 1) {
      return StockRejection.INVALID_QUANTITY;
    }
    Promise known = promises.get(reserve.reservationId());
    if (known != null) {
      boolean same =
          known.asked.quantity() == reserve.quantity()
              && known.asked.sellerId().equals(reserve.sellerId())
              && known.asked.owner().equals(reserve.owner());
      return known.end.isEmpty() && !same ? StockRejection.RESERVATION_ID_REUSED : ended(known);
    }
    if (places.free(reserve.sellerId()) < reserve.quantity()) {
      return StockRejection.INSUFFICIENT_STOCK;
    }
    List<Allocation> where =
        decided.facts().stream()
            .filter(fact -> fact.event() instanceof StockEvent.StockReserved)
            .map(fact -> ((StockEvent.StockReserved) fact.event()).allocations())
            .findFirst()
            .orElse(List.of());
    int units = 0;
    for (Allocation allocation : where) {
      units += allocation.quantity();
      if (allocation.quantity()
          > places.free(new Place(reserve.sellerId(), allocation.warehouseId()))) {
        oversold.add("%s took more than there was: %s".formatted(reserve, where));
      }
    }
    if (units != reserve.quantity()) {
      oversold.add("%s got %s".formatted(reserve, where));
    }
    promises.put(
        reserve.reservationId(), new Promise(reserve, where, now.plusMillis(reserve.holdMs())));
    return null;
  }

  private @Nullable StockRejection commit(StockCommand.CommitReservation commit) {
    if (commit.quantity() != null && commit.quantity() < 1) {
      return StockRejection.INVALID_QUANTITY;
    }
    Promise promise = promises.get(commit.reservationId());
    if (promise == null) {
      return StockRejection.RESERVATION_NOT_FOUND;
    }
    int wanted = commit.quantity() == null ? promise.asked.quantity() : commit.quantity();
    if (promise.end.equals("committed") && wanted == promise.soldUnits) {
      return null;
    }
    if (!promise.end.isEmpty()) {
      return ended(promise);
    }
    if (wanted > promise.asked.quantity()) {
      return StockRejection.COMMIT_EXCEEDS_HOLD;
    }
    int left = wanted;
    for (Allocation allocation : promise.where) {
      int units = Math.min(left, allocation.quantity());
      left -= units;
      places.ship(new Place(promise.asked.sellerId(), allocation.warehouseId()), units);
    }
    promise.end = "committed";
    promise.soldUnits = wanted;
    return null;
  }

  private @Nullable StockRejection release(StockCommand.ReleaseReservation release) {
    Promise promise = promises.get(release.reservationId());
    if (promise == null) {
      return StockRejection.RESERVATION_NOT_FOUND;
    }
    StockRejection ended = ended(promise);
    if (ended == null) {
      promise.end = "released";
    }
    return ended;
  }

  private @Nullable StockRejection extend(StockCommand.ExtendReservation extend, Instant now) {
    Promise promise = promises.get(extend.reservationId());
    if (promise == null) {
      return StockRejection.RESERVATION_NOT_FOUND;
    }
    Instant until = now.plusMillis(extend.holdMs());
    if (promise.end.isEmpty() && until.isAfter(promise.until)) {
      promise.until = until;
    }
    return ended(promise);
  }

  private @Nullable StockRejection expire(StockCommand.ExpireReservation expire) {
    Promise promise = promises.get(expire.reservationId());
    if (promise == null) {
      return StockRejection.RESERVATION_NOT_FOUND;
    }
    return switch (promise.end) {
      case "" -> StockRejection.RESERVATION_NOT_DUE;
      case "expired" -> null;
      default -> ended(promise);
    };
  }

  private static @Nullable StockRejection ended(Promise promise) {
    return switch (promise.end) {
      case "" -> null;
      case "committed" -> StockRejection.ALREADY_COMMITTED;
      case "released" -> StockRejection.ALREADY_RELEASED;
      case "expired" -> StockRejection.RESERVATION_EXPIRED;
      default -> throw new AssertionError(promise.end);
    };
  }

  private int promised(Place place) {
    int units = 0;
    for (Promise promise : promises.values()) {
      if (promise.end.isEmpty() && promise.asked.sellerId().equals(place.seller())) {
        for (Allocation allocation : promise.where) {
          units += allocation.warehouseId().equals(place.warehouse()) ? allocation.quantity() : 0;
        }
      }
    }
    return units;
  }
}
