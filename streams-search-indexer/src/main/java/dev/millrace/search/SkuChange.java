package dev.millrace.search;

import dev.millrace.avro.inventory.BucketUnits;
import dev.millrace.avro.inventory.SellerStock;
import dev.millrace.avro.inventory.Stock;
import dev.millrace.avro.inventory.StockLevel;
import dev.millrace.avro.pricing.Offers;
import dev.millrace.avro.pricing.SellerOffer;
import dev.millrace.avro.search.state.KnownOffer;
import dev.millrace.avro.search.state.SkuMembership;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** News of one SKU, whichever topic it came from. */
sealed interface SkuChange {

  /** A product carries the SKU, or does so no longer. */
  record Carried(String productId, boolean carried) implements SkuChange {}

  /** Every seller's offer, as it is now. */
  record Offered(List<KnownOffer> offers) implements SkuChange {}

  /** The sellers who could ship a unit now, sorted. */
  record Stocked(List<String> sellers) implements SkuChange {}

  static SkuChange ofMembership(SkuMembership membership) {
    return new Carried(membership.getProductId(), membership.getCarried());
  }

  /** A tombstone means that nobody sells it. */
  static SkuChange ofOffers(@Nullable Offers offers) {
    return new Offered(
        offers == null ? List.of() : offers.getOffers().stream().map(SkuChange::known).toList());
  }

  /** A tombstone means that nobody has any. */
  static SkuChange ofStock(@Nullable Stock stock) {
    var units = new TreeMap<String, Long>();
    if (stock != null) {
      for (StockLevel level : stock.getLevels()) {
        long free = (long) level.getOnHand() - level.getReserved() - level.getSafetyStock();
        units.merge(level.getSellerId(), Math.max(0, free), Long::sum);
      }
      if (stock.getSplit() != null) {
        // Units in the buckets: how many are left, is known when they have come home.
        for (BucketUnits dealt : stock.getSplit().getDealt()) {
          units.merge(dealt.getSellerId(), (long) dealt.getQuantity(), Long::sum);
        }
      }
      for (SellerStock seller : stock.getSellers()) {
        // Whoever waits for units comes before a newcomer.
        long waiting = (long) seller.getBackordered() + seller.getOwed();
        units.merge(seller.getTerms().getSellerId(), -waiting, Long::sum);
      }
    }
    return new Stocked(
        units.entrySet().stream()
            .filter(one -> one.getValue() > 0)
            .map(Map.Entry::getKey)
            .toList());
  }

  private static KnownOffer known(SellerOffer offer) {
    return new KnownOffer(
        offer.getSellerId(),
        offer.getPrice().getMinorUnits(),
        offer.getPrice().getCurrency(),
        offer.getValidFrom(),
        offer.getValidUntil());
  }
}
