package dev.millrace.catalog;

import dev.millrace.avro.catalog.ProductCommand;
import dev.millrace.avro.catalog.ProductEvent;
import dev.millrace.avro.catalog.PutProduct;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.catalog.product.Product;
import dev.millrace.catalog.product.Product.Listed;
import dev.millrace.catalog.product.Product.Unlisted;
import dev.millrace.catalog.product.ProductCommand.Caller;
import dev.millrace.catalog.product.ProductDetails;
import dev.millrace.catalog.product.ProductEvent.ProductListed;
import dev.millrace.catalog.product.ProductEvent.ProductRevised;
import dev.millrace.catalog.product.ProductStatus;
import dev.millrace.catalog.product.Variant;
import dev.millrace.schemas.id.Ids;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The records of the topics and stores as the domain sees them, and back. */
final class CatalogAvro {

  private CatalogAvro() {}

  /** The request in the record; empty when the record is malformed. */
  static Optional<dev.millrace.catalog.product.ProductCommand> command(
      @Nullable String key, ProductCommand command) {
    PutProduct put = command.getPut();
    if (!command.getProductId().equals(key)
        || !Ids.isId(command.getProductId())
        || !Ids.isId(command.getCommandId())
        || put == null) {
      return Optional.empty();
    }
    return Optional.of(
        new dev.millrace.catalog.product.ProductCommand.PutProduct(
            details(put.getDetails()),
            put.getExpectedVersion(),
            caller(command.getActor().getRole())));
  }

  static Product product(dev.millrace.avro.catalog.@Nullable Product stored) {
    return stored == null
        ? new Unlisted()
        : new Listed(
            stored.getVersion(),
            stored.getListedAt(),
            stored.getAt(),
            details(stored.getDetails()));
  }

  static dev.millrace.avro.catalog.Product product(String productId, Listed product) {
    return new dev.millrace.avro.catalog.Product(
        productId, product.version(), product.listedAt(), product.at(), details(product.details()));
  }

  static ProductEvent event(
      ProductCommand command, long sequence, dev.millrace.catalog.product.ProductEvent event) {
    ProductEvent.Builder record =
        ProductEvent.newBuilder()
            .setEventId(command.getProductId() + "-" + sequence)
            .setProductId(command.getProductId())
            .setSequence(sequence)
            .setAt(event.at())
            .setCommandId(command.getCommandId())
            .setActor(command.getActor());
    return switch (event) {
      case ProductListed listed ->
          record.setType("productListed").setProductListed(details(listed.details())).build();
      case ProductRevised revised ->
          record.setType("productRevised").setProductRevised(details(revised.details())).build();
    };
  }

  static ProductDetails details(dev.millrace.avro.catalog.ProductDetails details) {
    return new ProductDetails(
        details.getTitle(),
        details.getDescription(),
        details.getBrand(),
        details.getCategoryId(),
        status(details.getStatus()),
        new TreeMap<>(details.getAttributes()),
        details.getImages(),
        details.getVariants().stream().map(CatalogAvro::variant).toList(),
        details.getSellerId());
  }

  static dev.millrace.avro.catalog.ProductDetails details(ProductDetails details) {
    return new dev.millrace.avro.catalog.ProductDetails(
        details.title(),
        details.description(),
        details.brand(),
        details.categoryId(),
        status(details.status()),
        details.attributes(),
        details.images(),
        details.variants().stream().map(CatalogAvro::variant).toList(),
        details.sellerId());
  }

  private static Variant variant(dev.millrace.avro.catalog.Variant variant) {
    return new Variant(
        variant.getSku(),
        variant.getTitle(),
        new TreeMap<>(variant.getAttributes()),
        variant.getWeightGrams());
  }

  private static dev.millrace.avro.catalog.Variant variant(Variant variant) {
    return new dev.millrace.avro.catalog.Variant(
        variant.sku(), variant.title(), variant.attributes(), variant.weightGrams());
  }

  private static @Nullable ProductStatus status(dev.millrace.avro.catalog.ProductStatus status) {
    return switch (status) {
      case DRAFT -> ProductStatus.DRAFT;
      case ACTIVE -> ProductStatus.ACTIVE;
      case ARCHIVED -> ProductStatus.ARCHIVED;
      case UNKNOWN -> null;
    };
  }

  private static dev.millrace.avro.catalog.ProductStatus status(@Nullable ProductStatus status) {
    if (status == null) {
      return dev.millrace.avro.catalog.ProductStatus.UNKNOWN;
    }
    return switch (status) {
      case DRAFT -> dev.millrace.avro.catalog.ProductStatus.DRAFT;
      case ACTIVE -> dev.millrace.avro.catalog.ProductStatus.ACTIVE;
      case ARCHIVED -> dev.millrace.avro.catalog.ProductStatus.ARCHIVED;
    };
  }

  private static Caller caller(ActorRole role) {
    return switch (role) {
      case SELLER -> Caller.SELLER;
      case OPS, SYSTEM -> Caller.OPERATOR;
      case UNKNOWN, GUEST, SHOPPER, SUPPORT -> Caller.STRANGER;
    };
  }
}
