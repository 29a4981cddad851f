package dev.millrace.inventory;

import dev.millrace.inventory.stock.Allocation;
import dev.millrace.inventory.stock.HoldRequest;
import dev.millrace.inventory.stock.StockRejection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One hold of the reference. */
final class Promise {
  final String id;
  final HoldRequest request;
  final int made;
  final Map<String, Integer> where = new LinkedHashMap<>();
  int missing;
  Instant until = Instant.EPOCH;
  String end = "";
  int soldUnits;

  Promise(String id, HoldRequest request, int made) {
    this.id = id;
    this.request = request;
    this.made = made;
  }

  boolean isHeld() {
    return end.isEmpty();
  }

  boolean isWaiting(String sellerId) {
    return missing > 0
        && (isHeld() || end.equals("committed"))
        && request.sellerId().equals(sellerId);
  }

  void add(Allocation allocation) {
    where.merge(allocation.warehouseId(), allocation.quantity(), Integer::sum);
  }

  /** The first units, in the order in which they were added. */
  List<Allocation> first(int units) {
    List<Allocation> first = new ArrayList<>();
    int left = units;
    for (Map.Entry<String, Integer> one : where.entrySet()) {
      int some = Math.min(left, one.getValue());
      left -= some;
      if (some > 0) {
        first.add(new Allocation(one.getKey(), some));
      }
    }
    return first;
  }

  /** How a late request is answered; null while it is held. */
  @Nullable StockRejection ended() {
    return switch (end) {
      case "" -> null;
      case "committed" -> StockRejection.ALREADY_COMMITTED;
      case "released" -> StockRejection.ALREADY_RELEASED;
      case "expired" -> StockRejection.RESERVATION_EXPIRED;
      default -> throw new AssertionError(end);
    };
  }
}
