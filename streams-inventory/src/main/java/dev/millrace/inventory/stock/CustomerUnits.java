package dev.millrace.inventory.stock;

/**
 * What one customer has of a seller's limited units.
 *
 * @param of whose units, and who has them
 * @param termsSequence of the terms under which the units were counted; under other terms nothing
 *     is counted yet
 * @param units held for or sold to the customer
 */
public record CustomerUnits(Of of, long termsSequence, int units) {

  /** Whose units, and who has them. */
  public record Of(String sellerId, String customerId) {}

  public CustomerUnits {
    if (units < 0) {
      throw new IllegalStateException("%s has %d units".formatted(of, units));
    }
  }

  /** A customer who has nothing yet. */
  public static CustomerUnits none(Of of) {
    return new CustomerUnits(of, 0, 0);
  }

  /** Units that count under these terms. */
  int under(long terms) {
    return termsSequence == terms ? units : 0;
  }

  /** The count under these terms after some more, or fewer. */
  CustomerUnits changed(long terms, int delta) {
    return new CustomerUnits(of, terms, Math.addExact(under(terms), delta));
  }
}
