package dev.millrace.inventory;

import dev.millrace.avro.inventory.AllocationRule;
import dev.millrace.inventory.stock.SalesTerms;
import dev.millrace.inventory.stock.SellerStock;
import dev.millrace.inventory.stock.StandardAllocation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Terms of sellers as they are stored and published. */
final class TermsAvro {

  private TermsAvro() {}

  /**
   * The terms.
   *
   * @throws IllegalArgumentException if they name a way to choose warehouses that is newer than
   *     this version
   */
  static SalesTerms terms(dev.millrace.avro.inventory.SalesTerms terms) {
    return new SalesTerms(
        terms.getSellerId(),
        terms.getPerOrderMax(),
        terms.getPerCustomerMax(),
        terms.getHoldMs(),
        allocation(terms.getAllocation()),
        terms.getSplitAllowed(),
        terms.getPreferredWarehouseId(),
        terms.getBackorderMax(),
        terms.getPromisedAt());
  }

  static dev.millrace.avro.inventory.SalesTerms avroTerms(SalesTerms terms) {
    return new dev.millrace.avro.inventory.SalesTerms(
        terms.sellerId(),
        terms.perOrderMax(),
        terms.perCustomerMax(),
        terms.holdMs(),
        avroAllocation(terms.allocation()),
        terms.splitAllowed(),
        terms.preferredWarehouseId(),
        terms.backorderMax(),
        terms.promisedAt());
  }

  static List<SellerStock> sellers(List<dev.millrace.avro.inventory.SellerStock> sellers) {
    if (sellers.isEmpty()) {
      return List.of();
    }
    List<SellerStock> mapped = new ArrayList<>(sellers.size());
    for (var seller : sellers) {
      mapped.add(
          new SellerStock(
              terms(seller.getTerms()),
              seller.getTermsSequence(),
              seller.getBackordered(),
              seller.getOwed()));
    }
    return mapped;
  }

  static List<dev.millrace.avro.inventory.SellerStock> avroSellers(List<SellerStock> sellers) {
    if (sellers.isEmpty()) {
      return List.of();
    }
    List<dev.millrace.avro.inventory.SellerStock> mapped = new ArrayList<>(sellers.size());
    for (SellerStock seller : sellers) {
      mapped.add(
          new dev.millrace.avro.inventory.SellerStock(
              avroTerms(seller.terms()),
              seller.termsSequence(),
              seller.backordered(),
              seller.owed()));
    }
    return mapped;
  }

  private static @Nullable StandardAllocation allocation(@Nullable AllocationRule rule) {
    return switch (rule) {
      case null -> null;
      case PREFERRED_WAREHOUSE -> StandardAllocation.PREFERRED_WAREHOUSE;
      case FEWEST_SPLITS -> StandardAllocation.FEWEST_SPLITS;
      case NEAREST -> StandardAllocation.NEAREST;
      case HIGHEST_STOCK -> StandardAllocation.HIGHEST_STOCK;
      case UNKNOWN ->
          throw new IllegalArgumentException("the terms choose warehouses in an unknown way");
    };
  }

  private static @Nullable AllocationRule avroAllocation(@Nullable StandardAllocation allocation) {
    return switch (allocation) {
      case null -> null;
      case PREFERRED_WAREHOUSE -> AllocationRule.PREFERRED_WAREHOUSE;
      case FEWEST_SPLITS -> AllocationRule.FEWEST_SPLITS;
      case NEAREST -> AllocationRule.NEAREST;
      case HIGHEST_STOCK -> AllocationRule.HIGHEST_STOCK;
    };
  }
}
