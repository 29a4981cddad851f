package dev.millrace.standalone.shop;

import dev.millrace.avro.catalog.ProductCommand;
import dev.millrace.avro.catalog.ProductDetails;
import dev.millrace.avro.catalog.ProductStatus;
import dev.millrace.avro.catalog.PutProduct;
import dev.millrace.avro.catalog.Variant;
import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.edge.ReplyStatus;
import dev.millrace.avro.inventory.MoveStock;
import dev.millrace.avro.inventory.MovementType;
import dev.millrace.avro.inventory.StockCommand;
import dev.millrace.avro.pricing.OfferCommand;
import dev.millrace.avro.pricing.SetOffer;
import dev.millrace.schemas.id.IdKind;
import dev.millrace.schemas.id.Ids;
import dev.millrace.schemas.money.Money;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.standalone.log.BulkCommands;
import dev.millrace.standalone.shop.ShopProduct.ShopVariant;
import java.time.Instant;
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

  private final BulkCommands commands;
  private final Topics topics;

  public ShopLoader(BulkCommands commands, Topics topics) {
    this.commands = commands;
    this.topics = topics;
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
    String id = Ids.fresh(IdKind.COMMAND);
    var command =
        ProductCommand.newBuilder()
            .setCommandId(id)
            .setFingerprint(id)
            .setIssuedAt(Instant.now())
            .setActor(IMPORTER)
            .setProductId(product.productId())
            .setPut(new PutProduct(details, null))
            .build();
    return commands
        .send(topics.productCommands(), product.productId(), id, command)
        .thenApply(reply -> refusal("product " + product.productId(), reply));
  }

  private CompletableFuture<@Nullable String> setOffer(ShopVariant variant, Money price)
      throws InterruptedException {
    String id = Ids.fresh(IdKind.COMMAND);
    Money listPrice = variant.listPrice();
    var offer =
        SetOffer.newBuilder()
            .setSellerId(Ids.PLATFORM_SELLER)
            .setPrice(avro(price))
            .setListPrice(listPrice == null ? null : avro(listPrice))
            .build();
    var command =
        OfferCommand.newBuilder()
            .setCommandId(id)
            .setFingerprint(id)
            .setIssuedAt(Instant.now())
            .setActor(IMPORTER)
            .setSku(variant.sku())
            .setSetOffer(offer)
            .build();
    return commands
        .send(topics.offerCommands(), variant.sku(), id, command)
        .thenApply(reply -> refusal("offer of " + variant.sku(), reply));
  }

  private CompletableFuture<@Nullable String> receive(ShopVariant variant)
      throws InterruptedException {
    String id = Ids.fresh(IdKind.COMMAND);
    var move =
        MoveStock.newBuilder()
            .setMovementType(MovementType.RECEIVE)
            .setSellerId(Ids.PLATFORM_SELLER)
            .setWarehouseId(Ids.MAIN_WAREHOUSE)
            .setQuantity(variant.stock())
            .setReason("first stock")
            .setExpectedVersion(0L)
            .build();
    var command =
        StockCommand.newBuilder()
            .setCommandId(id)
            .setFingerprint(id)
            .setIssuedAt(Instant.now())
            .setActor(IMPORTER)
            .setSku(variant.sku())
            .setMove(move)
            .build();
    return commands
        .send(topics.stockCommands(), variant.sku(), id, command)
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

  private static dev.millrace.avro.common.Money avro(Money money) {
    return new dev.millrace.avro.common.Money(money.minorUnits(), money.currency());
  }
}
