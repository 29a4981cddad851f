package dev.millrace.inventory.stock;

import static dev.millrace.inventory.stock.StockRejection.INVALID_REORDER_POINT;
import static dev.millrace.inventory.stock.StockRejection.INVALID_SAFETY_STOCK;
import static dev.millrace.inventory.stock.StockRejection.TOO_MANY_LEVELS;
import static dev.millrace.inventory.stock.StockRejection.VERSION_CONFLICT;
import static dev.millrace.kit.decide.Decision.accept;
import static dev.millrace.kit.decide.Decision.reject;

import dev.millrace.inventory.stock.StockCommand.SetStockPolicy;
import dev.millrace.inventory.stock.StockEvent.StockPolicySet;
import dev.millrace.kit.decide.Decision;
import java.time.Instant;
import java.util.Objects;

/** What the rules of a seller for its stock do. */
final class PolicyDecider {

  private PolicyDecider() {}

  static Decision<StockEvent, StockRejection> decide(
      SkuStock stock, SetStockPolicy policy, Instant now) {
    if (policy.safetyStock() < 0 || policy.safetyStock() > StockLimits.QUANTITY_MAX) {
      return reject(INVALID_SAFETY_STOCK);
    }
    Integer reorderPoint = policy.reorderPoint();
    if (reorderPoint != null && (reorderPoint < 0 || reorderPoint > StockLimits.QUANTITY_MAX)) {
      return reject(INVALID_REORDER_POINT);
    }
    if (stock.isOtherThan(policy.expectedVersion())) {
      return reject(VERSION_CONFLICT);
    }
    if (stock.hasNoRoomFor(policy.sellerId(), policy.warehouseId())) {
      return reject(TOO_MANY_LEVELS);
    }
    Level level = stock.level(policy.sellerId(), policy.warehouseId());
    if (level.safetyStock() == policy.safetyStock()
        && Objects.equals(level.reorderPoint(), reorderPoint)) {
      return accept();
    }
    return accept(
        new StockPolicySet(
            now, policy.sellerId(), policy.warehouseId(), policy.safetyStock(), reorderPoint));
  }
}
