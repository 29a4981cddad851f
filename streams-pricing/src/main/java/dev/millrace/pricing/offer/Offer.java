package dev.millrace.pricing.offer;

import dev.millrace.schemas.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One seller's price of a SKU.
 *
 * @param listPrice the price it is compared with
 * @param validFrom not sold before; null means at once
 * @param validUntil not sold from then on; null means no end
 * @param version version of the SKU's offers that set this price
 */
public record Offer(
    String sellerId,
    Money price,
    @Nullable Money listPrice,
    @Nullable Instant validFrom,
    @Nullable Instant validUntil,
    long version) {

  /** Whether units are sold at this price at that time. */
  public boolean isValidAt(Instant at) {
    return (validFrom == null || !at.isBefore(validFrom))
        && (validUntil == null || at.isBefore(validUntil));
  }

  Offer withVersion(long latest) {
    return new Offer(sellerId, price, listPrice, validFrom, validUntil, latest);
  }
}
