package dev.millrace.bench.backbone;

import dev.millrace.avro.common.Actor;
import dev.millrace.avro.common.ActorRole;
import dev.millrace.avro.customers.AddItem;
import dev.millrace.avro.customers.CartCommand;
import dev.millrace.avro.edge.Reply;
import dev.millrace.avro.edge.ReplyStatus;
import dev.millrace.bench.checkout.Buyer;
import dev.millrace.edge.auth.Role;
import dev.millrace.edge.auth.Tokens;
import dev.millrace.schemas.id.IdKind;
import dev.millrace.schemas.id.Ids;
import dev.millrace.schemas.money.Money;
import dev.millrace.schemas.topics.Topics;
import dev.millrace.standalone.log.BulkCommands;
import dev.millrace.standalone.shop.ShopCommands;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Puts what is measured with into the backbone, through the bulk lane: stock, prices, filled carts.
 */
public final class Stocking implements AutoCloseable {

  private static final Actor BENCH = new Actor(ActorRole.OPS, "bench");
  private static final Money PRICE = new Money(1_999, "USD");
  private static final int IN_FLIGHT_MAX = 2_000;

  /** What one movement may bring. */
  private static final int MOVEMENT_MAX = 1_000_000;

  private static final Duration TOKEN_LIVES = Duration.ofHours(2);

  private final BulkCommands lane;
  private final ShopCommands shop;
  private final Topics topics;

  public Stocking(String bootstrapServers, Topics topics) {
    this.lane = new BulkCommands(bootstrapServers, topics, IN_FLIGHT_MAX);
    this.shop = new ShopCommands(lane, topics, BENCH);
    this.topics = topics;
  }

  /** Gives stock to the SKUs numbered from 0, and to one more that is named. */
  public void receive(String skuPrefix, int skus, int unitsEach, String hotSku, int hotUnits)
      throws InterruptedException {
    List<CompletableFuture<Reply>> replies = new ArrayList<>();
    for (int i = 0; i < skus; i++) {
      replies.add(shop.receive(skuPrefix + i, unitsEach, null));
    }
    addMuch(replies, hotSku, hotUnits);
    requireAccepted(replies);
  }

  /** Gives more stock to the SKUs numbered from 0. */
  public void receiveMore(String skuPrefix, int skus, int units) throws InterruptedException {
    List<CompletableFuture<Reply>> replies = new ArrayList<>();
    for (int i = 0; i < skus; i++) {
      addMuch(replies, skuPrefix + i, units);
    }
    requireAccepted(replies);
  }

  private void addMuch(List<CompletableFuture<Reply>> replies, String sku, int units)
      throws InterruptedException {
    for (int left = units; left > 0; left -= MOVEMENT_MAX) {
      replies.add(shop.receive(sku, Math.min(left, MOVEMENT_MAX), null));
    }
  }

  /** Gives a price to the SKUs numbered from 0. */
  public void price(String skuPrefix, int skus) throws InterruptedException {
    List<CompletableFuture<Reply>> replies = new ArrayList<>();
    for (int i = 0; i < skus; i++) {
      replies.add(shop.setOffer(skuPrefix + i, PRICE, null));
    }
    requireAccepted(replies);
  }

  /** Makes customers with a cart of so many lines each. */
  public List<Buyer> fillCarts(Tokens tokens, String skuPrefix, int skus, int lines, int carts)
      throws InterruptedException {
    List<Buyer> buyers = new ArrayList<>(carts);
    List<CompletableFuture<Reply>> replies = new ArrayList<>();
    for (int i = 0; i < carts; i++) {
      String customerId = Ids.fresh(IdKind.CUSTOMER);
      var buyer =
          new Buyer(
              customerId,
              Ids.cartOf(customerId),
              tokens.issue(Role.SHOPPER, customerId, TOKEN_LIVES));
      for (int number : Buyer.skuNumbers(i, lines, skus)) {
        replies.add(addItem(buyer, skuPrefix + number));
      }
      buyers.add(buyer);
    }
    requireAccepted(replies);
    return buyers;
  }

  private CompletableFuture<Reply> addItem(Buyer buyer, String sku) throws InterruptedException {
    String id = Ids.fresh(IdKind.COMMAND);
    var command =
        CartCommand.newBuilder()
            .setCommandId(id)
            .setFingerprint(id)
            .setIssuedAt(Instant.now())
            .setActor(new Actor(ActorRole.SHOPPER, buyer.customerId()))
            .setCartId(buyer.cartId())
            .setCustomerId(buyer.customerId())
            .setAddItem(new AddItem(sku, Ids.PLATFORM_SELLER, 1))
            .build();
    return lane.send(topics.cartCommands(), buyer.cartId(), id, command);
  }

  private static void requireAccepted(List<CompletableFuture<Reply>> replies) {
    for (CompletableFuture<Reply> reply : replies) {
      Reply answer;
      try {
        answer = reply.join();
      } catch (CompletionException e) {
        throw new IllegalStateException("the backbone did not take what is measured with", e);
      }
      if (answer.getStatus() != ReplyStatus.ACCEPTED) {
        throw new IllegalStateException(
            "the backbone refused what is measured with: %s (%s)"
                .formatted(answer.getRefusal(), answer.getDetail()));
      }
    }
  }

  @Override
  public void close() {
    lane.close();
  }
}
