package dev.millrace.edge.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.avro.inventory.Allocation;
import dev.millrace.avro.inventory.DamagedUnits;
import dev.millrace.avro.inventory.Reservation;
import dev.millrace.avro.inventory.SellerStock;
import dev.millrace.avro.inventory.Stock;
import dev.millrace.avro.inventory.StockLevel;
import dev.millrace.edge.auth.Caller;
import dev.millrace.edge.auth.Role;
import dev.millrace.edge.http.Json;
import java.util.List;
import java.util.Locale;

/** Stock and reservations as answers show them. */
final class StockJson {

  private StockJson() {}

  /** A seller sees its own levels, staff sees all. */
  static ObjectNode of(Stock stock, Caller caller) {
    List<StockLevel> levels =
        stock.getLevels().stream()
            .filter(
                level ->
                    caller.role() != Role.SELLER || level.getSellerId().equals(caller.subject()))
            .toList();
    ObjectNode node =
        Json.object()
            .put("sku_id", stock.getSku())
            .put("buckets", stock.getSplit() == null ? 1 : stock.getSplit().getBuckets())
            .put("on_hand", levels.stream().mapToLong(StockLevel::getOnHand).sum())
            .put("reserved", levels.stream().mapToLong(StockLevel::getReserved).sum())
            .put("available", available(stock, levels))
            .put("in_transit", levels.stream().mapToLong(StockLevel::getInTransit).sum())
            .put("damaged", levels.stream().mapToLong(StockLevel::getDamaged).sum())
            .put("version", stock.getSequence())
            .put("updated_at", stock.getAt().toString());
    ArrayNode warehouses = node.putArray("warehouses");
    for (StockLevel level : levels) {
      ObjectNode damagedByReason =
          warehouses
              .addObject()
              .put("warehouse_id", level.getWarehouseId())
              .put("seller_id", level.getSellerId())
              .put("on_hand", level.getOnHand())
              .put("reserved", level.getReserved())
              .put("available", available(level))
              .put("in_transit", level.getInTransit())
              .put("damaged", level.getDamaged())
              .put("safety_stock", level.getSafetyStock())
              .put("reorder_point", level.getReorderPoint())
              .putObject("damaged_by_reason");
      for (DamagedUnits units : level.getDamagedByReason()) {
        damagedByReason.put(units.getReason().name().toLowerCase(Locale.ROOT), units.getQuantity());
      }
    }
    ArrayNode sellers = node.putArray("sellers");
    for (SellerStock seller : stock.getSellers()) {
      if (caller.role() != Role.SELLER
          || seller.getTerms().getSellerId().equals(caller.subject())) {
        sellers.add(TermsJson.of(seller));
      }
    }
    return node;
  }

  /** Units that a newcomer may take: those that others wait for are not among them. */
  static long availableOf(Stock stock, String sellerId) {
    long units = 0;
    for (StockLevel level : stock.getLevels()) {
      units += level.getSellerId().equals(sellerId) ? available(level) : 0;
    }
    for (SellerStock seller : stock.getSellers()) {
      if (seller.getTerms().getSellerId().equals(sellerId)) {
        units -= (long) seller.getBackordered() + seller.getOwed();
      }
    }
    return Math.max(0, units);
  }

  private static long available(Stock stock, List<StockLevel> levels) {
    return levels.stream()
        .map(StockLevel::getSellerId)
        .distinct()
        .mapToLong(seller -> availableOf(stock, seller))
        .sum();
  }

  static ObjectNode of(Reservation reservation) {
    ObjectNode node =
        Json.object()
            .put("reservation_id", reservation.getReservationId())
            .put("sku_id", reservation.getSku())
            .put("seller_id", reservation.getSellerId())
            .put("status", reservation.getStatus())
            .put("quantity", reservation.getQuantity())
            .put("expires_at", reservation.getExpiresAt().toString())
            .put("owner", reservation.getOwner());
    ArrayNode allocations = node.putArray("allocations");
    for (Allocation allocation : reservation.getAllocations()) {
      allocations
          .addObject()
          .put("warehouse_id", allocation.getWarehouseId())
          .put("quantity", allocation.getQuantity());
    }
    return node.put("backordered", reservation.getBackordered())
        .put("promised_at", TermsJson.text(reservation.getPromisedAt()));
  }

  private static long available(StockLevel level) {
    return Math.max(0, (long) level.getOnHand() - level.getReserved() - level.getSafetyStock());
  }
}
