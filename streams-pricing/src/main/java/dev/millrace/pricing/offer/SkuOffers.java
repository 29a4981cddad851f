package dev.millrace.pricing.offer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every seller's price of a SKU.
 *
 * @param version sequence of the latest event
 * @param latestAt when it happened; null until the first
 * @param offers one for each seller, in the order in which the sellers came
 */
public record SkuOffers(String sku, long version, @Nullable Instant latestAt, List<Offer> offers) {

  /** More sellers than share one SKU; bounds the state and every quote that reads it. */
  public static final int SELLERS_MAX = 64;

  public SkuOffers {
    offers = List.copyOf(offers);
  }

  /** A SKU that nobody has offered. */
  public static SkuOffers none(String sku) {
    return new SkuOffers(sku, 0, null, List.of());
  }

  public Optional<Offer> of(String sellerId) {
    return offers.stream().filter(offer -> offer.sellerId().equals(sellerId)).findFirst();
  }

  /** The offers after an event. */
  public SkuOffers evolve(OfferEvent event, Instant at) {
    return switch (event) {
      case OfferEvent.OfferSet set ->
          new SkuOffers(sku, set.offer().version(), at, with(set.offer()));
    };
  }

  private List<Offer> with(Offer changed) {
    List<Offer> after = new ArrayList<>(offers);
    for (int i = 0; i < after.size(); i++) {
      if (after.get(i).sellerId().equals(changed.sellerId())) {
        after.set(i, changed);
        return after;
      }
    }
    after.add(changed);
    return after;
  }
}
