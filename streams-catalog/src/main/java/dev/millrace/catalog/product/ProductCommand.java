package dev.millrace.catalog.product;

import org.jspecify.annotations.Nullable;

/** What may be asked of a product. */
public sealed interface ProductCommand {

  /** On whose behalf somebody asks. */
  enum Caller {
    /** The seller that the description names; the edge vouches for that. */
    SELLER,
    /** Whoever runs the shop, or the shop itself. */
    OPERATOR,
    /** Anybody else. */
    STRANGER
  }

  /**
   * Creates a product or replaces its description.
   *
   * @param expectedVersion null when any will do; 0 when the product must not exist
   */
  record PutProduct(ProductDetails details, @Nullable Long expectedVersion, Caller caller)
      implements ProductCommand {}
}
