package dev.millrace.inventory;

import dev.millrace.inventory.PlacesReference.Place;
import dev.millrace.inventory.stock.Allocation;
import dev.millrace.inventory.stock.CarriedOut;
import dev.millrace.inventory.stock.Fact;
import dev.millrace.inventory.stock.HoldRequest;
import dev.millrace.inventory.stock.SalesTerms;
import dev.millrace.inventory.stock.StockCommand;
import dev.millrace.inventory.stock.StockEvent;
import dev.millrace.inventory.stock.StockRejection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Holds as simply as they can be told: every hold looked at every time, and ended on its deadline.
 * Takes from the decider only the choice of warehouses, and checks it.
 */
final class HoldReference {

  private final Map<String, Promise> promises = new TreeMap<>();
  private final RoomReference room = new RoomReference(promises);
  private final PlacesReference places = room.places();
  private final List<String> wrong = new ArrayList<>();
  private int made;

  PlacesReference places() {
    return places;
  }

  /** Units of a seller that nobody waits for. */
  int free(String sellerId) {
    return room.free(sellerId);
  }

  /** What was promised that is not there, or given to the wrong one. */
  Optional<String> wrong() {
    return wrong.stream().findFirst();
  }

  void expire(Instant now) {
    promises.values().stream()
        .filter(promise -> promise.isHeld() && !now.isBefore(promise.until))
        .forEach(promise -> promise.end = "expired");
  }

  /** Units that came for those who waited. */
  void filled(StockEvent.BackorderFilled filled) {
    Promise first =
        promises.values().stream()
            .filter(promise -> promise.isWaiting(filled.sellerId()))
            .min((one, other) -> Integer.compare(one.made, other.made))
            .orElse(null);
    if (first == null || !first.id.equals(filled.reservationId())) {
      wrong.add("%s is not first in line: %s".formatted(filled, first));
      return;
    }
    int units = taken(filled.sellerId(), filled.allocations());
    first.missing -= units;
    if (first.missing != filled.missing()
        || (!room.terms(filled.sellerId()).splitAllowed()
            && (first.missing > 0 || filled.allocations().size() > 1))) {
      wrong.add("%s, but %d are missing".formatted(filled, first.missing));
    }
    if (first.isHeld()) {
      filled.allocations().forEach(first::add);
    } else {
      sell(filled.sellerId(), filled.allocations());
    }
  }

  @Nullable StockRejection setTerms(StockCommand.SetSalesTerms set, long version) {
    SalesTerms asked = set.terms();
    if (asked.perOrderMax() != null && asked.perOrderMax() < 1) {
      return StockRejection.INVALID_SALES_TERMS;
    }
    if (set.expectedVersion() != null && set.expectedVersion() != version) {
      return StockRejection.VERSION_CONFLICT;
    }
    if (!room.terms(asked.sellerId()).equals(asked)) {
      room.setTerms(asked, ++made);
    }
    return null;
  }

  @Nullable StockRejection reserve(
      StockCommand.ReserveStock reserve, Instant now, CarriedOut decided) {
    HoldRequest request = reserve.request();
    if (request.quantity() < 1) {
      return StockRejection.INVALID_QUANTITY;
    }
    Promise known = promises.get(reserve.reservationId());
    if (known != null && known.end.matches("committed|released")) {
      return known.ended();
    }
    if (known != null && !known.request.equals(request)) {
      return StockRejection.RESERVATION_ID_REUSED;
    }
    if (known != null && known.isHeld()) {
      return null;
    }
    SalesTerms rules = room.terms(request.sellerId());
    if (rules.perOrderMax() != null && request.quantity() > rules.perOrderMax()) {
      return StockRejection.OVER_ORDER_LIMIT;
    }
    StockRejection hindrance = room.hindrance(request, 0);
    RoomReference.Exchange exchange =
        hindrance != null && request.replaceable()
            ? room.exchange(request)
            : RoomReference.Exchange.NONE;
    if (hindrance != null && exchange.ids().isEmpty()) {
      return hindrance;
    }
    checkReplaced(exchange.ids(), decided);
    promise(reserve.reservationId(), request, decided, exchange.given());
    long holdMs = reserve.holdMs() == 0 ? StockWorld.usualHoldMs(rules) : reserve.holdMs();
    promises.get(reserve.reservationId()).until = now.plusMillis(holdMs);
    return null;
  }

  @Nullable StockRejection commit(StockCommand.CommitReservation commit, CarriedOut decided) {
    if (commit.quantity() != null && commit.quantity() < 1) {
      return StockRejection.INVALID_QUANTITY;
    }
    Promise promise = promises.get(commit.reservationId());
    if (promise == null) {
      return StockRejection.RESERVATION_NOT_FOUND;
    }
    int wanted = commit.quantity() == null ? promise.request.quantity() : commit.quantity();
    if (promise.end.equals("committed") && wanted == promise.soldUnits) {
      return null;
    }
    boolean again = promise.end.equals("expired") && commit.evenIfExpired();
    if (!promise.isHeld() && !again) {
      return promise.ended();
    }
    if (wanted > promise.request.quantity()) {
      return StockRejection.COMMIT_EXCEEDS_HOLD;
    }
    if (again) {
      HoldRequest request = sized(promise.request, wanted);
      if (room.unitsFromStock(request, 0).isEmpty()) {
        return StockRejection.RESERVATION_EXPIRED;
      }
      promise(commit.reservationId(), request, decided, 0);
      promise = promises.get(commit.reservationId());
    }
    int there = Math.min(wanted, promise.request.quantity() - promise.missing);
    sell(promise.request.sellerId(), promise.first(there));
    promise.missing = wanted - there;
    promise.end = "committed";
    promise.soldUnits = wanted;
    return null;
  }

  @Nullable StockRejection release(StockCommand.ReleaseReservation release) {
    Promise promise = promises.get(release.reservationId());
    if (promise == null) {
      return StockRejection.RESERVATION_NOT_FOUND;
    }
    StockRejection ended = promise.ended();
    if (ended == null) {
      promise.end = "released";
    }
    return ended;
  }

  @Nullable StockRejection withdraw(StockCommand.WithdrawBackorder withdraw) {
    Promise promise = promises.get(withdraw.reservationId());
    if (promise == null) {
      return StockRejection.RESERVATION_NOT_FOUND;
    }
    if (promise.isHeld()) {
      return StockRejection.RESERVATION_NOT_COMMITTED;
    }
    if (!promise.end.equals("committed")) {
      return promise.ended();
    }
    promise.soldUnits -= promise.missing;
    promise.missing = 0;
    return null;
  }

  @Nullable StockRejection extend(StockCommand.ExtendReservation extend, Instant now) {
    Promise promise = promises.get(extend.reservationId());
    if (promise == null) {
      return StockRejection.RESERVATION_NOT_FOUND;
    }
    Instant until = now.plusMillis(extend.holdMs());
    if (promise.isHeld() && until.isAfter(promise.until)) {
      promise.until = until;
    }
    return promise.ended();
  }

  @Nullable StockRejection expire(StockCommand.ExpireReservation expire) {
    Promise promise = promises.get(expire.reservationId());
    if (promise == null) {
      return StockRejection.RESERVATION_NOT_FOUND;
    }
    return switch (promise.end) {
      case "" -> StockRejection.RESERVATION_NOT_DUE;
      case "expired" -> null;
      default -> promise.ended();
    };
  }

  private void checkReplaced(List<String> replaced, CarriedOut decided) {
    List<String> released =
        decided.facts().stream()
            .map(Fact::event)
            .filter(StockEvent.ReservationReleased.class::isInstance)
            .map(event -> ((StockEvent.ReservationReleased) event).reservationId())
            .toList();
    if (!released.equals(replaced)) {
      wrong.add("%s were replaced, should be %s".formatted(released, replaced));
    }
  }

  private void promise(String reservationId, HoldRequest request, CarriedOut decided, int given) {
    StockEvent.StockReserved reserved =
        decided.facts().stream()
            .map(Fact::event)
            .filter(StockEvent.StockReserved.class::isInstance)
            .map(StockEvent.StockReserved.class::cast)
            .findFirst()
            .orElse(null);
    List<Allocation> where = reserved == null ? List.of() : reserved.allocations();
    Optional<Integer> expected = room.unitsFromStock(request, given);
    int units = taken(request.sellerId(), where);
    boolean right = expected.equals(Optional.of(units));
    boolean whole = room.terms(request.sellerId()).splitAllowed() || where.size() <= 1;
    if (!right || !whole || reserved == null) {
      wrong.add("%s got %s, should get %s".formatted(request, where, expected));
    }
    var promise = new Promise(reservationId, request, ++made);
    where.forEach(promise::add);
    promise.missing = request.quantity() - units;
    promises.put(reservationId, promise);
  }

  /** Checks that the units were there. */
  private int taken(String sellerId, List<Allocation> where) {
    int units = 0;
    for (Allocation allocation : where) {
      units += allocation.quantity();
      if (allocation.quantity() > places.free(new Place(sellerId, allocation.warehouseId()))) {
        wrong.add("more was taken than there was: " + where);
      }
    }
    return units;
  }

  private void sell(String sellerId, List<Allocation> sold) {
    for (Allocation one : sold) {
      places.ship(new Place(sellerId, one.warehouseId()), one.quantity());
    }
  }

  private static HoldRequest sized(HoldRequest request, int units) {
    return new HoldRequest(
        request.sellerId(),
        units,
        request.owner(),
        request.customerId(),
        request.backorderAllowed(),
        request.replaceable());
  }
}
