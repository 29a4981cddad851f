package dev.millrace.catalog;

import dev.millrace.avro.catalog.Product;
import dev.millrace.avro.catalog.ProductEvent;
import dev.millrace.avro.edge.Reply;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one command leads to.
 *
 * @param product the product after the events; null when there are none
 * @param reply null when nobody waits for it
 */
record CatalogOutcome(List<ProductEvent> events, @Nullable Product product, @Nullable Reply reply) {

  static CatalogOutcome only(Reply reply) {
    return new CatalogOutcome(List.of(), null, reply);
  }

  List<Product> products() {
    return product == null ? List.of() : List.of(product);
  }

  List<Reply> replies() {
    return reply == null ? List.of() : List.of(reply);
  }
}
