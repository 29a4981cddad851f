package dev.millrace.pricing;

import dev.millrace.avro.pricing.Offers;
import dev.millrace.avro.pricing.SellerOffer;
import dev.millrace.pricing.offer.Offer;
import dev.millrace.pricing.offer.OfferCommand;
import dev.millrace.pricing.offer.OfferCommand.Price;
import dev.millrace.pricing.offer.OfferEvent;
import dev.millrace.pricing.offer.SkuOffers;
import dev.millrace.schemas.id.Ids;
import dev.millrace.schemas.money.Money;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Offers between Avro and the domain. */
final class OfferAvro {

  private OfferAvro() {}

  /** The request in the record; empty when the record is malformed. */
  static Optional<OfferCommand> command(
      @Nullable String key, dev.millrace.avro.pricing.OfferCommand record) {
    var set = record.getSetOffer();
    if (!record.getSku().equals(key)
        || !Ids.isId(record.getSku())
        || !Ids.isId(record.getCommandId())
        || set == null
        || !Ids.isId(set.getSellerId())) {
      return Optional.empty();
    }
    return Optional.of(
        new OfferCommand.SetOffer(
            set.getSellerId(),
            new Price(set.getPrice().getMinorUnits(), set.getPrice().getCurrency()),
            set.getListPrice() == null
                ? null
                : new Price(set.getListPrice().getMinorUnits(), set.getListPrice().getCurrency()),
            set.getValidFrom(),
            set.getValidUntil(),
            set.getExpectedVersion()));
  }

  static SkuOffers offers(String sku, @Nullable Offers stored) {
    return stored == null
        ? SkuOffers.none(sku)
        : new SkuOffers(
            stored.getSku(),
            stored.getVersion(),
            stored.getAt(),
            stored.getOffers().stream().map(OfferAvro::offer).toList());
  }

  static Offer offer(SellerOffer offer) {
    return new Offer(
        offer.getSellerId(),
        money(offer.getPrice()),
        offer.getListPrice() == null ? null : money(offer.getListPrice()),
        offer.getValidFrom(),
        offer.getValidUntil(),
        offer.getVersion());
  }

  /** The offers as readers see them; {@code at} stands for the time of what never changed. */
  static Offers view(SkuOffers offers, Instant at) {
    return new Offers(
        offers.sku(),
        offers.version(),
        offers.latestAt() == null ? at : offers.latestAt(),
        offers.offers().stream().map(OfferAvro::sellerOffer).toList());
  }

  static dev.millrace.avro.pricing.OfferEvent event(
      OfferEvent event,
      SkuOffers after,
      dev.millrace.avro.pricing.OfferCommand command,
      Instant at) {
    return switch (event) {
      case OfferEvent.OfferSet set ->
          new dev.millrace.avro.pricing.OfferEvent(
              after.sku() + "-" + after.version(),
              after.sku(),
              after.version(),
              at,
              command.getCommandId(),
              command.getActor(),
              "offerSet",
              sellerOffer(set.offer()));
    };
  }

  private static SellerOffer sellerOffer(Offer offer) {
    return new SellerOffer(
        offer.sellerId(),
        money(offer.price()),
        offer.listPrice() == null ? null : money(offer.listPrice()),
        offer.validFrom(),
        offer.validUntil(),
        offer.version());
  }

  private static Money money(dev.millrace.avro.common.Money money) {
    return new Money(money.getMinorUnits(), money.getCurrency());
  }

  private static dev.millrace.avro.common.Money money(Money money) {
    return new dev.millrace.avro.common.Money(money.minorUnits(), money.currency());
  }
}
