package dev.millrace.pricing.offer;

/** What has happened to a SKU's offers. */
public sealed interface OfferEvent {

  /** A seller has this price now; the offer's version is the event's sequence. */
  record OfferSet(Offer offer) implements OfferEvent {}
}
