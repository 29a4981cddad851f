package dev.millrace.schemas.topics;

import dev.millrace.avro.catalog.Product;
import dev.millrace.avro.catalog.ProductCommand;
import dev.millrace.avro.catalog.ProductEvent;
import java.util.List;

/** The topics about products. */
record CatalogTopics(
    Topic<ProductCommand> productCommands,
    Topic<ProductEvent> productEvents,
    Topic<Product> productTable) {

  static CatalogTopics of(TopicFactory topics) {
    return new CatalogTopics(
        topics.passing(
            "catalog.product-commands.v1",
            ProductCommand.class,
            "product id",
            "Requests to the writer of a product."),
        topics.history(
            "catalog.product-events.v1",
            ProductEvent.class,
            "product id",
            "Every description a product ever had."),
        topics.table("catalog.product-table.v1", Product.class, "product id", "Each product now."));
  }

  List<Topic<?>> all() {
    return List.of(productCommands, productEvents, productTable);
  }
}
