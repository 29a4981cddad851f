package dev.millrace.inventory;

import dev.millrace.inventory.stock.FeedMark;
import dev.millrace.inventory.stock.MovementType;
import dev.millrace.inventory.stock.StockCommand.MoveStock;
import dev.millrace.inventory.stock.StockCommand.SetStockPolicy;
import dev.millrace.inventory.stock.StockRejection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** What lies where and travels between, as simply as it can be told: totals in maps. */
final class PlacesReference {

  /** One seller in one warehouse. */
  record Place(String seller, String warehouse) {}

  private record Journey(Place from, Place to, int sent, Optional<Integer> arrived) {}

  private final Map<Place, Integer> onHand = new HashMap<>();
  private final Map<Place, Integer> safety = new HashMap<>();
  private final Map<String, Journey> journeys = new TreeMap<>();
  private final Map<Place, Map<String, Long>> feeds = new HashMap<>();
  private final Set<String> movements = new HashSet<>();
  private final ToIntFunction<Place> promised;

  /**
   * @param promised units of a place that belong to live holds
   */
  PlacesReference(ToIntFunction<Place> promised) {
    this.promised = promised;
  }

  /** Units of a seller that may be promised. */
  int free(String seller) {
    return onHand.keySet().stream()
        .filter(place -> place.seller().equals(seller))
        .mapToInt(this::free)
        .sum();
  }

  /** The same in the warehouse that has most of them. */
  int largest(String seller) {
    return onHand.keySet().stream()
        .filter(place -> place.seller().equals(seller))
        .mapToInt(this::free)
        .max()
        .orElse(0);
  }

  int free(Place place) {
    int units = onHand.getOrDefault(place, 0) - promised.applyAsInt(place);
    return Math.max(0, units - safety.getOrDefault(place, 0));
  }

  /** Units on their way to a place. */
  int travelling(Place place) {
    return journeys.values().stream()
        .filter(journey -> journey.to().equals(place) && journey.arrived().isEmpty())
        .mapToInt(Journey::sent)
        .sum();
  }

  void ship(Place place, int units) {
    onHand.merge(place, -units, Integer::sum);
  }

  @Nullable StockRejection move(MoveStock move, long version) {
    if (move.movementId() != null && movements.contains(move.movementId())) {
      return null;
    }
    boolean mayBeNothing =
        move.type() == MovementType.COUNT || move.type() == MovementType.TRANSFER_IN;
    if (move.quantity() < 0 && move.type() != MovementType.ADJUST
        || move.quantity() == 0 && !mayBeNothing) {
      return StockRejection.INVALID_QUANTITY;
    }
    var place = new Place(move.sellerId(), move.warehouseId());
    Journey journey = move.transferId() == null ? null : journeys.get(move.transferId());
    StockRejection refusal =
        switch (move.type()) {
          case TRANSFER_OUT -> mayLeave(move, place, journey);
          case TRANSFER_IN -> mayArrive(move, place, journey);
          default -> null;
        };
    if (refusal != null) {
      return refusal;
    }
    if (journey != null && (move.type() == MovementType.TRANSFER_OUT || isOver(journey))) {
      return null;
    }
    if (isLate(place, move.feed())) {
      return StockRejection.LATE_UPDATE;
    }
    if (move.expectedVersion() != null && move.expectedVersion() != version) {
      return StockRejection.VERSION_CONFLICT;
    }
    int after = after(move, onHand.getOrDefault(place, 0));
    if (after < 0) {
      return StockRejection.NEGATIVE_STOCK;
    }
    if (after < promised.applyAsInt(place)) {
      return StockRejection.WOULD_BREAK_RESERVATIONS;
    }
    onHand.put(place, after);
    remember(move, place, journey);
    return null;
  }

  @Nullable StockRejection policy(SetStockPolicy policy, long version) {
    if (policy.safetyStock() < 0) {
      return StockRejection.INVALID_SAFETY_STOCK;
    }
    if (policy.reorderPoint() != null && policy.reorderPoint() < 0) {
      return StockRejection.INVALID_REORDER_POINT;
    }
    if (policy.expectedVersion() != null && policy.expectedVersion() != version) {
      return StockRejection.VERSION_CONFLICT;
    }
    safety.put(new Place(policy.sellerId(), policy.warehouseId()), policy.safetyStock());
    return null;
  }

  private static @Nullable StockRejection mayLeave(
      MoveStock move, Place from, @Nullable Journey journey) {
    if (journey != null) {
      boolean same =
          journey.from().equals(from)
              && journey.to().warehouse().equals(move.toWarehouseId())
              && journey.sent() == move.quantity();
      return same ? null : StockRejection.TRANSFER_ID_REUSED;
    }
    return from.warehouse().equals(move.toWarehouseId()) ? StockRejection.INVALID_TRANSFER : null;
  }

  private static @Nullable StockRejection mayArrive(
      MoveStock move, Place to, @Nullable Journey journey) {
    if (journey == null || !journey.to().seller().equals(to.seller())) {
      return StockRejection.TRANSFER_NOT_FOUND;
    }
    if (!journey.to().equals(to)) {
      return StockRejection.INVALID_TRANSFER;
    }
    if (isOver(journey)) {
      return journey.arrived().equals(Optional.of(move.quantity()))
          ? null
          : StockRejection.TRANSFER_CLOSED;
    }
    return move.quantity() > journey.sent() ? StockRejection.INVALID_QUANTITY : null;
  }

  private static boolean isOver(Journey journey) {
    return journey.arrived().isPresent();
  }

  private boolean isLate(Place place, @Nullable FeedMark mark) {
    if (mark == null) {
      return false;
    }
    Long latest = feeds.getOrDefault(place, Map.of()).get(mark.source());
    return latest != null && mark.sequence() <= latest;
  }

  private static int after(MoveStock move, int before) {
    return switch (move.type()) {
      case COUNT -> move.quantity();
      case DAMAGE, TRANSFER_OUT -> before - move.quantity();
      case RETURN_DAMAGED -> before;
      case RECEIVE, ADJUST, RETURN_TO_STOCK, TRANSFER_IN -> before + move.quantity();
    };
  }

  private void remember(MoveStock move, Place place, @Nullable Journey journey) {
    if (move.movementId() != null) {
      movements.add(move.movementId());
    }
    if (move.feed() != null) {
      feeds
          .computeIfAbsent(place, key -> new HashMap<>())
          .put(move.feed().source(), move.feed().sequence());
    }
    if (move.type() == MovementType.TRANSFER_OUT) {
      var to = new Place(move.sellerId(), String.valueOf(move.toWarehouseId()));
      journeys.put(
          String.valueOf(move.transferId()),
          new Journey(place, to, move.quantity(), Optional.empty()));
    } else if (move.type() == MovementType.TRANSFER_IN && journey != null) {
      journeys.put(
          String.valueOf(move.transferId()),
          new Journey(journey.from(), journey.to(), journey.sent(), Optional.of(move.quantity())));
    }
  }
}
