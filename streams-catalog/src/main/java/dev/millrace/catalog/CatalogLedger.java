package dev.millrace.catalog;

import dev.millrace.avro.catalog.Product;
import dev.millrace.avro.catalog.ProductEvent;
import dev.millrace.catalog.product.Product.Listed;
import dev.millrace.catalog.product.Product.Unlisted;

/** Products from their published events alone, for audits. */
public final class CatalogLedger {

  private CatalogLedger() {}

  /**
   * The product that events lead to.
   *
   * @param events of one product, from its first on, in the order of the topic
   * @throws IllegalArgumentException if there is none, or one is newer than this version
   */
  public static Product fold(String productId, Iterable<ProductEvent> events) {
    dev.millrace.catalog.product.Product product = new Unlisted();
    for (ProductEvent record : events) {
      product = product.evolve(event(record));
    }
    if (!(product instanceof Listed listed)) {
      throw new IllegalArgumentException("a product begins with an event: " + productId);
    }
    return CatalogAvro.product(productId, listed);
  }

  private static dev.millrace.catalog.product.ProductEvent event(ProductEvent record) {
    return switch (record.getType()) {
      case "productListed" ->
          new dev.millrace.catalog.product.ProductEvent.ProductListed(
              record.getAt(), CatalogAvro.details(record.getProductListed()));
      case "productRevised" ->
          new dev.millrace.catalog.product.ProductEvent.ProductRevised(
              record.getAt(), CatalogAvro.details(record.getProductRevised()));
      default ->
          throw new IllegalArgumentException(
              "event %s of type %s is not known here"
                  .formatted(record.getEventId(), record.getType()));
    };
  }
}
