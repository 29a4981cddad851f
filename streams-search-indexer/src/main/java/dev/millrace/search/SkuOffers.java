package dev.millrace.search;

import dev.millrace.avro.search.state.KnownOffer;
import dev.millrace.avro.search.state.Selling;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What of a SKU's offers and stock a shopper is shown at some time. */
final class SkuOffers {

  private SkuOffers() {}

  /** Nobody sells it. */
  static final Selling NOTHING = new Selling(null, null, null, false);

  /**
   * The offer that a shopper would take: of those that hold now, the lowest whose seller has a
   * unit, or the lowest of all when none has. Prices compare only within one currency; the
   * preferred one comes first, then the others by name, then sellers by id: so the answer never
   * depends on the order in which offers came.
   */
  static Selling best(
      List<KnownOffer> offers,
      Collection<String> sellersInStock,
      String preferredCurrency,
      Instant now) {
    return offers.stream()
        .filter(offer -> holds(offer, now))
        .min(
            Comparator.comparing(
                    (KnownOffer offer) -> !sellersInStock.contains(offer.getSellerId()))
                .thenComparing(offer -> !offer.getCurrency().equals(preferredCurrency))
                .thenComparing(KnownOffer::getCurrency)
                .thenComparing(KnownOffer::getPriceMinor)
                .thenComparing(KnownOffer::getSellerId))
        .map(
            offer ->
                new Selling(
                    offer.getPriceMinor(),
                    offer.getCurrency(),
                    offer.getSellerId(),
                    sellersInStock.contains(offer.getSellerId())))
        .orElse(NOTHING);
  }

  /** The earliest time after {@code now} at which an offer begins or ends. */
  static @Nullable Instant nextBoundary(List<KnownOffer> offers, Instant now) {
    Optional<Instant> next =
        offers.stream()
            .flatMap(SkuOffers::boundaries)
            .filter(boundary -> boundary.isAfter(now))
            .min(Comparator.naturalOrder());
    return next.orElse(null);
  }

  private static Stream<Instant> boundaries(KnownOffer offer) {
    return Stream.of(
            Optional.ofNullable(offer.getValidFrom()), Optional.ofNullable(offer.getValidUntil()))
        .flatMap(Optional::stream);
  }

  private static boolean holds(KnownOffer offer, Instant now) {
    return (offer.getValidFrom() == null || !now.isBefore(offer.getValidFrom()))
        && (offer.getValidUntil() == null || now.isBefore(offer.getValidUntil()));
  }
}
