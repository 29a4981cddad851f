package dev.millrace.standalone.shop;

import dev.millrace.avro.catalog.ProductCommand;
import dev.millrace.avro.catalog.ProductDetails;
import dev.millrace.avro.catalog.PutProduct;
import dev.millrace.avro.common.Actor;
import dev.millrace.avro.edge.Reply;
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
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What fills the shop of the platform's own seller: products, prices and stock in the main
 * warehouse, sent through the bulk lane in somebody's name. Each call is a new command.
 */
public final class ShopCommands {

  private final BulkCommands lane;
  private final Topics topics;
  private final Actor actor;

  public ShopCommands(BulkCommands lane, Topics topics, Actor actor) {
    this.lane = lane;
    this.topics = topics;
    this.actor = actor;
  }

  /** Creates a product or replaces its description, whatever version it has. */
  public CompletableFuture<Reply> putProduct(String productId, ProductDetails details)
      throws InterruptedException {
    String id = Ids.fresh(IdKind.COMMAND);
    var command =
        ProductCommand.newBuilder()
            .setCommandId(id)
            .setFingerprint(id)
            .setIssuedAt(Instant.now())
            .setActor(actor)
            .setProductId(productId)
            .setPut(new PutProduct(details, null))
            .build();
    return lane.send(topics.productCommands(), productId, id, command);
  }

  /** Sets the price of a SKU from now on without an end. */
  public CompletableFuture<Reply> setOffer(String sku, Money price, @Nullable Money listPrice)
      throws InterruptedException {
    String id = Ids.fresh(IdKind.COMMAND);
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
            .setActor(actor)
            .setSku(sku)
            .setSetOffer(offer)
            .build();
    return lane.send(topics.offerCommands(), sku, id, command);
  }

  /**
   * Receives units of a SKU.
   *
   * @param expectedVersion refused unless the SKU's stock is there; null accepts any
   */
  public CompletableFuture<Reply> receive(String sku, int units, @Nullable Long expectedVersion)
      throws InterruptedException {
    String id = Ids.fresh(IdKind.COMMAND);
    var move =
        MoveStock.newBuilder()
            .setMovementType(MovementType.RECEIVE)
            .setSellerId(Ids.PLATFORM_SELLER)
            .setWarehouseId(Ids.MAIN_WAREHOUSE)
            .setQuantity(units)
            .setReason("stocking")
            .setExpectedVersion(expectedVersion)
            .build();
    var command =
        StockCommand.newBuilder()
            .setCommandId(id)
            .setFingerprint(id)
            .setIssuedAt(Instant.now())
            .setActor(actor)
            .setSku(sku)
            .setMove(move)
            .build();
    return lane.send(topics.stockCommands(), sku, id, command);
  }

  private static dev.millrace.avro.common.Money avro(Money money) {
    return new dev.millrace.avro.common.Money(money.minorUnits(), money.currency());
  }
}
