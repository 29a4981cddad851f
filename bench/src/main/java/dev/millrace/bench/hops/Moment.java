package dev.millrace.bench.hops;

/** What can be seen of one checkout, in the order in which it happens. */
public enum Moment {
  /** The client sent its request. */
  REQUESTED,
  /** The edge's question for a price was appended. */
  PRICE_ASKED,
  /** The answer with the quote was appended. */
  PRICED,
  /** The edge's order command was appended. */
  PLACED,
  /** The last line's request for stock was appended. */
  STOCK_ASKED,
  /** The last line's answer about stock was appended. */
  STOCK_DECIDED,
  /** The request for the money was appended. */
  PAYMENT_ASKED,
  /** The order's answer for the edge was appended, with the request for the money. */
  REPLIED,
  /** The client had its answer. */
  ANSWERED,
  /** The provider's answer was appended. */
  PAYMENT_KNOWN,
  /** The confirmation was appended. */
  CONFIRMED
}
