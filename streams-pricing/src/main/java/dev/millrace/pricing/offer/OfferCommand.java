package dev.millrace.pricing.offer;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What can be asked of a SKU's offers. */
public sealed interface OfferCommand {

  /**
   * Sets a seller's price.
   *
   * @param expectedVersion refuse unless the SKU's offers are still there; null accepts any
   */
  record SetOffer(
      String sellerId,
      Price price,
      @Nullable Price listPrice,
      @Nullable Instant validFrom,
      @Nullable Instant validUntil,
      @Nullable Long expectedVersion)
      implements OfferCommand {}

  /** An amount as a caller wrote it: neither its size nor its currency is checked yet. */
  record Price(long minorUnits, String currency) {}
}
