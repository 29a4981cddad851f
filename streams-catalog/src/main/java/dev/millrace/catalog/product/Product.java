package dev.millrace.catalog.product;

import dev.millrace.catalog.product.ProductEvent.ProductListed;
import dev.millrace.catalog.product.ProductEvent.ProductRevised;
import java.time.Instant;

/** One product after everything that happened to it. */
public sealed interface Product {

  /** Nobody has listed it yet. */
  record Unlisted() implements Product {
    @Override
    public long version() {
      return 0;
    }
  }

  /**
   * It has a description.
   *
   * @param listedAt when it got the first one
   * @param at when it got this one
   */
  record Listed(long version, Instant listedAt, Instant at, ProductDetails details)
      implements Product {}

  /** How many events there have been. */
  long version();

  /** The product after one more event. */
  default Product evolve(ProductEvent event) {
    return switch (event) {
      case ProductListed listed ->
          new Listed(version() + 1, listed.at(), listed.at(), listed.details());
      case ProductRevised revised ->
          switch (this) {
            case Unlisted() ->
                throw new IllegalStateException("a product cannot be revised before it is listed");
            case Listed before ->
                new Listed(
                    before.version() + 1, before.listedAt(), revised.at(), revised.details());
          };
    };
  }
}
