package dev.millrace.pricing.quote;

/** What has happened to a quote. */
public sealed interface QuoteEvent {

  /** A price stands until it expires. */
  record QuoteIssued(PricedQuote quote) implements QuoteEvent {}
}
