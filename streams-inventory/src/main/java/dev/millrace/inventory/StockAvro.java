package dev.millrace.inventory;

import dev.millrace.avro.inventory.Stock;
import dev.millrace.avro.inventory.StockLevel;
import dev.millrace.inventory.stock.Allocation;
import dev.millrace.inventory.stock.Level;
import dev.millrace.inventory.stock.SkuStock;
import java.util.ArrayList;
import java.util.List;

/** Stock as it is stored and published. */
final class StockAvro {

  private StockAvro() {}

  static SkuStock stock(Stock stock) {
    return new SkuStock(
        stock.getSku(),
        stock.getSequence(),
        stock.getAt(),
        fromAvro(stock.getLevels()),
        TermsAvro.sellers(stock.getSellers()),
        BucketAvro.split(stock.getSplit()));
  }

  static Stock stock(SkuStock stock) {
    return new Stock(
        stock.sku(),
        stock.sequence(),
        stock.at(),
        toAvro(stock.levels()),
        TermsAvro.avroSellers(stock.sellers()),
        BucketAvro.stored(stock.split()));
  }

  static List<Level> fromAvro(List<StockLevel> levels) {
    List<Level> mapped = new ArrayList<>(levels.size());
    for (StockLevel level : levels) {
      mapped.add(
          new Level(
              level.getSellerId(),
              level.getWarehouseId(),
              level.getOnHand(),
              level.getReserved(),
              DamageAvro.damages(level.getDamagedByReason()),
              level.getSafetyStock(),
              level.getInTransit(),
              level.getReorderPoint()));
    }
    return mapped;
  }

  static List<StockLevel> toAvro(List<Level> levels) {
    List<StockLevel> mapped = new ArrayList<>(levels.size());
    for (Level level : levels) {
      mapped.add(
          new StockLevel(
              level.sellerId(),
              level.warehouseId(),
              level.onHand(),
              level.reserved(),
              level.damaged(),
              level.safetyStock(),
              level.inTransit(),
              DamageAvro.units(level.damages()),
              level.reorderPoint()));
    }
    return mapped;
  }

  static List<Allocation> allocationsFromAvro(
      List<dev.millrace.avro.inventory.Allocation> allocations) {
    List<Allocation> mapped = new ArrayList<>(allocations.size());
    for (var one : allocations) {
      mapped.add(new Allocation(one.getWarehouseId(), one.getQuantity()));
    }
    return mapped;
  }

  static List<dev.millrace.avro.inventory.Allocation> allocationsToAvro(
      List<Allocation> allocations) {
    List<dev.millrace.avro.inventory.Allocation> mapped = new ArrayList<>(allocations.size());
    for (Allocation one : allocations) {
      mapped.add(new dev.millrace.avro.inventory.Allocation(one.warehouseId(), one.quantity()));
    }
    return mapped;
  }
}
