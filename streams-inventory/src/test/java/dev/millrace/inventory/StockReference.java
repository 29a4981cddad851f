package dev.millrace.inventory;

import dev.millrace.inventory.stock.Allocation;
import dev.millrace.inventory.stock.CarriedOut;
import dev.millrace.inventory.stock.MovementType;
import dev.millrace.inventory.stock.StockCommand;
import dev.millrace.inventory.stock.StockEvent;
import dev.millrace.inventory.stock.StockRejection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
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

  private record Place(String seller, String warehouse) {}

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

  private final Map<Place, Integer> onHand = new HashMap<>();
  private final Map<Place, Integer> safety = new HashMap<>();
  private final Map<String, Promise> promises = new TreeMap<>();
  private final Set<String> movements = new HashSet<>();
  private final List<String> oversold = new ArrayList<>();

  /** What the command must lead to; null if it must be done. */
  @Nullable StockRejection take(
      StockCommand command, Instant now, long version, CarriedOut decided) {
    promises.values().stream()
        .filter(promise -> promise.end.isEmpty() && !now.isBefore(promise.until))
        .forEach(promise -> promise.end = "expired");
    return switch (command) {
      case StockCommand.MoveStock c -> move(c, version);
      case StockCommand.SetStockPolicy c -> policy(c, version);
      case StockCommand.ReserveStock c -> reserve(c, now, decided);
      case StockCommand.CommitReservation c -> commit(c);
      case StockCommand.ReleaseReservation c -> release(c);
      case StockCommand.ExtendReservation c -> extend(c, now);
      case StockCommand.ExpireReservation c -> expire(c);
    };
  }

  Optional<String> oversold() {
    return oversold.stream().findFirst();
  }

  private @Nullable StockRejection move(StockCommand.MoveStock move, long version) {
    if (move.movementId() != null && movements.contains(move.movementId())) {
      return null;
    }
    if (move.quantity() < 0 && move.type() != MovementType.ADJUST
        || move.quantity() == 0 && move.type() != MovementType.COUNT) {
      return StockRejection.INVALID_QUANTITY;
    }
    if (move.expectedVersion() != null && move.expectedVersion() != version) {
      return StockRejection.VERSION_CONFLICT;
    }
    var place = new Place(move.sellerId(), move.warehouseId());
    int before = onHand.getOrDefault(place, 0);
    int after =
        switch (move.type()) {
          case COUNT -> move.quantity();
          case DAMAGE -> before - move.quantity();
          case RECEIVE, ADJUST, RETURN_TO_STOCK -> before + move.quantity();
        };
    if (after < 0) {
      return StockRejection.NEGATIVE_STOCK;
    }
    if (after < promised(place)) {
      return StockRejection.WOULD_BREAK_RESERVATIONS;
    }
    onHand.put(place, after);
    if (move.movementId() != null) {
      movements.add(move.movementId());
    }
    return null;
  }

  private @Nullable StockRejection policy(StockCommand.SetStockPolicy policy, long version) {
    if (policy.safetyStock() < 0) {
      return StockRejection.INVALID_SAFETY_STOCK;
    }
    if (policy.expectedVersion() != null && policy.expectedVersion() != version) {
      return StockRejection.VERSION_CONFLICT;
    }
    safety.put(new Place(policy.sellerId(), policy.warehouseId()), policy.safetyStock());
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
    int free = 0;
    for (Place place : onHand.keySet()) {
      free += place.seller().equals(reserve.sellerId()) ? free(place) : 0;
    }
    if (free < reserve.quantity()) {
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
      if (allocation.quantity() > free(new Place(reserve.sellerId(), allocation.warehouseId()))) {
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
      onHand.merge(
          new Place(promise.asked.sellerId(), allocation.warehouseId()), -units, Integer::sum);
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

  private int free(Place place) {
    return Math.max(
        0, onHand.getOrDefault(place, 0) - promised(place) - safety.getOrDefault(place, 0));
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
