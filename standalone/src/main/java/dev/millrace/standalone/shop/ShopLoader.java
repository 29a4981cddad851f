package dev.millrace.standalone.shop;

import dev.millrace.avro.catalog.ProductDetails;
import dev.millrace.avro.catalog.ProductStatus;
import dev.millrace.avro.catalog.Variant;
import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.edge.ReplyStatus;
import dev.millrace.schemas.id.Ids;
import dev.millrace.schemas.money.Money;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.standalone.log.BulkCommands;
import dev.millrace.standalone.shop.ShopProduct.ShopVariant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Enters products, offers and first stock through the bulk lane. Loading the same file twice
 * changes nothing: equal descriptions and prices are no news, and first stock is received only
 * once.
 */
public final class ShopLoader {

  private static final Actor IMPORTER = new Actor(ActorRole.OPS, "import");

  /** A refusal that says the SKU has its first stock already. */
  private static final String STOCKED_BEFORE = "version_conflict";

  private final ShopCommands commands;

  public ShopLoader(BulkCommands lane, Topics topics) {
    this.commands = new ShopCommands(lane, topics, IMPORTER);
  }

  /**
   * Enters one product.
   *
   * @return completes with what was refused, empty when nothing was
   */
  public CompletableFuture<List<String>> load(ShopProduct product) throws InterruptedException {
    List<CompletableFuture<@Nullable String>> outcomes = new ArrayList<>();
    outcomes.add(putProduct(product));
    for (ShopVariant variant : product.variants()) {
      if (variant.price() != null) {
        outcomes.add(setOffer(variant, variant.price()));
      }
      if (variant.stock() > 0) {
        outcomes.add(receive(variant));
      }
    }
    return CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new))
        .thenApply(
            all ->
                outcomes.stream().map(CompletableFuture::join).filter(Objects::nonNull).toList());
  }

  private CompletableFuture<@Nullable String> putProduct(ShopProduct product)
      throws InterruptedException {
    var details =
        new ProductDetails(
            product.title(),
            product.description(),
            product.brand(),
            product.categoryId(),
            ProductStatus.ACTIVE,
            product.attributes(),
            product.images(),
            product.variants().stream()
                .map(v -> new Variant(v.sku(), v.title(), v.attributes(), v.weightGrams()))
                .toList(),
            Ids.PLATFORM_SELLER);
    return commands
        .putProduct(product.productId(), details)
        .thenApply(reply -> refusal("product " + product.productId(), reply));
  }

  private CompletableFuture<@Nullable String> setOffer(ShopVariant variant, Money price)
      throws InterruptedException {
    return commands
        .setOffer(variant.sku(), price, variant.listPrice())
        .thenApply(reply -> refusal("offer of " + variant.sku(), reply));
  }

  private CompletableFuture<@Nullable String> receive(ShopVariant variant)
      throws InterruptedException {
    return commands
        .receive(variant.sku(), variant.stock(), 0L)
        .thenApply(
            reply ->
                STOCKED_BEFORE.equals(reply.getRefusal())
                    ? null
                    : refusal("stock of " + variant.sku(), reply));
  }

  private static @Nullable String refusal(String what, Reply reply) {
    return reply.getStatus() == ReplyStatus.ACCEPTED
        ? null
        : "%s: %s (%s)".formatted(what, reply.getRefusal(), reply.getDetail());
  }
}
