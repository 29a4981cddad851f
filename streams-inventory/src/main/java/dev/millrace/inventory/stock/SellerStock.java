package dev.millrace.inventory.stock;

/**
 * How a seller sells the SKU, and what it has promised beyond stock.
 *
 * @param termsSequence of the event that set the terms; customers' purchases count from there
 * @param backordered units of live holds that are promised beyond stock
 * @param owed units sold beyond stock that have not come yet
 */
public record SellerStock(SalesTerms terms, long termsSequence, int backordered, int owed) {

  public SellerStock {
    if (backordered < 0 || owed < 0) {
      throw new IllegalStateException(
          "impossible promises of %s: %d backordered, %d owed"
              .formatted(terms.sellerId(), backordered, owed));
    }
  }

  /** Units that come to somebody else before a newcomer has any. */
  public long waiting() {
    return (long) backordered + owed;
  }

  /** The same, after promises were made or kept. */
  SellerStock changed(int backorderedDelta, int owedDelta) {
    return new SellerStock(
        terms,
        termsSequence,
        Math.addExact(backordered, backorderedDelta),
        Math.addExact(owed, owedDelta));
  }

  /** The same promises on other terms. */
  SellerStock on(SalesTerms newTerms, long sequence) {
    return new SellerStock(newTerms, sequence, backordered, owed);
  }
}
