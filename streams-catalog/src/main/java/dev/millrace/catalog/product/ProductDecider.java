package dev.millrace.catalog.product;

import static dev.millrace.catalog.product.ProductRefusal.NOT_PRODUCT_OWNER;
import static dev.millrace.catalog.product.ProductRefusal.VERSION_CONFLICT;

import dev.millrace.catalog.product.Product.Listed;
import dev.millrace.catalog.product.Product.Unlisted;
import dev.millrace.catalog.product.ProductCommand.PutProduct;
import dev.millrace.catalog.product.ProductEvent.ProductListed;
import dev.millrace.catalog.product.ProductEvent.ProductRevised;
import dev.millrace.kit.decide.Decision;
import java.time.Instant;
import java.util.Optional;

/** What one command does to one product. */
public final class ProductDecider {

  private ProductDecider() {}

  public static Decision<ProductEvent, ProductRejection> decide(
      Product product, ProductCommand command, Instant now) {
    return switch (command) {
      case PutProduct put -> put(product, put, now);
    };
  }

  private static Decision<ProductEvent, ProductRejection> put(
      Product product, PutProduct put, Instant now) {
    Optional<ProductRejection> broken =
        ProductRules.firstBroken(put.details())
            .or(() -> notOwned(product, put))
            .or(() -> conflict(product, put));
    if (broken.isPresent()) {
      return Decision.reject(broken.get());
    }
    return switch (product) {
      case Unlisted() -> Decision.accept(new ProductListed(now, put.details()));
      case Listed listed when listed.details().equals(put.details()) -> Decision.accept();
      case Listed listed -> Decision.accept(new ProductRevised(now, put.details()));
    };
  }

  private static Optional<ProductRejection> notOwned(Product product, PutProduct put) {
    boolean allowed =
        switch (put.caller()) {
          case OPERATOR -> true;
          case STRANGER -> false;
          case SELLER ->
              switch (product) {
                case Unlisted() -> true;
                case Listed listed -> listed.details().sellerId().equals(put.details().sellerId());
              };
        };
    return allowed
        ? Optional.empty()
        : Optional.of(
            new ProductRejection(
                NOT_PRODUCT_OWNER, "/seller_id", "the product belongs to another seller"));
  }

  private static Optional<ProductRejection> conflict(Product product, PutProduct put) {
    Long expected = put.expectedVersion();
    return expected == null || expected == product.version()
        ? Optional.empty()
        : Optional.of(
            new ProductRejection(
                VERSION_CONFLICT,
                null,
                "the product is at version %d, not %d".formatted(product.version(), expected)));
  }
}
