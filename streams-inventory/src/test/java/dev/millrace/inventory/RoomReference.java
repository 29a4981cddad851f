package dev.millrace.inventory;

import dev.millrace.inventory.PlacesReference.Place;
import dev.millrace.inventory.stock.HoldRequest;
import dev.millrace.inventory.stock.SalesTerms;
import dev.millrace.inventory.stock.StockLimits;
import dev.millrace.inventory.stock.StockRejection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether there is room for a hold: units, promises and limits, counted anew every time. */
final class RoomReference {

  /**
   * Holds that make room for another one of their owner.
   *
   * @param given units that are the owner's to take, whoever waits
   */
  record Exchange(List<String> ids, int given) {
    static final Exchange NONE = new Exchange(List.of(), 0);
  }

  private final PlacesReference places = new PlacesReference(this::promised);
  private final Map<String, Promise> promises;
  private final Map<String, SalesTerms> terms = new HashMap<>();
  private final Map<String, Integer> termsMade = new HashMap<>();

  /**
   * @param promises all there ever were; looked at, and given up for others
   */
  RoomReference(Map<String, Promise> promises) {
    this.promises = promises;
  }

  PlacesReference places() {
    return places;
  }

  void setTerms(SalesTerms asked, int made) {
    terms.put(asked.sellerId(), asked);
    termsMade.put(asked.sellerId(), made);
  }

  SalesTerms terms(String sellerId) {
    return terms.getOrDefault(sellerId, SalesTerms.none(sellerId));
  }

  /** Units of a seller that nobody waits for. */
  int free(String sellerId) {
    return Math.max(0, places.free(sellerId) - waiting(sellerId));
  }

  @Nullable StockRejection hindrance(HoldRequest request, int given) {
    Integer most = terms(request.sellerId()).perCustomerMax();
    String customer = request.customerId();
    if (most != null
        && customer != null
        && unitsOf(request.sellerId(), customer) + request.quantity() > most) {
      return StockRejection.OVER_CUSTOMER_LIMIT;
    }
    return unitsFromStock(request, given).isEmpty() ? StockRejection.INSUFFICIENT_STOCK : null;
  }

  /**
   * @param given units that the owner gave up for this
   */
  Optional<Integer> unitsFromStock(HoldRequest request, int given) {
    int available = places.free(request.sellerId());
    int largest = places.largest(request.sellerId());
    int waiting = waiting(request.sellerId());
    SalesTerms rules = terms(request.sellerId());
    int units = request.quantity();
    int mine = Math.max(Math.max(0, available - waiting), given);
    if (rules.splitAllowed()) {
      int now = Math.min(units, mine);
      boolean fits =
          now == units
              || (request.backorderAllowed()
                  && rules.backorderMax() > 0
                  && units <= available - waiting + rules.backorderMax());
      return fits ? Optional.of(now) : Optional.empty();
    }
    if (mine >= units && largest >= units) {
      return Optional.of(units);
    }
    return request.backorderAllowed() && waiting + units <= rules.backorderMax()
        ? Optional.of(0)
        : Optional.empty();
  }

  /** Gives holds up as far as it helps; none if it does not. */
  Exchange exchange(HoldRequest request) {
    List<Promise> own =
        promises.values().stream()
            .filter(promise -> promise.isHeld() && promise.request.replaceable())
            .filter(promise -> promise.request.owner().equals(request.owner()))
            .filter(promise -> promise.request.sellerId().equals(request.sellerId()))
            .sorted((one, other) -> Integer.compare(one.made, other.made))
            .limit(StockLimits.REPLACED_MAX)
            .toList();
    int freeBefore = free(request.sellerId());
    int availableBefore = places.free(request.sellerId());
    List<String> replaced = new ArrayList<>();
    for (Promise one : own) {
      one.end = "released";
      replaced.add(one.id);
      int given = freeBefore + places.free(request.sellerId()) - availableBefore;
      if (hindrance(request, given) == null) {
        return new Exchange(replaced, given);
      }
    }
    own.forEach(one -> one.end = "");
    return Exchange.NONE;
  }

  /** Units under live holds in one place. */
  private int promised(Place place) {
    return promises.values().stream()
        .filter(promise -> promise.isHeld())
        .filter(promise -> promise.request.sellerId().equals(place.seller()))
        .mapToInt(promise -> promise.where.getOrDefault(place.warehouse(), 0))
        .sum();
  }

  /** Units of a customer that count under the seller's terms. */
  private int unitsOf(String sellerId, String customerId) {
    int since = termsMade.getOrDefault(sellerId, 0);
    return promises.values().stream()
        .filter(promise -> promise.made > since)
        .filter(promise -> promise.request.sellerId().equals(sellerId))
        .filter(promise -> customerId.equals(promise.request.customerId()))
        .mapToInt(promise -> promise.isHeld() ? promise.request.quantity() : promise.soldUnits)
        .sum();
  }

  private int waiting(String sellerId) {
    return promises.values().stream()
        .filter(promise -> promise.isWaiting(sellerId))
        .mapToInt(promise -> promise.missing)
        .sum();
  }
}
