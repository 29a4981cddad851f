package dev.millrace.pricing.offer;

import dev.millrace.kit.decide.Decision;
import dev.millrace.pricing.offer.OfferCommand.Price;
import dev.millrace.pricing.offer.OfferCommand.SetOffer;
import dev.millrace.schemas.money.Money;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one command does to one SKU's offers. */
public final class OfferDecider {

  private OfferDecider() {}

  public static Decision<OfferEvent, OfferRejection> decide(
      SkuOffers offers, OfferCommand command) {
    return switch (command) {
      case SetOffer set -> setOffer(offers, set);
    };
  }

  private static Decision<OfferEvent, OfferRejection> setOffer(SkuOffers offers, SetOffer set) {
    Long expected = set.expectedVersion();
    if (expected != null && expected != offers.version()) {
      return Decision.reject(OfferRejection.VERSION_CONFLICT);
    }
    Optional<OfferRejection> wrong = wrongPrice(set.price(), set.listPrice());
    if (wrong.isPresent()) {
      return Decision.reject(wrong.get());
    }
    if (set.validFrom() != null
        && set.validUntil() != null
        && !set.validFrom().isBefore(set.validUntil())) {
      return Decision.reject(OfferRejection.VALIDITY_EMPTY);
    }
    Optional<Offer> present = offers.of(set.sellerId());
    if (present.isEmpty() && offers.offers().size() >= SkuOffers.SELLERS_MAX) {
      return Decision.reject(OfferRejection.TOO_MANY_SELLERS);
    }
    Offer offer =
        new Offer(
            set.sellerId(),
            money(set.price()),
            set.listPrice() == null ? null : money(set.listPrice()),
            set.validFrom(),
            set.validUntil(),
            offers.version() + 1);
    // Feeds repeat prices all day: a price that stands already is no fact.
    if (present.isPresent() && present.get().withVersion(offer.version()).equals(offer)) {
      return Decision.accept(List.of());
    }
    return Decision.accept(new OfferEvent.OfferSet(offer));
  }

  private static Optional<OfferRejection> wrongPrice(Price price, @Nullable Price listPrice) {
    if (!isKnown(price.currency())) {
      return Optional.of(OfferRejection.UNKNOWN_CURRENCY);
    }
    if (price.minorUnits() < 0 || (listPrice != null && listPrice.minorUnits() < 0)) {
      return Optional.of(OfferRejection.PRICE_NEGATIVE);
    }
    if (price.minorUnits() > Money.MINOR_UNITS_MAX
        || (listPrice != null && listPrice.minorUnits() > Money.MINOR_UNITS_MAX)) {
      return Optional.of(OfferRejection.PRICE_TOO_LARGE);
    }
    if (listPrice != null && !listPrice.currency().equals(price.currency())) {
      return Optional.of(OfferRejection.LIST_PRICE_CURRENCY_DIFFERS);
    }
    return Optional.empty();
  }

  private static boolean isKnown(String currency) {
    try {
      return Money.fractionDigits(currency) >= 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Money money(Price price) {
    return new Money(price.minorUnits(), price.currency());
  }
}
